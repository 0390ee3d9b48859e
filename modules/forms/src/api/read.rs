//! `GET /api/v1/applications/{id}`

use axum::{
    extract::{Path, State},
    http::StatusCode,
};
use web::{Api, Failure, Outcome};

use super::view::ApplicationView;
use crate::service::Forms;

/// An application of one's own, with its answers and what is missing.
#[utoipa::path(
    get,
    path = "/api/v1/applications/{id}",
    tag = "forms",
    params(("id" = String, Path, description = "The application")),
    responses(
        (status = 200, description = "The application", body = ApplicationView),
        (status = 404, description = "There is no such application"),
    )
)]
pub(crate) async fn read(State(forms): State<Forms>, api: Api, Path(id): Path<String>) -> Outcome {
    let visitor = api.visitor;
    let id = id.parse().map_err(|_| Failure::NotFound)?;
    let opened = forms.own(&visitor.actor, "forms.read", id).await;
    let opened = opened.map_err(|problem| problem.failure(&visitor))?;
    Ok(ApplicationView::of(&visitor, &opened).answer(StatusCode::OK))
}
