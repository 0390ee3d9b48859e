//! How decisions are watched: `/staff/oversight/second-looks` and `/staff/oversight/pace`, for
//! supervisors.

use askama::Template;
use axum::extract::{Path, State};
use jiff::{Timestamp, civil::Date};
use kernel::id::CaseId;
use web::{Failure, Outcome, Page, Visitor};

use super::{
    second_looks::decision_key,
    shared::{Left, Tag, left},
};
use crate::{
    service::{Desk, HastyView, LookView, OverseenLook, PACE_DAYS},
    store::second_looks::LookRow,
    trouble::failure,
};

const LIST: &str = "/staff/oversight/second-looks";

#[derive(Template)]
#[template(path = "cases/staff/second-looks-overseen.html")]
struct ListPage {
    p: Page,
    waiting: Vec<WaitingRow>,
    objected: Vec<ObjectedRow>,
}

struct WaitingRow {
    href: String,
    reference: String,
    office: String,
    decision: String,
    due: Option<(Date, Left)>,
    tag: Tag,
}

struct ObjectedRow {
    href: String,
    reference: String,
    office: String,
    decision: String,
    found_at: Option<Timestamp>,
}

#[derive(Template)]
#[template(path = "cases/staff/second-look-overseen.html")]
struct LookPage {
    p: Page,
    row: WaitingRow,
    decided_at: Timestamp,
    decided_by: String,
    file: String,
    finding: Option<FindingView>,
    lot: Option<LotView>,
}

struct FindingView {
    is_sound: bool,
    reason: String,
    by: String,
    at: Timestamp,
}

/// The lot, for whoever draws it again.
struct LotView {
    size: u64,
    root: String,
    case: CaseId,
    seq: u64,
    per_mille: u32,
}

#[derive(Template)]
#[template(path = "cases/staff/pace.html")]
struct PacePage {
    p: Page,
    lead: String,
    rows: Vec<PaceRow>,
}

struct PaceRow {
    name: String,
    office: String,
    decisions: usize,
    most_in_hour: usize,
    is_crowded: bool,
    median: String,
    is_short: bool,
    granted: String,
}

/// What waits, and what was objected to.
pub(super) async fn list(State(desk): State<Desk>, visitor: Visitor) -> Outcome {
    let found = desk.overseen_looks(&visitor.actor).await;
    let (waiting, objected) = found.map_err(|it| failure(&visitor, it))?;
    let objected = objected.iter().map(|it| ObjectedRow {
        href: format!("{LIST}/{}", it.case),
        reference: it.reference.clone(),
        office: office(&desk, &visitor, &it.authority),
        decision: visitor.t(decision_key(it.granted)).to_owned(),
        found_at: it.found_at,
    });
    let page = ListPage {
        p: visitor.page(visitor.t("cases-second-looks-overseen-title")),
        waiting: waiting.iter().map(|it| waiting_row(&desk, &visitor, it)).collect(),
        objected: objected.collect(),
    };
    visitor.html(&page)
}

fn office(desk: &Desk, visitor: &Visitor, authority: &str) -> String {
    let office = desk.directory.authority(authority);
    office.map_or_else(|| authority.to_owned(), |it| it.short.get(visitor.lang).to_owned())
}

fn waiting_row(desk: &Desk, visitor: &Visitor, look: &OverseenLook) -> WaitingRow {
    let (kind, key) = match (look.is_late, look.is_stuck) {
        (true, _) => ("error", "cases-second-look-late"),
        (false, true) => ("warn", "cases-second-look-stuck"),
        (false, false) => ("info", "cases-second-look-waits"),
    };
    row(desk, visitor, &look.row, Tag { kind, text: visitor.t(key).to_owned() })
}

fn row(desk: &Desk, visitor: &Visitor, it: &LookRow, tag: Tag) -> WaitingRow {
    WaitingRow {
        href: format!("{LIST}/{}", it.case),
        reference: it.reference.clone(),
        office: office(desk, visitor, &it.authority),
        decision: visitor.t(decision_key(it.granted)).to_owned(),
        due: it.due_on.map(|due| (due, left(desk, visitor, due))),
        tag,
    }
}

/// One of them, with its lot and what was found.
pub(super) async fn show(
    State(desk): State<Desk>,
    visitor: Visitor,
    Path(case): Path<String>,
) -> Outcome {
    let case: CaseId = case.parse().map_err(|_| Failure::NotFound)?;
    let view = desk.overseen_look(&visitor.actor, case).await;
    let view = view.map_err(|it| failure(&visitor, it))?;
    let (kind, key) = match view.row.stage.as_str() {
        "objected" => ("error", "cases-second-look-objected"),
        "sound" => ("good", "cases-second-look-found-sound"),
        "waiting" => ("info", "cases-second-look-waits"),
        _ => ("plain", "cases-second-look-not-drawn"),
    };
    let tag = Tag { kind, text: visitor.t(key).to_owned() };
    let page = LookPage {
        p: visitor
            .page(visitor.t("cases-second-look-title"))
            .crumb("/oversight/second-looks", visitor.t("cases-second-looks-overseen-title")),
        row: row(&desk, &visitor, &view.row, tag),
        decided_at: view.row.decided_at,
        decided_by: view.decided_by.clone(),
        file: format!("/staff/cases/{}", view.row.reference),
        finding: finding(&view),
        lot: lot(&view, case),
    };
    visitor.html(&page)
}

fn finding(view: &LookView) -> Option<FindingView> {
    view.look.finding.as_ref().map(|it| FindingView {
        is_sound: it.is_sound,
        reason: it.reason.as_str().to_owned(),
        by: view.found_by.clone(),
        at: it.at,
    })
}

fn lot(view: &LookView, case: CaseId) -> Option<LotView> {
    let (ruled, draw) = (view.look.ruled.as_ref()?, view.look.draw.as_ref()?);
    Some(LotView {
        size: draw.from.size,
        root: draw.from.root.clone(),
        case,
        seq: ruled.seq,
        per_mille: draw.per_mille,
    })
}

/// Who decides faster than is thought possible.
pub(super) async fn pace(State(desk): State<Desk>, visitor: Visitor) -> Outcome {
    let found = desk.hasty(&visitor.actor).await.map_err(|it| failure(&visitor, it))?;
    let limits = desk.pace_limits();
    let lead = visitor.tr(
        "cases-pace-lead",
        &[
            ("days", &PACE_DAYS),
            ("most", &limits.most_in_hour),
            ("seconds", &limits.least.as_secs()),
        ],
    );
    let rows = found.into_iter().map(|it| pace_row(&desk, &visitor, it)).collect();
    visitor.html(&PacePage { p: visitor.page(visitor.t("cases-pace-title")), lead, rows })
}

fn pace_row(desk: &Desk, visitor: &Visitor, it: HastyView) -> PaceRow {
    let median = it.pace.median.map_or_else(
        || visitor.t("cases-staff-none").to_owned(),
        |median| visitor.tr("cases-pace-seconds", &[("seconds", &median.as_secs())]),
    );
    PaceRow {
        office: office(desk, visitor, &it.authority),
        name: it.name,
        decisions: it.pace.decisions,
        most_in_hour: it.pace.most_in_hour,
        is_crowded: it.is_crowded,
        median,
        is_short: it.is_short,
        granted: format!("{}%", it.pace.granted_percent()),
    }
}
