//! `/api/v1/me/interests`: a staff member's relatives and firms.

use ::web::{Api, Failure, FieldError, Outcome, Visitor};
use axum::{
    Json,
    extract::{State, rejection::JsonRejection},
    http::StatusCode,
    response::IntoResponse,
};
use serde::{Deserialize, Serialize};

use super::parts::body;
use crate::service::{Accounts, typed_interests};

/// A declaration; each replaces the one before.
#[derive(Default, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct InterestsBody {
    /// One's own identity number.
    own_number: String,
    /// Identity numbers of relatives.
    #[serde(default)]
    relatives: Vec<String>,
    /// Credit codes of firms in which one or a relative has a share or a post.
    #[serde(default)]
    firms: Vec<String>,
}

/// What one declared; empty before the first declaration.
#[utoipa::path(get, path = "/api/v1/me/interests", responses((status = 200, body = InterestsBody)))]
pub async fn show(State(accounts): State<Accounts>, visitor: Visitor) -> Outcome {
    let known = accounts.interests(&visitor.actor).await?.unwrap_or_default();
    let (relatives, firms) = (known.relatives, known.firms);
    Ok(Json(InterestsBody { own_number: known.own_number, relatives, firms }).into_response())
}

/// Declares one's interests.
#[utoipa::path(
    post,
    path = "/api/v1/me/interests",
    request_body = InterestsBody,
    responses(
        (status = 204, description = "Declared"),
        (status = 422, description = "A number or code is wrong")
    )
)]
pub async fn declare(
    State(accounts): State<Accounts>,
    api: Api,
    sent: Result<Json<InterestsBody>, JsonRejection>,
) -> Outcome {
    let body = body(sent)?;
    let read =
        typed_interests(&body.own_number, &body.relatives.join("\n"), &body.firms.join("\n"));
    let interests = read.map_err(|wrong| {
        let error = |(field, key): (&str, &str)| FieldError {
            field: field.to_owned(),
            code: "wrong".to_owned(),
            message: api.visitor.t(key).to_owned(),
        };
        Failure::Invalid(wrong.into_iter().map(error).collect())
    })?;
    accounts.declare(&api.visitor.actor, api.key, &interests).await?;
    Ok(StatusCode::NO_CONTENT.into_response())
}
