//! `/{l}/track`: finding a case by its reference and query code.

use askama::Template;
use axum::{
    extract::{Path, Query, State},
    http::StatusCode,
};
use kernel::code::CaseRef;
use web::{ErrorLink, Failure, Field, LookUp, Outcome, Page, Posted, Visitor};

use super::{Asked, clean_code, is_own, opened, uncached};
use crate::{
    service::{Desk, Found, Proof, Trouble},
    trouble::failure,
};

/// Nobody types a longer reference than this, in characters: a case number has 45 and blanks.
const LONGEST: usize = 80;

#[derive(Template)]
#[template(path = "cases/citizen/find.html")]
struct FindPage {
    p: Page,
    errors: Vec<ErrorLink>,
    fields: Vec<Field>,
    is_unknown: bool,
}

/// What became of the attempt to find a case.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Attempt {
    /// Nobody tried yet.
    None,
    /// A field was left empty.
    Incomplete,
    /// There is none with this reference and code.
    Unknown,
}

/// Shows the form, or goes on to a case that is open to the visitor without a code.
pub(super) async fn show(
    State(desk): State<Desk>,
    visitor: Visitor,
    Query(asked): Asked,
) -> Outcome {
    let reference = asked.get("ref").map_or("", |it| it.trim());
    if asked.contains_key("code") {
        return Ok(visitor.go(visitor.path_to(&asked_again(reference))));
    }
    if reference.is_empty() {
        return form(&visitor, reference, "", Attempt::None);
    }
    match opened(&desk, &visitor, &shortened(reference)).await {
        Ok(found) => Ok(visitor.go(case_path(&visitor, &found))),
        Err(Trouble::NotFound) => form(&visitor, reference, "", Attempt::None),
        Err(trouble) => Err(failure(&visitor, trouble)),
    }
}

/// Takes reference and code, lets the visitor in to the case for a while and goes on to it.
pub(super) async fn open(State(desk): State<Desk>, visitor: Visitor, posted: Posted) -> Outcome {
    let (reference, typed) = (posted.get("ref"), posted.get("code"));
    if reference.is_empty() {
        return form(&visitor, reference, typed, Attempt::Incomplete);
    }
    visitor.may_prove()?;
    let (code, asked) = (clean_code(typed), shortened(reference));
    let found = match code.as_str() {
        "" => opened(&desk, &visitor, &asked).await,
        code => desk.track(&visitor.actor, &asked, Proof::Code(code)).await,
    };
    match found {
        Ok(found) => {
            let response = visitor.go(case_path(&visitor, &found));
            let is_shown = !is_own(&found) && !code.is_empty();
            let reference = &found.case.reference;
            Ok(if is_shown { visitor.opens(response, reference) } else { response })
        }
        Err(Trouble::NotFound) => {
            missed(&visitor, reference, &code)?;
            let attempt = if typed.is_empty() { Attempt::Incomplete } else { Attempt::Unknown };
            form(&visitor, reference, typed, attempt)
        }
        Err(trouble) => Err(failure(&visitor, trouble)),
    }
}

fn case_path(visitor: &Visitor, found: &Found) -> String {
    visitor.path_to(&format!("/track/{}", found.case.reference))
}

/// Where the code is asked for that an old address holds. Only what looks like a number of ours
/// goes on into the new one.
fn asked_again(reference: &str) -> String {
    let is_number = |it: char| it.is_ascii_alphanumeric() || it == '-';
    if reference.is_empty() || !shortened(reference).chars().all(is_number) {
        return "/track".to_owned();
    }
    format!("/track?ref={}", shortened(reference))
}

/// `/t/{reference}`, the short address of messages and of QR codes.
pub(super) async fn short(visitor: Visitor, Path(reference): Path<String>) -> Outcome {
    let path = match CaseRef::parse(&reference) {
        Ok(clean) => format!("/track/{clean}"),
        Err(_) => "/track".to_owned(),
    };
    Ok(visitor.go(visitor.path_to(&path)))
}

/// The form, with what was typed. Wrong code and unknown case read the same.
pub(super) fn form(visitor: &Visitor, reference: &str, code: &str, attempt: Attempt) -> Outcome {
    let missing = |value: &str, key: &str| {
        let is_missing = attempt == Attempt::Incomplete && value.is_empty();
        is_missing.then(|| visitor.t(key).to_owned())
    };
    let mut second = Field::text("code", visitor.t("cases-find-code"))
        .hint(visitor.t("cases-find-code-hint"))
        .value(code)
        .error(missing(code, "cases-find-code-needed"));
    second.inputmode = Some("numeric".to_owned());
    let first = Field::text("ref", visitor.t("cases-find-reference"))
        .hint(visitor.t("cases-find-reference-hint"))
        .value(shortened(reference))
        .error(missing(reference, "cases-find-reference-needed"));
    let fields = vec![first, second];
    let errors: Vec<ErrorLink> = fields.iter().filter_map(Field::error_link).collect();
    let status = match attempt {
        Attempt::None => StatusCode::OK,
        Attempt::Incomplete => StatusCode::UNPROCESSABLE_ENTITY,
        Attempt::Unknown => StatusCode::NOT_FOUND,
    };
    let page = FindPage {
        p: visitor.page(visitor.t("cases-find-title")).entry().with_errors(!errors.is_empty()),
        errors,
        fields,
        is_unknown: attempt == Attempt::Unknown,
    };
    Ok(uncached(visitor.html_with(status, &page)?))
}

/// Counts a wrong code: whoever tries many, for one case or for many, is stopped.
pub(super) fn missed(visitor: &Visitor, reference: &str, code: &str) -> Result<(), Failure> {
    if code.is_empty() {
        return Ok(());
    }
    visitor.looks_up(LookUp::Case, &format!("{} {code}", shortened(reference)))
}

fn shortened(typed: &str) -> String {
    typed.chars().take(LONGEST).collect()
}
