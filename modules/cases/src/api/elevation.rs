//! Breaking the glass, and looking at it afterwards.

use axum::{
    Json,
    extract::{Path, State, rejection::JsonRejection},
    http::StatusCode,
    response::IntoResponse,
};
use kernel::id::AccountId;
use serde::{Deserialize, Serialize};
use web::{Api, Failure, Outcome, Visitor};

use super::view::sent;
use crate::{service::Desk, trouble::failure};

type Body<T> = Result<Json<T>, JsonRejection>;

/// Why an officer breaks the glass.
#[derive(Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct BreakBody {
    /// At least eight characters.
    reason: String,
}

/// What somebody found about an elevation.
#[derive(Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct FindingBody {
    in_order: bool,
    remark: String,
}

/// An elevation that waits for a review.
#[derive(Serialize, utoipa::ToSchema)]
pub(crate) struct ElevationBody {
    account: String,
    name: String,
    authority: String,
    reason: String,
    from: String,
    until: String,
    is_running: bool,
    is_late: bool,
    /// References of the cases that were read.
    reads: Vec<String>,
}

/// Breaks the glass for an hour.
#[utoipa::path(
    post,
    path = "/api/v1/me/elevation",
    request_body = BreakBody,
    responses(
        (status = 204, description = "Broken"),
        (status = 422, description = "No reason, or the last one was not reviewed")
    )
)]
pub(super) async fn begin(State(desk): State<Desk>, api: Api, body: Body<BreakBody>) -> Outcome {
    let reason = sent(body)?.reason;
    let done = desk.break_glass(&api.visitor.actor, api.key, &reason).await;
    done.map_err(|it| failure(&api.visitor, it))?;
    Ok(StatusCode::NO_CONTENT.into_response())
}

/// Ends one's elevation before its time.
#[utoipa::path(post, path = "/api/v1/me/elevation/end", responses((status = 204)))]
pub(super) async fn end(State(desk): State<Desk>, api: Api) -> Outcome {
    let done = desk.end_elevation(&api.visitor.actor, api.key).await;
    done.map_err(|it| failure(&api.visitor, it))?;
    Ok(StatusCode::NO_CONTENT.into_response())
}

/// The elevations in one's division or line that wait for a review.
#[utoipa::path(
    get,
    path = "/api/v1/elevations",
    responses((status = 200, body = Vec<ElevationBody>))
)]
pub(super) async fn list(State(desk): State<Desk>, visitor: Visitor) -> Outcome {
    let found = desk.elevations(&visitor.actor).await.map_err(|it| failure(&visitor, it))?;
    let body = found.into_iter().map(|it| ElevationBody {
        account: it.row.account.to_string(),
        name: it.name,
        authority: it.row.authority,
        reason: it.reason,
        from: it.row.from.to_string(),
        until: it.row.until.to_string(),
        is_running: it.is_running,
        is_late: it.is_late,
        reads: it.reads.into_iter().map(|(_, reference)| reference).collect(),
    });
    Ok(Json(body.collect::<Vec<_>>()).into_response())
}

/// Notes what one found.
#[utoipa::path(
    post,
    path = "/api/v1/elevations/{account}/review",
    params(("account" = String, Path, description = "The officer's account")),
    request_body = FindingBody,
    responses(
        (status = 204, description = "Noted"),
        (status = 404, description = "Nothing waits"),
        (status = 422, description = "It is one's own, or not over")
    )
)]
pub(super) async fn review(
    State(desk): State<Desk>,
    api: Api,
    Path(account): Path<String>,
    body: Body<FindingBody>,
) -> Outcome {
    let account: AccountId = account.parse().map_err(|_| Failure::NotFound)?;
    let FindingBody { in_order, remark } = sent(body)?;
    let by = &api.visitor.actor;
    let done = desk.review_elevation(by, api.key, account, in_order, &remark).await;
    done.map_err(|it| failure(&api.visitor, it))?;
    Ok(StatusCode::NO_CONTENT.into_response())
}
