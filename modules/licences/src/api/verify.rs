//! `GET /api/v1/verify/{no}`

use axum::{
    Json,
    extract::{Path, State},
    response::IntoResponse,
};
use licences_domain::{LicenceStatus, folded_number};
use serde::Serialize;
use utoipa::ToSchema;
use web::{Failure, LookUp, Outcome, Visitor};

use crate::service::{Licensing, Logged, Shown};

/// What anybody may know about a licence.
#[derive(Debug, Serialize, ToSchema)]
pub struct Verified {
    /// Its name in the asked language.
    name: String,
    /// Its number; masked where it is an identity number.
    number: String,
    /// Its identifier (GB/T 36904).
    identifier: String,
    /// The issuing authority.
    issuer: String,
    /// The firm's name, or the first character of a person's.
    holder: Option<String>,
    /// `valid`, `expired`, `suspended`, `revoked` or `cancelled`, today; `unproven` for what would
    /// be valid if it stood in the public record; `stolen_key` for what does not stand there and is
    /// under a key that was stolen; `replaced` for an edition that a newer one replaced.
    status: &'static str,
    /// `live`; anything else was issued as an exercise and is worth nothing.
    environment: &'static str,
    /// Its issue in the public record: `logged`, `pending`, `missing`, or `unkept` where there is
    /// no such record.
    record: &'static str,
    /// When it was issued, ISO date.
    issued_on: String,
    /// From when it is valid, ISO date.
    valid_from: String,
    /// To when, inclusive; null for no end.
    valid_to: Option<String>,
}

/// Checks a licence by number or identifier. Several types may use the same number.
#[utoipa::path(
    get,
    path = "/api/v1/verify/{no}",
    operation_id = "licences_verify",
    tag = "licences",
    params(("no" = String, Path, description = "Number or identifier, however it is typed")),
    responses(
        (status = 200, description = "The licences with this number", body = Vec<Verified>),
        (status = 404, description = "No licence has this number"),
    )
)]
pub async fn verify(
    State(service): State<Licensing>,
    visitor: Visitor,
    Path(no): Path<String>,
) -> Outcome {
    visitor.looks_up(LookUp::Licence, &folded_number(&no))?;
    let found = service.check(&no).await?;
    if found.is_empty() {
        return Err(Failure::NotFound);
    }
    let body: Vec<_> = found.into_iter().map(|it| verified(&visitor, it)).collect();
    Ok(Json(body).into_response())
}

/// What anybody may know, in the visitor's language.
pub fn verified(visitor: &Visitor, shown: Shown) -> Verified {
    Verified {
        name: shown.name.get(visitor.lang).to_owned(),
        number: shown.number,
        identifier: shown.identifier,
        issuer: shown.issuer.get(visitor.lang).to_owned(),
        holder: shown.holder,
        status: match (shown.status, shown.logged) {
            _ if shown.is_suspect => "stolen_key",
            (LicenceStatus::Valid | LicenceStatus::Suspended, _) if shown.is_replaced => "replaced",
            (LicenceStatus::Valid, Logged::Pending | Logged::No | Logged::Unkept) => "unproven",
            (status, _) => status.word(),
        },
        record: shown.logged.word(),
        environment: shown.exercise.unwrap_or_default().word(),
        issued_on: shown.issued_on.to_string(),
        valid_from: shown.valid_from.to_string(),
        valid_to: shown.valid_to.map(|it| it.to_string()),
    }
}
