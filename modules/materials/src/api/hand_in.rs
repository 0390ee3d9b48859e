//! `POST /api/v1/applications/{id}/materials/{requirement}`

use axum::{
    Json,
    extract::{Path, Query, State, rejection::BytesRejection},
    http::StatusCode,
    response::IntoResponse,
};
use bytes::Bytes;
use serde::Deserialize;
use web::{Api, Failure, Outcome};

use super::view::MaterialView;
use crate::{
    problem::Problem,
    service::{Folders, Sent},
};

/// What may stand in the query.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Named {
    /// The file's name, as people will see it.
    #[serde(default)]
    name: String,
}

/// Hands in one file: the body is its bytes. What it is, its content says; the declared type is
/// ignored. The same `Idempotency-Key` hands it in once.
#[utoipa::path(
    post,
    path = "/api/v1/applications/{id}/materials/{requirement}",
    tag = "materials",
    params(
        ("id" = String, Path, description = "The application"),
        ("requirement" = String, Path, description = "The requirement that the file is for"),
        ("name" = Option<String>, Query, description = "The file's name"),
    ),
    request_body(content = Vec<u8>, content_type = "application/octet-stream"),
    responses(
        (status = 201, description = "Taken, or taken before", body = MaterialView),
        (status = 404, description = "There is no such application or requirement"),
        (status = 413, description = "The body is too large for this site"),
        (status = 422, description = "The file is not taken, or nothing may be changed now"),
    )
)]
pub(crate) async fn hand_in(
    State(folders): State<Folders>,
    api: Api,
    Path((id, requirement)): Path<(String, String)>,
    Query(named): Query<Named>,
    body: Result<Bytes, BytesRejection>,
) -> Outcome {
    let Api { visitor, key } = api;
    let failed = |problem: Problem| problem.failure(&visitor);
    let id = id.parse().map_err(|_| Failure::NotFound)?;
    let site_mb = visitor.web().site.upload_mb;
    let bytes = body.map_err(|_| Failure::TooLarge(site_mb))?;
    let actor = &visitor.actor;
    let matter = folders.own(actor, "materials.hand_in", id).await.map_err(failed)?;
    let sent = Sent { name: named.name, bytes, site_mb };
    let taken = folders.hand_in(actor, key, &matter, &requirement, sent).await.map_err(failed)?;
    let matter = folders.reloaded(matter).await.map_err(failed)?;
    // Taken before and taken back since: it is not there any more.
    let material = matter.folder.find(taken).ok_or(Failure::NotFound)?;
    Ok((StatusCode::CREATED, Json(MaterialView::of(material))).into_response())
}
