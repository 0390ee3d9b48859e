//! Whether answers are what their questions ask for.

use catalogue_domain::{
    Facts,
    definition::{FieldKind, FormField, FormTopic, ServiceDefinition},
};
use kernel::{
    code::{CreditCode, IdNumber, Mobile},
    money::Money,
};

/// No text answer is longer than this, in characters, unless the field says less.
const TEXT_LIMIT: i64 = 200;
const LONG_TEXT_LIMIT: i64 = 2_000;

/// What is wrong with one answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AnswerError {
    /// The field's id.
    pub field: String,
    /// A code without language: `required`, `too_long`, `number`, `too_small`, `too_large`,
    /// `date`, `choice`, `mobile`, `phone`, `money`, `text`, or a code of [`kernel::code`].
    pub code: &'static str,
    /// The limit that was passed, where there is one.
    pub limit: Option<i64>,
}

/// Checks the answers of one topic, with the conditions of the whole definition.
pub fn check_topic(
    definition: &ServiceDefinition,
    topic: &FormTopic,
    facts: &Facts,
) -> Vec<AnswerError> {
    definition
        .visible_topics(facts)
        .into_iter()
        .filter(|visible| visible.topic.id == topic.id)
        .flat_map(|visible| visible.fields)
        .filter_map(|field| {
            let answer = facts.answers.get(&field.id).map_or("", String::as_str);
            check_field(field, answer.trim())
        })
        .collect()
}

/// Checks one answer.
pub fn check_field(field: &FormField, answer: &str) -> Option<AnswerError> {
    let wrong = |code| Some(AnswerError { field: field.id.clone(), code, limit: None });
    if answer.is_empty() {
        return if field.required { wrong("required") } else { None };
    }
    if answer.chars().any(|c| c.is_control() && c != '\n' && c != '\r') {
        return wrong("text");
    }
    let code = match field.kind {
        FieldKind::IdNumber => IdNumber::parse(answer).err().map(|error| error.code()),
        FieldKind::CreditCode => CreditCode::parse(answer).err().map(|error| error.code()),
        FieldKind::Mobile => Mobile::parse(answer).err().map(|_| "mobile"),
        FieldKind::Phone => (!is_phone(answer)).then_some("phone"),
        FieldKind::Date => answer.parse::<jiff::civil::Date>().err().map(|_| "date"),
        FieldKind::Money => Money::parse(answer).err().map(|_| "money"),
        FieldKind::Choice => {
            (!field.options.iter().any(|option| option.value == answer)).then_some("choice")
        }
        FieldKind::YesNo => (!matches!(answer, "yes" | "no")).then_some("choice"),
        FieldKind::Number => return check_number(field, answer),
        FieldKind::Text
        | FieldKind::LongText
        | FieldKind::PersonName
        | FieldKind::Address
        | FieldKind::LicenceNumber => return check_length(field, answer),
    };
    code.and_then(wrong)
}

fn check_number(field: &FormField, answer: &str) -> Option<AnswerError> {
    let error = |code, limit| Some(AnswerError { field: field.id.clone(), code, limit });
    let Ok(number) = answer.parse::<f64>() else { return error("number", None) };
    // Limits are small whole numbers, which a float holds exactly.
    if let Some(min) = field.min.filter(|min| number < *min as f64) {
        return error("too_small", Some(min));
    }
    match field.max.filter(|max| number > *max as f64) {
        Some(max) => error("too_large", Some(max)),
        None if !number.is_finite() => error("number", None),
        None => None,
    }
}

fn check_length(field: &FormField, answer: &str) -> Option<AnswerError> {
    let usual = if field.kind == FieldKind::LongText { LONG_TEXT_LIMIT } else { TEXT_LIMIT };
    let limit = field.max.unwrap_or(usual);
    let length = i64::try_from(answer.chars().count()).unwrap_or(i64::MAX);
    (length > limit).then(|| AnswerError {
        field: field.id.clone(),
        code: "too_long",
        limit: Some(limit),
    })
}

fn is_phone(text: &str) -> bool {
    let digits = text.chars().filter(char::is_ascii_digit).count();
    (7..=15).contains(&digits)
        && text.chars().all(|c| c.is_ascii_digit() || matches!(c, '-' | '+' | ' '))
}
