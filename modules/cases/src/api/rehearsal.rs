//! Rehearsing a definition.

use axum::{
    Json,
    extract::{Path, State, rejection::JsonRejection},
    response::IntoResponse,
};
use cases_domain::rehearsal::{Assumptions, Report};
use serde::{Deserialize, Serialize};
use web::{Failure, FieldError, Outcome, Visitor};

use super::view::sent;
use crate::{
    service::{Desk, Rehearsed},
    trouble::failure,
};

/// A wish for a rehearsal.
#[derive(Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct RehearsalBody {
    /// The text of a definition, at most 256 KB; where it is empty, what is proposed of the
    /// service, or else the revision in force.
    #[serde(default)]
    source: String,
    /// What is taken for granted; what is left out is as usual.
    #[serde(default)]
    #[schema(value_type = Object)]
    assumptions: Assumptions,
}

/// What came of a rehearsal.
#[derive(Serialize, utoipa::ToSchema)]
pub(crate) struct RehearsedBody {
    /// What was rehearsed: `sent`, `proposed` or `in_force`.
    which: &'static str,
    /// Outcomes, days, queues, dead ends and findings.
    #[schema(value_type = Object)]
    report: Report,
}

/// The longest text, in bytes.
const MOST_BYTES: usize = 256 * 1024;

/// Sends invented applications through a definition, in simulated time. Nothing is kept.
#[utoipa::path(
    post,
    path = "/api/v1/services/{code}/rehearsal",
    request_body = RehearsalBody,
    params(("code" = String, Path, description = "The service's id")),
    responses(
        (status = 200, body = RehearsedBody),
        (status = 404, description = "No such service"),
        (status = 422, description = "The text is no definition"),
        (status = 429, description = "Another rehearsal is under way")
    )
)]
pub(super) async fn run(
    State(desk): State<Desk>,
    visitor: Visitor,
    Path(code): Path<String>,
    body: Result<Json<RehearsalBody>, JsonRejection>,
) -> Outcome {
    let RehearsalBody { source, assumptions } = sent(body)?;
    if source.len() > MOST_BYTES {
        return Err(Failure::TooLarge(1));
    }
    let done = desk.rehearse(&code, &source, assumptions).await;
    match done.map_err(|it| failure(&visitor, it))? {
        Rehearsed::Done(which, report) => {
            let body = RehearsedBody { which: which.word(), report: *report };
            Ok(Json(body).into_response())
        }
        Rehearsed::Unreadable(findings) => {
            let error = |it: catalogue_domain::Finding| FieldError {
                field: format!("source:{}", it.line),
                code: it.rule,
                message: it.message.get(visitor.lang).to_owned(),
            };
            Err(Failure::Invalid(findings.into_iter().map(error).collect()))
        }
    }
}
