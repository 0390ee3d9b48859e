//! The code tables of GB/T 39046-2020, appendix A, and those of the national exchange that count
//! otherwise, as data with the words of three languages.

use crate::finding::{Words, words};

/// The version of all tables together. It grows with every change of a code or a word.
pub const VERSION: &str = "1";

/// A table of codes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CodeTable {
    /// Its id: the number in the standard, or the column of the exchange.
    pub id: &'static str,
    /// What is coded.
    pub title: Words,
    /// The standard that it comes from.
    pub source: &'static str,
    /// Its codes, in their order.
    pub codes: &'static [Code],
}

/// A code with its meaning.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Code {
    /// The code.
    pub code: &'static str,
    /// What it means.
    pub words: Words,
}

impl CodeTable {
    /// What a code means.
    pub fn words(&self, code: &str) -> Option<&'static Words> {
        self.codes.iter().find(|it| it.code == code).map(|it| &it.words)
    }
}

/// The table of that id.
pub fn table(id: &str) -> Option<&'static CodeTable> {
    TABLES.iter().find(|it| it.id == id)
}

const STANDARD: &str = "GB/T 39046-2020";
const EXCHANGE: &str = "国家政务服务平台数据交换";

const fn code(
    code: &'static str,
    zh_hans: &'static str,
    zh_hant: &'static str,
    en: &'static str,
) -> Code {
    Code { code, words: words(zh_hans, zh_hant, en) }
}

/// All tables.
pub const TABLES: &[CodeTable] = &[
    KIND,
    LEVEL,
    BODY,
    AUDIENCE,
    CHANNEL,
    CASE,
    SPECIAL,
    SATISFACTION,
    EX_AUDIENCE,
    EX_CHANNEL,
    EX_POWER,
    EX_BODY,
];

/// 事项类型.
pub(super) const KIND: CodeTable = CodeTable {
    id: "A.1",
    title: words("事项类型", "事項類型", "Kind of item"),
    source: STANDARD,
    codes: &[
        code("00", "行政权力事项", "行政權力事項", "Administrative power"),
        code("01", "行政许可", "行政許可", "Administrative licence"),
        code("02", "行政处罚", "行政處罰", "Administrative penalty"),
        code("03", "行政强制", "行政強制", "Administrative compulsion"),
        code("04", "行政征收", "行政徵收", "Administrative levy"),
        code("05", "行政给付", "行政給付", "Administrative payment"),
        code("06", "行政检查", "行政檢查", "Administrative inspection"),
        code("07", "行政确认", "行政確認", "Administrative confirmation"),
        code("08", "行政奖励", "行政獎勵", "Administrative award"),
        code("09", "行政裁决", "行政裁決", "Administrative ruling"),
        code("10", "其他类别事项", "其他類別事項", "Other power"),
        code("20", "公共服务事项", "公共服務事項", "Public service"),
    ],
};

/// 行使层级.
const LEVEL: CodeTable = CodeTable {
    id: "A.2",
    title: words("行使层级", "行使層級", "Level of exercise"),
    source: STANDARD,
    codes: &[
        code("1", "国家级", "國家級", "State"),
        code("2", "省级", "省級", "Province"),
        code("3", "市级", "市級", "City"),
        code("4", "县级", "縣級", "County"),
        code("5", "镇（乡、街道）级", "鎮（鄉、街道）級", "Township"),
        code("6", "村（社区）级", "村（社區）級", "Village or community"),
        code("7", "分级管理", "分級管理", "Managed on several levels"),
    ],
};

/// 实施主体性质.
const BODY: CodeTable = CodeTable {
    id: "A.3",
    title: words("实施主体性质", "實施主體性質", "Nature of the competent body"),
    source: STANDARD,
    codes: &[
        code("1", "法定机关", "法定機關", "Authority by law"),
        code("2", "授权组织", "授權組織", "Authorised organisation"),
        code("3", "受委托组织", "受委託組織", "Entrusted organisation"),
        code("9", "其他", "其他", "Other"),
    ],
};

/// 服务对象.
const AUDIENCE: CodeTable = CodeTable {
    id: "A.4",
    title: words("服务对象", "服務對象", "Whom it serves"),
    source: STANDARD,
    codes: &[
        code("1", "自然人", "自然人", "Natural persons"),
        code("2", "企业法人", "企業法人", "Enterprises"),
        code("3", "事业法人", "事業法人", "Public institutions"),
        code("4", "社会组织法人", "社會組織法人", "Social organisations"),
        code("5", "行政机关", "行政機關", "Government agencies"),
        code("6", "其他组织", "其他組織", "Other organisations"),
    ],
};

/// 办理形式.
const CHANNEL: CodeTable = CodeTable {
    id: "A.5",
    title: words("办理形式", "辦理形式", "Way to apply"),
    source: STANDARD,
    codes: &[
        code("1", "窗口办理", "窗口辦理", "At the counter"),
        code("2", "电脑端网上办理", "電腦端網上辦理", "Online, on a computer"),
        code("3", "移动端网上申请", "移動端網上申請", "Online, on a phone"),
        code("4", "快递申请", "快遞申請", "By courier"),
        code("9", "其他", "其他", "Other"),
    ],
};

/// 办件类型.
const CASE: CodeTable = CodeTable {
    id: "A.6",
    title: words("办件类型", "辦件類型", "Kind of case"),
    source: STANDARD,
    codes: &[
        code("1", "即办件", "即辦件", "Done at once"),
        code("2", "承诺件", "承諾件", "Done within a promise"),
        code("9", "其他", "其他", "Other"),
    ],
};

/// 特别程序.
const SPECIAL: CodeTable = CodeTable {
    id: "A.7",
    title: words("特别程序", "特別程序", "Special procedure"),
    source: STANDARD,
    codes: &[
        code("1", "延长审批", "延長審批", "Extension"),
        code("2", "除延长审批之外的情况", "除延長審批之外的情況", "Other than an extension"),
    ],
};

/// 满意度. Stars run the other way: five stars are code 1.
const SATISFACTION: CodeTable = CodeTable {
    id: "A.8",
    title: words("满意度", "滿意度", "Satisfaction"),
    source: STANDARD,
    codes: &[
        code("1", "非常满意", "非常滿意", "Very satisfied"),
        code("2", "满意", "滿意", "Satisfied"),
        code("3", "基本满意", "基本滿意", "Mostly satisfied"),
        code("4", "不满意", "不滿意", "Dissatisfied"),
        code("5", "非常不满意", "非常不滿意", "Very dissatisfied"),
    ],
};

/// 服务对象, as the exchange counts.
pub(super) const EX_AUDIENCE: CodeTable = CodeTable {
    id: "server_type",
    title: words("服务对象", "服務對象", "Whom it serves"),
    source: EXCHANGE,
    codes: &[
        code("1", "自然人", "自然人", "Natural persons"),
        code("2", "企业法人", "企業法人", "Enterprises"),
        code("3", "事业法人", "事業法人", "Public institutions"),
        code("4", "社会组织法人", "社會組織法人", "Social organisations"),
        code("5", "非法人企业", "非法人企業", "Unincorporated firms"),
        code("6", "行政机关", "行政機關", "Government agencies"),
        code("9", "其他组织", "其他組織", "Other organisations"),
    ],
};

/// 办理形式, as the exchange counts.
const EX_CHANNEL: CodeTable = CodeTable {
    id: "handle_type",
    title: words("办理形式", "辦理形式", "Way to apply"),
    source: EXCHANGE,
    codes: &[
        code("1", "窗口办理", "窗口辦理", "At the counter"),
        code("2", "网上办理", "網上辦理", "Online"),
        code("3", "快递申请", "快遞申請", "By courier"),
    ],
};

/// 权力来源.
const EX_POWER: CodeTable = CodeTable {
    id: "power_source",
    title: words("权力来源", "權力來源", "Where the power comes from"),
    source: EXCHANGE,
    codes: &[
        code("1", "法定本级行使", "法定本級行使", "By law, on this level"),
        code("2", "上级下放", "上級下放", "Handed down"),
        code("3", "上级授权", "上級授權", "Authorised from above"),
        code("4", "同级授权", "同級授權", "Authorised by a peer"),
        code("5", "上级委托", "上級委託", "Entrusted from above"),
        code("6", "同级委托", "同級委託", "Entrusted by a peer"),
    ],
};

/// 实施主体性质, as the exchange counts.
const EX_BODY: CodeTable = CodeTable {
    id: "dept_type",
    title: words("实施主体性质", "實施主體性質", "Nature of the competent body"),
    source: EXCHANGE,
    codes: &[
        code("1", "法定机关", "法定機關", "Authority by law"),
        code("2", "授权组织", "授權組織", "Authorised organisation"),
        code("3", "受委托组织", "受委託組織", "Entrusted organisation"),
    ],
};
