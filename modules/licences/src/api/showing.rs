//! Showing a licence to one verifier, for machines.

use axum::{
    Json,
    extract::{Path, State},
    http::StatusCode,
    response::IntoResponse,
};
use kernel::id::LicenceId;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use web::{Api, Failure, Outcome};

use super::verify::{Verified, verified};
use crate::{
    service::{Agreed, Licensing},
    web::{showing_refused, showing_told},
};

/// What a holder agrees to show.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ShowLicence {
    /// What is shown in clear: `holder`, and the places of printed lines from `0`.
    #[serde(default)]
    fields: Vec<String>,
    /// The credit code of the only verifier; empty for whoever has the code.
    #[serde(default)]
    verifier: String,
    /// What for.
    #[serde(default)]
    purpose: String,
}

/// A code that counts once and for some minutes.
#[derive(Debug, Serialize, ToSchema)]
pub struct ShowingCode {
    /// Its id.
    id: String,
    /// Its digits.
    code: String,
    /// Until when it counts.
    until: String,
}

/// Makes a code with which a verifier sees an own licence once.
#[utoipa::path(
    post,
    path = "/api/v1/licences/{id}/showings",
    operation_id = "licences_show",
    tag = "licences",
    params(("id" = String, Path, description = "The licence's id")),
    request_body = ShowLicence,
    responses(
        (status = 201, description = "The code", body = ShowingCode),
        (status = 404, description = "No such licence of the asker's"),
        (status = 410, description = "It was revoked or cancelled"),
        (status = 422, description = "Nobody has the verifier's credit code: `showing.no_verifier`"),
    )
)]
pub async fn offer(
    State(service): State<Licensing>,
    api: Api,
    Path(id): Path<String>,
    Json(body): Json<ShowLicence>,
) -> Outcome {
    let id: LicenceId = id.parse().map_err(|_| Failure::NotFound)?;
    let actor = &api.visitor.actor;
    let agreed = Agreed { fields: body.fields, verifier: &body.verifier, purpose: &body.purpose };
    let made = service.offer(api.key, actor, id, agreed).await;
    let showing = made.map_err(|problem| showing_told(&api.visitor, problem))?;
    let (_, seen) = service.own_showing(actor, id, &showing).await?;
    let code = seen.code.ok_or(Failure::Gone(None))?;
    let body = ShowingCode { id: seen.id, code, until: seen.until.to_string() };
    Ok((StatusCode::CREATED, Json(body)).into_response())
}

/// A code that a holder showed.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SeeLicence {
    /// Its digits.
    code: String,
    /// Who looks, and what for; the holder reads it.
    verifier: String,
}

/// A licence as its holder shows it to one verifier.
#[derive(Debug, Serialize, ToSchema)]
pub struct SeenLicence {
    /// What anybody may know; the holder's name as they agreed.
    licence: Verified,
    /// The printed lines, each in clear or masked as the holder agreed.
    lines: Vec<SeenLicenceLine>,
    /// What the holder said it is for.
    purpose: String,
}

/// One printed line.
#[derive(Debug, Serialize, ToSchema)]
pub struct SeenLicenceLine {
    /// What it is, in the asked language.
    label: String,
    /// What it says.
    value: String,
}

/// Uses a code once; the holder sees who looked.
#[utoipa::path(
    post,
    path = "/api/v1/verify/shown",
    operation_id = "licences_see",
    tag = "licences",
    request_body = SeeLicence,
    responses(
        (status = 200, description = "What the holder agreed to", body = SeenLicence),
        (status = 422, description = "`showing.unknown`, `showing.expired`, `showing.used` or `showing.other_verifier`"),
    )
)]
pub async fn see(
    State(service): State<Licensing>,
    api: Api,
    Json(body): Json<SeeLicence>,
) -> Outcome {
    let visitor = &api.visitor;
    visitor.may_prove()?;
    let seen = match service.see(api.key, &visitor.actor, &body.code, &body.verifier).await {
        Ok(seen) => seen,
        Err(problem) => return Err(showing_refused(visitor, problem, &body.code)?),
    };
    let lines = seen
        .lines
        .into_iter()
        .map(|(label, value)| SeenLicenceLine { label: label.get(visitor.lang).to_owned(), value });
    let lines = lines.collect();
    let licence = verified(visitor, seen.shown);
    Ok(Json(SeenLicence { licence, lines, purpose: seen.purpose }).into_response())
}
