//! The book of working calendars: one stream, a year published or changed at a time.

use jiff::{Span, civil::Date};
use kernel::{
    Actor, Aggregate, LocalText, Recorded,
    calendar::{CalendarError, DayKind, Holiday, WorkCalendar, YearCalendar},
};
use serde::{Deserialize, Serialize};

/// A single change never touches more days than this.
const LONGEST_CHANGE_DAYS: i32 = 31;

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
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum CalendarRefusal {
    /// No reason was given.
    #[error("a change of the calendar needs a reason")]
    NoReason,
    /// The year already says so.
    #[error("this changes nothing")]
    NoChange,
    /// The days cannot be a notice.
    #[error(transparent)]
    Wrong(#[from] CalendarError),
}

impl CalendarRefusal {
    /// Stable code.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::NoReason => "calendar.no_reason",
            Self::NoChange => "calendar.no_change",
            Self::Wrong(error) => error.code(),
        }
    }
}

/// What days become.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DayBecomes {
    /// Days off under this name.
    Off(LocalText),
    /// Saturdays and Sundays that are worked.
    MakeUp,
    /// What the week alone says.
    Ordinary,
}

/// A change of the days from `from` to `to`, both included.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DayChange {
    /// First day.
    pub from: Date,
    /// Last day, included.
    pub to: Date,
    /// What they become.
    pub becomes: DayBecomes,
}

impl DayChange {
    /// The year whose notice changes. A break at New Year belongs to the year in which it ends.
    pub fn year(&self) -> i16 {
        self.to.year()
    }

    fn covers(&self, date: Date) -> bool {
        self.from <= date && date <= self.to
    }

    fn days(&self) -> impl Iterator<Item = Date> {
        self.from.series(Span::new().days(1)).take_while(|day| *day <= self.to)
    }

    fn check(&self) -> Result<(), CalendarError> {
        // Both dates may be thousands of years apart: the loop over them must not start then.
        let is_short =
            self.from <= self.to && (self.to - self.from).get_days() < LONGEST_CHANGE_DAYS;
        if is_short {
            return Ok(());
        }
        Err(CalendarError::HolidayRange { from: self.from, to: self.to })
    }
}

/// All published years. Its version is that of the stream.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct CalendarBook {
    /// The years, in the order in which they were last published.
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
        year.check()?;
        Ok(vec![CalendarEvent::Published { year, reason: reason.trim().to_owned() }])
    }

    /// The year of `change` with the change made. A year that has no notice yet begins with
    /// `reason` as its source.
    ///
    /// # Errors
    /// [`CalendarRefusal`].
    pub fn amended(
        &self,
        change: &DayChange,
        reason: &str,
    ) -> Result<YearCalendar, CalendarRefusal> {
        change.check()?;
        let before = self.year(change.year());
        let mut year = before.cloned().unwrap_or_else(|| YearCalendar {
            year: change.year(),
            source: reason.trim().to_owned(),
            holidays: Vec::new(),
            make_up: Vec::new(),
        });
        year.make_up.retain(|day| !change.covers(*day));
        year.holidays = year.holidays.iter().flat_map(|it| without(it, change)).collect();
        match &change.becomes {
            DayBecomes::Off(name) => {
                year.holidays.push(Holiday {
                    name: name.clone(),
                    from: change.from,
                    to: change.to,
                });
            }
            DayBecomes::MakeUp => year.make_up.extend(change.days()),
            DayBecomes::Ordinary => {}
        }
        year.make_up.sort_unstable();
        year.holidays = joined(year.holidays);
        if before == Some(&year)
            || (before.is_none() && year.holidays.is_empty() && year.make_up.is_empty())
        {
            return Err(CalendarRefusal::NoChange);
        }
        year.check()?;
        Ok(year)
    }

    /// A year, if it has been published.
    pub fn year(&self, year: i16) -> Option<&YearCalendar> {
        self.years.iter().find(|it| it.year == year)
    }

    /// The holiday name that reads `text` in one of its languages, so that a name is translated
    /// once only.
    pub fn name(&self, text: &str) -> Option<&LocalText> {
        let holidays = self.years.iter().flat_map(|year| &year.holidays);
        let mut names = holidays.map(|it| &it.name);
        names.find(|it| [&it.zh_hans, &it.zh_hant, &it.en].iter().any(|own| *own == text))
    }

    /// The calendar as clocks use it.
    pub fn calendar(&self) -> WorkCalendar {
        let mut years = self.years.clone();
        years.sort_by_key(|it| it.year);
        WorkCalendar::new(self.version.max(1), years).unwrap_or_default()
    }
}

/// The days whose kind differs between two calendars, from `from` to `to`.
pub fn changed_days(
    before: &WorkCalendar,
    after: &WorkCalendar,
    from: Date,
    to: Date,
) -> Vec<(Date, DayKind, DayKind)> {
    from.series(Span::new().days(1))
        .take_while(|day| *day <= to)
        .map(|day| (day, before.kind(day), after.kind(day)))
        .filter(|(_, old, new)| old != new)
        .collect()
}

/// What is left of a holiday outside the changed days: nothing, one part or two.
fn without(holiday: &Holiday, change: &DayChange) -> Vec<Holiday> {
    if holiday.to < change.from || change.to < holiday.from {
        return vec![holiday.clone()];
    }
    let part = |from: Date, to: Date| Holiday { name: holiday.name.clone(), from, to };
    let early = change.from.yesterday().ok().map(|to| part(holiday.from, to));
    let late = change.to.tomorrow().ok().map(|from| part(from, holiday.to));
    [early, late].into_iter().flatten().filter(|it| it.from <= it.to).collect()
}

/// Holidays in order; those of the same name that follow each other are one.
fn joined(mut holidays: Vec<Holiday>) -> Vec<Holiday> {
    holidays.sort_by_key(|it| it.from);
    let mut list: Vec<Holiday> = Vec::with_capacity(holidays.len());
    for next in holidays {
        match list.last_mut() {
            Some(last) if last.name == next.name && last.to.tomorrow().ok() == Some(next.from) => {
                last.to = next.to;
            }
            _ => list.push(next),
        }
    }
    list
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
