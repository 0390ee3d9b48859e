//! A copy of everything, putting facts right, closing an account.

use std::io::{Cursor, Read as _};

use axum::http::StatusCode;
use jiff::{SignedDuration, civil::date};
use kernel::Role;
use testkit::on_both;

use crate::{
    given::{CANARY, person},
    house::Test,
};

#[tokio::test]
async fn a_copy_holds_everything_for_a_day_and_is_then_deleted() {
    on_both(|database| async move {
        let test = Test::on(database).await;
        let own = (person(1).subject(), date(2026, 2, 1));
        test.things.0.lock().unwrap().insert("one".into(), own);
        test.is_read("院墙", &[]).await;
        let cookie = test.citizen(1).await;
        let page = test.get("/zh-hans/my/data", &cookie).await;
        assert!(page.text.contains(CANARY), "what is held is shown: {}", page.text);
        let asked = test.fill("/zh-hans/my/data", "/zh-hans/my/data/export", &cookie, "").await;
        assert_eq!(asked.status, StatusCode::SEE_OTHER, "{}", asked.text);
        let copies = || async { test.get("/api/v1/me/copies", &cookie).await.json() };
        let id = copies().await["items"][0]["id"].as_str().unwrap().to_owned();
        let fetch = format!("/api/v1/me/copies/{id}/fetch");
        let early = test.post_json(&fetch, &cookie, "").await;
        assert_eq!(early.status, StatusCode::UNPROCESSABLE_ENTITY, "{}", early.text);

        test.work().await;
        test.house.ledger.settle().await.unwrap();
        assert_eq!(copies().await["items"][0]["stage"], "ready");
        let stranger = test.post_json(&fetch, &test.citizen(2).await, "").await;
        assert_eq!(stranger.status, StatusCode::NOT_FOUND);
        let taken = test.post_json(&fetch, &cookie, "").await;
        assert_eq!(taken.status, StatusCode::OK);
        let mut archive = zip::ZipArchive::new(Cursor::new(taken.bytes)).unwrap();
        let mut texts = String::new();
        let names: Vec<String> = archive.file_names().map(|it| it.unwrap().into_owned()).collect();
        for name in &names {
            let mut bytes = Vec::new();
            archive.by_name(name).unwrap().read_to_end(&mut bytes).unwrap();
            texts.push_str(&String::from_utf8_lossy(&bytes));
        }
        for wanted in [CANARY, "院墙", "%PDF-1.7 a plan"] {
            assert!(texts.contains(wanted), "{wanted}: {names:?}");
        }
        assert!(names.contains(&"README.txt".to_owned()), "{names:?}");

        test.clock.advance(SignedDuration::from_hours(24));
        let cookie = test.citizen(1).await;
        let late = test.post_json(&fetch, &cookie, "").await;
        assert_eq!(late.status, StatusCode::UNPROCESSABLE_ENTITY);
        test.work().await;
        let copies = test.get("/api/v1/me/copies", &cookie).await.json();
        assert_eq!(copies["items"][0]["stage"], "over");
        test.replay_agrees().await;
    })
    .await;
}

#[tokio::test]
async fn facts_are_put_right_by_a_clerk_and_not_by_the_person() {
    let test = Test::on(testkit::Database::sqlite()).await;
    let cookie = test.citizen(1).await;
    let form = "/zh-hans/my/data/correct";
    let same = "name=%E6%9E%97%E6%99%93%E8%88%9F&mobile=19900000001&address=%E4%B8%9C%E8%A1%97+1+%E5%8F%B7&reason=x";
    let blind = test.fill(form, form, &cookie, same).await;
    assert_eq!(blind.status, StatusCode::CONFLICT, "nothing was shown");
    let nothing = test.sends(form, form, &cookie, same).await;
    assert_eq!(nothing.status, StatusCode::UNPROCESSABLE_ENTITY, "nothing would change");
    let moved = same.replace("%E4%B8%9C%E8%A1%97+1", "%E5%8D%97%E8%A1%97+9");
    let asked = test.sends(form, form, &cookie, &moved).await;
    assert_eq!(asked.status, StatusCode::SEE_OTHER, "{}", asked.text);
    let clerk = test.staff(Role::Clerk, 7).await;
    let list = test.get("/staff/data/corrections", &clerk).await;
    assert!(!list.text.contains("南街"), "lists show no personal data: {}", list.text);
    let path = list.text.split("href=\"/staff/data/corrections/").nth(1).unwrap();
    let path = format!("/staff/data/corrections/{}", path.split('"').next().unwrap());
    let page = test.get(&path, &clerk).await;
    assert!(page.text.contains("南街 9 号") && page.text.contains("东街 1 号"), "{}", page.text);
    let unseen = test.fill(&path, &path, &clerk, "verdict=grant&text=ok").await;
    assert_eq!(unseen.status, StatusCode::CONFLICT, "nothing was shown");
    let judged = format!("verdict=grant&text=ok&_shown={}", page.hidden("_shown"));
    let done = test.fill(&path, &path, &clerk, &judged).await;
    assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.text);
    let facts = test.book.0.lock().unwrap().get(&person(1)).cloned().unwrap();
    assert_eq!((facts.address.as_str(), facts.name.as_str()), ("南街 9 号", "林晓舟"));
    let seen = test.get("/zh-hans/my/data/reads", &cookie).await;
    assert!(seen.text.contains("处理更正请求"), "the clerk's look is told: {}", seen.text);
}

#[tokio::test]
async fn closing_an_account_says_what_stays_and_lets_the_rest_go() {
    let test = Test::on(testkit::Database::sqlite()).await;
    let own = (person(1).subject(), date(2026, 2, 1));
    test.things.0.lock().unwrap().insert("one".into(), own);
    let cookie = test.citizen(1).await;
    let form = "/zh-hans/my/data/close";
    let page = test.get(form, &cookie).await;
    assert!(page.text.contains("2036年2月1日"), "until when, and why: {}", page.text);
    let shown = format!("_shown={}", page.hidden("_shown"));
    for slip in ["typed=yes&why=unsaid", "typed=&why=unsaid", "typed=%E6%9E%97%E6%99%93%E8%88%9F"] {
        let unsure = test.fill(form, form, &cookie, &format!("{shown}&{slip}")).await;
        assert_eq!(unsure.status, StatusCode::UNPROCESSABLE_ENTITY, "{slip}");
    }
    let closes = format!("{shown}&typed=%E6%9E%97%E6%99%93%E8%88%9F&why=unsaid");
    test.things.0.lock().unwrap().insert("two".into(), own);
    let late = test.fill(form, form, &cookie, &closes).await;
    assert_eq!(late.status, StatusCode::CONFLICT, "more stays than was shown");
    test.things.0.lock().unwrap().remove("two");
    let closed = test.fill(form, form, &cookie, &closes).await;
    assert_eq!(closed.status, StatusCode::SEE_OTHER, "{}", closed.text);
    test.house.ledger.settle().await.unwrap();
    assert_eq!(*test.book.1.lock().unwrap(), [person(1)]);
    let out = test.get("/zh-hans/my/data", &cookie).await;
    assert_eq!(out.status, StatusCode::SEE_OTHER, "the session is over");
    test.replay_agrees().await;
}
