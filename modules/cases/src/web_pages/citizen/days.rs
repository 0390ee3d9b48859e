//! Why the date is what it is: every day of the clock with its reason, and the pauses.

use cases_domain::{Case, CaseEvent, Due, Stage};
use catalogue_domain::definition::ServiceDefinition;
use jiff::civil::Date;
use kernel::{
    Recorded,
    calendar::{DayUnit, DayVerdict, Deadline},
};
use web::Visitor;

use super::words::{date, local, weekday_key};
use crate::service::Desk;

/// The date that matters to the applicant now.
pub(super) struct DueView {
    /// What happens until then.
    pub label: String,
    pub on: String,
    /// When the limit ends that the law sets, where a shorter one was promised.
    pub statutory: Option<String>,
    pub is_late: bool,
    pub is_provisional: bool,
    /// From when it is counted and how long the limit is.
    pub rule: String,
    pub version: u32,
    pub days: Vec<DayRow>,
}

/// One day of the clock.
pub(super) struct DayRow {
    pub iso: String,
    pub date: String,
    pub weekday: String,
    pub reason: String,
    pub counts: bool,
}

/// A time that does not count.
pub(super) struct Pause {
    pub from: Date,
    /// The day on which the clock ran again.
    pub until: Option<Date>,
    pub name: String,
    pub reason: String,
    /// From when to when, in words.
    pub text: String,
}

/// The date and how it came about; none where no clock runs.
pub(super) fn due(
    desk: &Desk,
    visitor: &Visitor,
    case: &Case,
    pauses: &[Pause],
) -> Option<DueView> {
    let today = desk.ledger.clock().today();
    let (key, deadline, statutory) = match &case.stage {
        Stage::None | Stage::Returned { .. } => return None,
        Stage::Submitted { .. } => ("cases-due-notice", desk.derivation(case)?, None),
        Stage::InReview { .. } => ("cases-due-decision", desk.derivation(case)?, case.statutory),
        Stage::Paused { .. } => ("cases-due-paused", desk.derivation(case)?, None),
        Stage::Approved => ("cases-due-delivery", delivery(desk, case)?, None),
        Stage::Concluded { .. } if case.delivered_at.is_some() => return None,
        Stage::Concluded { .. } => ("cases-due-delivery", delivery(desk, case)?, None),
    };
    let derivation = &deadline.derivation;
    let unit = match derivation.limit.unit {
        DayUnit::Working => "cases-due-rule-working",
        DayUnit::Calendar => "cases-due-rule-calendar",
    };
    let start = date(visitor, derivation.start);
    let later = statutory.filter(|it: &Due| it.on != deadline.due);
    Some(DueView {
        label: visitor.t(key).to_owned(),
        on: date(visitor, deadline.due),
        statutory: later.map(|it| date(visitor, it.on)),
        is_late: deadline.is_overdue(today),
        is_provisional: deadline.provisional,
        rule: visitor.tr(unit, &[("start", &start), ("days", &derivation.limit.days)]),
        version: deadline.calendar_version,
        days: days(visitor, &deadline, pauses),
    })
}

fn delivery(desk: &Desk, case: &Case) -> Option<Deadline> {
    let calendar = desk.calendars.current();
    case.delivery.map(|due| due.derivation(&[], &calendar))
}

fn days(visitor: &Visitor, deadline: &Deadline, pauses: &[Pause]) -> Vec<DayRow> {
    let row = |(day, verdict): &(Date, DayVerdict)| DayRow {
        iso: day.to_string(),
        date: date(visitor, *day),
        weekday: visitor.t(weekday_key(*day)).to_owned(),
        reason: reason(visitor, *day, verdict, pauses),
        counts: matches!(verdict, DayVerdict::Counted(_) | DayVerdict::Moved),
    };
    deadline.derivation.days.iter().map(row).collect()
}

fn reason(visitor: &Visitor, day: Date, verdict: &DayVerdict, pauses: &[Pause]) -> String {
    match verdict {
        DayVerdict::Counted(number) if is_weekend(day) => {
            visitor.tr("cases-day-make-up", &[("number", number)])
        }
        DayVerdict::Counted(number) => visitor.tr("cases-day-counted", &[("number", number)]),
        DayVerdict::Weekend => visitor.t("cases-day-weekend").to_owned(),
        DayVerdict::Holiday(name) => {
            visitor.tr("cases-day-holiday", &[("name", &name.get(visitor.lang))])
        }
        DayVerdict::Suspended => {
            let covers = |it: &&Pause| it.from <= day && it.until.is_none_or(|end| day < end);
            let name = pauses.iter().find(covers).map_or("", |it| it.name.as_str());
            visitor.tr("cases-day-suspended", &[("name", &name)])
        }
        DayVerdict::Moved => visitor.t("cases-day-moved").to_owned(),
    }
}

fn is_weekend(day: Date) -> bool {
    day.weekday().to_monday_zero_offset() >= 5
}

/// The pauses of a case, in the order in which they came.
pub(super) fn pauses(
    visitor: &Visitor,
    definition: &ServiceDefinition,
    history: &[Recorded<CaseEvent>],
) -> Vec<Pause> {
    let mut pauses: Vec<Pause> = Vec::new();
    for recorded in history {
        match &recorded.event {
            CaseEvent::Suspended { procedure, reason, from, expected } => {
                let known = definition.special_procedures.iter().find(|it| it.id == *procedure);
                let name = known.map_or_else(|| procedure.clone(), |it| local(visitor, &it.name));
                let (start, end) = (date(visitor, *from), date(visitor, *expected));
                let args: [(&str, &dyn std::fmt::Display); 2] = [("from", &start), ("to", &end)];
                let text = visitor.tr("cases-pause-open", &args);
                let (from, reason) = (*from, reason.to_string());
                pauses.push(Pause { from, until: None, name, reason, text });
            }
            CaseEvent::Resumed { on, .. } => {
                if let Some(pause) = pauses.last_mut() {
                    pause.until = Some(*on);
                    let (start, end) = (date(visitor, pause.from), date(visitor, *on));
                    let args: [(&str, &dyn std::fmt::Display); 2] =
                        [("from", &start), ("to", &end)];
                    pause.text = visitor.tr("cases-pause-over", &args);
                }
            }
            _ => {}
        }
    }
    pauses
}
