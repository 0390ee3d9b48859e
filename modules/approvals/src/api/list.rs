//! `GET /api/v1/approvals`

use ::web::{Failure, Outcome, Visitor};
use axum::{
    Json,
    extract::{Query, State},
    response::IntoResponse,
};
use kernel::LocalText;
use serde::{Deserialize, Serialize};

use crate::{service::SecondPerson, store::Listed, web::place};

/// Which proposals.
#[derive(Deserialize)]
pub struct Wish {
    /// `waiting`, `own` or `history`.
    #[serde(default)]
    view: String,
    #[serde(default)]
    after: String,
}

/// A page of proposals.
#[derive(Serialize, utoipa::ToSchema)]
pub struct ApprovalsBody {
    approvals: Vec<RowBody>,
    /// For the next page: the value of `after`; null on the last.
    next: Option<String>,
}

/// One proposal in a list.
#[derive(Serialize, utoipa::ToSchema)]
pub struct RowBody {
    id: String,
    /// The kind's word, such as `licences.revoke`.
    kind: String,
    #[schema(value_type = Object)]
    title: LocalText,
    /// The authority whose act it is.
    authority: String,
    /// The thing that is touched.
    matter: String,
    /// Where it stands: `waiting`, `approved`, `refused`, `withdrawn`, `expired`, `executed` or
    /// `overtaken`.
    state: &'static str,
    proposed_at: String,
    expires_at: String,
    /// When it is carried out, once approved.
    due_at: Option<String>,
}

/// The proposals that wait for the asker, that are their own, or that are over.
#[utoipa::path(
    get,
    path = "/api/v1/approvals",
    operation_id = "approvals_list",
    tag = "approvals",
    params(
        ("view" = Option<String>, Query, description = "`waiting` (as without), `own` or `history`"),
        ("after" = Option<String>, Query, description = "`next` of the page before; for `history`"),
    ),
    responses((status = 200, description = "A page of proposals", body = ApprovalsBody))
)]
pub async fn list(
    State(service): State<SecondPerson>,
    visitor: Visitor,
    Query(wish): Query<Wish>,
) -> Outcome {
    let actor = &visitor.actor;
    let (found, next) = match wish.view.as_str() {
        "" | "waiting" => (service.waiting(actor).await?, None),
        "own" => (service.own(actor).await?, None),
        "history" => service.history(actor, place(&wish.after)).await?,
        _ => return Err(Failure::Malformed("view is waiting, own or history".to_owned())),
    };
    let next = next.map(|(at, id)| format!("{},{id}", at.as_microsecond()));
    let approvals = found.into_iter().map(|it| row(&service, it)).collect();
    Ok(Json(ApprovalsBody { approvals, next }).into_response())
}

fn row(service: &SecondPerson, it: Listed) -> RowBody {
    RowBody {
        id: it.id.to_string(),
        title: service.title(&it.kind),
        kind: it.kind,
        authority: it.authority,
        matter: it.matter,
        state: it.state.word(),
        proposed_at: it.proposed_at.to_string(),
        expires_at: it.expires_at.to_string(),
        due_at: it.due_at.map(|at| at.to_string()),
    }
}
