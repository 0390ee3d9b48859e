//! The clocks of a case (Administrative Licensing Law, arts. 32, 42, 44, 45).

use jiff::civil::Date;
use kernel::calendar::{Deadline, Period, TimeLimit, WorkCalendar, deadline};
use serde::{Deserialize, Serialize};

/// Working days within which it must be said what is missing (art. 32).
pub const NOTICE_DAYS: u32 = 5;
/// Working days within which the result must be delivered (art. 44).
pub const DELIVERY_DAYS: u32 = 10;

/// The date that a clock reaches, with all it follows from but the suspensions, which are the
/// case's own. The derivation day by day is computed again where it is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Due {
    /// The date; the limit is kept if it happens on this day.
    pub on: Date,
    /// The day on which the clock started, which does not count.
    pub start: Date,
    /// The length.
    pub limit: TimeLimit,
    /// The calendar it was computed with.
    pub calendar: u32,
    /// Whether it reaches into a year without a published calendar.
    #[serde(default, skip_serializing_if = "is_false")]
    pub provisional: bool,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde passes fields by reference")]
fn is_false(value: &bool) -> bool {
    !value
}

impl Due {
    /// The date of a clock that starts on `start`.
    pub fn new(
        start: Date,
        limit: TimeLimit,
        suspensions: &[Period],
        calendar: &WorkCalendar,
    ) -> Self {
        let found = deadline(start, limit, suspensions, calendar);
        Self {
            on: found.due,
            start,
            limit,
            calendar: found.calendar_version,
            provisional: found.provisional,
        }
    }

    /// The same clock under another calendar or with other suspensions.
    #[must_use]
    pub fn again(&self, suspensions: &[Period], calendar: &WorkCalendar) -> Self {
        Self::new(self.start, self.limit, suspensions, calendar)
    }

    /// The date with its derivation, day by day.
    pub fn derivation(&self, suspensions: &[Period], calendar: &WorkCalendar) -> Deadline {
        deadline(self.start, self.limit, suspensions, calendar)
    }

    /// Whether the limit has passed at the beginning of `today`.
    pub fn has_passed(&self, today: Date) -> bool {
        today > self.on
    }
}
