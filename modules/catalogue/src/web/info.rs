//! The formal elements of a guide, as the standards name them.

use catalogue_domain::{Definition, Published, definition::ResultKind};
use serde::Serialize;
use web::Visitor;

use super::rows::{limit_text, many};

/// A line: what it is, and what it says.
pub(super) type Line = (String, String);

/// The formal elements of a service: codes, kind, level, limits, channels, result.
pub(super) fn lines(visitor: &Visitor, service: &Published) -> Vec<Line> {
    let definition = &service.definition;
    let implementation = &definition.implementation;
    let local = |text: &kernel::LocalText| text.get(visitor.lang).to_owned();
    let words = |prefix: &str, all: Vec<String>| {
        let texts: Vec<_> = all.iter().map(|word| word_text(visitor, prefix, word)).collect();
        texts.join(visitor.t("catalogue-and"))
    };
    let all = [
        ("code", definition.item.basic_code.clone()),
        ("kind", words("catalogue-kind-", vec![word(&definition.item.kind)])),
        ("level", words("catalogue-level-", vec![word(&implementation.level)])),
        ("handling", words("catalogue-handling-", vec![word(&implementation.handling_item)])),
        ("power", words("catalogue-power-", vec![word(&implementation.power_source)])),
        (
            "audience",
            words("catalogue-audience-", implementation.audiences.iter().map(word).collect()),
        ),
        (
            "channel",
            words("catalogue-channel-", implementation.channels.iter().map(word).collect()),
        ),
        ("assurance", words("catalogue-assurance-", vec![word(&definition.assurance())])),
        ("examination", words("catalogue-examination-", vec![word(&implementation.examination)])),
        ("payment", payment(visitor, definition)),
        ("statutory", statutory(visitor, definition)),
        ("promised", limit_text(visitor, definition.promised())),
        ("quantity", local(&implementation.quantity_limit)),
        ("result", local(&definition.result.name)),
        ("validity", validity(visitor, definition)),
    ];
    let line = |(key, text): (&str, String)| {
        (visitor.t(&format!("catalogue-info-{key}")).to_owned(), text)
    };
    all.into_iter().filter(|(_, text)| !text.is_empty()).map(line).collect()
}

/// Whether fees can be paid online; nothing where there are none.
fn payment(visitor: &Visitor, definition: &Definition) -> String {
    let key = match definition.implementation.pay_online {
        Some(true) => "catalogue-pay-online",
        Some(false) => "catalogue-pay-counter",
        None => return String::new(),
    };
    visitor.t(key).to_owned()
}

fn statutory(visitor: &Visitor, definition: &Definition) -> String {
    let limit = limit_text(visitor, definition.statutory());
    match definition.limits.statutory.basis.get(visitor.lang) {
        "" => limit,
        basis => visitor.tr("catalogue-with-basis", &[("text", &limit), ("basis", &basis)]),
    }
}

fn validity(visitor: &Visitor, definition: &Definition) -> String {
    if definition.result.kind == ResultKind::Payment {
        return String::new();
    }
    match usize::try_from(definition.result.valid_years).unwrap_or(usize::MAX) {
        0 => visitor.t("catalogue-validity-unlimited").to_owned(),
        years => many(visitor, "catalogue-validity", years),
    }
}

/// The word of a value in files, such as `natural-person`.
fn word<T: Serialize>(value: &T) -> String {
    let value = serde_json::to_value(value).unwrap_or_default();
    value.as_str().unwrap_or_default().to_owned()
}

/// The reader's word for a value: the key ends with the value's own word.
fn word_text(visitor: &Visitor, prefix: &str, word: &str) -> String {
    visitor.t(&format!("{prefix}{word}")).to_owned()
}
