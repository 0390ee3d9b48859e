//! The one formatter of dates and numbers that people read.

use jiff::{Timestamp, civil::Date, tz::TimeZone};
use kernel::Lang;

const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

/// A date in running text: `2026年11月24日`, `24 November 2026`.
pub fn date_text(lang: Lang, date: Date) -> String {
    match lang {
        Lang::ZhHans | Lang::ZhHant => {
            format!("{}年{}月{}日", date.year(), date.month(), date.day())
        }
        Lang::En => {
            let index = usize::try_from(date.month() - 1).unwrap_or(0);
            format!("{} {} {}", date.day(), MONTHS[index], date.year())
        }
    }
}

/// An instant in running text, to the minute, in the zone of the law.
pub fn instant_text(lang: Lang, at: Timestamp, zone: &TimeZone) -> String {
    let local = zone.to_datetime(at);
    format!("{} {:02}:{:02}", date_text(lang, local.date()), local.hour(), local.minute())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_read_as_people_write_them() {
        let date = jiff::civil::date(2026, 2, 3);
        assert_eq!(date_text(Lang::ZhHans, date), "2026年2月3日");
        assert_eq!(date_text(Lang::En, date), "3 February 2026");
    }
}
