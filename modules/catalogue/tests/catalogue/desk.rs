//! How definitions come into force at the editors' desk.

use axum::http::StatusCode;
use kernel::Role;
use module::CityData as _;
use testkit::{Database, TestClock, on_both};

use crate::house::{City, Test};

const UPLOAD: &str = "/staff/admin/services/upload";
const DESK: &str = "/staff/admin/services/dog-registration";

fn source() -> String {
    let text = City::default().text("dog-registration/service.yaml").expect("the city's dogs");
    text.replace("养犬登记", "养狗登记")
}

/// Checks and proposes a text; answers the last page.
async fn propose(test: &Test, cookie: &str, source: &str) -> crate::house::Answer {
    let form = test.get_as(cookie, UPLOAD).await;
    let (csrf, key) = (form.hidden("_csrf"), form.hidden("_key"));
    let pairs = [("_csrf", &*csrf), ("_key", &key), ("source", source), ("act", "propose")];
    test.upload_as(cookie, UPLOAD, &pairs).await
}

async fn publish(test: &Test, cookie: &str) -> crate::house::Answer {
    let page = test.get_as(cookie, DESK).await;
    let (csrf, key) = (page.hidden("_csrf"), page.hidden("_key"));
    let digest = page.hidden("digest");
    let pairs = [("_csrf", &*csrf), ("_key", &key), ("digest", &digest)];
    test.post_as(cookie, &format!("{DESK}/publish"), &pairs).await
}

async fn story(db: &Database) {
    let clock = TestClock::at(TestClock::MORNING);
    let test = Test::on(db, &clock).await;
    test.seed(&City::default()).await.expect("the city is taken in");
    let other_node = Test::on(db, &clock).await;
    other_node.refresh().await;

    let first = test.sign_in(Role::Editor, 1).await;
    let second = test.sign_in(Role::Editor, 2).await;
    let proposed = propose(&test, &first, &source()).await;
    assert_eq!(proposed.location, DESK, "{}", proposed.text);
    let own = test.get_as(&first, DESK).await;
    assert!(own.text.contains("请另一位编辑公布") && !own.text.contains("name=\"digest\""));
    let page = test.get_as(&second, DESK).await;
    assert!(page.text.contains("养狗登记") && page.text.contains("删去"), "the difference");

    assert_eq!(publish(&test, &second).await.location, DESK);
    let now = test.services().current("dog-registration").expect("it is offered");
    assert_eq!((now.revision, &*now.definition.name().zh_hans), (2, "养狗登记"));
    let pinned = test.services().revision("dog-registration", 1).expect("cases may pin it");
    assert_eq!(pinned.definition.name().zh_hans, "养犬登记");

    let there = other_node.services();
    assert_eq!(there.current("dog-registration").expect("it is offered").revision, 1);
    assert_eq!(other_node.refresh().await, 1);
    assert_eq!(there.current("dog-registration").expect("it is offered").revision, 2);

    withdraw(&test, &second).await;
}

async fn withdraw(test: &Test, cookie: &str) {
    let page = test.get_as(cookie, DESK).await;
    let (csrf, key) = (page.hidden("_csrf"), page.hidden("_key"));
    let pairs = |reason| [("_csrf", &*csrf), ("_key", &*key), ("reason", reason)];
    let path = format!("{DESK}/withdraw");
    let refused = test.post_as(cookie, &path, &pairs("")).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(refused.text.contains("请写明原因"));
    assert_eq!(test.post_as(cookie, &path, &pairs("改由省里办")).await.location, DESK);
    let gone = test.get("/zh-hans/services/dog-registration").await;
    assert_eq!(gone.status, StatusCode::GONE);
    assert!(test.services().current("dog-registration").is_none());
    assert!(test.services().revision("dog-registration", 2).is_some(), "cases go on");
}

#[tokio::test]
async fn two_people_bring_a_revision_into_force() {
    story(&Database::sqlite()).await;
}

#[tokio::test]
async fn the_story_is_the_same_on_both_engines() {
    on_both(|db| async move { story(&db).await }).await;
}

#[tokio::test]
async fn the_proposer_may_not_publish() {
    let (test, _db) = Test::city().await;
    let editor = test.sign_in(Role::Editor, 1).await;
    propose(&test, &editor, &source()).await;
    let second = test.sign_in(Role::Editor, 2).await;
    let digest = test.get_as(&second, DESK).await.hidden("digest");
    let csrf = test.get_as(&editor, DESK).await.hidden("_csrf");
    let path = format!("{DESK}/publish");
    let pairs = [("_csrf", &*csrf), ("digest", &*digest)];
    let refused = test.post_as(&editor, &path, &pairs).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(refused.text.contains("请换一位编辑公布"));
}

#[tokio::test]
async fn a_text_with_errors_is_not_proposed_and_says_the_line() {
    let (test, _db) = Test::city().await;
    let editor = test.sign_in(Role::Editor, 1).await;
    let wrong = source().replace("basic_code:", "basic_kode:");
    let line = wrong.lines().position(|it| it.contains("basic_kode")).expect("the line") + 1;
    let page = propose(&test, &editor, &wrong).await;
    assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(page.text.contains(&format!("<td class=\"right\">{line}</td>")), "line {line}");
    assert!(page.text.contains("basic_kode"), "the text is kept");
    assert!(!test.get_as(&editor, DESK).await.text.contains("name=\"digest\""));
}

#[tokio::test]
async fn the_desk_is_for_editors() {
    let (test, _db) = Test::city().await;
    let clerk = test.sign_in(Role::Clerk, 3).await;
    for path in ["/staff/content/", "/staff/content/reports", UPLOAD, DESK] {
        assert_eq!(test.get_as(&clerk, path).await.status, StatusCode::FORBIDDEN, "{path}");
        let asked = test.get(path).await;
        assert!(asked.location.starts_with("/staff/sign-in"), "{path}");
    }
    let editor = test.sign_in(Role::Editor, 1).await;
    for lang in ["zh-hans", "zh-hant", "en"] {
        let cookie = format!("{editor}; lang={lang}");
        for path in ["/staff/content/", "/staff/content/reports", UPLOAD, DESK] {
            let page = test.get_as(&cookie, path).await;
            assert_eq!(page.status, StatusCode::OK, "{path}");
            assert!(!page.text.contains(">catalogue-"), "{lang} {path}");
        }
    }
}
