//! How long something may take, and when time stands still.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// In which days a limit is counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DayUnit {
    /// Working days (工作日), the rule of the Administrative Licensing Law, art. 82.
    Working,
    /// Calendar days (自然日), as for petitions (信访).
    Calendar,
}

/// A length of time that the law or a promise sets.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct TimeLimit {
    /// How many days; 0 means the same day.
    pub days: u32,
    /// Which days count.
    pub unit: DayUnit,
}

impl TimeLimit {
    /// A limit in working days.
    pub const fn working(days: u32) -> TimeLimit {
        TimeLimit { days, unit: DayUnit::Working }
    }

    /// A limit in calendar days.
    pub const fn calendar(days: u32) -> TimeLimit {
        TimeLimit { days, unit: DayUnit::Calendar }
    }

    /// The limit with an extension (延期): more days of the same kind, from the same start.
    #[must_use]
    pub const fn extended_by(self, days: u32) -> TimeLimit {
        TimeLimit { days: self.days.saturating_add(days), unit: self.unit }
    }
}

/// A span of days, such as a suspension. Its first day belongs to it, its end does not: the day
/// on which a suspended case resumes is running again.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Period {
    /// First day inside.
    pub from: Date,
    /// First day after; a period that ends before it begins is empty.
    pub until: Date,
}

impl Period {
    /// The days from `from` up to, but without, `until`.
    pub const fn new(from: Date, until: Date) -> Period {
        Period { from, until }
    }

    /// Whether the day lies inside.
    pub fn contains(&self, date: Date) -> bool {
        self.from <= date && date < self.until
    }
}
