//! What the record is and how anybody checks it; and how it stands, for those who run it.

use askama::Template;
use audit::quorum::Standing;
use axum::{Json, extract::State, response::IntoResponse};
use record::{Part, State as Standings};
use serde::Serialize;
use web::{Outcome, Page, Visitor};

use super::Desk;

/// How the program of `tools/verify` is called.
const CHECKER: &str = "python3 tlog_verify.py --proof FILE --policy POLICY";

#[derive(Template)]
#[template(path = "app/record.html")]
struct ExplainPage {
    p: Page,
    size: String,
    policy: Option<String>,
    is_witnessed: bool,
    command: &'static str,
}

/// `GET /{l}/record`
pub async fn explain(State(desk): State<Desk>, visitor: Visitor) -> Outcome {
    let state = desk.record.state();
    visitor.html(&ExplainPage {
        command: CHECKER,
        p: visitor.page(visitor.t("app-record-title")),
        size: state.witnessed.to_string(),
        policy: desk.record.policy_text().map(str::to_owned),
        is_witnessed: state.witnesses > 0 && state.witnessed > 0,
    })
}

#[derive(Template)]
#[template(path = "app/record_watch.html")]
struct WatchPage {
    p: Page,
    tag: &'static str,
    word: &'static str,
    meaning: &'static str,
    rows: Vec<(&'static str, String)>,
    faults: Vec<(String, String)>,
    trouble: Option<String>,
}

/// `GET /staff/record`
pub async fn watch(State(desk): State<Desk>, visitor: Visitor) -> Outcome {
    let state = desk.record.state();
    let (tag, word, meaning) = words(&state);
    let part = match state.part {
        Part::Writer => "app-record-writer",
        Part::Standby => "app-record-standby",
    };
    let rows = vec![
        ("app-record-size", state.size.to_string()),
        ("app-record-witnessed", state.witnessed.to_string()),
        ("app-record-witnesses", state.witnesses.to_string()),
        ("app-record-part", visitor.t(part).to_owned()),
    ];
    let p = visitor.page(visitor.t("app-record-menu"));
    let (faults, trouble) = (state.faults, state.trouble);
    visitor.html(&WatchPage { p, tag, word, meaning, rows, faults, trouble })
}

/// Tag, word and meaning of a state.
fn words(state: &Standings) -> (&'static str, &'static str, &'static str) {
    match word(state) {
        "rollback" => ("error", "app-record-rollback", "app-record-rollback-meaning"),
        "unsigned" => ("warn", "app-record-unsigned", "app-record-unsigned-meaning"),
        "unwitnessed" => ("warn", "app-record-unwitnessed", "app-record-unwitnessed-meaning"),
        "stopped" => ("error", "app-record-stopped", "app-record-stopped-meaning"),
        "pending" => ("warn", "app-record-pending", "app-record-pending-meaning"),
        _ => ("good", "app-record-good", "app-record-good-meaning"),
    }
}

/// The state in a word.
fn word(state: &Standings) -> &'static str {
    match state.standing {
        _ if state.is_rollback => "rollback",
        _ if !state.is_signed => "unsigned",
        Standing::Stopped { .. } => "stopped",
        Standing::Pending { .. } => "pending",
        _ if state.witnesses == 0 => "unwitnessed",
        Standing::Waiting { .. } | Standing::Witnessed => "good",
    }
}

/// How the record stands.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub struct Told {
    /// `good`, `pending`, `stopped`, `rollback`, `unwitnessed` or `unsigned`.
    pub state: &'static str,
    /// Entries under the head.
    pub entries: u64,
    /// Entries that enough witnesses have seen.
    pub witnessed: u64,
    /// How many witnesses there are.
    pub witnesses: usize,
    /// Whether an operator must look.
    pub is_alarm: bool,
}

impl Told {
    /// Of a state.
    pub fn of(state: &Standings) -> Self {
        Self {
            state: word(state),
            entries: state.size,
            witnessed: state.witnessed,
            witnesses: state.witnesses,
            is_alarm: state.is_alarm(),
        }
    }
}

#[derive(utoipa::OpenApi)]
#[openapi(paths(watch_api))]
struct Description;

/// The record's part of the API description.
pub fn description() -> utoipa::openapi::OpenApi {
    <Description as utoipa::OpenApi>::openapi()
}

/// How the record stands, for those who run and supervise it.
#[utoipa::path(
    get,
    path = "/api/v1/record",
    operation_id = "record_watch",
    tag = "record",
    responses((status = 200, body = Told))
)]
pub async fn watch_api(State(desk): State<Desk>) -> Outcome {
    Ok(Json(Told::of(&desk.record.state())).into_response())
}
