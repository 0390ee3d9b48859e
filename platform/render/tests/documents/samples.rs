//! A licence, a correction notice and a receipt of an invented city, as subjects would fill them.

use jiff::civil::date;
use kernel::Lang;
use render::{
    Derivation, Document, DocumentIdentity, Fact, LETTER, LICENCE, LetterData, LetterItem,
    LetterItems, LetterSection, LicenceData, Seal, Signature, Verify,
};

fn fixed(id: &str) -> DocumentIdentity {
    DocumentIdentity { id: id.to_owned(), at: "2025-03-07T08:30:00Z".parse().unwrap() }
}

fn verify(hint: &str) -> Option<Verify> {
    let address = "https://onewindow.example/verify/TC-7K4M-92XP".to_owned();
    Some(Verify { hint: hint.to_owned(), address })
}

fn strings<const N: usize>(texts: [&str; N]) -> Vec<String> {
    texts.map(str::to_owned).to_vec()
}

/// A food business licence in simplified Chinese.
pub fn licence_data() -> LicenceData {
    LicenceData {
        title: "食品经营许可证".to_owned(),
        edition: Some("（正本）".to_owned()),
        numbers: vec![
            Fact::new("许可证编号", "JY27100000001181"),
            Fact::new("电子证照标识", "1.2.156.3005.2.11100000MB0001.JY27100000001181.001.X"),
        ],
        rows: vec![
            Fact::new("经营者名称", "澄江市临湖区老渡口面馆"),
            Fact::new("统一社会信用代码", "92710000MA00A0AX1X"),
            Fact::new("法定代表人（负责人）", "欧阳明澄"),
            Fact::new("住所", "澄江市临湖区渡口街道望江路118号"),
            Fact::new("经营场所", "澄江市临湖区渡口街道望江路118号一层"),
            Fact::new("主体业态", "餐饮服务经营者（小型餐馆）"),
            Fact::new("经营项目", "热食类食品制售；冷食类食品制售（不含冷加工糕点）"),
        ],
        validity: vec![Fact::new("有效期", "2025年3月7日至2030年3月6日")],
        issuer_label: "发证机关".to_owned(),
        issued_label: "发证日期".to_owned(),
        signature: Signature {
            agency: "澄江市临湖区市场监督管理局".to_owned(),
            on: date(2025, 3, 7),
            seal: Some(Seal {
                name: "澄江市临湖区市场监督管理局".to_owned(),
                caption: Some("行政审批专用章".to_owned()),
            }),
        },
        verify: verify("扫码核验证照真伪及状态"),
        watermark: None,
    }
}

/// The licence as a document.
pub fn licence() -> Document<'static> {
    as_licence(&licence_data())
}

/// Any licence data as a document.
pub fn as_licence(data: &LicenceData) -> Document<'static> {
    Document::new(&LICENCE, data, Lang::ZhHans, fixed("licence-1")).unwrap()
}

/// A correction notice with every part that a letter can have.
pub fn letter_data() -> LetterData {
    LetterData {
        agency: "澄江市临湖区市场监督管理局".to_owned(),
        number: "临市监补〔2025〕118号".to_owned(),
        title: "行政许可申请材料补正告知书".to_owned(),
        addressee: "澄江市临湖区老渡口面馆".to_owned(),
        paragraphs: strings([
            "你（单位）于2025年2月28日提出的“食品经营许可（新办）”申请及材料收悉。经审查，申请材料不齐全。依据《中华人民共和国行政许可法》第三十二条第一款第四项的规定，现一次性告知需要补正的全部内容。",
            "请在收到本告知书之日起十个工作日内，通过网上办事大厅或者任一综合窗口补正。",
        ]),
        facts: vec![
            Fact::new("办件编号", "TC-7K4M-92XP"),
            Fact::new("申请人", "澄江市临湖区老渡口面馆"),
            Fact::new("收到材料日期", "2025年2月28日"),
            Fact::new("补正期限", "2025年3月21日"),
        ],
        items: Some(LetterItems {
            title: "需要补正的材料".to_owned(),
            items: vec![
                LetterItem {
                    text: "经营场所平面图和设备布局图".to_owned(),
                    notes: vec![
                        Fact::new("问题", "未标明凉菜专间的位置和面积。"),
                        Fact::new("依据", "《食品经营许可和备案管理办法》第十二条第三项。"),
                    ],
                },
                LetterItem {
                    text: "食品安全管理人员的培训考核证明".to_owned(),
                    notes: vec![Fact::new("问题", "证明已于2024年12月31日到期。")],
                },
            ],
        }),
        derivation: Some(Derivation {
            title: "补正期限的计算".to_owned(),
            columns: strings(["日期", "说明", "计入天数"]),
            rows: vec![
                strings(["2025年3月7日", "告知书送达，当日不计", "0"]),
                strings(["2025年3月10日至14日", "工作日", "5"]),
                strings(["2025年3月17日至21日", "工作日", "5"]),
            ],
            result: Some("合计十个工作日，至2025年3月21日下班时届满。".to_owned()),
        }),
        closing: strings(["补正材料全部收到之日为受理之日。逾期未补正的，视为放弃本次申请。"]),
        remedies: Some(LetterSection {
            title: "救济途径".to_owned(),
            paragraphs: strings([
                "如不服本告知，可以自收到之日起六十日内向澄江市临湖区人民政府申请行政复议，或者自收到之日起六个月内向澄江市临湖区人民法院提起行政诉讼。",
            ]),
        }),
        signature: Signature {
            agency: "澄江市临湖区市场监督管理局".to_owned(),
            on: date(2025, 3, 7),
            seal: Some(Seal {
                name: "澄江市临湖区市场监督管理局".to_owned(),
                caption: Some("行政审批专用章".to_owned()),
            }),
        },
        verify: verify("扫码核验本文书，查看办件进度"),
        watermark: Some("样本".to_owned()),
    }
}

/// The correction notice as a document.
pub fn letter() -> Document<'static> {
    Document::new(&LETTER, &letter_data(), Lang::ZhHans, fixed("letter-1")).unwrap()
}

/// A short acceptance notice in traditional Chinese.
pub fn letter_traditional() -> Document<'static> {
    let data = LetterData {
        agency: "澄江市臨湖區市場監督管理局".to_owned(),
        number: "臨市監受〔2025〕121號".to_owned(),
        title: "行政許可受理通知書".to_owned(),
        addressee: "歐陽明澄".to_owned(),
        paragraphs: strings(["您於2025年3月7日提出的申請，材料齊全，符合法定形式，現予受理。"]),
        facts: vec![Fact::new("辦件編號", "TC-7K4M-92XP"), Fact::new("辦結期限", "2025年3月20日")],
        items: None,
        derivation: None,
        closing: Vec::new(),
        remedies: None,
        watermark: None,
        verify: verify("掃碼核驗本文書"),
        signature: Signature {
            agency: "澄江市臨湖區市場監督管理局".to_owned(),
            on: date(2025, 3, 7),
            seal: Some(Seal {
                name: "澄江市臨湖區市場監督管理局".to_owned(), caption: None
            }),
        },
    };
    Document::new(&LETTER, &data, Lang::ZhHant, fixed("letter-2")).unwrap()
}

/// An acceptance notice in English, with the Chinese seal that an authority has.
pub fn letter_english() -> Document<'static> {
    let data = LetterData {
        agency: "Linhu District Market Regulation Bureau".to_owned(),
        number: "No. 121 of 2025".to_owned(),
        title: "Notice of acceptance".to_owned(),
        addressee: "Dear Ms Ouyang Mingcheng".to_owned(),
        paragraphs: strings([
            "We received your application for a food business licence on 7 March 2025. All materials are complete and in the form that the law asks for. We have accepted it and will decide by the date below.",
        ]),
        facts: vec![
            Fact::new("Case number", "TC-7K4M-92XP"),
            Fact::new("Decision by", "20 March 2025"),
        ],
        closing: strings(["You do not need to do anything until then."]),
        items: None,
        derivation: None,
        remedies: Some(LetterSection {
            title: "If we do not decide in time".to_owned(),
            paragraphs: strings([
                "You can ask the District People's Government for administrative reconsideration within 60 days.",
            ]),
        }),
        watermark: None,
        verify: verify("Scan the code to check this letter"),
        signature: Signature {
            agency: "Linhu District Market Regulation Bureau".to_owned(),
            on: date(2025, 3, 7),
            seal: Some(Seal {
                name: "澄江市临湖区市场监督管理局".to_owned(), caption: None
            }),
        },
    };
    Document::new(&LETTER, &data, Lang::En, fixed("letter-3")).unwrap()
}

/// The licence in English.
pub fn licence_english() -> Document<'static> {
    let data = LicenceData {
        title: "Food business licence".to_owned(),
        edition: Some("Translation".to_owned()),
        numbers: vec![Fact::new("Licence number", "JY27100000001181")],
        rows: vec![
            Fact::new("Holder", "Old Ferry Noodle House"),
            Fact::new("Person in charge", "Ouyang Mingcheng"),
            Fact::new("Premises", "118 Wangjiang Road, Linhu District, Chengjiang"),
            Fact::new("Business", "Catering: hot food, cold food"),
        ],
        validity: vec![Fact::new("Valid", "7 March 2025 to 6 March 2030")],
        issuer_label: "Issued by".to_owned(),
        issued_label: "Issued on".to_owned(),
        signature: Signature {
            agency: "Linhu District Market Regulation Bureau".to_owned(),
            on: date(2025, 3, 7),
            seal: Some(Seal {
                name: "Linhu District Market Regulation Bureau".to_owned(),
                caption: None,
            }),
        },
        verify: verify("Scan to check"),
        watermark: Some("SAMPLE".to_owned()),
    };
    Document::new(&LICENCE, &data, Lang::En, fixed("licence-2")).unwrap()
}
