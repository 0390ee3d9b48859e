//! The calendar of all known years.

use std::collections::BTreeMap;

use jiff::civil::{Date, Weekday, date};
use serde::{Deserialize, Serialize};

use super::year::{CalendarError, Holiday, Overlay, YearCalendar};
use crate::LocalText;

/// The first day that calendars may speak about.
pub const FIRST_DAY: Date = date(1900, 1, 1);

/// The last day that calendars may speak about; no clock runs beyond it.
pub const LAST_DAY: Date = date(2200, 12, 31);

/// What kind of day it is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DayKind {
    /// Monday to Friday, worked.
    Working,
    /// A Saturday or Sunday that is worked in exchange for a day off (调休上班).
    MakeUp,
    /// A Saturday or Sunday off.
    Weekend,
    /// A day off under this name.
    Holiday(LocalText),
}

impl DayKind {
    /// Whether people work on such a day.
    pub const fn is_workday(&self) -> bool {
        matches!(self, DayKind::Working | DayKind::MakeUp)
    }
}

/// An arranged day: one that the week alone does not explain.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Arranged {
    MakeUp,
    Off(LocalText),
}

/// The versioned set of yearly notices, for the country or for one region. Stored as its data and
/// checked when it is read.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(try_from = "CalendarData", into = "CalendarData")]
pub struct WorkCalendar {
    version: u32,
    years: BTreeMap<i16, YearCalendar>,
    overlay: Option<Overlay>,
    arranged: BTreeMap<Date, Arranged>,
}

impl WorkCalendar {
    /// A calendar of these years.
    ///
    /// # Errors
    /// A year that cannot be a notice, or that stands there twice.
    pub fn new(version: u32, years: Vec<YearCalendar>) -> Result<WorkCalendar, CalendarError> {
        let mut by_year = BTreeMap::new();
        for year in years {
            year.check()?;
            let number = year.year;
            if by_year.insert(number, year).is_some() {
                return Err(CalendarError::YearTwice(number));
            }
        }
        let mut calendar = WorkCalendar { version, years: by_year, ..WorkCalendar::default() };
        calendar.arrange();
        Ok(calendar)
    }

    /// The next version of this calendar, in which `year` is added or replaced.
    ///
    /// # Errors
    /// The year cannot be a notice.
    pub fn publish(&self, year: YearCalendar) -> Result<WorkCalendar, CalendarError> {
        year.check()?;
        let mut calendar = self.clone();
        calendar.version = self.version.saturating_add(1);
        calendar.years.insert(year.year, year);
        calendar.arrange();
        Ok(calendar)
    }

    /// The same calendar with the extra days off of one region.
    ///
    /// # Errors
    /// A day off of the region cannot be right.
    pub fn with_overlay(mut self, overlay: Overlay) -> Result<WorkCalendar, CalendarError> {
        overlay.check()?;
        self.overlay = Some(overlay);
        self.arrange();
        Ok(self)
    }

    /// The version under which deadlines are computed.
    pub const fn version(&self) -> u32 {
        self.version
    }

    /// The notices, in order of their years.
    pub fn years(&self) -> impl Iterator<Item = &YearCalendar> {
        self.years.values()
    }

    /// The region's extra days off, if this is a region's calendar.
    pub const fn overlay(&self) -> Option<&Overlay> {
        self.overlay.as_ref()
    }

    /// What kind of day it is.
    pub fn kind(&self, date: Date) -> DayKind {
        match self.arranged.get(&date) {
            Some(Arranged::MakeUp) => DayKind::MakeUp,
            Some(Arranged::Off(name)) => DayKind::Holiday(name.clone()),
            None if is_weekend(date) => DayKind::Weekend,
            None => DayKind::Working,
        }
    }

    /// Whether people work on that day.
    pub fn is_workday(&self, date: Date) -> bool {
        match self.arranged.get(&date) {
            Some(Arranged::MakeUp) => true,
            Some(Arranged::Off(_)) => false,
            None => !is_weekend(date),
        }
    }

    /// Whether the year of that day has no notice yet, so that only its weekends are known.
    pub fn is_provisional(&self, date: Date) -> bool {
        !self.years.contains_key(&date.year())
    }

    /// The first working day after `date`; none if there is none up to [`LAST_DAY`].
    pub fn next_workday(&self, date: Date) -> Option<Date> {
        days_after(date).find(|day| self.is_workday(*day))
    }

    /// How many working days lie after `from` up to and with `to`; negative, and counted from `to`
    /// to `from`, when `to` comes first. Days outside [`FIRST_DAY`] to [`LAST_DAY`] are not counted.
    pub fn working_days_between(&self, from: Date, to: Date) -> i64 {
        let (early, late, sign) = if from <= to { (from, to, 1) } else { (to, from, -1) };
        let early = early.max(FIRST_DAY);
        let days = days_after(early).take_while(|day| *day <= late);
        sign * days.filter(|day| self.is_workday(*day)).map(|_| 1).sum::<i64>()
    }

    /// How many working days are left until something is due at the end of `due`: 0 on the day
    /// itself and while only days off remain, negative as soon as it is overdue (−1 already on the
    /// days off that follow).
    pub fn working_days_left(&self, today: Date, due: Date) -> i64 {
        let left = self.working_days_between(today, due);
        if today > due { left.min(-1) } else { left }
    }

    /// Later notices and then the region come last and win, because both may amend earlier ones.
    fn arrange(&mut self) {
        self.arranged.clear();
        for year in self.years.values() {
            self.arranged.extend(days_off(&year.holidays));
            self.arranged.extend(year.make_up.iter().map(|day| (*day, Arranged::MakeUp)));
        }
        if let Some(overlay) = &self.overlay {
            self.arranged.extend(days_off(&overlay.holidays));
        }
    }
}

fn days_off(holidays: &[Holiday]) -> impl Iterator<Item = (Date, Arranged)> {
    holidays
        .iter()
        .flat_map(|holiday| holiday.days().map(|day| (day, Arranged::Off(holiday.name.clone()))))
}

/// The days after `date`, up to and with [`LAST_DAY`].
pub(super) fn days_after(date: Date) -> impl Iterator<Item = Date> {
    let next = |day: &Date| {
        if *day < LAST_DAY { day.tomorrow().ok() } else { None }
    };
    std::iter::successors(next(&date), next)
}

/// Whether it is a Saturday or a Sunday.
pub(super) fn is_weekend(date: Date) -> bool {
    matches!(date.weekday(), Weekday::Saturday | Weekday::Sunday)
}

/// The stored form.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct CalendarData {
    version: u32,
    years: Vec<YearCalendar>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    overlay: Option<Overlay>,
}

impl TryFrom<CalendarData> for WorkCalendar {
    type Error = CalendarError;

    fn try_from(data: CalendarData) -> Result<WorkCalendar, CalendarError> {
        let calendar = WorkCalendar::new(data.version, data.years)?;
        match data.overlay {
            Some(overlay) => calendar.with_overlay(overlay),
            None => Ok(calendar),
        }
    }
}

impl From<WorkCalendar> for CalendarData {
    fn from(calendar: WorkCalendar) -> CalendarData {
        let years = calendar.years.into_values().collect();
        CalendarData { version: calendar.version, years, overlay: calendar.overlay }
    }
}
