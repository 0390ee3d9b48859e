//! Finding services by the words that people use.

use axum::http::StatusCode;
use jiff::SignedDuration;
use kernel::Role;
use testkit::TestClock;

use crate::house::{City, Test};

/// The address of a search.
pub fn path(words: &str) -> String {
    let mut query = form_urlencoded::Serializer::new(String::new());
    query.append_pair("q", words);
    format!("/zh-hans/search?{}", query.finish())
}

/// The ids of the services found, best first.
async fn found(test: &Test, words: &str) -> Vec<String> {
    ids(&test.get(&path(words)).await.text)
}

/// The ids of the services on a page, in their order.
pub fn ids(page: &str) -> Vec<String> {
    let links = page.split("<h2><a href=\"/zh-hans/services/").skip(1);
    links.map(|rest| rest.split('"').next().expect("an id").to_owned()).collect()
}

#[tokio::test]
async fn people_find_services_by_their_own_words() {
    let (test, _db) = Test::city().await;
    for (words, id) in [
        ("开餐馆", "food-business-licence"),
        ("身份证丢了", "id-card-replacement"),
        ("換駕照", "driving-licence-renewal"),
        ("办狗证", "dog-registration"),
        ("开公司", "company-registration"),
        ("公積金提取", "housing-fund-withdrawal"),
        ("吃低保", "minimum-living-allowance"),
        ("dog registration", "dog-registration"),
        ("startup subsidy", "startup-subsidy"),
        ("外地看病", "remote-treatment-filing"),
        ("982014043000", "startup-subsidy"),
        ("yinyezhizhao", "sole-trader-registration"),
        ("yyzz", "company-registration"),
        ("居主证", "residence-permit"),
        ("法律援住", "legal-aid"),
    ] {
        let ids = found(&test, words).await;
        assert!(ids.iter().take(3).any(|it| it == id), "{words}: {ids:?}");
    }
}

#[tokio::test]
async fn a_life_event_is_named_above_the_services() {
    let (test, _db) = Test::city().await;
    let page = test.get(&path("开餐馆")).await;
    assert!(page.text.contains("/zh-hans/life/open-a-restaurant"));
}

#[tokio::test]
async fn filters_narrow_what_was_found() {
    let (test, _db) = Test::city().await;
    let all = found(&test, "登记").await;
    let page = test.get(&format!("{}&department=market-regulation", path("登记"))).await;
    let fewer = page.text.matches("<ul class=\"facts\">").count();
    assert!(0 < fewer && fewer < all.len(), "{fewer} of {}", all.len());
    let place = test.get(&format!("{}&region=980102000000", path("登记"))).await;
    assert!(place.text.contains("<ul class=\"facts\">"), "the city serves its districts");
    let elsewhere = test.get(&format!("{}&region=110000000000", path("登记"))).await;
    assert!(!elsewhere.text.contains("<ul class=\"facts\">"));
}

#[tokio::test]
async fn a_search_without_result_shows_the_ways_on_and_is_noted() {
    let (test, _db) = Test::city().await;
    test.house.ledger.set("catalogue.miss_visitors", "1").await.expect("a setting");
    let page = test.get(&path("xyzzyx")).await;
    for way in ["/zh-hans/services/\"", "/zh-hans/individuals/", "tel:12345"] {
        assert!(page.text.contains(way), "{way}");
    }
    test.get(&path("ＸＹＺＺＹＸ")).await;
    test.get(&path("qqqq 710000")).await;
    let editor = test.sign_in(Role::Editor, 1).await;
    let desk = test.get_as(&editor, "/staff/content/").await;
    assert!(desk.text.contains("xyzzyx</th><td class=\"right\">2</td>"), "counted as one");
    assert!(!desk.text.contains("710000"), "what may be a number is not kept");
}

#[tokio::test]
async fn a_word_is_kept_when_three_visitors_typed_it_and_a_number_never() {
    let (test, _db) = Test::city().await;
    let mut people = Vec::new();
    for number in 10..13 {
        people.push(test.sign_in(Role::Citizen, number).await);
    }
    let editor = test.sign_in(Role::Editor, 1).await;
    // An identity number, a mobile number, a name, and a word that everybody misses.
    let numbers = ["710000198804161226", "19900000001"];
    for _again in 0..5 {
        for typed in numbers.iter().chain(&["龘靐齉", "xyzzyx"]) {
            test.get_as(&people[0], &path(typed)).await;
        }
    }
    let desk = test.get_as(&editor, "/staff/content/").await;
    for typed in numbers.iter().chain(&["龘靐齉", "xyzzyx"]) {
        assert!(!desk.text.contains(typed), "one visitor typed {typed}, however often");
    }
    for person in &people[1..] {
        for typed in numbers.iter().chain(&["xyzzyx"]) {
            test.get_as(person, &path(typed)).await;
        }
    }
    let desk = test.get_as(&editor, "/staff/content/").await;
    assert!(desk.text.contains("xyzzyx</th><td class=\"right\">3</td>"), "three visitors");
    for typed in numbers.iter().chain(&["龘靐齉"]) {
        assert!(!desk.text.contains(typed), "{typed}");
    }
}

#[tokio::test]
async fn editors_see_week_by_week_what_is_missing_and_take_it_as_a_file() {
    testkit::on_both(|db| async move {
        let clock = TestClock::at("2026-02-26T09:00:00+08:00");
        let test = Test::on(&db, &clock).await;
        test.seed(&City::default()).await.expect("the city is taken in");
        test.house.ledger.set("catalogue.miss_visitors", "2").await.expect("a setting");
        let editor = test.sign_in(Role::Editor, 1).await;
        let empty = test.get_as(&editor, "/staff/content/unmet").await;
        assert_eq!(empty.status, StatusCode::OK);
        let none = test.get_as(&editor, "/staff/content/unmet.csv").await;
        assert_eq!(none.status, StatusCode::NOT_FOUND);

        for number in 10..12 {
            let person = test.sign_in(Role::Citizen, number).await;
            test.get_as(&person, &path("=xyzzyx")).await;
            test.get_as(&person, &path("710000198804161226")).await;
        }
        let page = test.get_as(&editor, "/staff/content/unmet").await;
        assert!(page.text.contains("2026-02-23"), "the week's Monday");
        assert!(page.text.contains("有4次"), "all searches without result are counted");
        assert!(page.text.contains("=xyzzyx</a></th><td class=\"right\">2</td>"));
        assert!(!page.text.contains("710000"), "what may be a number is only counted");

        clock.advance(SignedDuration::from_hours(7 * 24));
        let editor = test.sign_in(Role::Editor, 1).await;
        let person = test.sign_in(Role::Citizen, 12).await;
        test.get_as(&person, &path("=xyzzyx")).await;
        let file = test.get_as(&editor, "/staff/content/unmet.csv?week=2026-03-02").await;
        assert!(file.text.contains("\"2026-03-02\",\"'=xyzzyx\",\"1\",\"0\""), "{}", file.text);
        let old = test.get_as(&editor, "/staff/content/unmet.csv?week=2026-02-23").await;
        assert!(old.text.contains("\"'=xyzzyx\",\"2\""), "{}", old.text);
        let wrong = test.get_as(&editor, "/staff/content/unmet?week=2026-02-24").await;
        assert_eq!(wrong.status, StatusCode::NOT_FOUND);
        let citizen = test.get_as(&person, "/staff/content/unmet").await;
        assert_ne!(citizen.status, StatusCode::OK, "editors only");
    })
    .await;
}
