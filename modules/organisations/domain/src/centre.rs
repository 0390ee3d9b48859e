//! Halls with counters, and when they are open.

use jiff::civil::{Date, DateTime, Time, Weekday};
use kernel::{
    LocalText,
    calendar::{DayKind, WorkCalendar},
};
use serde::{Deserialize, Serialize};

/// Nobody looks further ahead for the next opening.
const LOOK_AHEAD_DAYS: usize = 60;

/// Opening hours.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Hours {
    /// Which days: `mon`, or `mon-fri`.
    pub days: String,
    /// From, `09:00`.
    pub from: String,
    /// To, `17:00`.
    pub to: String,
}

impl Hours {
    /// First and last weekday, opening and closing time; none where they cannot be read or end
    /// before they begin.
    pub fn span(&self) -> Option<(Weekday, Weekday, Time, Time)> {
        let (first, last) = self.days.split_once('-').unwrap_or((&self.days, &self.days));
        let (first, last) = (weekday(first)?, weekday(last)?);
        let (from, to) = (self.from.parse().ok()?, self.to.parse().ok()?);
        (order(first) <= order(last) && from < to).then_some((first, last, from, to))
    }

    fn covers(&self, day: Weekday) -> bool {
        self.span()
            .is_some_and(|(first, last, ..)| (order(first)..=order(last)).contains(&order(day)))
    }
}

fn weekday(word: &str) -> Option<Weekday> {
    Some(match word {
        "mon" => Weekday::Monday,
        "tue" => Weekday::Tuesday,
        "wed" => Weekday::Wednesday,
        "thu" => Weekday::Thursday,
        "fri" => Weekday::Friday,
        "sat" => Weekday::Saturday,
        "sun" => Weekday::Sunday,
        _ => return None,
    })
}

fn order(day: Weekday) -> i8 {
    day.to_monday_zero_offset()
}

/// Whether a hall is open at an instant.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Opening {
    /// It is open until this time.
    OpenUntil(Time),
    /// It opens, or opens again, later on the same day.
    OpensAt(Time),
    /// It is closed for the day and opens on this day; none when that is not in sight.
    ClosedUntil(Option<Date>),
}

/// A hall (政务服务中心).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ServiceCentre {
    /// Its id.
    pub id: String,
    /// Its name.
    pub name: LocalText,
    /// The division it serves.
    pub region: String,
    /// Where it is.
    pub address: LocalText,
    /// How to get there.
    pub transport: LocalText,
    /// When it is open.
    pub hours: Vec<Hours>,
    /// Its number.
    pub phone: String,
    /// How many counters it has.
    pub counters: u32,
    /// Whether it has a car park.
    pub has_parking: bool,
    /// Whether it has a lift.
    pub has_lift: bool,
    /// What else to know.
    #[serde(default)]
    pub notes: LocalText,
}

impl ServiceCentre {
    /// The hours of a day, in order: none on days off; those of a Friday on a Saturday or Sunday
    /// that is worked in exchange for a day off.
    pub fn hours_on(&self, date: Date, calendar: &WorkCalendar) -> Vec<(Time, Time)> {
        let day = match calendar.kind(date) {
            DayKind::Holiday(_) => return Vec::new(),
            DayKind::MakeUp => Weekday::Friday,
            DayKind::Working | DayKind::Weekend => date.weekday(),
        };
        let fitting = self.hours.iter().filter(|it| it.covers(day));
        let mut hours: Vec<_> =
            fitting.filter_map(Hours::span).map(|(_, _, from, to)| (from, to)).collect();
        hours.sort_unstable();
        hours
    }

    /// Whether it is open at `now`, the local time.
    pub fn opening(&self, now: DateTime, calendar: &WorkCalendar) -> Opening {
        let time = now.time();
        for (from, to) in self.hours_on(now.date(), calendar) {
            if time < from {
                return Opening::OpensAt(from);
            }
            if time < to {
                return Opening::OpenUntil(to);
            }
        }
        let later = std::iter::successors(now.date().tomorrow().ok(), |day| day.tomorrow().ok());
        let is_open = |day: &Date| !self.hours_on(*day, calendar).is_empty();
        Opening::ClosedUntil(later.take(LOOK_AHEAD_DAYS).find(is_open))
    }
}
