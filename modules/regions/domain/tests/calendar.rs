//! Changes of the calendar and of the list of divisions.
#![expect(clippy::unwrap_used, reason = "a test that cannot go on should stop loudly")]

use jiff::civil::{Date, date};
use kernel::{
    Actor, Aggregate, LocalText, Recorded,
    calendar::{Holiday, YearCalendar},
    id::EventId,
};
use regions_domain::{
    CalendarBook, CalendarRefusal, DayBecomes, DayChange, Division, DivisionKind, DivisionList,
    DivisionRefusal, changed_days,
};

fn national_day() -> LocalText {
    LocalText {
        zh_hans: "国庆节".into(), zh_hant: "國慶節".into(), en: "National Day".into()
    }
}

fn year() -> YearCalendar {
    YearCalendar {
        year: 2026,
        source: "国办发明电〔2025〕7号".into(),
        holidays: vec![Holiday {
            name: national_day(),
            from: date(2026, 10, 1),
            to: date(2026, 10, 7),
        }],
        make_up: vec![date(2026, 10, 10)],
    }
}

fn after<A: Aggregate>(mut state: A, events: Vec<A::Event>) -> A {
    for event in events {
        state.apply(&Recorded {
            id: "00000000-0000-7000-8000-000000000000".parse::<EventId>().unwrap(),
            seq: 1,
            at: jiff::Timestamp::UNIX_EPOCH,
            by: Actor::SYSTEM,
            event,
        });
    }
    state
}

fn book() -> CalendarBook {
    let book = CalendarBook::default();
    let events = book.publish(year(), "the yearly notice", &Actor::SYSTEM).unwrap();
    after(book, events)
}

fn change(from: Date, to: Date, becomes: DayBecomes) -> DayChange {
    DayChange { from, to, becomes }
}

#[test]
fn a_publication_needs_a_reason_and_a_change() {
    let publish = |reason| book().publish(year(), reason, &Actor::SYSTEM).map_err(|it| it.code());
    assert_eq!(publish(" "), Err("calendar.no_reason"));
    assert_eq!(publish("again"), Err("calendar.no_change"));
}

#[test]
fn a_year_that_cannot_be_a_notice_is_refused_and_never_empties_the_calendar() {
    let wrong = YearCalendar { make_up: vec![date(2026, 10, 12)], ..year() };
    let refusal = book().publish(wrong, "a Monday", &Actor::SYSTEM).map_err(|it| it.code());
    assert_eq!(refusal, Err("calendar.make_up_on_weekday"));
}

#[test]
fn a_day_off_next_to_a_holiday_of_the_same_name_lengthens_it() {
    let one_more = change(date(2026, 10, 8), date(2026, 10, 8), DayBecomes::Off(national_day()));
    let year = book().amended(&one_more, "notice").unwrap();
    assert_eq!(year.holidays.len(), 1);
    assert_eq!(year.holidays[0].to, date(2026, 10, 8));
}

#[test]
fn an_ordinary_day_in_a_holiday_cuts_it_in_two() {
    let cut = change(date(2026, 10, 5), date(2026, 10, 5), DayBecomes::Ordinary);
    let year = book().amended(&cut, "notice").unwrap();
    let spans: Vec<_> = year.holidays.iter().map(|it| (it.from.day(), it.to.day())).collect();
    assert_eq!(spans, [(1, 4), (6, 7)]);
}

#[test]
fn a_make_up_day_takes_the_place_of_a_day_off() {
    let sunday = change(date(2026, 10, 4), date(2026, 10, 4), DayBecomes::MakeUp);
    let year = book().amended(&sunday, "notice").unwrap();
    let before = book().calendar();
    let after = before.publish(year).unwrap();
    assert!(!before.is_workday(date(2026, 10, 4)) && after.is_workday(date(2026, 10, 4)));
    let changed = changed_days(&before, &after, date(2026, 9, 1), date(2026, 12, 31));
    assert_eq!(changed.iter().map(|it| it.0).collect::<Vec<_>>(), [date(2026, 10, 4)]);
}

#[test]
fn changes_that_change_nothing_or_run_backwards_are_refused() {
    let code = |change: DayChange| book().amended(&change, "notice").map_err(|it| it.code());
    let again = change(date(2026, 10, 1), date(2026, 10, 7), DayBecomes::Off(national_day()));
    assert_eq!(code(again), Err("calendar.no_change"));
    let backwards = change(date(2026, 10, 7), date(2026, 10, 1), DayBecomes::Ordinary);
    assert_eq!(code(backwards), Err("calendar.holiday_range"));
    let endless = change(Date::MIN, Date::MAX, DayBecomes::MakeUp);
    assert_eq!(code(endless), Err("calendar.holiday_range"));
    let ordinary = change(date(2030, 3, 1), date(2030, 3, 1), DayBecomes::Ordinary);
    assert_eq!(code(ordinary), Err("calendar.no_change"));
}

#[test]
fn a_year_without_a_notice_begins_with_the_reason() {
    let new_year = change(date(2027, 1, 1), date(2027, 1, 3), DayBecomes::Off(national_day()));
    let year = book().amended(&new_year, " 国办发明电〔2026〕9号 ").unwrap();
    assert_eq!((year.year, year.source.as_str()), (2027, "国办发明电〔2026〕9号"));
    let no_source = book().amended(&new_year, " ");
    assert!(matches!(no_source, Err(CalendarRefusal::Wrong(_))));
}

#[test]
fn a_break_at_new_year_belongs_to_the_year_in_which_it_ends() {
    let new_year = change(date(2026, 12, 31), date(2027, 1, 2), DayBecomes::Off(national_day()));
    assert_eq!(book().amended(&new_year, "notice").unwrap().year, 2027);
}

#[test]
fn a_holiday_is_found_by_its_name_in_any_language() {
    assert_eq!(book().name("National Day"), Some(&national_day()));
    assert_eq!(book().name("國慶節"), Some(&national_day()));
    assert_eq!(book().name(""), None);
}

fn division(code: &str, parent: Option<&str>) -> Division {
    Division {
        code: code.into(),
        name: LocalText::same(code),
        kind: DivisionKind::City,
        parent: parent.map(str::to_owned),
        is_urban: true,
    }
}

#[test]
fn divisions_come_after_those_they_belong_to() {
    let (province, city) = ("980000000000", "980100000000");
    let list = |it: Vec<Division>| DivisionList::default().import(it);
    let good = vec![division(province, None), division(city, Some(province))];
    let events = list(good.clone()).unwrap();
    let state = after(DivisionList::default(), events);
    assert_eq!(state.import(good), Err(DivisionRefusal::NoChange));
    for (wrong, code) in [
        (vec![division(city, Some(province)), division(province, None)], "divisions.no_parent"),
        (vec![division(province, None), division(province, None)], "divisions.twice"),
        (vec![division("9801", None)], "divisions.code"),
    ] {
        assert_eq!(list(wrong).map_err(|it| it.code()), Err(code));
    }
}
