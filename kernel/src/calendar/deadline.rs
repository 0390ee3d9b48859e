//! Counting a time limit, day by day, so that the page can show why a case is due when it is due.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::{
    limit::{DayUnit, Period, TimeLimit},
    work::{DayKind, WorkCalendar, days_after},
};
use crate::LocalText;

/// What one day meant for the clock.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DayVerdict {
    /// It counted, as the day with this number from 1. A Saturday or Sunday that counts against a
    /// limit in working days is a make-up day.
    Counted(u32),
    /// A Saturday or Sunday off.
    Weekend,
    /// A day off under this name.
    Holiday(LocalText),
    /// The clock stood still at the end of the day.
    Suspended,
    /// The last day of a limit in calendar days fell on a day off and moved here (Civil Code
    /// art. 203).
    Moved,
}

/// Every day after the start with its reason.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Derivation {
    /// The day of the event, which never counts (Civil Code art. 201).
    pub start: Date,
    /// What was counted.
    pub limit: TimeLimit,
    /// The days from the one after the start to the due date.
    pub days: Vec<(Date, DayVerdict)>,
}

/// The date on which a clock runs out, and how it came about.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Deadline {
    /// Due at the end of this day.
    pub due: Date,
    /// Whether a year on the way has no holiday notice yet, so that the date may still move.
    pub provisional: bool,
    /// Version of the calendar that was used.
    pub calendar_version: u32,
    /// How the date came about.
    pub derivation: Derivation,
}

impl Deadline {
    /// Whether the due date has passed.
    pub fn is_overdue(&self, today: Date) -> bool {
        today > self.due
    }

    /// Days left in the limit's own unit: 0 on the due date, negative when overdue.
    pub fn days_left(&self, today: Date, calendar: &WorkCalendar) -> i64 {
        match self.derivation.limit.unit {
            DayUnit::Working => calendar.working_days_left(today, self.due),
            DayUnit::Calendar => i64::from((self.due - today).get_days()),
        }
    }
}

/// The date on which a limit that starts with an event on `start` runs out.
///
/// The start never counts. A day counts if it is worked (for limits in working days) and no
/// suspension covers it; the first day of a suspension stands still, the day of resumption runs.
/// Suspensions may overlap. A limit in calendar days that would end on a day off ends on the next
/// running working day. A limit of 0 days ends on `start`. A clock that would run beyond
/// [`LAST_DAY`](super::LAST_DAY) ends there, provisional.
pub fn deadline(
    start: Date,
    limit: TimeLimit,
    suspensions: &[Period],
    calendar: &WorkCalendar,
) -> Deadline {
    let mut count = Count { calendar, suspensions, counted: 0, days: Vec::new() };
    let is_complete = count.run(start, limit);
    let days = count.days;
    let due = days.last().map_or(start, |(day, _)| *day);
    let is_guessed = days.iter().any(|(day, _)| calendar.is_provisional(*day));
    Deadline {
        due,
        provisional: is_guessed || !is_complete,
        calendar_version: calendar.version(),
        derivation: Derivation { start, limit, days },
    }
}

struct Count<'a> {
    calendar: &'a WorkCalendar,
    suspensions: &'a [Period],
    counted: u32,
    days: Vec<(Date, DayVerdict)>,
}

impl Count<'_> {
    /// Walks the days until the limit is used up; whether that was possible.
    fn run(&mut self, start: Date, limit: TimeLimit) -> bool {
        let mut days = days_after(start);
        while self.counted < limit.days {
            let Some(day) = days.next() else { return false };
            self.take(day, limit.unit);
        }
        let ends_off_work =
            self.days.last().is_some_and(|(day, _)| !self.calendar.is_workday(*day));
        if limit.unit == DayUnit::Working || !ends_off_work {
            return true;
        }
        days.any(|day| self.moves_to(day))
    }

    fn take(&mut self, day: Date, unit: DayUnit) {
        let obstacle = match unit {
            DayUnit::Working => self.day_off(day),
            DayUnit::Calendar => None,
        };
        let verdict = match obstacle {
            Some(off) => off,
            None if self.is_suspended(day) => DayVerdict::Suspended,
            None => {
                self.counted += 1;
                DayVerdict::Counted(self.counted)
            }
        };
        self.days.push((day, verdict));
    }

    /// Records a day after the last counted one; whether the limit ends on it.
    fn moves_to(&mut self, day: Date) -> bool {
        let verdict = match self.day_off(day) {
            Some(off) => off,
            None if self.is_suspended(day) => DayVerdict::Suspended,
            None => DayVerdict::Moved,
        };
        let is_end = verdict == DayVerdict::Moved;
        self.days.push((day, verdict));
        is_end
    }

    fn day_off(&self, day: Date) -> Option<DayVerdict> {
        match self.calendar.kind(day) {
            DayKind::Working | DayKind::MakeUp => None,
            DayKind::Weekend => Some(DayVerdict::Weekend),
            DayKind::Holiday(name) => Some(DayVerdict::Holiday(name)),
        }
    }

    fn is_suspended(&self, day: Date) -> bool {
        self.suspensions.iter().any(|period| period.contains(day))
    }
}
