//! When a hall is open, and which directories are refused.
#![expect(clippy::unwrap_used, reason = "a test that cannot go on should stop loudly")]

use jiff::civil::{Time, date, time};
use kernel::{
    LocalText,
    calendar::{Holiday, WorkCalendar, YearCalendar},
};
use organisations_domain::{DirectoryBook, DirectoryRefusal, Hours, Opening, ServiceCentre};

fn hours(days: &str, from: &str, to: &str) -> Hours {
    Hours { days: days.into(), from: from.into(), to: to.into() }
}

fn centre(hours: Vec<Hours>) -> ServiceCentre {
    let text = || LocalText::same("x");
    ServiceCentre {
        id: "hall".into(),
        name: text(),
        region: "980100000000".into(),
        address: text(),
        transport: text(),
        hours,
        phone: "0598-98006300".into(),
        counters: 4,
        has_parking: true,
        has_lift: true,
        notes: LocalText::default(),
    }
}

fn with_break() -> ServiceCentre {
    centre(vec![hours("mon-fri", "13:30", "17:00"), hours("mon-fri", "09:00", "12:00")])
}

/// National Day from Thursday 1 to Wednesday 7 October 2026; Saturday the 10th is worked.
fn calendar() -> WorkCalendar {
    let holiday =
        Holiday {
            name: LocalText::same("国庆节"), from: date(2026, 10, 1), to: date(2026, 10, 7)
        };
    let year = YearCalendar {
        year: 2026,
        source: "notice".into(),
        holidays: vec![holiday],
        make_up: vec![date(2026, 10, 10)],
    };
    WorkCalendar::new(1, vec![year]).unwrap()
}

fn at(hour: i8, minute: i8) -> Time {
    time(hour, minute, 0, 0)
}

#[test]
fn a_hall_with_a_midday_break_closes_and_opens_again() {
    let hall = with_break();
    let friday = date(2026, 9, 25);
    for (now, expected) in [
        (at(8, 59), Opening::OpensAt(at(9, 0))),
        (at(9, 0), Opening::OpenUntil(at(12, 0))),
        (at(12, 0), Opening::OpensAt(at(13, 30))),
        (at(16, 59), Opening::OpenUntil(at(17, 0))),
        (at(17, 0), Opening::ClosedUntil(Some(date(2026, 9, 28)))),
    ] {
        assert_eq!(hall.opening(friday.to_datetime(now), &calendar()), expected, "{now}");
    }
}

#[test]
fn a_holiday_is_closed_until_the_first_working_day_after_it() {
    let hall = with_break();
    let morning = at(9, 30);
    let in_holiday = date(2026, 10, 5).to_datetime(morning);
    let next = Opening::ClosedUntil(Some(date(2026, 10, 8)));
    assert_eq!(hall.opening(in_holiday, &calendar()), next);
    let eve = date(2026, 9, 30).to_datetime(at(18, 0));
    assert_eq!(hall.opening(eve, &calendar()), next);
}

#[test]
fn a_make_up_saturday_has_the_hours_of_a_friday_and_the_sunday_after_it_none() {
    let hall = with_break();
    let saturday = hall.hours_on(date(2026, 10, 10), &calendar());
    assert_eq!(saturday, [(at(9, 0), at(12, 0)), (at(13, 30), at(17, 0))]);
    assert!(hall.hours_on(date(2026, 10, 11), &calendar()).is_empty());
}

#[test]
fn a_hall_that_opens_on_saturdays_is_open_then() {
    let hall = centre(vec![hours("mon-fri", "09:00", "17:00"), hours("sat", "09:00", "12:00")]);
    assert_eq!(hall.hours_on(date(2026, 10, 17), &calendar()), [(at(9, 0), at(12, 0))]);
}

#[test]
fn a_hall_without_hours_never_opens() {
    let now = date(2026, 10, 12).to_datetime(at(10, 0));
    assert_eq!(centre(Vec::new()).opening(now, &calendar()), Opening::ClosedUntil(None));
}

#[test]
fn a_directory_with_wrong_hours_or_two_of_an_id_is_refused() {
    let import =
        |centres| DirectoryBook::default().import(Vec::new(), centres).map_err(|it| it.code());
    assert!(import(vec![with_break()]).is_ok());
    assert_eq!(import(vec![with_break(), with_break()]), Err("directory.twice"));
    for wrong in [
        hours("mon-fri", "17:00", "09:00"),
        hours("fri-mon", "09:00", "17:00"),
        hours("always", "09:00", "17:00"),
        hours("mon", "9 Uhr", "17:00"),
    ] {
        assert_eq!(import(vec![centre(vec![wrong])]), Err("directory.hours"));
    }
    assert_eq!(DirectoryRefusal::NoChange.code(), "directory.no_change");
    assert_eq!(import(Vec::new()), Err("directory.no_change"));
}
