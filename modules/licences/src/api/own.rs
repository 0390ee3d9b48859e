//! `GET /api/v1/licences`, their PDFs and signatures.

use axum::{
    Json,
    extract::{Path, State},
    response::IntoResponse,
};
use kernel::id::LicenceId;
use serde::Serialize;
use utoipa::ToSchema;
use web::{Failure, Outcome, Visitor};

use crate::{document::SignatureFile, service::Licensing, web::download};

/// A licence of the asker's own.
#[derive(Debug, Serialize, ToSchema)]
pub struct OwnLicence {
    /// Its id.
    id: String,
    /// Whose it is: the person or a firm they act for.
    holder: String,
    /// The id of its type.
    licence_type: String,
    /// Its name in the asked language.
    name: String,
    /// Its number.
    number: String,
    /// Its identifier (GB/T 36904).
    identifier: String,
    /// The issuing authority's id.
    authority: String,
    /// `valid`, `expired`, `suspended`, `revoked` or `cancelled`, today.
    status: &'static str,
    /// When it was issued, ISO date.
    issued_on: String,
    /// To when it is valid, inclusive; null for no end.
    valid_to: Option<String>,
}

/// The licences that the asker and the firms they act for hold.
#[utoipa::path(
    get,
    path = "/api/v1/licences",
    operation_id = "licences_list",
    tag = "licences",
    responses((status = 200, description = "Each holder's newest first", body = Vec<OwnLicence>))
)]
pub async fn list(State(service): State<Licensing>, visitor: Visitor) -> Outcome {
    let today = service.today();
    let found = service.own(&visitor.actor, visitor.lang).await?.into_iter();
    let body: Vec<_> = found
        .map(|it| OwnLicence {
            status: it.status_on(today).word(),
            id: it.id.to_string(),
            holder: it.holder.to_string(),
            name: it.name.get(visitor.lang).to_owned(),
            licence_type: it.licence_type,
            number: it.number,
            identifier: it.identifier,
            authority: it.authority,
            issued_on: it.issued_on.to_string(),
            valid_to: it.valid_to.map(|to| to.to_string()),
        })
        .collect();
    Ok(Json(body).into_response())
}

/// The PDF of an own licence.
#[utoipa::path(
    get,
    path = "/api/v1/licences/{id}/pdf",
    operation_id = "licences_pdf",
    tag = "licences",
    params(("id" = String, Path, description = "The licence's id")),
    responses(
        (status = 200, description = "PDF/A-2a", content_type = "application/pdf", body = Vec<u8>),
        (status = 404, description = "No such licence of the asker's"),
        (status = 410, description = "It was revoked or cancelled"),
    )
)]
pub async fn pdf(
    State(service): State<Licensing>,
    visitor: Visitor,
    Path(id): Path<String>,
) -> Outcome {
    Ok(download(service.own_pdf(&visitor.actor, parsed(&id)?).await?))
}

/// The detached signature over an own licence and its PDF.
#[utoipa::path(
    get,
    path = "/api/v1/licences/{id}/signature",
    operation_id = "licences_signature",
    tag = "licences",
    params(("id" = String, Path, description = "The licence's id")),
    responses(
        (status = 200, description = "The signature file", body = SignatureFile),
        (status = 404, description = "No such licence of the asker's"),
        (status = 410, description = "It was revoked or cancelled"),
    )
)]
pub async fn signature(
    State(service): State<Licensing>,
    visitor: Visitor,
    Path(id): Path<String>,
) -> Outcome {
    Ok(download(service.own_signature(&visitor.actor, parsed(&id)?).await?))
}

/// The proof that an own licence stands in the public record, to be checked without this site.
#[utoipa::path(
    get,
    path = "/api/v1/licences/{id}/proof",
    operation_id = "licences_proof",
    tag = "licences",
    params(("id" = String, Path, description = "The licence's id")),
    responses(
        (status = 200, description = "C2SP tlog-proof", content_type = "text/plain", body = String),
        (status = 404, description = "No such licence of the asker's, or no record is kept"),
        (status = 422, description = "`record.pending`: ask again in some seconds"),
    )
)]
pub async fn proof(
    State(service): State<Licensing>,
    visitor: Visitor,
    Path(id): Path<String>,
) -> Outcome {
    match service.own_proof(&visitor.actor, parsed(&id)?).await? {
        Some(proof) => Ok(download(proof)),
        None => Err(Failure::refused("record.pending", visitor.t("licences-proof-pending-text"))),
    }
}

fn parsed(id: &str) -> Result<LicenceId, Failure> {
    id.parse().map_err(|_| Failure::NotFound)
}
