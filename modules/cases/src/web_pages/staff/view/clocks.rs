//! The clocks of a case, each with the days that it counted.

use cases_domain::{Case, Due};
use kernel::calendar::Period;
use web::Visitor;

use super::super::shared::{Left, left};
use crate::{
    letters::{Say, day_rows},
    service::{Desk, Trouble},
};

/// A running clock.
pub(in super::super) struct ClockView {
    pub name: String,
    pub due: String,
    pub limit: String,
    pub start: String,
    pub left: Left,
    pub is_provisional: bool,
    pub days: Vec<[String; 2]>,
}

/// The clocks that matter now.
pub(super) fn clocks(
    desk: &Desk,
    visitor: &Visitor,
    case: &Case,
) -> Result<Vec<ClockView>, Trouble> {
    let say = Say::new(visitor.lang)?;
    let today = desk.ledger.clock().today();
    let suspensions = case.suspensions_on(today);
    let is_decided = case.decision.is_some();
    let handling = |due: Option<Due>| due.filter(|_| !is_decided);
    let delivery = case.delivery.filter(|_| case.delivered_at.is_none());
    let all: [(&str, Option<Due>, &[Period]); 4] = [
        ("cases-staff-clock-notice", case.notice, &[]),
        ("cases-staff-clock-promised", handling(case.promised), &suspensions),
        ("cases-staff-clock-statutory", handling(case.statutory), &suspensions),
        ("cases-staff-clock-delivery", delivery, &[]),
    ];
    let calendar = desk.calendars.current();
    let view = |(name, due, suspensions): (&str, Option<Due>, &[Period])| {
        let due = due?;
        let derived = due.derivation(suspensions, &calendar);
        Some(ClockView {
            name: visitor.t(name).to_owned(),
            due: say.date(derived.due),
            limit: say.limit(due.limit),
            start: say.date(due.start),
            left: left(desk, visitor, derived.due),
            is_provisional: derived.provisional,
            days: day_rows(&derived, &say),
        })
    };
    Ok(all.into_iter().filter_map(view).collect())
}
