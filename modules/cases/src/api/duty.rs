//! Taking over a colleague's task, and what supervisors see of that.

use std::collections::BTreeMap;

use axum::{
    Json,
    extract::{Query, State},
    response::IntoResponse,
};
use serde::Serialize;
use web::{Failure, Outcome, Visitor};

use crate::{
    service::{Desk, OverrideView},
    store::duty::OverridePlace,
    trouble::failure,
};

/// So many in one answer.
const PAGE: usize = 50;

/// What was taken over or done out of turn, newest first.
#[derive(Serialize, utoipa::ToSchema)]
pub(crate) struct OverridesBody {
    items: Vec<OverrideBody>,
    /// For `after`, where there may be more.
    #[serde(skip_serializing_if = "Option::is_none")]
    next: Option<String>,
}

/// A task that was taken over or done out of turn.
#[derive(Serialize, utoipa::ToSchema)]
pub(crate) struct OverrideBody {
    /// `duty.taken_over` or `duty.out_of_turn`.
    kind: String,
    at: String,
    /// The case's reference.
    reference: String,
    /// The office's id.
    authority: String,
    /// The officer's account.
    officer: String,
    /// The officer's name.
    name: String,
    /// The account of whoever had the task.
    #[serde(skip_serializing_if = "Option::is_none")]
    from: Option<String>,
    /// Why it was taken over, in the officer's words; empty where none had to be given.
    reason: String,
    /// How many tasks of the officer's own were due earlier.
    ahead: u64,
}

/// The tasks in one's division or line that were taken over or done out of turn.
#[utoipa::path(
    get,
    path = "/api/v1/overrides",
    params(("after" = Option<String>, Query, description = "`next` of the answer before")),
    responses((status = 200, body = OverridesBody))
)]
pub(super) async fn list(
    State(desk): State<Desk>,
    visitor: Visitor,
    Query(asked): Query<BTreeMap<String, String>>,
) -> Outcome {
    let after = match asked.get("after") {
        None => OverridePlace::newest(),
        Some(text) => {
            OverridePlace::parse(text).ok_or_else(|| Failure::Malformed("after".to_owned()))?
        }
    };
    let found = desk.overrides(&visitor.actor, after, PAGE).await;
    let found = found.map_err(|it| failure(&visitor, it))?;
    let items = found.items.into_iter().map(body).collect();
    let next = found.next.map(|it| it.to_string());
    Ok(Json(OverridesBody { items, next }).into_response())
}

fn body(view: OverrideView) -> OverrideBody {
    OverrideBody {
        kind: view.row.kind,
        at: view.row.at.to_string(),
        reference: view.row.reference,
        authority: view.row.authority,
        officer: view.row.officer.to_string(),
        name: view.name,
        from: view.row.was.map(|it| it.to_string()),
        reason: view.reason,
        ahead: view.row.ahead,
    }
}
