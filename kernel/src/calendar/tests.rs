//! The vectors of the clock algorithm, and what must hold for every start and length.

use jiff::{ToSpan, civil::Date};
use proptest::prelude::*;

use super::{
    sample::{calendar, day, overlay, years},
    *,
};

fn period(from: &str, until: &str) -> Period {
    Period::new(day(from), day(until))
}

fn due(start: &str, limit: TimeLimit, suspensions: &[Period]) -> String {
    deadline(day(start), limit, suspensions, &calendar()).due.to_string()
}

#[test]
fn working_day_limits_end_as_the_vectors_say() {
    let vectors = [
        ("2026-02-13", 5, "2026-02-27"),
        ("2026-02-13", 20, "2026-03-19"),
        ("2026-02-13", 30, "2026-04-02"),
        ("2026-02-15", 5, "2026-02-28"),
        ("2026-02-28", 5, "2026-03-06"),
        ("2025-09-26", 5, "2025-10-10"),
        ("2025-09-26", 20, "2025-10-30"),
        ("2025-09-30", 1, "2025-10-09"),
        ("2026-04-28", 10, "2026-05-14"),
        ("2024-12-31", 20, "2025-02-05"),
        ("2026-09-18", 45, "2026-11-26"),
        ("2026-09-18", 60, "2026-12-17"),
        ("2025-09-22", 20, "2025-10-24"),
        ("2025-09-22", 40, "2025-11-21"),
    ];
    for (start, days, expected) in vectors {
        let deadline = deadline(day(start), TimeLimit::working(days), &[], &calendar());
        assert_eq!(deadline.due, day(expected), "{start} + {days}");
        assert!(!deadline.provisional);
        assert_eq!(deadline.calendar_version, 3);
    }
}

#[test]
fn a_suspension_does_not_count_and_overlapping_ones_count_once() {
    let limit = TimeLimit::working(20);
    let whole = [period("2026-03-02", "2026-03-12")];
    let overlapping = [period("2026-03-02", "2026-03-10"), period("2026-03-05", "2026-03-12")];
    assert_eq!(due("2026-02-13", limit, &whole), "2026-03-31");
    assert_eq!(due("2026-02-13", limit, &overlapping), "2026-03-31");
}

#[test]
fn a_suspension_that_ends_before_it_begins_changes_nothing() {
    let backwards = [period("2026-03-12", "2026-03-02"), period("2026-03-04", "2026-03-04")];
    assert_eq!(due("2026-02-13", TimeLimit::working(20), &backwards), "2026-03-19");
}

#[test]
fn an_extension_runs_from_the_same_start() {
    let limit = TimeLimit::working(20).extended_by(10);
    assert_eq!(due("2026-02-13", limit, &[]), "2026-04-02");
}

#[test]
fn silence_counts_as_acceptance_from_the_day_of_receipt() {
    let received = day("2026-02-13");
    let notice = deadline(received, TimeLimit::working(5), &[], &calendar());
    assert_eq!(notice.due, day("2026-02-27"));
    assert!(!notice.is_overdue(day("2026-02-27")));
    assert!(notice.is_overdue(day("2026-02-28")));
    let handling = deadline(received, TimeLimit::working(20), &[], &calendar());
    assert_eq!(handling.due, day("2026-03-19"));
}

#[test]
fn the_derivation_gives_every_day_its_reason() {
    let paused = [period("2026-02-25", "2026-02-26")];
    let deadline = deadline(day("2026-02-12"), TimeLimit::working(4), &paused, &calendar());
    let days = deadline.derivation.days;
    assert_eq!(days.len(), 14);
    assert_eq!(days[0], (day("2026-02-13"), DayVerdict::Counted(1)));
    assert_eq!(days[1], (day("2026-02-14"), DayVerdict::Counted(2)), "make-up Saturday");
    let holiday = |verdict: &DayVerdict| matches!(verdict, DayVerdict::Holiday(name) if name.zh_hans == "春节");
    assert!(days[2..=10].iter().all(|(_, verdict)| holiday(verdict)));
    assert_eq!(days[11], (day("2026-02-24"), DayVerdict::Counted(3)));
    assert_eq!(days[12], (day("2026-02-25"), DayVerdict::Suspended));
    assert_eq!(days[13], (day("2026-02-26"), DayVerdict::Counted(4)));
}

#[test]
fn calendar_day_limits_move_off_days_off() {
    let vectors = [
        ("2026-01-05", 15, "2026-01-20"), // a Tuesday
        ("2026-01-01", 15, "2026-01-16"), // counting runs through the holiday
        ("2026-01-05", 12, "2026-01-19"), // Saturday to Monday
        ("2026-02-01", 15, "2026-02-24"), // in the Spring Festival
        ("2026-02-02", 12, "2026-02-14"), // make-up Saturday stays
        ("2026-09-20", 15, "2026-10-08"), // in the National Day week
        ("2026-01-03", 0, "2026-01-03"),  // the same day
    ];
    for (start, days, expected) in vectors {
        assert_eq!(due(start, TimeLimit::calendar(days), &[]), expected, "{start} + {days}");
    }
}

#[test]
fn a_moved_end_is_marked_and_never_lands_in_a_suspension() {
    let paused = [period("2026-01-18", "2026-01-20")];
    let deadline = deadline(day("2026-01-05"), TimeLimit::calendar(12), &paused, &calendar());
    let tail = &deadline.derivation.days[11..];
    assert_eq!(
        tail,
        [
            (day("2026-01-17"), DayVerdict::Counted(12)),
            (day("2026-01-18"), DayVerdict::Weekend),
            (day("2026-01-19"), DayVerdict::Suspended),
            (day("2026-01-20"), DayVerdict::Moved),
        ]
    );
}

#[test]
fn a_year_without_a_notice_is_provisional_and_knows_weekends_only() {
    let deadline = deadline(day("2026-12-28"), TimeLimit::working(5), &[], &calendar());
    assert_eq!(deadline.due, day("2027-01-04"), "New Year's Day is not guessed");
    assert!(deadline.provisional);
    assert!(calendar().is_provisional(day("2027-01-01")));
    assert!(!calendar().is_provisional(day("2026-12-31")));
}

#[test]
fn a_clock_stops_at_the_end_of_the_known_world() {
    let endless = [Period::new(FIRST_DAY, Date::MAX)];
    let deadline = deadline(day("2199-12-31"), TimeLimit::working(1), &endless, &calendar());
    assert_eq!(deadline.due, LAST_DAY);
    assert!(deadline.provisional);
    let beyond = super::deadline(Date::MAX, TimeLimit::working(1), &[], &calendar());
    assert_eq!(beyond.due, Date::MAX);
    assert!(beyond.provisional);
    assert_eq!(calendar().next_workday(LAST_DAY), None);
}

#[test]
fn days_left_reach_zero_on_the_due_date_and_turn_negative() {
    let calendar = calendar();
    let cases = [
        ("2026-02-13", 5),
        ("2026-02-26", 1),
        ("2026-02-27", 0),
        ("2026-02-28", -1), // make-up Saturday
        ("2026-03-01", -1),
        ("2026-03-02", -2),
    ];
    for (today, left) in cases {
        assert_eq!(calendar.working_days_left(day(today), day("2026-02-27")), left, "{today}");
    }
    assert_eq!(calendar.working_days_left(day("2026-03-07"), day("2026-03-06")), -1, "Saturday");
    let notice = deadline(day("2026-02-13"), TimeLimit::working(5), &[], &calendar);
    assert_eq!(notice.days_left(day("2026-02-26"), &calendar), 1);
    let petition = deadline(day("2026-01-05"), TimeLimit::calendar(60), &[], &calendar);
    assert_eq!(petition.days_left(day("2026-01-06"), &calendar), 59);
}

#[test]
fn the_years_have_the_published_numbers_of_working_days() {
    for (from, to, worked) in [
        ("2023-12-31", "2024-12-31", 251),
        ("2024-12-31", "2025-12-31", 248),
        ("2025-12-31", "2026-12-31", 248),
    ] {
        assert_eq!(calendar().working_days_between(day(from), day(to)), worked, "{to}");
        assert_eq!(calendar().working_days_between(day(to), day(from)), -worked);
    }
}

#[test]
fn days_are_named() {
    let calendar = calendar();
    assert_eq!(calendar.kind(day("2026-02-13")), DayKind::Working);
    assert_eq!(calendar.kind(day("2026-02-14")), DayKind::MakeUp);
    assert_eq!(calendar.kind(day("2026-03-01")), DayKind::Weekend);
    let DayKind::Holiday(name) = calendar.kind(day("2026-02-15")) else { panic!("a holiday") };
    assert_eq!(name.en, "Spring Festival");
}

#[test]
fn a_region_adds_days_off() {
    let regional = calendar().with_overlay(overlay()).unwrap();
    assert!(calendar().is_workday(day("2026-04-20")));
    assert!(!regional.is_workday(day("2026-04-20")));
    let national = deadline(day("2026-04-17"), TimeLimit::working(5), &[], &calendar());
    let local = deadline(day("2026-04-17"), TimeLimit::working(5), &[], &regional);
    assert_eq!((national.due, local.due), (day("2026-04-24"), day("2026-04-27")));
}

#[test]
fn a_new_notice_is_a_new_version_and_settles_the_date() {
    let mut known = years();
    let latest = known.pop().unwrap();
    let before = WorkCalendar::new(1, known).unwrap();
    let old = deadline(day("2025-12-30"), TimeLimit::working(3), &[], &before);
    assert_eq!((old.due, old.provisional), (day("2026-01-02"), true));
    let after = before.publish(latest).unwrap();
    assert_eq!(after.version(), 2);
    let new = deadline(day("2025-12-30"), TimeLimit::working(3), &[], &after);
    assert_eq!((new.due, new.provisional), (day("2026-01-05"), false));
}

#[test]
fn calendars_and_deadlines_survive_storage() {
    let regional = calendar().with_overlay(overlay()).unwrap();
    let text = serde_json::to_string(&regional).unwrap();
    assert_eq!(serde_json::from_str::<WorkCalendar>(&text).unwrap(), regional);
    let deadline = deadline(day("2026-02-13"), TimeLimit::working(5), &[], &regional);
    let text = serde_json::to_string(&deadline).unwrap();
    assert!(text.contains(r#"["2026-02-14",{"counted":1}]"#), "{text}");
    assert!(text.contains(r#""limit":{"days":5,"unit":"working"}"#), "{text}");
    assert_eq!(serde_json::from_str::<Deadline>(&text).unwrap(), deadline);
}

#[test]
fn data_that_cannot_be_a_notice_is_refused() {
    let year = |change: fn(&mut YearCalendar)| {
        let mut year = years().pop().unwrap();
        change(&mut year);
        WorkCalendar::new(1, vec![year]).map_err(|error| error.code())
    };
    assert_eq!(year(|y| y.year = 2201), Err("calendar.year_out_of_range"));
    assert_eq!(year(|y| y.source = " ".into()), Err("calendar.source_missing"));
    assert_eq!(year(|y| y.holidays[0].to = day("2025-12-31")), Err("calendar.holiday_range"));
    assert_eq!(year(|y| y.holidays[0].to = day("2026-02-14")), Err("calendar.holiday_range"));
    assert_eq!(year(|y| y.year = 2025), Err("calendar.date_outside_year"));
    assert_eq!(year(|y| y.make_up[0] = day("2026-01-05")), Err("calendar.make_up_on_weekday"));
    assert_eq!(year(|y| y.make_up[0] = day("2026-01-03")), Err("calendar.make_up_in_holiday"));
    let twice = [years(), years()].concat();
    assert_eq!(WorkCalendar::new(1, twice), Err(CalendarError::YearTwice(2024)));
}

/// The same question answered from the notices alone, day by day, without the calendar's index.
fn naive(start: Date, limit: TimeLimit, suspensions: &[Period]) -> Date {
    let notices = years();
    let is_workday = |date: Date| {
        if notices.iter().any(|year| year.make_up.contains(&date)) {
            return true;
        }
        let off = notices.iter().flat_map(|y| &y.holidays).any(|h| h.from <= date && date <= h.to);
        !off && date.weekday().to_monday_one_offset() <= 5
    };
    let is_running = |date: Date| !suspensions.iter().any(|s| s.from <= date && date < s.until);
    let mut date = start;
    let mut left = limit.days;
    while left > 0 {
        date = date.tomorrow().unwrap();
        let counts = limit.unit == DayUnit::Calendar || is_workday(date);
        left -= u32::from(counts && is_running(date));
    }
    let may_move = limit.days > 0 && limit.unit == DayUnit::Calendar;
    while may_move && !(is_workday(date) && is_running(date)) {
        date = date.tomorrow().unwrap();
    }
    date
}

prop_compose! {
    fn any_day()(offset in 0i32..1000) -> Date {
        day("2024-01-01").checked_add(offset.days()).unwrap()
    }
}

prop_compose! {
    fn any_period()(from in any_day(), length in 0i32..40) -> Period {
        Period::new(from, from.checked_add(length.days()).unwrap())
    }
}

fn any_limit() -> impl Strategy<Value = TimeLimit> {
    (0u32..70, any::<bool>()).prop_map(|(days, is_working)| match is_working {
        true => TimeLimit::working(days),
        false => TimeLimit::calendar(days),
    })
}

proptest! {
    #[test]
    fn the_naive_model_agrees(
        start in any_day(),
        limit in any_limit(),
        suspensions in prop::collection::vec(any_period(), 0..4),
    ) {
        let deadline = deadline(start, limit, &suspensions, &calendar());
        prop_assert_eq!(deadline.due, naive(start, limit, &suspensions));
    }

    #[test]
    fn more_days_never_end_earlier(
        start in any_day(),
        limit in any_limit(),
        suspensions in prop::collection::vec(any_period(), 0..3),
    ) {
        let calendar = calendar();
        let shorter = deadline(start, limit, &suspensions, &calendar).due;
        let longer = deadline(start, limit.extended_by(1), &suspensions, &calendar).due;
        match limit.unit {
            DayUnit::Working => prop_assert!(shorter < longer),
            DayUnit::Calendar => prop_assert!(shorter <= longer),
        }
    }

    #[test]
    fn a_pause_adds_exactly_the_working_days_it_covers(
        start in any_day(),
        days in 1u32..60,
        suspensions in prop::collection::vec(any_period(), 0..4),
    ) {
        let calendar = calendar();
        let paused = deadline(start, TimeLimit::working(days), &suspensions, &calendar);
        let stopped = paused.derivation.days.iter()
            .filter(|(_, verdict)| *verdict == DayVerdict::Suspended)
            .count();
        let longer = TimeLimit::working(days).extended_by(u32::try_from(stopped).unwrap());
        prop_assert_eq!(paused.due, deadline(start, longer, &[], &calendar).due);
    }

    #[test]
    fn two_limits_in_a_row_are_one_limit(start in any_day(), first in 0u32..40, second in 0u32..40) {
        let calendar = calendar();
        let half = deadline(start, TimeLimit::working(first), &[], &calendar).due;
        let end = deadline(half, TimeLimit::working(second), &[], &calendar).due;
        let whole = deadline(start, TimeLimit::working(first + second), &[], &calendar).due;
        prop_assert_eq!(end, whole);
    }

    #[test]
    fn days_left_at_the_start_are_the_limit(start in any_day(), days in 0u32..60) {
        let calendar = calendar();
        let due = deadline(start, TimeLimit::working(days), &[], &calendar).due;
        prop_assert_eq!(calendar.working_days_left(start, due), i64::from(days));
    }

    #[test]
    fn every_day_up_to_the_due_date_has_a_verdict(start in any_day(), limit in any_limit()) {
        let deadline = deadline(start, limit, &[], &calendar());
        let mut expected = start;
        for (day, _) in &deadline.derivation.days {
            expected = expected.tomorrow().unwrap();
            prop_assert_eq!(*day, expected);
        }
        prop_assert_eq!(expected, deadline.due);
    }
}
