//! The book of working calendars: one stream, a year published or changed at a time.

use kernel::{
    Actor, Aggregate, Recorded,
    calendar::{WorkCalendar, YearCalendar},
};
use serde::{Deserialize, Serialize};

/// What happens to the calendar.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum CalendarEvent {
    /// A year was published for the first time, or changed.
    Published {
        /// The year's days.
        year: YearCalendar,
        /// Why, with the number of the notice.
        reason: String,
    },
}

/// Why a calendar cannot be published.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum CalendarRefusal {
    /// No reason was given.
    #[error("a change of the calendar needs a reason")]
    NoReason,
    /// The year already says so.
    #[error("this changes nothing")]
    NoChange,
}

impl CalendarRefusal {
    /// Stable code.
    pub const fn code(self) -> &'static str {
        match self {
            Self::NoReason => "calendar.no_reason",
            Self::NoChange => "calendar.no_change",
        }
    }
}

/// All published years. Its version is that of the stream.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct CalendarBook {
    /// The years, in order.
    pub years: Vec<YearCalendar>,
    /// How many publications there were.
    pub version: u32,
}

impl CalendarBook {
    /// The one stream's key.
    pub const KEY: &'static str = "national";

    /// Publishes or changes a year.
    ///
    /// # Errors
    /// [`CalendarRefusal`].
    pub fn publish(
        &self,
        year: YearCalendar,
        reason: &str,
        _by: &Actor,
    ) -> Result<Vec<CalendarEvent>, CalendarRefusal> {
        if reason.trim().is_empty() {
            return Err(CalendarRefusal::NoReason);
        }
        if self.years.contains(&year) {
            return Err(CalendarRefusal::NoChange);
        }
        Ok(vec![CalendarEvent::Published { year, reason: reason.trim().to_owned() }])
    }

    /// The calendar as clocks use it.
    pub fn calendar(&self) -> WorkCalendar {
        let mut years = self.years.clone();
        years.sort_by_key(|it| it.year);
        WorkCalendar::new(self.version.max(1), years).unwrap_or_default()
    }
}

impl Aggregate for CalendarBook {
    type Event = CalendarEvent;
    const KIND: &'static str = "calendar";

    fn word(event: &CalendarEvent) -> &'static str {
        match event {
            CalendarEvent::Published { .. } => "calendar.published",
        }
    }

    fn apply(&mut self, event: &Recorded<CalendarEvent>) {
        let CalendarEvent::Published { year, .. } = &event.event;
        self.years.retain(|it| it.year != year.year);
        self.years.push(year.clone());
        self.version += 1;
    }
}
