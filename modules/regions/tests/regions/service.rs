//! What later subjects see.

use jiff::civil::date;
use kernel::Role;
use regions_domain::{Calendars, Places};

use crate::house::Test;

#[tokio::test]
async fn a_seeded_city_has_its_calendar_and_its_divisions_at_once() {
    let test = Test::start().await;
    let calendars = test.house.ask::<dyn Calendars>().unwrap();
    let places = test.house.ask::<dyn Places>().unwrap();
    assert!(calendars.current().is_provisional(date(2026, 3, 2)), "nothing is known yet");
    test.seed().await;
    test.seed().await;
    let current = calendars.current();
    assert_eq!(current.version(), 3, "the same data twice is taken in once");
    assert!(!current.is_workday(date(2026, 10, 2)) && current.is_workday(date(2026, 10, 10)));
    let gutai = places.division("980102000000").unwrap();
    assert_eq!(gutai.parent.as_deref(), Some("980100000000"));
    assert_eq!(places.divisions()[0].parent, None);
    assert!(places.division("110000000000").is_none());
}

#[tokio::test]
async fn another_node_learns_of_a_change_through_the_job() {
    let test = Test::start().await;
    test.seed().await;
    let mut other = module::House::new(
        test.house.ledger.clone(),
        test.house.renderer.clone(),
        test.house.files.clone(),
        String::new(),
        test.house.policy.clone(),
    );
    other.provide(test.house.ask::<dyn approvals_domain::Approvals>().unwrap());
    (regions::MODULE.start)(&mut other).unwrap();
    let calendars = other.ask::<dyn Calendars>().unwrap();
    assert_eq!(calendars.current().version(), 0);
    assert_eq!(other.jobs[0].run().await.unwrap(), 2, "the calendar and the divisions");
    assert_eq!(other.jobs[0].run().await.unwrap(), 0);
    assert_eq!(calendars.current().version(), 3);

    let administrator = test.session(Role::Administrator).await;
    let body = |more: &str| {
        format!(
            r#"{{"becomes":"off","from":"2026-10-08","name":"国庆节","reason":"notice"{more}}}"#
        )
    };
    let (_, dry) = test.json("/api/v1/calendar", &administrator, &body(r#","dry_run":true"#)).await;
    let dry: serde_json::Value = serde_json::from_str(&dry).unwrap();
    let proposal = body(&format!(r#","digest":{}"#, dry["digest"]));
    let (status, answer) = test.json("/api/v1/calendar", &administrator, &proposal).await;
    assert_eq!(status, 202, "{answer}");
    test.approve_as(test.second()).await;
    // Whichever node carried it out, the other learns of it through its job.
    test.work().await;
    other.jobs[0].run().await.unwrap();
    let own = test.house.ask::<dyn Calendars>().unwrap();
    assert!(!calendars.current().is_workday(date(2026, 10, 8)));
    assert!(!own.current().is_workday(date(2026, 10, 8)));
}
