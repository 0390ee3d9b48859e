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
    /// A code without language: `required`, `too_short`, `too_long`, `number`, `too_small`,
    /// `too_large`, `date`, `choice`, `mobile`, `phone`, `money`, `text`, or a code of
    /// [`kernel::code`].
    pub code: &'static str,
    /// The limit that was passed, where there is one.
    pub limit: Option<i64>,
}

/// What is missing or wrong in the whole application: situations (as `situation.<id>`), then the
/// form in its order. Empty means that it could be handed in.
pub fn check_all(definition: &ServiceDefinition, facts: &Facts) -> Vec<AnswerError> {
    let topics = definition.visible_topics(facts);
    let answers = topics.into_iter().flat_map(|topic| topic.fields).filter_map(|field| {
        let answer = facts.answers.get(&field.id).map_or("", String::as_str);
        check_field(field, answer.trim())
    });
    check_situations(definition, facts).into_iter().chain(answers).collect()
}

/// The situations that are asked and not answered with one of their options, as `situation.<id>`.
pub fn check_situations(definition: &ServiceDefinition, facts: &Facts) -> Vec<AnswerError> {
    let answered = definition.settled(facts).situation;
    let asked = definition.asked_situations(facts).into_iter();
    asked
        .filter(|it| !answered.contains_key(&it.id))
        .map(|it| AnswerError {
            field: format!("situation.{}", it.id),
            code: "required",
            limit: None,
        })
        .collect()
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
        FieldKind::Choice => {
            (!field.options.iter().any(|option| option.value == answer)).then_some("choice")
        }
        FieldKind::YesNo => (!matches!(answer, "yes" | "no")).then_some("choice"),
        FieldKind::Number => return check_number(field, answer),
        FieldKind::Money => return check_money(field, answer),
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
    // Neither exponents nor words such as `inf`, which the parser of floats would take.
    let is_plain = answer.chars().all(|c| c.is_ascii_digit() || matches!(c, '.' | '-'));
    let number = answer.parse::<f64>().ok().filter(|it| is_plain && it.is_finite());
    let Some(number) = number else { return error("number", None) };
    // Limits are small whole numbers, which a float holds exactly.
    if let Some(min) = field.min.filter(|min| number < *min as f64) {
        return error("too_small", Some(min));
    }
    let max = field.max.filter(|max| number > *max as f64)?;
    error("too_large", Some(max))
}

fn check_money(field: &FormField, answer: &str) -> Option<AnswerError> {
    let error = |code, limit| Some(AnswerError { field: field.id.clone(), code, limit });
    let Ok(money) = Money::parse(answer) else { return error("money", None) };
    let fen = |yuan: i64| yuan.saturating_mul(100);
    if let Some(min) = field.min.filter(|min| money.fen() < fen(*min)) {
        return error("too_small", Some(min));
    }
    let max = field.max.filter(|max| money.fen() > fen(*max))?;
    error("too_large", Some(max))
}

fn check_length(field: &FormField, answer: &str) -> Option<AnswerError> {
    let usual = if field.kind == FieldKind::LongText { LONG_TEXT_LIMIT } else { TEXT_LIMIT };
    let limit = field.max.unwrap_or(usual);
    let length = i64::try_from(answer.chars().count()).unwrap_or(i64::MAX);
    let error = |code, limit| Some(AnswerError { field: field.id.clone(), code, limit });
    if let Some(min) = field.min.filter(|min| length < *min) {
        return error("too_short", Some(min));
    }
    if length > limit { error("too_long", Some(limit)) } else { None }
}

fn is_phone(text: &str) -> bool {
    let digits = text.chars().filter(char::is_ascii_digit).count();
    (7..=15).contains(&digits)
        && text.chars().all(|c| c.is_ascii_digit() || matches!(c, '-' | '+' | ' '))
}

/// What somebody typed, as it is stored: without blanks around it, and for numbers and codes as
/// their standards write them. What is wrong stays as it is, so that it can be shown again.
pub fn tidy(kind: FieldKind, typed: &str) -> String {
    let text = typed.trim();
    match kind {
        FieldKind::IdNumber => stored(IdNumber::parse(text).map(String::from), text),
        FieldKind::CreditCode => stored(CreditCode::parse(text).map(String::from), text),
        FieldKind::Mobile => stored(Mobile::parse(text).map(String::from), text),
        FieldKind::Number | FieldKind::Money => {
            let narrow = text.chars().map(half_width);
            narrow.filter(|c| !c.is_whitespace() && *c != ',').collect()
        }
        FieldKind::Phone | FieldKind::Date => text.chars().map(half_width).collect(),
        FieldKind::LongText => text.replace("\r\n", "\n"),
        FieldKind::Text
        | FieldKind::PersonName
        | FieldKind::Address
        | FieldKind::LicenceNumber
        | FieldKind::Choice
        | FieldKind::YesNo => text.to_owned(),
    }
}

fn stored<E>(read: Result<String, E>, typed: &str) -> String {
    read.unwrap_or_else(|_| typed.to_owned())
}

/// Full-width ASCII, as Chinese keyboards write it, made half-width.
fn half_width(typed: char) -> char {
    let code = u32::from(typed);
    match code {
        0xFF01..=0xFF5E => char::from_u32(code - 0xFEE0).unwrap_or(typed),
        _ => typed,
    }
}

#[cfg(test)]
mod tests {
    use kernel::LocalText;

    use super::*;

    fn field(kind: FieldKind) -> FormField {
        FormField {
            id: "it".into(),
            label: LocalText::same("it"),
            hint: None,
            kind,
            required: true,
            min: None,
            max: None,
            prefill: None,
            when: None,
            options: Vec::new(),
            reason: LocalText::default(),
        }
    }

    fn code(field: &FormField, answer: &str) -> Option<&'static str> {
        check_field(field, answer).map(|error| error.code)
    }

    #[test]
    fn each_kind_of_answer_has_its_own_check() {
        for (kind, answer, wanted) in [
            (FieldKind::Text, "", Some("required")),
            (FieldKind::Text, "a\u{0}b", Some("text")),
            (FieldKind::Mobile, "12", Some("mobile")),
            (FieldKind::Mobile, "19900000001", None),
            (FieldKind::IdNumber, "710000199001010000", Some("id_number.check_digit")),
            (FieldKind::Date, "2026-02-29", Some("date")),
            (FieldKind::Date, "2024-02-29", None),
            (FieldKind::Number, "12.5", None),
            (FieldKind::Number, "1e3", Some("number")),
            (FieldKind::Number, "inf", Some("number")),
            (FieldKind::Number, "NaN", Some("number")),
            (FieldKind::Money, "10.005", Some("money")),
            (FieldKind::Phone, "12345", Some("phone")),
            (FieldKind::YesNo, "maybe", Some("choice")),
            (FieldKind::Choice, "none", Some("choice")),
        ] {
            assert_eq!(code(&field(kind), answer), wanted, "{kind:?} {answer}");
        }
    }

    #[test]
    fn limits_are_named() {
        let mut number = field(FieldKind::Number);
        (number.min, number.max) = (Some(1), Some(5));
        let limit = |answer: &str| check_field(&number, answer).map(|it| (it.code, it.limit));
        assert_eq!(limit("0"), Some(("too_small", Some(1))));
        assert_eq!(limit("6"), Some(("too_large", Some(5))));
        assert_eq!(limit("5"), None);
        let mut text = field(FieldKind::Text);
        (text.min, text.max) = (Some(2), Some(3));
        assert_eq!(code(&text, "一"), Some("too_short"));
        assert_eq!(code(&text, "一二三四"), Some("too_long"));
        assert_eq!(code(&text, "一二三"), None);
    }

    #[test]
    fn answers_are_read_as_people_type_them() {
        for (kind, typed, stored) in [
            (FieldKind::Mobile, " １９９ 0000 0001 ", "19900000001"),
            (FieldKind::Number, "１,２００", "1200"),
            (FieldKind::Money, "1,000.50 ", "1000.50"),
            (FieldKind::Date, "２０２６-03-02", "2026-03-02"),
            (FieldKind::Mobile, "call me", "call me"),
            (FieldKind::LongText, "a\r\nb", "a\nb"),
        ] {
            assert_eq!(tidy(kind, typed), stored);
        }
    }
}
