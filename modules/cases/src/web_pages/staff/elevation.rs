//! Breaking the glass: `/staff/me/elevation` for the officer, `/staff/oversight/elevations` for
//! those who look at it afterwards.

use askama::Template;
use axum::{
    extract::{Path, State},
    http::StatusCode,
};
use jiff::Timestamp;
use kernel::id::AccountId;
use web::{Bound, Choice, ErrorLink, Failure, Field, Outcome, Page, Posted, Visitor};

use super::shared::wrong;
use crate::{
    service::{Desk, ElevationView, Trouble},
    trouble::{elevation_text, failure},
};

const OWN: &str = "/staff/me/elevation";
const LIST: &str = "/staff/oversight/elevations";

#[derive(Template)]
#[template(path = "cases/staff/elevation.html")]
struct OwnPage {
    p: Page,
    errors: Vec<ErrorLink>,
    action: &'static str,
    until: Option<Timestamp>,
    reason: Field,
}

#[derive(Template)]
#[template(path = "cases/staff/elevations.html")]
struct ListPage {
    p: Page,
    rows: Vec<Row>,
}

#[derive(Template)]
#[template(path = "cases/staff/elevation-review.html")]
struct ReviewPage {
    p: Page,
    errors: Vec<ErrorLink>,
    row: Row,
    reason: String,
    reads: Vec<(Timestamp, String)>,
    action: String,
    outcome: Field,
    remark: Field,
    seal: String,
}

struct Row {
    href: String,
    name: String,
    office: String,
    from: Timestamp,
    until: Timestamp,
    is_running: bool,
    is_late: bool,
}

/// Whether the glass is broken, and how to break it.
pub(super) async fn show(State(desk): State<Desk>, visitor: Visitor) -> Outcome {
    own(&desk, &visitor, "", Vec::new()).await
}

/// Breaks it.
pub(super) async fn begin(State(desk): State<Desk>, visitor: Visitor, posted: Posted) -> Outcome {
    let reason = posted.get("reason");
    match desk.break_glass(&visitor.actor, posted.key, reason).await {
        Ok(()) => Ok(visitor.go(OWN)),
        Err(Trouble::ReasonNeeded) => {
            let errors = vec![wrong(&visitor, "reason", "cases-staff-elevation-reason-needed")];
            own(&desk, &visitor, reason, errors).await
        }
        Err(Trouble::Elevation(refusal)) => {
            let text = elevation_text(&visitor, refusal);
            own(&desk, &visitor, reason, vec![ErrorLink { href: "#reason".to_owned(), text }]).await
        }
        Err(trouble) => Err(failure(&visitor, trouble)),
    }
}

/// Ends it before its time.
pub(super) async fn end(State(desk): State<Desk>, visitor: Visitor, posted: Posted) -> Outcome {
    let ended = desk.end_elevation(&visitor.actor, posted.key).await;
    ended.map_err(|it| failure(&visitor, it))?;
    Ok(visitor.go(OWN))
}

async fn own(desk: &Desk, visitor: &Visitor, typed: &str, errors: Vec<ErrorLink>) -> Outcome {
    let running = desk.elevation(&visitor.actor).await.map_err(|it| failure(visitor, it))?;
    let error = errors.first().map(|it| it.text.clone());
    let reason = Field::text("reason", visitor.t("cases-staff-elevation-reason"))
        .kind("long_text")
        .hint(visitor.t("cases-staff-elevation-reason-hint"))
        .value(typed)
        .error(error);
    let status = if errors.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    let page = OwnPage {
        p: visitor.page(visitor.t("cases-staff-elevation-title")).with_errors(!errors.is_empty()),
        errors,
        action: OWN,
        until: running.map(|it| it.until),
        reason,
    };
    visitor.html_with(status, &page)
}

/// What waits for a review.
pub(super) async fn list(State(desk): State<Desk>, visitor: Visitor) -> Outcome {
    let found = desk.elevations(&visitor.actor).await.map_err(|it| failure(&visitor, it))?;
    let rows = found.iter().map(|it| row(&desk, &visitor, it)).collect();
    visitor.html(&ListPage { p: visitor.page(visitor.t("cases-staff-elevations-title")), rows })
}

fn row(desk: &Desk, visitor: &Visitor, view: &ElevationView) -> Row {
    let office = desk.directory.authority(&view.row.authority);
    let office = office.map(|it| it.short.get(visitor.lang).to_owned());
    Row {
        href: format!("{LIST}/{}", view.row.account),
        name: view.name.clone(),
        office: office.unwrap_or_else(|| view.row.authority.clone()),
        from: view.row.from,
        until: view.row.until,
        is_running: view.is_running,
        is_late: view.is_late,
    }
}

/// One of them, with what was read.
pub(super) async fn one(
    State(desk): State<Desk>,
    visitor: Visitor,
    Path(account): Path<String>,
) -> Outcome {
    let account = account.parse().map_err(|_| Failure::NotFound)?;
    review_page(&desk, &visitor, account, ("", ""), Vec::new()).await
}

/// Notes what was found in what was shown.
pub(super) async fn review(
    State(desk): State<Desk>,
    visitor: Visitor,
    Path(account): Path<String>,
    bound: Bound,
) -> Outcome {
    let account: AccountId = account.parse().map_err(|_| Failure::NotFound)?;
    let typed = |name: &str| bound.typed().get(name).to_owned();
    let (outcome, remark) = (typed("outcome"), typed("remark"));
    let errors = review_errors(&visitor, &outcome, &remark);
    if !errors.is_empty() {
        return review_page(&desk, &visitor, account, (&outcome, &remark), errors).await;
    }
    let view = desk.unreviewed(&visitor.actor, account).await;
    // What somebody reviewed meanwhile is not there any more, and the rules say so.
    let shown = view.as_ref().ok().map(shown);
    let posted = bound.open(&shown)?;
    let in_order = outcome == "in_order";
    match desk.review_elevation(&visitor.actor, posted.key, account, in_order, &remark).await {
        Ok(()) => Ok(visitor.go(LIST)),
        Err(Trouble::Elevation(refusal)) => {
            let text = elevation_text(&visitor, refusal);
            let errors = vec![ErrorLink { href: "#outcome-1".to_owned(), text }];
            review_page(&desk, &visitor, account, (&outcome, &remark), errors).await
        }
        Err(trouble) => Err(failure(&visitor, trouble)),
    }
}

fn review_errors(visitor: &Visitor, outcome: &str, remark: &str) -> Vec<ErrorLink> {
    let mut errors = Vec::new();
    if !matches!(outcome, "in_order" | "not_in_order") {
        errors.push(wrong(visitor, "outcome-1", "cases-staff-elevation-outcome-needed"));
    }
    if remark.is_empty() {
        errors.push(wrong(visitor, "remark", "cases-staff-elevation-remark-needed"));
    }
    errors
}

/// What is shown of an elevation, as its seal stands for it: whose, since when, and every read.
fn shown(view: &ElevationView) -> (AccountId, Timestamp, String, Vec<(Timestamp, String)>) {
    (view.row.account, view.row.from, view.reason.clone(), view.reads.clone())
}

async fn review_page(
    desk: &Desk,
    visitor: &Visitor,
    account: AccountId,
    typed: (&str, &str),
    errors: Vec<ErrorLink>,
) -> Outcome {
    let view = desk.unreviewed(&visitor.actor, account).await;
    let view = view.map_err(|it| failure(visitor, it))?;
    let (outcome, remark) = review_fields(visitor, typed, &errors);
    let status = if errors.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    let page = ReviewPage {
        p: visitor
            .page(visitor.t("cases-staff-elevation-review-title"))
            .crumb("/oversight/elevations", visitor.t("cases-staff-elevations-title"))
            .with_errors(!errors.is_empty()),
        errors,
        row: row(desk, visitor, &view),
        seal: visitor.seal("cases.review_elevation", &Some(shown(&view))),
        reason: view.reason,
        reads: view.reads,
        action: format!("{LIST}/{account}"),
        outcome,
        remark,
    };
    visitor.html_with(status, &page)
}

/// What was found, and in which words.
fn review_fields(
    visitor: &Visitor,
    (chosen, remark): (&str, &str),
    errors: &[ErrorLink],
) -> (Field, Field) {
    let error = |id: &str| {
        let found = errors.iter().find(|it| it.href.trim_start_matches('#') == id);
        found.map(|it| it.text.clone())
    };
    let mut outcome = Field::text("outcome", visitor.t("cases-staff-elevation-outcome"))
        .kind("choice")
        .error(error("outcome-1"));
    let option = |value: &str, key: &str| Choice {
        value: value.to_owned(),
        label: visitor.t(key).to_owned(),
        checked: value == chosen,
    };
    outcome.options = vec![
        option("in_order", "cases-staff-elevation-in-order"),
        option("not_in_order", "cases-staff-elevation-not-in-order"),
    ];
    let remark = Field::text("remark", visitor.t("cases-staff-elevation-remark"))
        .kind("long_text")
        .value(remark)
        .error(error("remark"));
    (outcome, remark)
}
