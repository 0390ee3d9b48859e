//! How long each kind of record is kept.

use jiff::{ToSpan, civil::Date};
use kernel::{Aggregate, LocalText, Recorded};
use serde::{Deserialize, Serialize};

/// From when a term counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Start {
    /// From the conclusion of the record itself.
    Conclusion,
    /// It has no term of its own: it goes with the record that it belongs to.
    Parent,
    /// From the closing of the account, when nothing else of the person is kept any more.
    Closing,
}

/// The term of one kind of record.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Term {
    /// The kind.
    pub kind: String,
    /// From when.
    pub start: Start,
    /// How many months.
    #[serde(default)]
    pub months: u32,
    /// Why it is kept so long, and which rule says so.
    pub basis: LocalText,
}

impl Term {
    /// The first day on which what was over on a day may go.
    pub fn ends_on(&self, concluded_on: Date) -> Date {
        concluded_on.saturating_add(i64::from(self.months).months())
    }

    /// All that is due today was over before this day; what was over shortly before it may not be
    /// due yet, because the end of a short month comes from several days.
    pub fn horizon(&self, today: Date) -> Date {
        today.saturating_sub(i64::from(self.months).months()).saturating_add(4.days())
    }

    /// Whether what was over on a day may go today.
    pub fn is_due(&self, concluded_on: Date, today: Date) -> bool {
        self.start != Start::Parent && self.ends_on(concluded_on) <= today
    }
}

/// What happens to the schedule.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum ScheduleEvent {
    /// These terms count from now on.
    Set {
        /// The terms.
        terms: Vec<Term>,
    },
}

/// The schedule of an installation. One stream.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Schedule {
    /// The terms; empty before they are set.
    pub terms: Vec<Term>,
}

impl Schedule {
    /// The key of the one stream.
    pub const KEY: &'static str = "all";

    /// Sets the terms; nothing happens where they are the same.
    pub fn set(&self, terms: Vec<Term>) -> Vec<ScheduleEvent> {
        if self.terms == terms { Vec::new() } else { vec![ScheduleEvent::Set { terms }] }
    }

    /// The term of a kind.
    pub fn term(&self, kind: &str) -> Option<&Term> {
        self.terms.iter().find(|it| it.kind == kind)
    }
}

impl Aggregate for Schedule {
    type Event = ScheduleEvent;
    const KIND: &'static str = "retention";

    fn word(_: &ScheduleEvent) -> &'static str {
        "retention.set"
    }

    fn apply(&mut self, event: &Recorded<ScheduleEvent>) {
        let ScheduleEvent::Set { terms } = event.event.clone();
        self.terms = terms;
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    fn term(months: u32) -> Term {
        let (kind, basis) = ("cases.case".to_owned(), LocalText::default());
        Term { kind, start: Start::Conclusion, months, basis }
    }

    #[test]
    fn a_term_of_months_ends_on_the_same_day_of_the_month() {
        assert!(!term(1).is_due(date(2026, 1, 15), date(2026, 2, 14)));
        assert!(term(1).is_due(date(2026, 1, 15), date(2026, 2, 15)));
        assert!(term(0).is_due(date(2026, 1, 15), date(2026, 1, 15)));
        assert_eq!(term(1).ends_on(date(2026, 1, 31)), date(2026, 2, 28));
        assert_eq!(term(120).ends_on(date(2026, 3, 2)), date(2036, 3, 2));
    }

    #[test]
    fn all_that_is_due_lies_before_the_horizon() {
        for months in [0, 1, 6, 13] {
            let mut today = date(2026, 1, 1);
            for _ in 0..800 {
                let horizon = term(months).horizon(today);
                assert!(!term(months).is_due(horizon, today), "{months} {today}");
                let far = horizon.saturating_sub(8.days());
                assert!(term(months).is_due(far, today), "{months} {today}");
                today = today.tomorrow().unwrap();
            }
        }
    }

    #[test]
    fn what_goes_with_another_record_is_never_due_by_itself() {
        let term = Term { start: Start::Parent, ..term(0) };
        assert!(!term.is_due(date(2020, 1, 1), date(2036, 1, 1)));
    }
}
