//! Checking a licence by number: for whoever holds the paper in their hands.

use askama::Template;
use axum::{
    extract::{Path, Query, State},
    http::StatusCode,
};
use licences_domain::{folded_number, is_personal_number};
use serde::Deserialize;
use web::{ErrorLink, Field, LookUp, Outcome, Page, Posted, Visitor};

use super::view::{Card, path_step};
use crate::service::Licensing;

#[derive(Template)]
#[template(path = "licences/verify.html")]
struct FormPage {
    p: Page,
    errors: Vec<ErrorLink>,
    number: Field,
}

#[derive(Template)]
#[template(path = "licences/result.html")]
struct ResultPage {
    p: Page,
    card: Card,
}

#[derive(Template)]
#[template(path = "licences/several.html")]
struct SeveralPage {
    p: Page,
    cards: Vec<Card>,
}

#[derive(Template)]
#[template(path = "licences/unknown.html")]
struct UnknownPage {
    p: Page,
    typed: String,
}

/// `GET /verify`
pub async fn form(visitor: Visitor) -> Outcome {
    show_form(&visitor, StatusCode::OK, "", None)
}

/// `POST /verify`: on to the address that can be kept and sent.
pub async fn ask(visitor: Visitor, posted: Posted) -> Outcome {
    let typed = posted.get("number");
    let error = match typed {
        "" => Some("licences-verify-number-missing"),
        // It must not stand in an address, and would tell what a person holds.
        _ if is_personal_number(typed) => Some("licences-verify-number-personal"),
        _ => None,
    };
    match error {
        Some(key) => show_form(&visitor, StatusCode::UNPROCESSABLE_ENTITY, typed, Some(key)),
        None => Ok(visitor.go(visitor.path_to(&format!("/verify/{}", path_step(typed))))),
    }
}

fn show_form(visitor: &Visitor, status: StatusCode, typed: &str, error: Option<&str>) -> Outcome {
    let error = error.map(|key| visitor.t(key).to_owned());
    let number = Field::text("number", visitor.t("licences-verify-number"))
        .hint(visitor.t("licences-verify-number-hint"))
        .value(typed)
        .error(error);
    let errors: Vec<_> = number.error_link().into_iter().collect();
    let p = visitor.page(visitor.t("licences-verify-title")).with_errors(!errors.is_empty());
    visitor.html_with(status, &FormPage { p, errors, number })
}

/// The mark of the code on a document: whoever has it holds the document, and walks through no
/// numbers.
#[derive(Deserialize, Default)]
pub struct Marked {
    #[serde(default)]
    mark: String,
}

/// `GET /verify/{no}`
pub async fn show(
    State(service): State<Licensing>,
    visitor: Visitor,
    Path(typed): Path<String>,
    Query(asked): Query<Marked>,
) -> Outcome {
    if !service.is_marked(&typed, &asked.mark) {
        visitor.looks_up(LookUp::Licence, &folded_number(&typed))?;
    }
    let found = service.check(&typed).await?;
    let mut cards: Vec<_> = found.iter().map(|it| Card::new(&visitor, it)).collect();
    let title = visitor.t("licences-verify-result");
    let p = visitor.page(title).crumb("/verify", visitor.t("licences-verify-title"));
    match cards.len() {
        0 => {
            let typed = typed.chars().take(120).collect();
            visitor.html_with(StatusCode::NOT_FOUND, &UnknownPage { p, typed })
        }
        1 => visitor.html(&ResultPage { p, card: cards.remove(0) }),
        _ => visitor.html(&SeveralPage { p, cards }),
    }
}
