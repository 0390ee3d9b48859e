//! How long it takes, what it costs and what comes out.

use kernel::{
    LocalText,
    calendar::{DayUnit, TimeLimit},
    money::Money,
};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::shape;

/// How long the authority may take and says it takes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct TimeLimits {
    /// What the law allows (法定办结时限).
    pub statutory: StatutoryLimit,
    /// What the authority promises (承诺办结时限).
    pub promised: PromisedLimit,
}

/// What the law allows.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct StatutoryLimit {
    /// How many days; 0 means at once.
    pub days: u32,
    /// Which days count.
    #[schemars(with = "shape::Unit")]
    pub unit: DayUnit,
    /// The law that says so.
    #[schemars(with = "shape::Text")]
    #[serde(default)]
    pub basis: LocalText,
}

/// What the authority promises.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct PromisedLimit {
    /// How many days; 0 means at once.
    pub days: u32,
    /// Which days count.
    #[schemars(with = "shape::Unit")]
    pub unit: DayUnit,
}

impl From<&StatutoryLimit> for TimeLimit {
    fn from(limit: &StatutoryLimit) -> TimeLimit {
        TimeLimit { days: limit.days, unit: limit.unit }
    }
}

impl From<PromisedLimit> for TimeLimit {
    fn from(limit: PromisedLimit) -> TimeLimit {
        TimeLimit { days: limit.days, unit: limit.unit }
    }
}

/// Something to pay (收费项目).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Fee {
    /// Name of the fee.
    #[schemars(with = "shape::Text")]
    pub name: LocalText,
    /// The rate in words (收费标准).
    #[schemars(with = "shape::Text")]
    pub standard: LocalText,
    /// Yuan for one unit.
    #[schemars(with = "shape::Yuan")]
    pub amount: Money,
    /// The unit.
    #[schemars(with = "shape::Text")]
    pub per: LocalText,
    /// The law that sets it (收费依据).
    #[schemars(with = "shape::Text")]
    #[serde(default)]
    pub basis: LocalText,
}

/// What comes out (审批结果).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ResultSpec {
    /// Kind of result (审批结果类型).
    pub kind: ResultKind,
    /// Its name (审批结果名称).
    #[schemars(with = "shape::Text")]
    pub name: LocalText,
    /// The kind of licence that is issued: an id of the licence types.
    pub licence_type: String,
    /// Letters before its number.
    pub number_prefix: String,
    /// How many years it is valid; 0 means without end.
    pub valid_years: u32,
    /// What is printed on it.
    #[serde(default)]
    pub contents: Vec<ContentLine>,
}

/// Kind of result (审批结果类型).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum ResultKind {
    /// 证照.
    Licence,
    /// 批文 and other documents.
    Document,
    /// 批复.
    Approval,
    /// 登记.
    Registration,
    /// 给付.
    Payment,
}

/// One line of a result.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ContentLine {
    /// What stands before it.
    #[schemars(with = "shape::Text")]
    pub label: LocalText,
    /// Id of the form field whose answer is printed.
    pub value: String,
}

/// A question that people often ask (常见问题).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Faq {
    /// The question.
    #[schemars(with = "shape::Text")]
    pub question: LocalText,
    /// The answer.
    #[schemars(with = "shape::Text")]
    pub answer: LocalText,
}
