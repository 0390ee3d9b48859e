//! Who looked: the page and the API are the record, row for row, and every look can be questioned.

use axum::http::StatusCode;
use jiff::{SignedDuration, Timestamp};
use kernel::Role;
use testkit::on_both;

use crate::{given::person, house::Test};

#[tokio::test]
async fn what_the_person_sees_is_the_record_row_for_row() {
    on_both(|database| async move {
        let test = Test::on(database).await;
        for number in 0..60 {
            test.clock.advance(SignedDuration::from_secs(i64::from(number) % 3));
            let fields: &[&str] = if number % 5 == 0 { &["mobile"] } else { &[] };
            test.is_read(&format!("核对第 {number} 次"), fields).await;
        }
        let cookie = test.citizen(1).await;
        let log = test
            .house
            .ledger
            .accesses(person(1).subject(), Timestamp::UNIX_EPOCH, (Timestamp::MAX, None), 1000)
            .await
            .unwrap();
        assert_eq!(log.len(), 60);

        let (mut seen, mut next) = (Vec::new(), String::new());
        loop {
            let page = test.get(&format!("/api/v1/me/reads?after={next}"), &cookie).await;
            assert_eq!(page.status, StatusCode::OK, "{}", page.text);
            let page = page.json();
            seen.extend(page["items"].as_array().unwrap().clone());
            match page["next"].as_str() {
                Some(more) => next = more.to_owned(),
                None => break,
            }
        }
        assert_eq!(seen.len(), log.len());
        for (row, line) in seen.iter().zip(&log) {
            assert_eq!(row["id"], line.id.to_string());
            assert_eq!(row["at"], line.at.to_string());
            assert_eq!(row["role"], line.by.role.word());
            assert_eq!(row["action"], line.action);
            assert_eq!(row["matter"], line.matter);
            assert_eq!(row["reason"], line.reason.clone().unwrap());
            assert_eq!(row["fields"].as_array().unwrap().len(), line.fields.len());
        }
        let (mut shown, mut path) = (Vec::new(), "/zh-hans/my/data/reads".to_owned());
        loop {
            let page = test.get(&path, &cookie).await;
            let ids = page.text.split("id=\"read-").skip(1);
            shown.extend(ids.map(|it| it.split('"').next().unwrap().to_owned()));
            let Some((before, _)) = page.text.split_once("\" rel=\"next\"") else { break };
            path = before.rsplit("href=\"").next().unwrap().replace("&#38;", "&");
        }
        let ids: Vec<String> = log.iter().map(|it| it.id.to_string()).collect();
        assert_eq!(shown, ids, "the pages show every row once, in the order of the record");
    })
    .await;
}

#[tokio::test]
async fn a_reader_has_a_number_and_no_name_and_two_people_cannot_compare_it() {
    let test = Test::on(testkit::Database::sqlite()).await;
    test.is_read("核对", &[]).await;
    let cookie = test.citizen(1).await;
    let page = test.get("/zh-hans/my/data/reads", &cookie).await;
    assert!(page.text.contains("核对") && !page.text.contains("陆明"), "{}", page.text);
    let one = test.get("/api/v1/me/reads", &cookie).await.json()["items"][0]["reader"].clone();
    assert_eq!(one.as_str().unwrap().len(), 9);
    test.house.ledger.set("privacy.reader_names", "name").await.unwrap();
    let page = test.get("/zh-hans/my/data/reads", &cookie).await;
    assert!(page.text.contains("陆明"), "an installation may show names: {}", page.text);
    let empty = test.get("/en/my/data/reads", &test.citizen(2).await).await;
    assert!(empty.text.contains("Nobody has looked at your data"), "{}", empty.text);
}

#[tokio::test]
async fn a_look_is_questioned_once_and_a_supervisor_answers() {
    on_both(|database| async move {
        let test = Test::on(database).await;
        test.is_read("核对", &["mobile"]).await;
        let cookie = test.citizen(1).await;
        let page = test.get("/zh-hans/my/data/reads", &cookie).await;
        let id =
            page.text.split("id=\"read-").nth(1).unwrap().split('"').next().unwrap().to_owned();
        let form = format!("/zh-hans/my/data/reads/{id}");
        let blind = test.fill(&form, &form, &cookie, "text=x").await;
        assert_eq!(blind.status, StatusCode::CONFLICT, "nothing was shown");
        let missing = test.sends(&form, &form, &cookie, "text=").await;
        assert_eq!(missing.status, StatusCode::UNPROCESSABLE_ENTITY);
        let asked = test.sends(&form, &form, &cookie, "text=%E4%B8%BA%E4%BB%80%E4%B9%88").await;
        assert_eq!(asked.status, StatusCode::SEE_OTHER, "{}", asked.text);
        let again = test.get(&form, &cookie).await;
        assert!(again.text.contains("您已经询问过"), "{}", again.text);
        let stranger = test.get(&form, &test.citizen(2).await).await;
        assert_eq!(stranger.status, StatusCode::NOT_FOUND, "another's look is nobody's business");

        let reader = test.staff(Role::Supervisor, 9).await;
        let list = test.get("/staff/oversight/reads", &reader).await;
        assert!(list.text.contains(&id) && !list.text.contains(">为什么<"), "{}", list.text);
        let desk = format!("/staff/oversight/reads/{id}");
        let own = test.get(&desk, &reader).await;
        assert!(!own.text.contains("name=\"verdict\""), "nobody answers about their own read");
        let supervisor = test.staff(Role::Supervisor, 8).await;
        let page = test.get(&desk, &supervisor).await;
        let answer = "verdict=wrong&text=%E4%B8%8D%E5%BA%94%E6%9F%A5%E7%9C%8B";
        let hidden = ["_csrf", "_key", "_shown"].map(|it| format!("{it}={}", page.hidden(it)));
        let answer = format!("{answer}&{}", hidden.join("&"));
        let done = test.post(&desk, &supervisor, answer).await;
        assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.text);
        let page = test.get("/zh-hans/my/data/reads", &cookie).await;
        assert!(page.text.contains("不应查看") && page.text.contains("不正当"), "{}", page.text);
        let looks = page.text.matches("答复对查看记录的询问").count();
        assert_eq!(looks, 2, "both looks of the supervisors are in the record as well");
        test.house.ledger.settle().await.unwrap();
        test.replay_agrees().await;
    })
    .await;
}
