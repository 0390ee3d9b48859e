//! The item list at the editors' desk: out as a table, back as proposals.

use axum::http::StatusCode;
use kernel::Role;
use testkit::{Database, TestClock, on_both};

use crate::house::{Answer, City, Test};

const ITEMS: &str = "/staff/content/items";

/// Sends a list back, to be checked or proposed.
async fn send(test: &Test, cookie: &str, list: &str, act: &str) -> Answer {
    let form = test.get_as(cookie, ITEMS).await;
    let (csrf, key) = (form.hidden("_csrf"), form.hidden("_key"));
    let pairs = [("_csrf", &*csrf), ("_key", &*key), ("list", list), ("act", act)];
    test.upload_as(cookie, ITEMS, &pairs).await
}

const HEAD: &str = "服务标识,承诺办结时限\nservice_id,promise_day\n";

async fn story(db: &Database) {
    let test = Test::on(db, &TestClock::at(TestClock::MORNING)).await;
    test.seed(&City::default()).await.expect("the city is taken in");
    let editor = test.sign_in(Role::Editor, 1).await;

    let csv = test.get_as(&editor, "/staff/content/items.csv").await;
    assert_eq!(csv.status, StatusCode::OK);
    let count = test.services().all().len();
    assert!(csv.text.matches("980").count() >= count && csv.text.contains("service_id"));
    let same = send(&test, &editor, &csv.text, "propose").await;
    assert_eq!(same.status, StatusCode::OK, "{}", same.text);
    assert!(same.text.contains("没有要改的"), "{}", same.text);
    let book = test.get_as(&editor, "/staff/content/items.xlsx").await;
    assert!(book.status == StatusCode::OK && book.text.starts_with("PK"));

    // One wrong row keeps all from being proposed.
    let list = format!("{HEAD}dog-registration,4\nno-such-service,3\nlegal-aid,later\n");
    let wrong = send(&test, &editor, &list, "propose").await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    for code in ["sheet.unknown", "sheet.number"] {
        assert!(wrong.text.contains(code), "{code} in {}", wrong.text);
    }
    let desk = "/staff/admin/services/dog-registration";
    assert!(!test.get_as(&editor, desk).await.text.contains("name=\"digest\""));

    // A promise longer than the law allows breaks a rule of the lints, told at its row.
    let long = send(&test, &editor, &format!("{HEAD}dog-registration,3000\n"), "check").await;
    assert_eq!(long.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(long.text.contains("promise_day"), "{}", long.text);

    let list = format!("{HEAD}dog-registration,4\n");
    let checked = send(&test, &editor, &list, "check").await;
    assert_eq!(checked.status, StatusCode::OK, "{}", checked.text);
    assert!(!test.get_as(&editor, desk).await.text.contains("name=\"digest\""), "only checked");
    let again = checked.hidden("list").replace("&#34;", "\"");
    assert_eq!(again.lines().count(), 3, "{again}");
    let done = send(&test, &editor, &again, "propose").await;
    assert_eq!(done.location, "/staff/content/", "{}", done.text);
    let page = test.get_as(&editor, desk).await.text;
    assert!(page.contains("name=\"digest\"") && page.contains("days: 4"), "{page}");
    let now = test.services().current("dog-registration").expect("it is offered");
    assert_eq!(now.definition.limits.promised.days, 5, "a second person publishes");

    let waits = send(&test, &editor, &format!("{HEAD}dog-registration,3\n"), "propose").await;
    assert!(waits.text.contains("sheet.waits"), "{}", waits.text);
}

#[tokio::test]
async fn a_list_comes_back_as_proposals_and_only_when_it_is_clean() {
    on_both(|db| async move { story(&db).await }).await;
}

#[tokio::test]
async fn only_editors_have_the_list_and_what_is_none_is_refused() {
    let (test, _db) = Test::city().await;
    let clerk = test.sign_in(Role::Clerk, 3).await;
    for path in [ITEMS, "/staff/content/items.csv", "/staff/content/items.xlsx"] {
        assert_ne!(test.get_as(&clerk, path).await.status, StatusCode::OK, "{path}");
    }
    let editor = test.sign_in(Role::Editor, 1).await;
    for list in ["", "服务标识\nid\nlegal-aid\n", "x\nservice_id,colour\nlegal-aid,red\n"] {
        let answer = send(&test, &editor, list, "propose").await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{list}");
        assert!(answer.text.contains("sheet."), "{}", answer.text);
    }
}
