//! `/{l}/track`: finding a case by its reference and query code.

use askama::Template;
use axum::{
    extract::{Path, Query, State},
    http::StatusCode,
};
use kernel::code::CaseRef;
use web::{ErrorLink, Failure, Field, LookUp, Outcome, Page, Visitor};

use super::{Asked, clean_code, code_suffix, is_own, uncached};
use crate::{
    service::{Desk, Trouble},
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

/// Shows the form, or goes on to the case.
pub(super) async fn show(
    State(desk): State<Desk>,
    visitor: Visitor,
    Query(asked): Asked,
) -> Outcome {
    let get = |name: &str| asked.get(name).map_or("", |it| it.trim());
    let (reference, typed) = (get("ref"), get("code"));
    let is_sent = asked.contains_key("code");
    if reference.is_empty() {
        let attempt = if is_sent { Attempt::Incomplete } else { Attempt::None };
        return form(&visitor, reference, typed, attempt);
    }
    let code = clean_code(typed);
    visitor.may_prove()?;
    match desk.track(&visitor.actor, &shortened(reference), &code).await {
        Ok(found) => {
            let suffix = code_suffix(is_own(&found), &code);
            let path = visitor.path_to(&format!("/track/{}{suffix}", found.case.reference));
            Ok(visitor.go(path))
        }
        Err(Trouble::NotFound) => {
            missed(&visitor, reference, &code)?;
            let attempt = match (is_sent, typed) {
                (false, _) => Attempt::None,
                (true, "") => Attempt::Incomplete,
                _ => Attempt::Unknown,
            };
            form(&visitor, reference, typed, attempt)
        }
        Err(trouble) => Err(failure(&visitor, trouble)),
    }
}

/// `/t/{reference}`, the short address of messages and of QR codes.
pub(super) async fn short(
    visitor: Visitor,
    Path(reference): Path<String>,
    Query(asked): Asked,
) -> Outcome {
    let path = match CaseRef::parse(&reference) {
        Ok(clean) => {
            let code = clean_code(asked.get("code").map_or("", String::as_str));
            format!("/track/{clean}{}", code_suffix(false, &code))
        }
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
