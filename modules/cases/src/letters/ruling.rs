//! Letters of refusal to accept, of special procedures, of decisions and of the end.

use cases_domain::Due;
use jiff::civil::Date;
use render::Fact;

use super::sheet::{Body, Sheet};

/// The codes for which an application is not accepted (Administrative Licensing Law, art. 32),
/// with the keys of their words.
pub(crate) const NOT_ACCEPTED: [(&str, &str); 2] = [
    ("not_required", "cases-letter-not-required"),
    ("not_competent", "cases-letter-not-competent"),
];

/// Not accepted (不予受理).
pub(super) fn not_accepted(
    sheet: &Sheet,
    code: &str,
    text: &str,
    competent: Option<String>,
) -> Body {
    let say = &sheet.say;
    let mut facts = sheet.head();
    let coded = NOT_ACCEPTED.iter().find(|(known, _)| *known == code);
    facts.extend(coded.map(|(_, key)| sheet.fact("cases-letter-reason", say.t(key))));
    facts.push(sheet.fact("cases-letter-explanation", text));
    facts.extend(competent.map(|name| sheet.fact("cases-letter-competent", name)));
    facts.push(sheet.fact("cases-letter-basis", say.t("cases-letter-article-32")));
    Body {
        title: say.t("cases-letter-not-accepted-title"),
        paragraphs: vec![say.tr("cases-letter-not-accepted", &[("service", &sheet.service())])],
        facts,
        closing: vec![sheet.contact()],
        remedies: Some(sheet.remedies()),
        ..Body::default()
    }
}

/// A special procedure stops the clock (特别程序告知书).
pub(super) fn suspension(
    sheet: &Sheet,
    procedure: &str,
    reason: &str,
    from: Date,
    expected: Date,
) -> Body {
    let say = &sheet.say;
    let known = sheet.definition().special_procedures.iter().find(|it| it.id == procedure);
    let name = known.map_or_else(|| procedure.to_owned(), |it| say.local(&it.name));
    let mut facts = sheet.head();
    facts.push(sheet.fact("cases-letter-procedure", &name));
    facts.extend(basis(sheet, known.map(|it| say.local(&it.basis))));
    facts.push(sheet.fact("cases-letter-why", reason));
    facts.push(sheet.fact("cases-letter-from", say.date(from)));
    facts.push(sheet.fact("cases-letter-expected", say.date(expected)));
    let paragraph =
        say.tr("cases-letter-suspension", &[("service", &sheet.service()), ("procedure", &name)]);
    Body {
        title: say.t("cases-letter-suspension-title"),
        paragraphs: vec![paragraph],
        facts,
        closing: vec![say.t("cases-letter-suspension-then"), sheet.contact()],
        ..Body::default()
    }
}

fn basis(sheet: &Sheet, text: Option<String>) -> Option<Fact> {
    let text = text.filter(|it| !it.is_empty())?;
    Some(sheet.fact("cases-letter-basis", text))
}

/// The dates with which a decision begins.
fn opening(sheet: &Sheet, key: &str) -> String {
    let on = sheet.case.statutory.map_or(sheet.on, |due| due.start);
    let accepted = sheet.say.date(on);
    sheet.say.tr(key, &[("service", &sheet.service()), ("accepted", &accepted)])
}

/// Granted (准予决定书).
pub(super) fn granted(sheet: &Sheet, text: &str, delivery: &Due) -> Body {
    let say = &sheet.say;
    let title = if sheet.is_licence() {
        "cases-letter-granted-licence-title"
    } else {
        "cases-letter-granted-title"
    };
    let mut facts = sheet.head();
    facts.extend(basis(sheet, Some(sheet.basis())));
    facts.push(sheet.fact("cases-letter-result", say.local(&sheet.definition().result.name)));
    facts.push(sheet.fact("cases-letter-delivery", say.date(delivery.on)));
    if !text.trim().is_empty() {
        facts.push(sheet.fact("cases-letter-remark", text));
    }
    Body {
        title: say.t(title),
        paragraphs: vec![opening(sheet, "cases-letter-granted")],
        facts,
        closing: vec![say.t("cases-letter-granted-then"), sheet.contact()],
        ..Body::default()
    }
}

/// Refused (不予决定书): reason, law, remedies.
pub(super) fn refused(sheet: &Sheet, code: &str, text: &str) -> Body {
    let say = &sheet.say;
    let title = if sheet.is_licence() {
        "cases-letter-refused-licence-title"
    } else {
        "cases-letter-refused-title"
    };
    let known = sheet.definition().refusal(code);
    let mut facts = sheet.head();
    facts.extend(known.map(|it| sheet.fact("cases-letter-reason", say.local(&it.text))));
    facts.push(sheet.fact("cases-letter-explanation", text));
    facts.extend(basis(sheet, known.map(|it| say.local(&it.basis))));
    Body {
        title: say.t(title),
        paragraphs: vec![opening(sheet, "cases-letter-refused")],
        facts,
        closing: vec![sheet.contact()],
        remedies: Some(sheet.remedies()),
        ..Body::default()
    }
}

/// What a decision says is put right (更正通知书). The decision of before stays as it was sent.
pub(super) fn amended(sheet: &Sheet, code: Option<&str>, text: &str, reason: &str) -> Body {
    let say = &sheet.say;
    let decision = sheet.case.decision.as_ref();
    let known = code.and_then(|code| sheet.definition().refusal(code));
    let mut facts = sheet.head();
    facts.push(sheet.fact("cases-letter-why-amended", reason));
    facts.extend(known.map(|it| sheet.fact("cases-letter-reason", say.local(&it.text))));
    if !text.trim().is_empty() {
        facts.push(sheet.fact("cases-letter-now-reads", text));
    }
    facts.extend(basis(sheet, known.map(|it| say.local(&it.basis))));
    let on = say.date(decision.map_or(sheet.on, |it| sheet.day_of(it.on)));
    let args: [(&str, &dyn std::fmt::Display); 2] = [("service", &sheet.service()), ("on", &on)];
    let is_refusal = decision.is_some_and(|it| !it.granted);
    Body {
        title: say.t("cases-letter-amended-title"),
        paragraphs: vec![say.tr("cases-letter-amended", &args)],
        facts,
        closing: vec![say.t("cases-letter-amended-then"), sheet.contact()],
        remedies: is_refusal.then(|| sheet.remedies()),
        ..Body::default()
    }
}

/// The result was made (办结).
pub(super) fn concluded(sheet: &Sheet, number: &str, identifier: &str) -> Body {
    let say = &sheet.say;
    let mut facts = sheet.head();
    facts.push(sheet.fact("cases-letter-result", say.local(&sheet.definition().result.name)));
    facts.push(sheet.fact("cases-letter-result-number", number));
    facts.push(sheet.fact("cases-letter-identifier", identifier));
    Body {
        title: say.t("cases-letter-concluded-title"),
        paragraphs: vec![say.tr("cases-letter-concluded", &[("service", &sheet.service())])],
        facts,
        closing: vec![
            say.tr("cases-letter-concluded-then", &[("address", &sheet.address)]),
            sheet.contact(),
        ],
        ..Body::default()
    }
}

/// Withdrawn by the applicant (撤回).
pub(super) fn withdrawn(sheet: &Sheet, reason: &str) -> Body {
    let say = &sheet.say;
    let mut facts = sheet.head();
    if !reason.trim().is_empty() {
        facts.push(sheet.fact("cases-letter-why", reason));
    }
    Body {
        title: say.t("cases-letter-withdrawn-title"),
        paragraphs: vec![say.tr("cases-letter-withdrawn", &[("service", &sheet.service())])],
        facts,
        closing: vec![say.t("cases-letter-withdrawn-then"), sheet.contact()],
        ..Body::default()
    }
}
