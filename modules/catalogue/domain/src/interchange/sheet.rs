//! The item list as a table: what its columns are, which of them a list may change, and how a row
//! that came back differs from what is in force.
//!
//! The first row names the columns in Chinese, the second by their identifiers; the identifiers
//! count. Base elements (基本要素) belong to the owner of the catalogue and come back unchanged.

use std::collections::BTreeMap;

use kernel::LocalText;
use serde_json::{Value, json};

use super::{Changes, Offer, exchange};
use crate::finding::{Words, shortened, words};

/// The identifier of the column that says which service a row is about.
pub const KEY: &str = "service_id";

/// A column of the list.
pub struct Column {
    /// Its identifier, in the second row.
    pub id: &'static str,
    /// Its name, in the first row.
    pub title: &'static str,
    /// Who has the say over it.
    pub say: Say,
    value: fn(&Offer) -> String,
}

/// Who has the say over a column.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Say {
    /// The owner of the catalogue: a base element.
    Owner,
    /// The definition itself, or the directory; a list does not change it.
    Elsewhere,
    /// The list: a text at this place of the definition.
    Text(&'static str),
    /// The list: a number of days at this place.
    Days(&'static str),
    /// The list: several words at this place.
    Several(&'static str),
}

/// A row as it came back: cells by the identifiers of their columns.
pub type Cells = BTreeMap<String, String>;

/// What is wrong with a cell, a row or the whole list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SheetFault {
    /// The row, from 1 as spreadsheet programs count.
    pub row: u32,
    /// The identifier of the column; empty for the whole row.
    pub column: String,
    /// Stable name of the fault.
    pub code: String,
    /// What is wrong.
    pub message: LocalText,
    /// The way out.
    pub remedy: LocalText,
}

/// A kind of fault.
#[derive(Debug, Clone, Copy)]
pub struct SheetRule {
    code: &'static str,
    message: Words,
    remedy: Words,
}

impl SheetRule {
    /// The fault at a place; `detail` names the culprit and is the same in every language.
    pub fn at(&self, row: u32, column: &str, detail: &str) -> SheetFault {
        SheetFault {
            row,
            column: column.to_owned(),
            code: self.code.to_owned(),
            message: self.message.with(detail),
            remedy: self.remedy.text(),
        }
    }
}

const fn rule(code: &'static str, message: Words, remedy: Words) -> SheetRule {
    SheetRule { code, message, remedy }
}

/// A base element is not what we have.
pub const OWNED: SheetRule = rule(
    "sheet.owned",
    words(
        "基本要素由目录主管部门管理，与现行内容不一致",
        "基本要素由目錄主管部門管理，與現行內容不一致",
        "A base element belongs to the owner of the catalogue and differs from ours",
    ),
    words(
        "改回原值，或者请目录主管部门调整",
        "改回原值，或者請目錄主管部門調整",
        "Put the old value back, or ask the owner of the catalogue",
    ),
);

/// A value has its place elsewhere.
pub const ELSEWHERE: SheetRule = rule(
    "sheet.elsewhere",
    words("这一列不能用清单修改", "這一列不能用清單修改", "This column is not changed by a list"),
    words(
        "改回原值；要改就改服务定义或者机构目录",
        "改回原值；要改就改服務定義或者機構目錄",
        "Put the old value back; change the definition or the directory instead",
    ),
);

/// A cell is empty.
pub const EMPTY: SheetRule = rule(
    "sheet.empty",
    words("这一格是空的", "這一格是空的", "This cell is empty"),
    words(
        "填上内容；不想改就去掉这一列",
        "填上內容；不想改就去掉這一列",
        "Fill it in, or leave out the column to change nothing",
    ),
);

/// A number of days is none.
pub const NUMBER: SheetRule = rule(
    "sheet.number",
    words("这里要填天数", "這裡要填天數", "A number of days is expected"),
    words("填 0 到 3650 的整数", "填 0 到 3650 的整數", "Write a whole number from 0 to 3650"),
);

/// A service is not known.
pub const UNKNOWN: SheetRule = rule(
    "sheet.unknown",
    words("没有这项服务", "沒有這項服務", "There is no such service"),
    words(
        "服务标识照导出的清单填写",
        "服務標識照匯出的清單填寫",
        "Take the service's id from an exported list",
    ),
);

/// A service stands there twice.
pub const TWICE: SheetRule = rule(
    "sheet.twice",
    words("这项服务出现了两次", "這項服務出現了兩次", "The service stands in the list twice"),
    words("只留一行", "只留一行", "Keep one row"),
);

/// A column is not known, or stands there twice.
pub const COLUMN: SheetRule = rule(
    "sheet.column",
    words("不认识这一列，或者重复了", "不認識這一列，或者重複了", "An unknown or doubled column"),
    words(
        "第二行保留导出时的列标识",
        "第二行保留匯出時的列標識",
        "Keep the identifiers of the second row as they were exported",
    ),
);

/// The identifiers are missing.
pub const HEAD: SheetRule = rule(
    "sheet.head",
    words(
        "第二行里没有 service_id 这一列",
        "第二行裡沒有 service_id 這一列",
        "The second row has no column service_id",
    ),
    words(
        "在导出的清单上修改，不要删前两行",
        "在匯出的清單上修改，不要刪前兩行",
        "Work on an exported list and keep its first two rows",
    ),
);

/// The text of the definition cannot take the value in.
pub const UNWRITTEN: SheetRule = rule(
    "sheet.unwritten",
    words(
        "服务定义里没有这一处，清单写不进去",
        "服務定義裡沒有這一處，清單寫不進去",
        "The definition has no such place, so a list cannot fill it",
    ),
    words("直接修改服务定义", "直接修改服務定義", "Change the definition itself"),
);

/// Somebody's proposal for the service waits.
pub const WAITS: SheetRule = rule(
    "sheet.waits",
    words("这项服务有修改在等待发布", "這項服務有修改在等待發布", "A change of this service waits"),
    words("先处理那个修改", "先處理那個修改", "Settle that change first"),
);

/// All columns, in their order.
pub const COLUMNS: &[Column] = &[
    column(KEY, "服务标识", Say::Owner, |it| it.service.definition.id.clone()),
    column("task_name", "事项名称", Say::Owner, |it| {
        it.service.definition.item.name.zh_hans.clone()
    }),
    column("catalog_code", "基本编码", Say::Owner, |it| {
        it.service.definition.item.basic_code.clone()
    }),
    column("task_type", "事项类型", Say::Owner, |it| {
        it.service.definition.item.kind.code().to_owned()
    }),
    column("by_law", "设定依据", Say::Owner, laws),
    column("task_code", "实施编码", Say::Elsewhere, task_code),
    column("use_level", "行使层级", Say::Elsewhere, |it| {
        it.service.definition.implementation.level.code().to_string()
    }),
    column("power_source", "权力来源", Say::Elsewhere, |it| {
        it.service.definition.implementation.power_source.code().to_string()
    }),
    column("dept_name", "实施主体", Say::Elsewhere, |it| it.authority.name.zh_hans.clone()),
    column("dept_code", "实施主体代码", Say::Elsewhere, |it| {
        it.authority.credit_code.to_string()
    }),
    column("task_version", "事项版本", Say::Elsewhere, |it| it.service.revision.to_string()),
    column("anticipate_day", "法定办结时限", Say::Elsewhere, |it| {
        it.service.definition.limits.statutory.days.to_string()
    }),
    column("limit_scene_num", "到办事现场次数", Say::Elsewhere, |it| {
        it.service.definition.implementation.visits.count.to_string()
    }),
    column("link_way", "咨询方式", Say::Elsewhere, |it| it.authority.phone.consult.clone()),
    column("supervise_way", "监督投诉方式", Say::Elsewhere, |it| {
        it.authority.phone.complaint.clone()
    }),
    column("promise_day", "承诺办结时限", Say::Days("/limits/promised/days"), |it| {
        it.service.definition.limits.promised.days.to_string()
    }),
    column("alias_names", "日常用语", Say::Several("/item/aliases"), |it| {
        it.service.definition.item.aliases.join("、")
    }),
    column("summary", "一句话说明", Say::Text("/implementation/summary/zh-Hans"), |it| {
        it.service.definition.implementation.summary.zh_hans.clone()
    }),
    column(
        "summary_hant",
        "一句话说明（繁体）",
        Say::Text("/implementation/summary/zh-Hant"),
        |it| it.service.definition.implementation.summary.zh_hant.clone(),
    ),
    column(
        "summary_en",
        "一句话说明（英文）",
        Say::Text("/implementation/summary/en"),
        |it| it.service.definition.implementation.summary.en.clone(),
    ),
];

const fn column(
    id: &'static str,
    title: &'static str,
    say: Say,
    value: fn(&Offer) -> String,
) -> Column {
    Column { id, title, say, value }
}

fn laws(offer: &Offer) -> String {
    let bases = offer.service.definition.item.legal_bases.iter();
    bases.map(exchange::basis).collect::<Vec<_>>().join("；")
}

fn task_code(offer: &Offer) -> String {
    exchange::task_code(offer).map(|it| it.to_string()).unwrap_or_default()
}

/// The column of that identifier.
pub fn find(id: &str) -> Option<&'static Column> {
    COLUMNS.iter().find(|it| it.id == id)
}

/// The row of a service, one cell for each column.
pub fn row(offer: &Offer) -> Vec<String> {
    COLUMNS.iter().map(|it| (it.value)(offer)).collect()
}

/// How a row that came back differs from the service in force. Columns that are not there change
/// nothing.
///
/// # Errors
/// What is wrong, cell by cell.
pub fn compare(offer: &Offer, number: u32, cells: &Cells) -> Result<Changes, Vec<SheetFault>> {
    let (mut changes, mut faults) = (Changes::new(), Vec::new());
    for column in COLUMNS {
        let Some(cell) = cells.get(column.id).map(|it| it.trim()) else { continue };
        let ours = (column.value)(offer);
        if cell == ours.trim() {
            continue;
        }
        match column.read(cell) {
            Ok((place, value)) => drop(changes.insert(place, value)),
            Err(rule) => faults.push(rule.at(number, column.id, &shortened(cell))),
        }
    }
    if faults.is_empty() { Ok(changes) } else { Err(faults) }
}

impl Column {
    /// What a changed cell says, and for which place of the definition.
    fn read(&self, cell: &str) -> Result<(&'static str, Value), &'static SheetRule> {
        match self.say {
            Say::Owner => Err(&OWNED),
            Say::Elsewhere => Err(&ELSEWHERE),
            _ if cell.is_empty() => Err(&EMPTY),
            Say::Text(place) => Ok((place, json!(cell))),
            Say::Days(place) => {
                let days = cell.parse::<u32>().ok().filter(|days| *days <= 3650);
                days.map(|days| (place, json!(days))).ok_or(&NUMBER)
            }
            Say::Several(place) => {
                let words = cell.split(['、', '，', ',', '；', ';', '^']).map(str::trim);
                let words: Vec<&str> = words.filter(|it| !it.is_empty()).collect();
                if words.is_empty() { Err(&EMPTY) } else { Ok((place, json!(words))) }
            }
        }
    }
}
