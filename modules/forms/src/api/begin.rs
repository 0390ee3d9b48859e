//! `POST /api/v1/applications`

use std::collections::BTreeMap;

use axum::{
    Json,
    extract::{State, rejection::JsonRejection},
    http::StatusCode,
};
use catalogue_domain::Facts;
use kernel::id::CommandId;
use ledger::derived_command;
use serde::Deserialize;
use web::{Api, Outcome};

use super::view::{self, ApplicationView};
use crate::{problem::Problem, service::Forms};

/// What begins an application.
#[derive(Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct NewApplication {
    /// The service's id.
    service: String,
    /// Answers to the situations, by id.
    #[serde(default, deserialize_with = "web::each_once")]
    situation: BTreeMap<String, String>,
    /// Answers to the form, by field id. What a register knows is filled in.
    #[serde(default, deserialize_with = "web::each_once")]
    answers: BTreeMap<String, String>,
}

/// Begins an application for the signed-in person, or for the one they act for. The same
/// `Idempotency-Key` begins it once.
#[utoipa::path(
    post,
    path = "/api/v1/applications",
    tag = "forms",
    request_body = NewApplication,
    responses(
        (status = 201, description = "Begun, or begun before", body = ApplicationView),
        (status = 404, description = "There is no such service"),
        (status = 410, description = "The service was withdrawn"),
        (status = 422, description = "Answers are wrong, it cannot be begun here, or more must be proved (identity.too_low)"),
    )
)]
pub(crate) async fn begin(
    State(forms): State<Forms>,
    api: Api,
    body: Result<Json<NewApplication>, JsonRejection>,
) -> Outcome {
    let Api { visitor, key } = api;
    let failed = |problem: Problem| problem.failure(&visitor);
    let NewApplication { service, situation, answers } = view::body(body)?;
    let facts = Facts { situation, answers };
    let published = forms.published(&service).map_err(failed)?;
    view::check(&visitor, &published.definition, &facts)?;
    let actor = &visitor.actor;
    let id = forms
        .begin(actor, visitor.identity_level(), key, &service, facts.clone())
        .await
        .map_err(failed)?;
    let opened = forms.own(actor, "forms.read", id).await.map_err(failed)?;
    let complete = view::complete(opened.definition(), &opened.facts);
    let next: CommandId = derived_command("forms.begin.saved", key);
    // Asked again after it was handed in, it is what it is.
    match forms.save(opened.saving(next, actor), &complete, &facts, None).await {
        Ok(_) | Err(Problem::Domain(_)) => {}
        Err(problem) => return Err(failed(problem)),
    }
    let opened = forms.own(actor, "forms.read", id).await.map_err(failed)?;
    Ok(ApplicationView::of(&visitor, &opened).answer(StatusCode::CREATED))
}
