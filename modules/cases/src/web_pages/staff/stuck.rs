//! `/staff/oversight/stuck`: tasks that nobody of the office may do, for supervisors.

use askama::Template;
use axum::extract::State;
use jiff::civil::Date;
use kernel::Role;
use web::{Outcome, Page, Visitor};

use super::shared::{Left, left};
use crate::{service::Desk, trouble::failure};

#[derive(Template)]
#[template(path = "cases/staff/stuck.html")]
struct StuckPage {
    p: Page,
    rows: Vec<StuckRow>,
}

struct StuckRow {
    href: String,
    reference: String,
    service: String,
    office: String,
    role: String,
    left: Left,
    due: Date,
}

/// The list.
pub(super) async fn show(State(desk): State<Desk>, visitor: Visitor) -> Outcome {
    let found = desk.stuck(&visitor.actor).await.map_err(|it| failure(&visitor, it))?;
    let row = |it: &crate::store::Urgent| {
        let office = desk.directory.authority(&it.unit);
        let office = office.map(|it| it.short.get(visitor.lang).to_owned());
        StuckRow {
            href: format!("/staff/cases/{}", it.reference),
            reference: it.reference.clone(),
            service: it.name.get(visitor.lang).to_owned(),
            office: office.unwrap_or_else(|| it.unit.clone()),
            role: visitor.t(role_key(it.role)).to_owned(),
            left: left(&desk, &visitor, it.due_on),
            due: it.due_on,
        }
    };
    let rows = found.iter().map(row).collect();
    visitor.html(&StuckPage { p: visitor.page(visitor.t("cases-staff-stuck-title")), rows })
}

/// The key of the word of a role that has tasks.
pub(super) const fn role_key(role: Role) -> &'static str {
    match role {
        Role::Approver => "cases-staff-role-approver",
        Role::Clerk => "cases-staff-role-clerk",
        _ => "cases-staff-role-examiner",
    }
}
