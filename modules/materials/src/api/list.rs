//! `GET /api/v1/applications/{id}/materials`

use axum::{
    Json,
    extract::{Path, State},
    response::IntoResponse,
};
use web::{Api, Failure, Outcome};

use super::view::FolderView;
use crate::{problem::Problem, service::Folders};

/// The materials of an application of one's own. What licences already held can supply stands there
/// as it is handed in with the application, as on the page.
#[utoipa::path(
    get,
    path = "/api/v1/applications/{id}/materials",
    tag = "materials",
    params(("id" = String, Path, description = "The application")),
    responses(
        (status = 200, description = "The materials", body = FolderView),
        (status = 404, description = "There is no such application"),
    )
)]
pub(crate) async fn list(
    State(folders): State<Folders>,
    api: Api,
    Path(id): Path<String>,
) -> Outcome {
    let visitor = api.visitor;
    let failed = |problem: Problem| problem.failure(&visitor);
    let id = id.parse().map_err(|_| Failure::NotFound)?;
    let matter = folders.own(&visitor.actor, "materials.read", id).await.map_err(failed)?;
    let matter = folders.foreseen(matter, &visitor.actor).await.map_err(failed)?;
    Ok(Json(FolderView::of(&matter)).into_response())
}
