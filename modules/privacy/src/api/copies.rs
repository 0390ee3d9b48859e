//! `GET` and `POST /api/v1/me/copies`, `POST /api/v1/me/copies/{copy}/fetch`

use axum::{
    Json,
    extract::{Path, State},
    http::StatusCode,
    response::IntoResponse,
};
use serde::Serialize;
use utoipa::ToSchema;
use web::{Api, Failure, Outcome, Visitor};

use crate::{
    service::{ExportView, Privacy},
    web::{archive, told},
};

/// A copy of everything that is held about somebody.
#[derive(Debug, Serialize, ToSchema)]
pub struct CopyView {
    /// Its id.
    id: String,
    /// `asked`, `ready` or `over`.
    stage: String,
    /// When it was asked for, RFC 3339.
    asked_at: String,
    /// Until when it can be fetched, RFC 3339.
    until: Option<String>,
    /// How many kinds of data are in it already.
    done: Option<u64>,
    /// How many kinds there are.
    total: Option<u64>,
}

/// The last copies, newest first.
#[derive(Debug, Serialize, ToSchema)]
pub struct Copies {
    /// The copies.
    items: Vec<CopyView>,
}

fn view(it: ExportView) -> CopyView {
    CopyView {
        id: it.id,
        stage: it.stage,
        asked_at: it.asked_at.to_string(),
        until: it.until.map(|it| it.to_string()),
        done: it.progress.map(|it| it.0),
        total: it.progress.map(|it| it.1),
    }
}

/// Asks for a copy of everything that is held about oneself. It is made in the background.
#[utoipa::path(
    post,
    path = "/api/v1/me/copies",
    operation_id = "privacy_copy",
    tag = "privacy",
    responses((status = 202, description = "It is being made", body = CopyView))
)]
pub async fn ask(State(privacy): State<Privacy>, api: Api) -> Outcome {
    let actor = &api.visitor.actor;
    let asked = privacy.ask_export(api.key, actor).await;
    let id = asked.map_err(|problem| told(&api.visitor, problem))?.to_string();
    let found = privacy.exports(actor).await?.into_iter().find(|it| it.id == id);
    let view = view(found.ok_or(Failure::NotFound)?);
    Ok((StatusCode::ACCEPTED, Json(view)).into_response())
}

/// One's own last copies.
#[utoipa::path(
    get,
    path = "/api/v1/me/copies",
    operation_id = "privacy_copies",
    tag = "privacy",
    responses((status = 200, description = "The copies, newest first", body = Copies))
)]
pub async fn list(State(privacy): State<Privacy>, visitor: Visitor) -> Outcome {
    let items = privacy.exports(&visitor.actor).await?.into_iter().map(view).collect();
    Ok(Json(Copies { items }).into_response())
}

/// Fetches a copy: a ZIP archive with a JSON file for each kind of data, and all files.
#[utoipa::path(
    post,
    path = "/api/v1/me/copies/{copy}/fetch",
    operation_id = "privacy_fetch",
    tag = "privacy",
    params(("copy" = String, Path, description = "The copy")),
    responses(
        (status = 200, description = "The archive", content_type = "application/zip"),
        (status = 404, description = "No such copy of one's own"),
        (status = 422, description = "It is not ready, or its time is over"),
    )
)]
pub async fn fetch(State(privacy): State<Privacy>, api: Api, Path(copy): Path<String>) -> Outcome {
    let id = copy.parse().map_err(|_| Failure::NotFound)?;
    let bytes = privacy.fetch_export(api.key, &api.visitor.actor, id).await;
    Ok(archive(bytes.map_err(|problem| told(&api.visitor, problem))?))
}
