//! Second looks, for those who look and those who oversee, and the pace of decisions.

use axum::{
    Json,
    extract::{Path, State, rejection::JsonRejection},
    http::StatusCode,
    response::IntoResponse,
};
use cases_domain::Finding;
use kernel::{LocalText, id::CaseId};
use serde::{Deserialize, Serialize};
use web::{Api, Failure, Outcome, Visitor};

use super::view::sent;
use crate::{
    service::{Desk, HastyView, LookView, OverseenLook},
    store::second_looks::LookRow,
    trouble::failure,
};

type Body<T> = Result<Json<T>, JsonRejection>;

/// A second look.
#[derive(Serialize, utoipa::ToSchema)]
pub(crate) struct SecondLookBody {
    /// Its id, which is the case's.
    id: String,
    /// The case's reference.
    reference: String,
    /// The service's name, by language tag.
    #[schema(value_type = Object)]
    name: LocalText,
    /// The authority that decided.
    authority: String,
    granted: bool,
    decided_at: String,
    /// `waiting`, `sound`, `objected`, or `passed` and `entered` where nobody has to look.
    stage: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    due_on: Option<String>,
}

/// A second look as supervisors see it in their list.
#[derive(Serialize, utoipa::ToSchema)]
pub(crate) struct OverseenLookBody {
    look: SecondLookBody,
    is_late: bool,
    /// Whether nobody of the authority may do it.
    is_stuck: bool,
}

/// What supervisors look at.
#[derive(Serialize, utoipa::ToSchema)]
pub(crate) struct OverseenBody {
    /// The most urgent first.
    waiting: Vec<OverseenLookBody>,
    /// The newest first.
    objected: Vec<SecondLookBody>,
}

/// A second look with its lot and what was found.
#[derive(Serialize, utoipa::ToSchema)]
pub(crate) struct SecondLookWholeBody {
    look: SecondLookBody,
    /// Who decided.
    decided_by: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    lot: Option<LotBody>,
    #[serde(skip_serializing_if = "Option::is_none")]
    finding: Option<FoundBody>,
}

/// From what a lot was drawn: SHA-256 of the root's bytes, the sixteen bytes of the case's id and
/// `seq` in eight bytes; its first eight bytes, as a number, lie in the lowest `per_mille`
/// thousandths where somebody has to look.
#[derive(Serialize, utoipa::ToSchema)]
pub(crate) struct LotBody {
    /// Entries under the checkpoint.
    size: u64,
    /// Root of the checkpoint, as it is published.
    root: String,
    /// The case's version at which its decision left.
    seq: u64,
    per_mille: u32,
}

/// What somebody found.
#[derive(Serialize, utoipa::ToSchema)]
pub(crate) struct FoundBody {
    is_sound: bool,
    reason: String,
    /// Who looked.
    by: String,
    at: String,
}

/// What one found.
#[derive(Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct SecondLookFindingBody {
    is_sound: bool,
    /// Needed for an objection.
    #[serde(default)]
    reason: String,
}

/// An officer who decides faster than is thought possible here.
#[derive(Serialize, utoipa::ToSchema)]
pub(crate) struct PaceBody {
    account: String,
    name: String,
    authority: String,
    decisions: usize,
    /// How many of a hundred were grants.
    granted_percent: usize,
    most_in_hour: usize,
    /// Seconds from opening to deciding; not there where too few are known.
    #[serde(skip_serializing_if = "Option::is_none")]
    median_seconds: Option<i64>,
    /// Whether there are too many in an hour.
    is_crowded: bool,
    /// Whether too little time lies between opening and deciding.
    is_short: bool,
}

/// The second looks that wait for one.
#[utoipa::path(
    get,
    path = "/api/v1/second-looks",
    responses((status = 200, body = Vec<SecondLookBody>))
)]
pub(super) async fn list(State(desk): State<Desk>, visitor: Visitor) -> Outcome {
    let found = desk.second_looks(&visitor.actor).await.map_err(|it| failure(&visitor, it))?;
    Ok(Json(found.iter().map(look).collect::<Vec<_>>()).into_response())
}

fn look(row: &LookRow) -> SecondLookBody {
    SecondLookBody {
        id: row.case.to_string(),
        reference: row.reference.clone(),
        name: row.name.clone(),
        authority: row.authority.clone(),
        granted: row.granted,
        decided_at: row.decided_at.to_string(),
        stage: row.stage.clone(),
        due_on: row.due_on.map(|it| it.to_string()),
    }
}

/// Notes what one found. The file must have been opened since the lot was drawn.
#[utoipa::path(
    post,
    path = "/api/v1/second-looks/{look}",
    request_body = SecondLookFindingBody,
    params(("look" = String, Path, description = "Its id")),
    responses(
        (status = 204, description = "Noted"),
        (status = 404, description = "None waits"),
        (status = 422, description = "`second_look.had_hand`, `.not_opened`, `.no_reason`")
    )
)]
pub(super) async fn find(
    State(desk): State<Desk>,
    api: Api,
    Path(id): Path<String>,
    body: Body<SecondLookFindingBody>,
) -> Outcome {
    let id: CaseId = id.parse().map_err(|_| Failure::NotFound)?;
    let SecondLookFindingBody { is_sound, reason } = sent(body)?;
    let done = desk.find_second_look(&api.visitor.actor, api.key, id, is_sound, &reason).await;
    done.map_err(|it| failure(&api.visitor, it))?;
    Ok(StatusCode::NO_CONTENT.into_response())
}

/// The second looks of one's division or line that wait, and the objections.
#[utoipa::path(
    get,
    path = "/api/v1/oversight/second-looks",
    responses((status = 200, body = OverseenBody))
)]
pub(super) async fn overseen(State(desk): State<Desk>, visitor: Visitor) -> Outcome {
    let found = desk.overseen_looks(&visitor.actor).await;
    let (waiting, objected) = found.map_err(|it| failure(&visitor, it))?;
    let waits = |it: &OverseenLook| OverseenLookBody {
        look: look(&it.row),
        is_late: it.is_late,
        is_stuck: it.is_stuck,
    };
    let waiting = waiting.iter().map(waits).collect();
    Ok(Json(OverseenBody { waiting, objected: objected.iter().map(look).collect() })
        .into_response())
}

/// One of them, with its lot and what was found. The read is recorded.
#[utoipa::path(
    get,
    path = "/api/v1/oversight/second-looks/{look}",
    params(("look" = String, Path, description = "Its id")),
    responses((status = 200, body = SecondLookWholeBody), (status = 404, description = "None"))
)]
pub(super) async fn overseen_one(
    State(desk): State<Desk>,
    visitor: Visitor,
    Path(id): Path<String>,
) -> Outcome {
    let id: CaseId = id.parse().map_err(|_| Failure::NotFound)?;
    let view = desk.overseen_look(&visitor.actor, id).await;
    let view = view.map_err(|it| failure(&visitor, it))?;
    let found = |it: &Finding| FoundBody {
        is_sound: it.is_sound,
        reason: it.reason.as_str().to_owned(),
        by: view.found_by.clone(),
        at: it.at.to_string(),
    };
    let body = SecondLookWholeBody {
        look: look(&view.row),
        decided_by: view.decided_by.clone(),
        lot: lot(&view),
        finding: view.look.finding.as_ref().map(found),
    };
    Ok(Json(body).into_response())
}

fn lot(view: &LookView) -> Option<LotBody> {
    let (ruled, draw) = (view.look.ruled.as_ref()?, view.look.draw.as_ref()?);
    let from = draw.from.clone();
    Some(LotBody { size: from.size, root: from.root, seq: ruled.seq, per_mille: draw.per_mille })
}

/// The officers of one's division or line who decide faster than is thought possible here.
#[utoipa::path(
    get,
    path = "/api/v1/oversight/pace",
    responses((status = 200, body = Vec<PaceBody>))
)]
pub(super) async fn pace(State(desk): State<Desk>, visitor: Visitor) -> Outcome {
    let found = desk.hasty(&visitor.actor).await.map_err(|it| failure(&visitor, it))?;
    let body = |it: HastyView| PaceBody {
        account: it.account.to_string(),
        name: it.name,
        authority: it.authority,
        decisions: it.pace.decisions,
        granted_percent: it.pace.granted_percent(),
        most_in_hour: it.pace.most_in_hour,
        median_seconds: it.pace.median.map(|it| it.as_secs()),
        is_crowded: it.is_crowded,
        is_short: it.is_short,
    };
    Ok(Json(found.into_iter().map(body).collect::<Vec<_>>()).into_response())
}
