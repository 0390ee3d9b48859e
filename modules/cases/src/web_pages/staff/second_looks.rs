//! Second looks: `/staff/second-looks` for the approvers for whom they wait.

use askama::Template;
use axum::{
    extract::{Path, State},
    http::StatusCode,
};
use jiff::{Timestamp, civil::Date};
use kernel::id::CaseId;
use web::{Bound, Choice, ErrorLink, Failure, Field, Outcome, Page, Visitor};

use super::shared::{Left, left, wrong};
use crate::{
    service::{Desk, SECOND_LOOK, Trouble},
    store::second_looks::LookRow,
    trouble::{failure, second_look_text},
};

const LIST: &str = "/staff/second-looks";

#[derive(Template)]
#[template(path = "cases/staff/second-looks.html")]
struct ListPage {
    p: Page,
    rows: Vec<Row>,
}

#[derive(Template)]
#[template(path = "cases/staff/second-look.html")]
struct LookPage {
    p: Page,
    errors: Vec<ErrorLink>,
    row: Row,
    file: String,
    action: String,
    seal: String,
    outcome: Field,
    reason: Field,
}

struct Row {
    href: String,
    reference: String,
    service: String,
    decision: String,
    decided_at: Timestamp,
    due: Option<(Date, Left)>,
}

/// What waits for the officer.
pub(super) async fn list(State(desk): State<Desk>, visitor: Visitor) -> Outcome {
    let found = desk.second_looks(&visitor.actor).await.map_err(|it| failure(&visitor, it))?;
    let rows = found.iter().map(|it| row(&desk, &visitor, it)).collect();
    visitor.html(&ListPage { p: visitor.page(visitor.t("cases-second-looks-title")), rows })
}

fn row(desk: &Desk, visitor: &Visitor, look: &LookRow) -> Row {
    Row {
        href: format!("{LIST}/{}", look.case),
        reference: look.reference.clone(),
        service: look.name.get(visitor.lang).to_owned(),
        decision: visitor.t(decision_key(look.granted)).to_owned(),
        decided_at: look.decided_at,
        due: look.due_on.map(|due| (due, left(desk, visitor, due))),
    }
}

/// The key of what was decided.
pub(super) const fn decision_key(granted: bool) -> &'static str {
    if granted { "cases-second-look-granted" } else { "cases-second-look-not-granted" }
}

/// One of them.
pub(super) async fn show(
    State(desk): State<Desk>,
    visitor: Visitor,
    Path(case): Path<String>,
) -> Outcome {
    let case = case.parse().map_err(|_| Failure::NotFound)?;
    page(&desk, &visitor, case, ("", ""), Vec::new()).await
}

/// Notes what was found in what was shown.
pub(super) async fn find(
    State(desk): State<Desk>,
    visitor: Visitor,
    Path(case): Path<String>,
    bound: Bound,
) -> Outcome {
    let case: CaseId = case.parse().map_err(|_| Failure::NotFound)?;
    let typed = |name: &str| bound.typed().get(name).to_owned();
    let (outcome, reason) = (typed("outcome"), typed("reason"));
    let errors = errors(&visitor, &outcome, &reason);
    if !errors.is_empty() {
        return page(&desk, &visitor, case, (&outcome, &reason), errors).await;
    }
    let look = desk.second_look(&visitor.actor, case).await;
    let posted = bound.open(&look.as_ref().ok().map(shown))?;
    let is_sound = outcome == "sound";
    let by = &visitor.actor;
    match desk.find_second_look(by, posted.key, case, is_sound, &reason).await {
        Ok(()) => Ok(visitor.go(LIST)),
        Err(Trouble::SecondLook(refusal)) if look.is_ok() => {
            let text = second_look_text(&visitor, refusal);
            let errors = vec![ErrorLink { href: "#outcome-1".to_owned(), text }];
            page(&desk, &visitor, case, (&outcome, &reason), errors).await
        }
        Err(trouble) => Err(failure(&visitor, trouble)),
    }
}

fn errors(visitor: &Visitor, outcome: &str, reason: &str) -> Vec<ErrorLink> {
    match outcome {
        "sound" => Vec::new(),
        "objection" if !reason.is_empty() => Vec::new(),
        "objection" => vec![wrong(visitor, "reason", "cases-second-look-refused-no-reason")],
        _ => vec![wrong(visitor, "outcome-1", "cases-second-look-outcome-needed")],
    }
}

/// What is shown of a second look, as its seal stands for it.
fn shown(row: &LookRow) -> (CaseId, bool, Timestamp, Option<Date>) {
    (row.case, row.granted, row.decided_at, row.due_on)
}

async fn page(
    desk: &Desk,
    visitor: &Visitor,
    case: CaseId,
    typed: (&str, &str),
    errors: Vec<ErrorLink>,
) -> Outcome {
    let look = desk.second_look(&visitor.actor, case).await;
    let look = look.map_err(|it| failure(visitor, it))?;
    let (outcome, reason) = fields(visitor, typed, &errors);
    let status = if errors.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    let page = LookPage {
        p: visitor
            .page(visitor.t("cases-second-look-title"))
            .crumb("/second-looks", visitor.t("cases-second-looks-title"))
            .with_errors(!errors.is_empty()),
        errors,
        file: format!("/staff/cases/{}", look.reference),
        action: format!("{LIST}/{case}"),
        seal: visitor.seal(SECOND_LOOK, &Some(shown(&look))),
        row: row(desk, visitor, &look),
        outcome,
        reason,
    };
    visitor.html_with(status, &page)
}

fn fields(
    visitor: &Visitor,
    (chosen, reason): (&str, &str),
    errors: &[ErrorLink],
) -> (Field, Field) {
    let error = |id: &str| {
        let found = errors.iter().find(|it| it.href.trim_start_matches('#') == id);
        found.map(|it| it.text.clone())
    };
    let option = |value: &str, key: &str| Choice {
        value: value.to_owned(),
        label: visitor.t(key).to_owned(),
        checked: value == chosen,
    };
    let mut outcome = Field::text("outcome", visitor.t("cases-second-look-outcome"))
        .kind("choice")
        .error(error("outcome-1"));
    outcome.options = vec![
        option("sound", "cases-second-look-sound"),
        option("objection", "cases-second-look-objection"),
    ];
    let reason = Field::text("reason", visitor.t("cases-second-look-reason"))
        .kind("long_text")
        .hint(visitor.t("cases-second-look-reason-hint"))
        .value(reason)
        .error(error("reason"))
        .optional();
    (outcome, reason)
}
