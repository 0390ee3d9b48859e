//! Lists that leave the house as files: a thousand rows one officer takes alone, recorded.

use crate::{city::City, pages::hands_in};

const CHEN: &str = "710000198804161226";
const MORNING: &str = "2026-03-02T10:00:00+08:00";
const TODAY: &str = "from=2026-03-02&to=2026-03-02";

#[tokio::test]
async fn an_approver_takes_the_list_that_was_shown_and_nobody_else_fetches_it() {
    let city = City::on(MORNING).await;
    let mut citizen = city.citizen(CHEN).await;
    let filed = hands_in(&city, &mut citizen).await;

    let mut officer = city.staff("approver-jiang").await;
    officer.opens(&format!("/staff/cases/export?{TODAY}")).await.reads("共1件");
    let (address, fields) = officer.binding_form();
    hands_in(&city, &mut citizen).await;
    officer.posts(&address, &fields).await;
    assert_eq!(officer.status, 409, "{}", officer.text());
    officer.reads("您查看之后，内容有了变化").reads("共2件");

    let (address, fields) = officer.binding_form();
    officer.posts(&address, &fields).await;
    let place = officer.path.clone();
    assert!(place.starts_with("/staff/cases/exports/"), "{place}");
    let rows: Vec<&str> = officer.html.trim_start_matches('\u{feff}').lines().collect();
    assert_eq!(rows.len(), 3, "{rows:?}");
    assert!(rows[1].contains(&filed.reference) && rows[1].contains("\"2026-03-02\""), "{rows:?}");
    assert!(!officer.html.contains("陈雨禾"), "nothing about applicants");

    let mut other = city.staff("approver-shu").await;
    assert_eq!(other.looks_at(&place).await.status, 404);
    city.clock.advance(jiff::SignedDuration::from_hours(24));
    let mut officer = city.staff("approver-jiang").await;
    assert_eq!(officer.looks_at(&place).await.status, 404, "a day later it is gone");
}
