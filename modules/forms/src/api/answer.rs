//! `POST /api/v1/applications/{id}/answers`

use std::collections::BTreeMap;

use axum::{
    Json,
    extract::{Path, State, rejection::JsonRejection},
    http::{HeaderMap, StatusCode},
};
use catalogue_domain::Facts;
use serde::Deserialize;
use web::{Api, Failure, Outcome};

use super::view::{self, ApplicationView};
use crate::{
    problem::Problem,
    service::{Forms, merged},
};

/// Answers to save. What is not named stays; an empty answer takes the old one away.
#[derive(Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Answers {
    /// Answers to the situations, by id.
    #[serde(default, deserialize_with = "web::each_once")]
    situation: BTreeMap<String, String>,
    /// Answers to the form, by field id.
    #[serde(default, deserialize_with = "web::each_once")]
    answers: BTreeMap<String, String>,
}

/// Saves answers. With `If-Match`, a change by somebody else in between is refused.
#[utoipa::path(
    post,
    path = "/api/v1/applications/{id}/answers",
    tag = "forms",
    params(("id" = String, Path, description = "The application")),
    request_body = Answers,
    responses(
        (status = 200, description = "Saved", body = ApplicationView),
        (status = 404, description = "There is no such application"),
        (status = 409, description = "Somebody else changed it"),
        (status = 422, description = "Answers are wrong, or may not be changed now"),
    )
)]
pub(crate) async fn answer(
    State(forms): State<Forms>,
    api: Api,
    Path(id): Path<String>,
    headers: HeaderMap,
    body: Result<Json<Answers>, JsonRejection>,
) -> Outcome {
    let Api { visitor, key } = api;
    let failed = |problem: Problem| problem.failure(&visitor);
    let id = id.parse().map_err(|_| Failure::NotFound)?;
    let Answers { situation, answers } = view::body(body)?;
    let facts = Facts { situation, answers };
    let expected = view::expected(&headers)?;
    let actor = &visitor.actor;
    let opened = forms.own(actor, "forms.answer", id).await.map_err(failed)?;
    view::check(&visitor, opened.definition(), &facts)?;
    let after = merged(opened.definition(), &opened.facts, &facts);
    let complete = view::complete(opened.definition(), &after);
    let saving = opened.saving(key, actor);
    forms.save(saving, &complete, &facts, expected).await.map_err(failed)?;
    let opened = forms.own(actor, "forms.read", id).await.map_err(failed)?;
    Ok(ApplicationView::of(&visitor, &opened).answer(StatusCode::OK))
}
