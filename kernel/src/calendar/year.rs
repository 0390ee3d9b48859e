//! One year's notice, and what a region adds to it.

use jiff::{Span, civil::Date};
use serde::{Deserialize, Serialize};

use super::work::{FIRST_DAY, LAST_DAY};
use crate::LocalText;

/// A break longer than this is a slip of the pen.
const LONGEST_BREAK_DAYS: i32 = 31;

/// What is wrong with calendar data.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum CalendarError {
    /// The year lies outside 1900 to 2200.
    #[error("the year {0} is outside 1900 to 2200")]
    YearOutOfRange(i16),
    /// The notice number is missing.
    #[error("the calendar of {0} does not name its notice")]
    SourceMissing(i16),
    /// A holiday ends before it begins, or lasts longer than a month.
    #[error("the holiday from {from} to {to} ends too early or too late")]
    HolidayRange {
        /// First day off.
        from: Date,
        /// Last day off.
        to: Date,
    },
    /// A date that the notice of this year cannot be about.
    #[error("{date} does not belong to the notice of {year}")]
    DateOutsideYear {
        /// The year of the notice.
        year: i16,
        /// The date it names.
        date: Date,
    },
    /// A make-up day from Monday to Friday, which is worked anyway.
    #[error("the make-up day {0} is not on a weekend")]
    MakeUpOnWeekday(Date),
    /// A make-up day that the same notice declares a holiday.
    #[error("the make-up day {0} lies in a holiday")]
    MakeUpInHoliday(Date),
    /// Two notices for one year.
    #[error("the year {0} stands there twice")]
    YearTwice(i16),
}

impl CalendarError {
    /// Stable name of the error, under which its texts are kept.
    pub const fn code(&self) -> &'static str {
        match self {
            CalendarError::YearOutOfRange(_) => "calendar.year_out_of_range",
            CalendarError::SourceMissing(_) => "calendar.source_missing",
            CalendarError::HolidayRange { .. } => "calendar.holiday_range",
            CalendarError::DateOutsideYear { .. } => "calendar.date_outside_year",
            CalendarError::MakeUpOnWeekday(_) => "calendar.make_up_on_weekday",
            CalendarError::MakeUpInHoliday(_) => "calendar.make_up_in_holiday",
            CalendarError::YearTwice(_) => "calendar.year_twice",
        }
    }
}

/// Consecutive days off under one name (放假).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Holiday {
    /// What people call it.
    pub name: LocalText,
    /// First day off.
    pub from: Date,
    /// Last day off, included.
    pub to: Date,
}

impl Holiday {
    /// Whether the day is one of its days.
    pub fn contains(&self, date: Date) -> bool {
        self.from <= date && date <= self.to
    }

    /// Its days, first to last.
    pub(super) fn days(&self) -> impl Iterator<Item = Date> {
        self.from.series(Span::new().days(1)).take_while(|day| *day <= self.to)
    }

    fn check(&self) -> Result<(), CalendarError> {
        let is_known = FIRST_DAY <= self.from && self.to <= LAST_DAY;
        let length = (self.to - self.from).get_days() + 1;
        if is_known && (1..=LONGEST_BREAK_DAYS).contains(&length) {
            Ok(())
        } else {
            Err(CalendarError::HolidayRange { from: self.from, to: self.to })
        }
    }
}

/// The days off and make-up days of one year, as its notice arranges them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct YearCalendar {
    /// The year that the notice is about.
    pub year: i16,
    /// Number of the notice, such as 国办发明电〔2025〕7号.
    pub source: String,
    /// Days off, weekends inside the break included.
    #[serde(default)]
    pub holidays: Vec<Holiday>,
    /// Saturdays and Sundays that are worked (调休上班).
    #[serde(default)]
    pub make_up: Vec<Date>,
}

impl YearCalendar {
    /// Checks that the data can be a notice.
    ///
    /// # Errors
    /// The first fault found.
    pub fn check(&self) -> Result<(), CalendarError> {
        if !(FIRST_DAY.year()..=LAST_DAY.year()).contains(&self.year) {
            return Err(CalendarError::YearOutOfRange(self.year));
        }
        if self.source.trim().is_empty() {
            return Err(CalendarError::SourceMissing(self.year));
        }
        for holiday in &self.holidays {
            holiday.check()?;
            self.check_date(holiday.from)?;
            self.check_date(holiday.to)?;
        }
        self.make_up.iter().try_for_each(|date| self.check_make_up(*date))
    }

    fn check_make_up(&self, date: Date) -> Result<(), CalendarError> {
        self.check_date(date)?;
        if !super::work::is_weekend(date) {
            return Err(CalendarError::MakeUpOnWeekday(date));
        }
        if self.holidays.iter().any(|holiday| holiday.contains(date)) {
            return Err(CalendarError::MakeUpInHoliday(date));
        }
        Ok(())
    }

    /// A break at New Year may begin in the December before, so the neighbour months count.
    fn check_date(&self, date: Date) -> Result<(), CalendarError> {
        let months = i32::from(date.year()) * 12 + i32::from(date.month());
        let january = i32::from(self.year) * 12 + 1;
        if (january - 1..=january + 12).contains(&months) {
            Ok(())
        } else {
            Err(CalendarError::DateOutsideYear { year: self.year, date })
        }
    }
}

/// Days off that one region has besides the national ones, such as the festivals of an
/// autonomous region. A day off here also beats a national make-up day.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Overlay {
    /// Division code of the region.
    pub region: String,
    /// Number of the regional notice or regulation.
    pub source: String,
    /// The extra days off.
    #[serde(default)]
    pub holidays: Vec<Holiday>,
}

impl Overlay {
    /// Checks every holiday.
    ///
    /// # Errors
    /// The first holiday whose days cannot be right.
    pub fn check(&self) -> Result<(), CalendarError> {
        self.holidays.iter().try_for_each(Holiday::check)
    }
}
