//! From the questions of a definition to inputs, and from what was posted to answers.

use catalogue_domain::definition::{FieldKind, FormField, Prefill, Situation};
use forms_domain::AnswerError;
use kernel::{Lang, LocalText};
use web::{Choice, ErrorLink, Field, Posted, Visitor};

/// The input of a question; `source` says where its value came from and may be empty.
pub(super) fn input(
    visitor: &Visitor,
    question: &FormField,
    answer: &str,
    source: &str,
    errors: &[AnswerError],
) -> Field {
    let text = |text: &LocalText| text.get(visitor.lang).to_owned();
    let error = errors.iter().find(|it| it.field == question.id);
    let mut field = Field::text(&question.id, text(&question.label))
        .kind(kind(question.kind))
        .value(answer)
        .error(error.map(|it| error_text(visitor, question, it)));
    field.required = question.required;
    field.hint = hint(visitor, question, source);
    field.autocomplete = question.prefill.and_then(autocomplete).map(str::to_owned);
    let option = |it: &catalogue_domain::definition::Choice| Choice {
        checked: it.value == answer,
        value: it.value.clone(),
        label: text(&it.label),
    };
    field.options = question.options.iter().map(option).collect();
    field
}

/// Help with the answer, why it is asked and where its value came from, in whole sentences. All of
/// it stands in the hint, because screen readers skip loose text in forms.
fn hint(visitor: &Visitor, question: &FormField, source: &str) -> Option<String> {
    let help = question.hint.as_ref().map_or("", |it| it.get(visitor.lang));
    let why = match question.reason.get(visitor.lang) {
        "" => String::new(),
        reason => visitor.tr("forms-topic-why", &[("reason", &reason)]),
    };
    let parts = [help, &why, source].into_iter().filter(|it| !it.is_empty());
    let sentences: Vec<String> = parts.map(|it| sentence(visitor.lang, it)).collect();
    let between = if visitor.lang == Lang::En { " " } else { "" };
    (!sentences.is_empty()).then(|| sentences.join(between))
}

fn sentence(lang: Lang, text: &str) -> String {
    let text = text.trim();
    let stop = if lang == Lang::En { "." } else { "。" };
    if text.ends_with(['.', '!', '?', '。', '！', '？']) {
        text.to_owned()
    } else {
        format!("{text}{stop}")
    }
}

/// The radio group of a situation.
pub(super) fn radios(visitor: &Visitor, situation: &Situation, answer: &str, wrong: bool) -> Field {
    let option = |it: &catalogue_domain::definition::Choice| Choice {
        checked: it.value == answer,
        value: it.value.clone(),
        label: it.label.get(visitor.lang).to_owned(),
    };
    let error = wrong.then(|| visitor.t("forms-error-situation").to_owned());
    let mut field = Field::text(situation_name(situation), situation.question.get(visitor.lang))
        .kind("choice")
        .value(answer)
        .error(error);
    field.options = situation.options.iter().map(option).collect();
    field
}

/// The name of a situation's input.
pub(super) fn situation_name(situation: &Situation) -> String {
    format!("situation-{}", situation.id)
}

/// What was posted for a question.
pub(super) fn posted(question: &FormField, posted: &Posted) -> String {
    match question.kind {
        FieldKind::Date => posted.date(&question.id),
        _ => posted.get(&question.id).to_owned(),
    }
}

/// The lines of the error summary.
pub(super) fn links<'a>(fields: impl IntoIterator<Item = &'a Field>) -> Vec<ErrorLink> {
    fields.into_iter().filter_map(Field::error_link).collect()
}

/// An answer as it is read: the words of an option, `yes` and `no` in the reader's language.
pub(super) fn readable(visitor: &Visitor, question: &FormField, answer: &str) -> String {
    let option = question.options.iter().find(|it| it.value == answer);
    match (question.kind, answer) {
        (FieldKind::Choice, _) => {
            option.map_or_else(String::new, |it| it.label.get(visitor.lang).to_owned())
        }
        (FieldKind::YesNo, "yes") => visitor.t("web-yes").to_owned(),
        (FieldKind::YesNo, "no") => visitor.t("web-no").to_owned(),
        (FieldKind::Date, _) => answer
            .parse()
            .map_or_else(|_| answer.to_owned(), |date| web::date_text(visitor.lang, date)),
        _ => answer.to_owned(),
    }
}

/// What to do about a wrong answer.
pub(crate) fn error_text(visitor: &Visitor, question: &FormField, error: &AnswerError) -> String {
    let is_choice = matches!(question.kind, FieldKind::Choice | FieldKind::YesNo);
    let code = match error.code {
        "required" if is_choice => "choice".to_owned(),
        code => code.replace(['.', '_'], "-"),
    };
    let label = question.label.get(visitor.lang);
    let limit = error.limit.unwrap_or_default();
    visitor.tr(&format!("forms-error-{code}"), &[("label", &label), ("limit", &limit)])
}

/// The macro that draws a kind of answer.
const fn kind(kind: FieldKind) -> &'static str {
    match kind {
        FieldKind::Text
        | FieldKind::PersonName
        | FieldKind::Address
        | FieldKind::IdNumber
        | FieldKind::CreditCode
        | FieldKind::LicenceNumber => "text",
        FieldKind::LongText => "long_text",
        FieldKind::Mobile | FieldKind::Phone => "tel",
        FieldKind::Number | FieldKind::Money => "number",
        FieldKind::Date => "date",
        FieldKind::Choice => "choice",
        FieldKind::YesNo => "yes_no",
    }
}

/// The browser's word, for what is asked about the applicant.
const fn autocomplete(prefill: Prefill) -> Option<&'static str> {
    match prefill {
        Prefill::Name => Some("name"),
        Prefill::Mobile => Some("tel"),
        Prefill::Address => Some("street-address"),
        Prefill::IdNumber | Prefill::CreditCode | Prefill::LegalRepresentative => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hints_are_whole_sentences() {
        assert_eq!(sentence(Lang::ZhHans, "印在许可证上"), "印在许可证上。");
        assert_eq!(sentence(Lang::En, "Printed on the licence"), "Printed on the licence.");
        assert_eq!(sentence(Lang::ZhHant, "印在許可證上。"), "印在許可證上。");
    }

    #[test]
    fn each_error_has_words_in_each_language() {
        let words = web::Words::read(&[crate::MODULE.locales]).unwrap();
        let own = [
            "required",
            "choice",
            "too_short",
            "too_long",
            "number",
            "too_small",
            "too_large",
            "date",
            "mobile",
            "phone",
            "money",
            "text",
        ];
        let codes = kernel::code::CodeError::ALL.iter().map(|it| it.code());
        let typed = ["id_number.", "credit_code."];
        let codes = codes.filter(|it| typed.iter().any(|start| it.starts_with(start)));
        for code in own.into_iter().chain(codes) {
            let key = format!("forms-error-{}", code.replace(['.', '_'], "-"));
            for lang in Lang::ALL {
                assert!(words.has(lang, &key), "{lang}: {key}");
            }
        }
    }
}
