//! The waiting tasks of an officer.

use std::collections::BTreeMap;

use axum::{
    Json,
    extract::{Query, State},
    response::IntoResponse,
};
use kernel::LocalText;
use serde::Serialize;
use web::{Failure, Outcome, Visitor};

use crate::{
    service::{Desk, Span},
    store::{Part, QueueMark, Queued},
    trouble::failure,
};

/// So many tasks in one answer.
const PAGE: usize = 50;

/// The tasks of one's authority and role: first one's own, then the office's, then those of
/// colleagues, each part with the most urgent first.
#[derive(Serialize, utoipa::ToSchema)]
pub(crate) struct QueueBody {
    tasks: Vec<TaskBody>,
    /// For `after`, where there may be more.
    #[serde(skip_serializing_if = "Option::is_none")]
    next: Option<String>,
}

/// A task.
#[derive(Serialize, utoipa::ToSchema)]
pub(crate) struct TaskBody {
    /// The case's reference.
    reference: String,
    /// The service's name, by language tag.
    #[schema(value_type = Object)]
    name: LocalText,
    /// The step's id.
    step: String,
    /// The member of a joint review.
    #[serde(skip_serializing_if = "Option::is_none")]
    member: Option<String>,
    due_on: String,
    /// Working days left; negative when it is late.
    days_left: i64,
    submitted_at: String,
    status: String,
    /// Whose it is: `own`, `office` (nobody's) or `colleague`.
    assigned: &'static str,
}

/// The waiting tasks: one's own first, the most urgent of each part first.
#[utoipa::path(
    get,
    path = "/api/v1/queue",
    params(("after" = Option<String>, Query, description = "`next` of the answer before")),
    responses((status = 200, body = QueueBody), (status = 403, description = "Not an officer"))
)]
pub(super) async fn show(
    State(desk): State<Desk>,
    visitor: Visitor,
    Query(asked): Query<BTreeMap<String, String>>,
) -> Outcome {
    let after = match asked.get("after") {
        None => None,
        Some(text) => {
            let mark = QueueMark::parse(text);
            Some(mark.ok_or_else(|| Failure::Malformed("after".to_owned()))?)
        }
    };
    let tasks = desk.queue(&visitor.actor, &Span::whole(), after.as_ref(), PAGE).await;
    let tasks = tasks.map_err(|trouble| failure(&visitor, trouble))?;
    let last = tasks.last().filter(|_| tasks.len() >= PAGE);
    let next = last.map(|it| it.mark().to_string());
    let tasks = tasks.into_iter().map(|it| task(&desk, it)).collect();
    Ok(Json(QueueBody { tasks, next }).into_response())
}

fn task(desk: &Desk, task: Queued) -> TaskBody {
    TaskBody {
        reference: task.reference,
        name: task.name,
        step: task.step,
        member: (!task.member.is_empty()).then_some(task.member),
        due_on: task.due_on.to_string(),
        days_left: desk.days_left(task.due_on),
        submitted_at: task.submitted_at.to_string(),
        status: task.stage,
        assigned: match task.part {
            Part::Own => "own",
            Part::Office => "office",
            Part::Others => "colleague",
        },
    }
}
