//! What the applicant is asked: situations that narrow the guide, and the form.

use kernel::LocalText;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::shape;
use crate::condition::Condition;

/// A question that narrows the guide to the reader's own case (情形). Its answer is
/// `situation.<id>` in conditions.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Situation {
    /// Id in conditions: lower-case letters, digits, underscores.
    pub id: String,
    /// The question.
    #[schemars(with = "shape::Text")]
    pub question: LocalText,
    /// Asked only if this holds; it may look at earlier situations only.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub when: Option<Condition>,
    /// The possible answers.
    pub options: Vec<Choice>,
}

/// One possible answer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Choice {
    /// What is stored and compared.
    pub value: String,
    /// What is read.
    #[schemars(with = "shape::Text")]
    pub label: LocalText,
}

/// One screen of the form.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct FormTopic {
    /// Id of the topic, part of the screen's address.
    pub id: String,
    /// Heading of the screen.
    #[schemars(with = "shape::Text")]
    pub title: LocalText,
    /// At most five questions.
    pub fields: Vec<FormField>,
}

/// One question of the form. Its answer is `answers.<id>` in conditions.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct FormField {
    /// Id, one per form: lower-case letters, digits, underscores.
    pub id: String,
    /// What is asked for.
    #[schemars(with = "shape::Text")]
    pub label: LocalText,
    /// Help with the answer.
    #[schemars(with = "Option<shape::Text>")]
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub hint: Option<LocalText>,
    /// What kind of answer.
    pub kind: FieldKind,
    /// Whether it must be answered.
    #[serde(default = "yes")]
    pub required: bool,
    /// Least number of characters (texts), or least value (numbers, yuan).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub min: Option<i64>,
    /// Most characters (texts), or greatest value (numbers, yuan).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub max: Option<i64>,
    /// What is already known and only to be confirmed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub prefill: Option<Prefill>,
    /// Asked only if this holds; it may look at situations and earlier fields.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub when: Option<Condition>,
    /// The possible answers of a choice.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub options: Vec<Choice>,
    /// Why it is asked, shown beside the question.
    #[schemars(with = "shape::Text")]
    #[serde(default)]
    pub reason: LocalText,
}

fn yes() -> bool {
    true
}

/// Kind of answer. Each kind has its own check and its own input.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum FieldKind {
    /// One line.
    Text,
    /// Several lines.
    LongText,
    /// Name of a person.
    PersonName,
    /// Address.
    Address,
    /// Mobile number of mainland China.
    Mobile,
    /// Any telephone number.
    Phone,
    /// Identity number (GB 11643).
    IdNumber,
    /// Unified social credit code (GB 32100).
    CreditCode,
    /// Number of a licence.
    LicenceNumber,
    /// Whole number.
    Number,
    /// Amount in yuan.
    Money,
    /// Civil date.
    Date,
    /// One of the options.
    Choice,
    /// Yes or no; the answer is `yes` or `no`.
    YesNo,
}

impl FieldKind {
    /// The kind's word in files and addresses.
    pub const fn word(self) -> &'static str {
        match self {
            FieldKind::Text => "text",
            FieldKind::LongText => "long_text",
            FieldKind::PersonName => "person_name",
            FieldKind::Address => "address",
            FieldKind::Mobile => "mobile",
            FieldKind::Phone => "phone",
            FieldKind::IdNumber => "id_number",
            FieldKind::CreditCode => "credit_code",
            FieldKind::LicenceNumber => "licence_number",
            FieldKind::Number => "number",
            FieldKind::Money => "money",
            FieldKind::Date => "date",
            FieldKind::Choice => "choice",
            FieldKind::YesNo => "yes_no",
        }
    }
}

/// Something already known about the applicant, a person or a firm.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
pub enum Prefill {
    /// Name of the person or firm.
    #[serde(rename = "applicant.name")]
    Name,
    /// Identity number of the person.
    #[serde(rename = "applicant.id_number")]
    IdNumber,
    /// Mobile number.
    #[serde(rename = "applicant.mobile")]
    Mobile,
    /// Address.
    #[serde(rename = "applicant.address")]
    Address,
    /// Credit code of the firm.
    #[serde(rename = "applicant.credit_code")]
    CreditCode,
    /// Legal representative of the firm.
    #[serde(rename = "applicant.legal_representative")]
    LegalRepresentative,
}
