//! `POST /api/v1/licences/{no}/status`

use axum::{
    Json,
    extract::{Path, State},
    response::IntoResponse,
};
use licences_domain::LicenceAct;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use web::{Api, Failure, Outcome};

use crate::{service::Licensing, web::told};

/// What is to be done with a licence.
#[derive(Debug, Deserialize, ToSchema)]
pub struct Change {
    /// `suspend`, `restore`, `revoke` or `cancel`.
    act: String,
    /// Why.
    reason: String,
}

/// The status after it.
#[derive(Debug, Serialize, ToSchema)]
pub struct Changed {
    /// The licence's identifier.
    identifier: String,
    /// Its status today.
    status: &'static str,
}

/// Suspends, restores, revokes or cancels a licence of the asker's authority.
#[utoipa::path(
    post,
    path = "/api/v1/licences/{no}/status",
    operation_id = "licences_change",
    tag = "licences",
    params(("no" = String, Path, description = "Identifier or number")),
    request_body = Change,
    responses(
        (status = 200, description = "It was done", body = Changed),
        (status = 404, description = "No such licence of the asker's authority"),
        (status = 422, description = "The licence's status does not allow it, or no reason was given"),
    )
)]
pub async fn change(
    State(service): State<Licensing>,
    api: Api,
    Path(no): Path<String>,
    Json(body): Json<Change>,
) -> Outcome {
    let act = LicenceAct::parse(&body.act)
        .ok_or_else(|| Failure::Malformed("act is not one of the acts".to_owned()))?;
    let record = service
        .change(api.key, &api.visitor.actor, &no, act, &body.reason)
        .await
        .map_err(|problem| told(&api.visitor, problem))?;
    let status = record.status_on(service.today()).word();
    Ok(Json(Changed { identifier: record.identifier, status }).into_response())
}
