//! How the kernel's types look in a file, for the JSON Schema only. No value of these types exists.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// A text in three languages. Simplified Chinese is the source; a missing translation is a gap.
#[derive(Serialize, Deserialize, JsonSchema)]
#[schemars(rename = "LocalText")]
#[serde(deny_unknown_fields)]
pub(crate) struct Text {
    /// Simplified Chinese, the source.
    #[serde(rename = "zh-Hans")]
    zh_hans: String,
    /// Traditional Chinese.
    #[serde(rename = "zh-Hant", default)]
    zh_hant: String,
    /// English.
    #[serde(default)]
    en: String,
}

/// Which days count: working days (工作日) or calendar days (自然日).
#[derive(Serialize, Deserialize, JsonSchema)]
#[schemars(rename = "DayUnit")]
#[serde(rename_all = "snake_case")]
pub(crate) enum Unit {
    /// Working days.
    Working,
    /// Calendar days.
    Calendar,
}

/// The role that does a step.
#[derive(Serialize, Deserialize, JsonSchema)]
#[schemars(rename = "StepRole")]
#[serde(rename_all = "snake_case")]
pub(crate) enum StepRole {
    /// Counter clerk of a service centre (综合窗口).
    Clerk,
    /// Examiner of an authority (审查).
    Examiner,
    /// Decision maker of an authority (决定).
    Approver,
}

/// Yuan with up to two decimals, such as `"10.00"`.
#[derive(Serialize, Deserialize, JsonSchema)]
#[schemars(rename = "Money")]
pub(crate) struct Yuan(#[schemars(regex(pattern = r"^\d{1,15}(\.\d{1,2})?$"))] String);

/// How sure it must be who applies (认证等级).
#[derive(Serialize, Deserialize, JsonSchema)]
#[schemars(rename = "IdentityLevel")]
pub(crate) enum Level {
    /// Nothing is proved.
    L0,
    /// A way to reach them, or an account elsewhere.
    L1,
    /// Name and identity number agree.
    L2,
    /// Several proofs, a face, or a card seen at the counter.
    L3,
    /// A certificate.
    L4,
}
