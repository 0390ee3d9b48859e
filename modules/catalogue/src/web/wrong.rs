//! Telling the editors that a guide is wrong.

use std::sync::Arc;

use askama::Template;
use axum::{
    extract::{Path, Query, State},
    http::StatusCode,
};
use catalogue_domain::Published;
use serde::Deserialize;
use web::{ErrorLink, Failure, Field, Outcome, Page, Posted, Visitor};

use super::offered;
use crate::service::{Catalogue, Trouble};

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Sent {
    sent: String,
}

#[derive(Template)]
#[template(path = "catalogue/wrong.html")]
struct WrongPage {
    p: Page,
    path: String,
    name: String,
    is_sent: bool,
    key: String,
    text: Field,
    errors: Vec<ErrorLink>,
}

pub(super) async fn form(
    State(catalogue): State<Catalogue>,
    visitor: Visitor,
    Path(code): Path<String>,
    Query(sent): Query<Sent>,
) -> Outcome {
    let service = offered(&catalogue, &code)?;
    let mut page = page(&visitor, &service, "", None, visitor.new_key().to_string());
    page.is_sent = !sent.sent.is_empty();
    visitor.html(&page)
}

pub(super) async fn send(
    State(catalogue): State<Catalogue>,
    visitor: Visitor,
    Path(code): Path<String>,
    posted: Posted,
) -> Outcome {
    let service = offered(&catalogue, &code)?;
    let text = posted.get("text");
    let reported = catalogue.report_error(&visitor.actor, posted.key, &service, text).await;
    match reported {
        Ok(()) => Ok(visitor.go(format!("{}?sent=1", path(&visitor, &service)))),
        Err(trouble @ Trouble::Report(_)) => {
            let error = match trouble.failure(&visitor) {
                Failure::Refused { text, .. } => Some(text),
                other => return Err(other),
            };
            let page = page(&visitor, &service, text, error, posted.key.to_string());
            visitor.html_with(StatusCode::UNPROCESSABLE_ENTITY, &page)
        }
        Err(trouble) => Err(trouble.failure(&visitor)),
    }
}

fn path(visitor: &Visitor, service: &Published) -> String {
    visitor.path_to(&format!("/services/{}/wrong", service.definition.id))
}

fn page(
    visitor: &Visitor,
    service: &Arc<Published>,
    text: &str,
    error: Option<String>,
    key: String,
) -> WrongPage {
    let definition = &service.definition;
    let name = definition.name().get(visitor.lang);
    let text = Field::text("text", visitor.t("catalogue-wrong-label"))
        .kind("long_text")
        .hint(visitor.t("catalogue-wrong-hint"))
        .value(text)
        .error(error);
    let errors: Vec<_> = text.error_link().into_iter().collect();
    WrongPage {
        p: visitor
            .page(visitor.t("catalogue-wrong-title"))
            .with_errors(!errors.is_empty())
            .crumb("/", visitor.t("web-home"))
            .crumb(&format!("/services/{}", definition.id), name),
        path: path(visitor, service),
        name: name.to_owned(),
        is_sent: false,
        key,
        text,
        errors,
    }
}
