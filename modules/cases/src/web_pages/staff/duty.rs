//! Taking over the task of a colleague, and `/staff/oversight/overrides`: what was taken over or
//! done out of turn, for supervisors.

use askama::Template;
use axum::extract::{Path, Query, State};
use cases_domain::CaseRefusal;
use jiff::Timestamp;
use serde::Deserialize;
use web::{Bound, Outcome, Page, Visitor};

use super::{
    case_page::{again, changed, refused},
    form::Typed,
    shared::{order, standing, wrong},
};
use crate::{
    service::{Desk, OverrideView, Trouble},
    store::duty::OverridePlace,
    trouble::failure,
};

const LIST: &str = "/staff/oversight/overrides";
const ROWS: usize = 50;

/// `POST …/take-over`: the task of a colleague, for a reason.
pub(super) async fn take_over(
    State(desk): State<Desk>,
    visitor: Visitor,
    Path(reference): Path<String>,
    bound: Bound,
) -> Outcome {
    let typed = Typed::read(bound.typed());
    let (id, case, version) =
        standing(&desk, &visitor, &reference, "cases.take_over", Some(&bound)).await?;
    let needed = || vec![wrong(&visitor, "reason", "cases-refusal-no-take-over-reason")];
    if typed.reason.is_empty() {
        return again(&desk, &visitor, &reference, &typed, needed()).await;
    }
    let Ok(posted) = bound.open_at(&case.reference, version) else {
        return changed(&desk, &visitor, &reference, &typed).await;
    };
    match desk.take_over(&order(&visitor, &posted)?, id, &typed.reason).await {
        Ok(()) => {
            let of = &case.reference;
            Ok(visitor.go(format!("/staff/cases/{of}?done=taken-over&of={of}")))
        }
        Err(Trouble::Refused(CaseRefusal::NoTakeOverReason)) => {
            again(&desk, &visitor, &reference, &typed, needed()).await
        }
        Err(trouble) => refused(&desk, &visitor, &reference, &typed, trouble).await,
    }
}

#[derive(Template)]
#[template(path = "cases/staff/overrides.html")]
struct ListPage {
    p: Page,
    rows: Vec<Row>,
    next: Option<String>,
}

struct Row {
    at: Timestamp,
    name: String,
    office: String,
    href: String,
    reference: String,
    what: String,
    reason: String,
}

/// Which page of the list.
#[derive(Deserialize, Default)]
pub(super) struct Asked {
    #[serde(default)]
    after: String,
}

/// The list.
pub(super) async fn list(
    State(desk): State<Desk>,
    visitor: Visitor,
    Query(asked): Query<Asked>,
) -> Outcome {
    let after = OverridePlace::parse(&asked.after).unwrap_or_else(OverridePlace::newest);
    let found = desk.overrides(&visitor.actor, after, ROWS).await;
    let found = found.map_err(|it| failure(&visitor, it))?;
    let page = ListPage {
        p: visitor.page(visitor.t("cases-staff-overrides-title")),
        rows: found.items.into_iter().map(|it| row(&desk, &visitor, it)).collect(),
        next: found.next.map(|place| format!("{LIST}?after={place}")),
    };
    visitor.html(&page)
}

fn row(desk: &Desk, visitor: &Visitor, view: OverrideView) -> Row {
    let office = desk.directory.authority(&view.row.authority);
    let office = office.map(|it| it.short.get(visitor.lang).to_owned());
    let what = match &view.was {
        Some(name) => visitor.tr("cases-staff-override-taken", &[("name", name)]),
        None => visitor.tr("cases-staff-override-turn", &[("count", &view.row.ahead)]),
    };
    Row {
        at: view.row.at,
        name: view.name,
        office: office.unwrap_or_else(|| view.row.authority.clone()),
        href: format!("/staff/cases/{}", view.row.reference),
        reference: view.row.reference,
        what,
        reason: view.reason,
    }
}
