//! Every letter in every language, down to the PDF.

use std::{collections::BTreeSet, sync::Arc};

use cases_domain::{Case, CaseEvent, CorrectionItem, Due, Returned};
use catalogue_domain::{Definition, Published, definition::Channel};
use jiff::{Timestamp, civil::date};
use kernel::{
    Lang, LocalText,
    calendar::{TimeLimit, WorkCalendar},
};
use organisations_domain::{Authority, Phones, ReviewBody};
use render::{Document, DocumentIdentity, FontSource, LETTER, LetterData, LetterItem, Renderer};

use super::{Say, Sheet, body, intake, ruling};

const FOOD: &str = include_str!("../../../../services/food-business-licence/service.yaml");

fn authority() -> Authority {
    let body = |name: &str| ReviewBody {
        name: LocalText::same(name),
        address: LocalText::same("江滨区望江大道 1 号"),
        phone: None,
    };
    Authority {
        id: "market-regulation".into(),
        number: "31".into(),
        name: LocalText::same("榕城市市场监督管理局"),
        short: LocalText::same("市场监管局"),
        credit_code: "11980100009801314G".to_owned().try_into().unwrap(),
        region: "980100000000".into(),
        line: LocalText::same("市场监管系统"),
        phone: Phones { consult: "0598-98003101".into(), complaint: "0598-98003102".into() },
        address: LocalText::same("江滨区望江大道 68 号"),
        review: body("榕城市人民政府"),
        court: body("江滨区人民法院"),
        duties: LocalText::default(),
    }
}

fn sheet(lang: Lang) -> Sheet {
    let definition = Definition::read("service.yaml", FOOD).unwrap().0;
    let case = Case {
        reference: "RC-7K4M-92XP".into(),
        number: format!("11980100009801314G4980131001000{}0001", "20260302"),
        name: definition.name().clone(),
        ..Case::default()
    };
    Sheet {
        say: Say::new(lang).unwrap(),
        published: Arc::new(Published {
            revision: 1,
            digest: String::new(),
            definition,
            published_on: date(2026, 1, 4),
        }),
        authority: Arc::new(authority()),
        calendar: Arc::new(calendar()),
        addressee: "榕荫小馆".into(),
        helpers: Vec::new(),
        on: date(2026, 3, 2),
        seq: 3,
        zone: jiff::tz::TimeZone::UTC,
        address: format!("https://city.example/t/{}", case.reference),
        case,
    }
}

fn calendar() -> WorkCalendar {
    WorkCalendar::new(1, Vec::new()).unwrap()
}

fn due(days: u32) -> Due {
    Due::new(date(2026, 3, 2), TimeLimit::working(days), &[], &calendar())
}

fn events() -> Vec<CaseEvent> {
    let item = |what| CorrectionItem { what, reason: "看不清".into() };
    let text = || kernel::Words::from("经审查");
    vec![
        CaseEvent::Returned {
            items: vec![
                item(Returned::Field("area".into())),
                item(Returned::Material("layout-plan".into())),
            ],
            second_reason: Some("材料有变化".into()),
        },
        accepted(false),
        accepted(true),
        CaseEvent::Suspended {
            procedure: "site-inspection".into(),
            reason: text(),
            from: date(2026, 3, 2),
            expected: date(2026, 3, 9),
        },
        CaseEvent::Decided {
            granted: true,
            code: None,
            text: text(),
            delivery: due(10),
            leaves_at: None,
        },
        CaseEvent::Decided {
            granted: false,
            code: Some("layout-unfit".into()),
            text: text(),
            delivery: due(10),
            leaves_at: None,
        },
        CaseEvent::DecisionAmended {
            code: Some("layout-unfit".into()),
            text: text(),
            reason: "写漏了楼层".into(),
            approver: kernel::Actor::SYSTEM,
        },
        CaseEvent::Issued {
            licence: "00000000-0000-7000-8000-000000000001".parse().unwrap(),
            number: "JY2026000001".into(),
            identifier: "1.2.156.3005.2".into(),
        },
        CaseEvent::Withdrawn { reason: text() },
    ]
}

fn accepted(deemed: bool) -> CaseEvent {
    CaseEvent::Accepted {
        on: date(2026, 3, 2),
        deemed,
        to_follow: BTreeSet::from(["safety-rules".to_owned()]),
        statutory: due(10),
        promised: due(9),
        next: None,
    }
}

fn letters(lang: Lang) -> Vec<LetterData> {
    let sheet = sheet(lang);
    let notice = due(5);
    let line = LetterItem { text: "营业执照".into(), notes: Vec::new() };
    let mut bodies = vec![
        intake::receipt(&sheet, vec![line.clone()], &notice, Channel::Counter, Some("K7M4-92XP")),
        intake::corrected(&sheet, vec![line], &notice),
        ruling::not_accepted(&sheet, "not_competent", "请找消防", Some("消防救援局".into())),
    ];
    bodies.extend(events().iter().filter_map(|event| body(&sheet, event)));
    bodies.into_iter().map(|body| sheet.letter(body)).collect()
}

#[test]
fn each_letter_is_set_in_each_language() {
    let renderer = Renderer::new(FontSource::Shipped);
    for lang in Lang::ALL {
        let letters = letters(lang);
        assert_eq!(letters.len(), 12);
        for (number, data) in letters.iter().enumerate() {
            let text = serde_json::to_string(data).unwrap();
            assert!(!text.contains("cases-letter-"), "a word is missing: {text}");
            assert!(!text.contains("{ $"), "a value is missing: {text}");
            let id = format!("{number}-{lang}");
            let fixed = DocumentIdentity { id, at: Timestamp::UNIX_EPOCH };
            let pdf = renderer.pdf(&Document::new(&LETTER, data, lang, fixed).unwrap()).unwrap();
            assert!(pdf.starts_with(b"%PDF"), "{}", data.title);
        }
    }
}

/// What must stand in each letter beside what stands in all, in the order of [`letters`].
const SAYS: [(&str, &[&str]); 12] = [
    ("申请材料收件凭证", &["大厅窗口", "查询码", "K7M4-92XP", "营业执照", "不表示已经受理"]),
    ("补正材料收件凭证", &["补正内容已经收到", "营业执照", "2026年3月9日"]),
    ("不予受理决定书", &["不属于本机关职权范围", "请找消防", "消防救援局", "第三十二条"]),
    ("补正材料一次性告知书", &["经营面积", "经营场所布局图", "看不清", "材料有变化", "5 个工作日"]),
    (
        "受理通知书",
        &["决定受理", "10 个工作日", "9 个工作日", "食品安全规章制度清单", "第四十五条"],
    ),
    ("受理通知书", &["即为受理", "第三十二条"]),
    ("特别程序告知书", &["现场核查", "经审查", "2026年3月9日", "不计入办理期限"]),
    ("准予行政许可决定书", &["决定准予", "经审查", "送达期限"]),
    ("不予行政许可决定书", &["不予准许", "经营场所布局不符合食品安全要求", "行政复议", "行政诉讼"]),
    ("更正通知书", &["2026年3月2日", "写漏了楼层", "经审查", "结论不变"]),
    ("办结通知书", &["JY2026000001", "1.2.156.3005.2", "下载结果"]),
    ("撤回申请确认书", &["撤回", "经审查", "重新申请"]),
];

#[test]
fn each_letter_says_what_it_is_there_for() {
    let common = [
        "榕荫小馆",
        "榕城市市场监督管理局",
        "查询号",
        "RC-7K4M-92XP",
        "食品经营许可",
        "https://city.example/t/RC-7K4M-92XP",
        "11980100009801314G4980131001000202603020001-03",
    ];
    for (data, (title, says)) in letters(Lang::ZhHans).iter().zip(SAYS) {
        assert_eq!(data.title, title);
        let text = serde_json::to_string(data).unwrap();
        for words in common.iter().chain(says) {
            assert!(text.contains(words), "{title} does not say {words}: {text}");
        }
        assert_eq!(data.signature.on, date(2026, 3, 2), "{title}");
    }
}

#[test]
fn only_the_receipt_carries_the_query_code_and_only_decisions_name_remedies() {
    for (at, data) in letters(Lang::ZhHans).iter().enumerate() {
        let text = serde_json::to_string(data).unwrap();
        assert_eq!(text.contains("K7M4-92XP"), at == 0, "{}", data.title);
        let is_against = matches!(data.title.as_str(), "不予受理决定书" | "不予行政许可决定书");
        assert_eq!(data.remedies.is_some(), is_against, "{}", data.title);
    }
}

#[test]
fn a_refusal_names_reason_law_and_both_remedies() {
    let sheet = sheet(Lang::ZhHans);
    let letter = sheet.letter(ruling::refused(&sheet, "layout-unfit", "过道被堵"));
    let values: Vec<_> = letter.facts.iter().map(|it| it.value.as_str()).collect();
    assert!(values.contains(&"经营场所布局不符合食品安全要求"), "{values:?}");
    assert!(values.contains(&"过道被堵"));
    assert!(values.contains(&"食品安全法第三十三条"));
    let remedies = letter.remedies.unwrap().paragraphs.join("\n");
    for words in ["60", "榕城市人民政府", "6 个月", "江滨区人民法院"] {
        assert!(remedies.contains(words), "{remedies}");
    }
}

#[test]
fn acceptance_by_silence_cites_its_law() {
    let sheet = sheet(Lang::ZhHans);
    let letter = sheet.letter(body(&sheet, &accepted(true)).unwrap());
    assert!(letter.paragraphs[0].contains("第三十二条"));
    assert!(letter.derivation.is_some());
}

#[test]
fn a_date_that_the_calendar_counts_otherwise_today_is_not_explained() {
    let sheet = sheet(Lang::En);
    let moved = Due { on: date(2026, 3, 30), ..due(5) };
    assert!(sheet.derivation("cases-letter-answer-days", &moved).is_none());
    assert!(sheet.derivation("cases-letter-answer-days", &due(5)).is_some());
}
