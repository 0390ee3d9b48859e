//! What everybody is shown is what the record says: whoever changes a row behind the program's
//! back is seen from inside and from outside, and nobody reads what they wrote.

use std::collections::BTreeMap;

use ledger::{Statement, Value, Write};
use onewindow::integrity::{PageWatch, monitor::Watcher};
use record::manifest::Listing;
use testkit::TestChance;
use web::Alarm;

use crate::city::City;

const MORNING: &str = "2026-03-02T10:00:00+08:00";
const GUIDE: &str = "/services/food-business-licence";

/// Publishes the list of what is shown, and has it witnessed.
async fn published(city: &City) -> PageWatch {
    let watch = PageWatch::of(&city.installation);
    city.settles().await;
    assert!(watch.round().await.unwrap().is_published);
    city.settles().await;
    watch
}

fn outsider(city: &City) -> Watcher {
    Watcher::hasty(&city.base, &city.notary.policy_text, city.clock.clone()).unwrap()
}

async fn behind_its_back(city: &City, sql: &'static str) {
    let statement: &'static Statement = Box::leak(Box::new(Statement::new(sql)));
    let ledger = &city.installation.house.ledger;
    let changed = ledger.housekeep_one(Write::new(statement, Vec::<Value>::new())).await.unwrap();
    assert_eq!(changed, 1, "{sql}");
}

async fn status(city: &City, path: &str) -> u16 {
    reqwest::get(format!("{}{path}", city.base)).await.unwrap().status().as_u16()
}

#[tokio::test]
async fn what_nobody_has_touched_is_what_the_record_says() {
    let city = City::on(MORNING).await;
    let watch = published(&city).await;
    let again = watch.round().await.unwrap();
    assert_eq!((again.altered, again.is_published), (Vec::new(), false));
    let seen = outsider(&city).round().await.unwrap();
    assert_eq!(seen.altered, []);
    assert!(seen.pages > 150 && seen.witnesses.len() >= 2, "{seen:?}");

    // The next day other dates are promised, which is a cause.
    city.on_day("2026-03-03T10:00:00+08:00").await;
    let next = watch.round().await.unwrap();
    assert_eq!((next.altered, next.is_published), (Vec::new(), true));
    city.settles().await;
    assert_eq!(outsider(&city).round().await.unwrap().altered, []);
}

#[tokio::test]
async fn a_definition_changed_in_the_database_is_named_and_a_safe_page_is_shown() {
    testkit::on_both(|database| async move {
        let city = City::with(database, MORNING).await;
        let watch = published(&city).await;
        let mut watcher = outsider(&city);
        assert_eq!(watcher.round().await.unwrap().altered, []);
        behind_its_back(
            &city,
            "UPDATE ledger_event SET body = REPLACE(body, 'food', 'fool')
             WHERE stream = 'service/food-business-licence' AND word = 'service.published'",
        )
        .await;
        let found = watch.round().await.unwrap();
        assert_eq!(found.altered, ["service/food-business-licence"]);
        let place = "service/food-business-licence".to_owned();
        assert_eq!(city.installation.web.alarms.take(), [Alarm::Altered { place }]);

        // The guide, its check and the application are not shown, in no language and no API.
        let mut citizen = city.anonymous();
        for path in ["/en/", "/zh-hans/", "/zh-hant/"].map(|it| it.trim_end_matches('/')) {
            assert_eq!(status(&city, &format!("{path}{GUIDE}")).await, 503, "{path}");
        }
        citizen.looks_at(&format!("/en{GUIDE}")).await;
        citizen.reads("This page is not shown for now").reads("12345");
        assert_eq!(status(&city, &format!("/en{GUIDE}/check")).await, 503);
        assert_eq!(status(&city, "/en/apply/food-business-licence").await, 503);
        citizen.looks_at(&format!("/api/v1{GUIDE}")).await;
        assert!(citizen.html.contains("page_withheld"), "{}", citizen.html);
        assert_eq!(status(&city, "/en/services/birth-registration").await, 200);
        // From outside the same addresses are named.
        let seen: BTreeMap<_, _> = watcher.round().await.unwrap().altered.into_iter().collect();
        let named = ["/en", "/zh-hans", "/zh-hant", "/api/v1"].map(|it| format!("{it}{GUIDE}"));
        let forms = ["schema-org.jsonld", "cpsv-ap.jsonld", "exchange"];
        let forms = forms.map(|it| format!("/api/v1{GUIDE}/{it}"));
        let named: Vec<_> = named.iter().chain(&forms).collect();
        assert!(named.iter().all(|it| seen.contains_key(*it)) && seen.len() == 7, "{seen:?}");

        // It is told once, and over when the row is as it was.
        assert_eq!(watch.round().await.unwrap().altered.len(), 1);
        assert_eq!(city.installation.web.alarms.take(), []);
        behind_its_back(
            &city,
            "UPDATE ledger_event SET body = REPLACE(body, 'fool', 'food')
             WHERE stream = 'service/food-business-licence' AND word = 'service.published'",
        )
        .await;
        assert_eq!(watch.round().await.unwrap().altered, Vec::<String>::new());
        assert_eq!(status(&city, &format!("/en{GUIDE}")).await, 200);
        assert_eq!(watcher.round().await.unwrap().altered, []);
    })
    .await;
}

#[tokio::test]
async fn a_row_that_is_altered_and_logged_a_second_time_is_seen_by_its_entry() {
    let city = City::on(MORNING).await;
    let watch = published(&city).await;
    behind_its_back(
        &city,
        "UPDATE ledger_event SET body = REPLACE(body, 'food', 'fool'), leaf = NULL
         WHERE stream = 'service/food-business-licence' AND word = 'service.published'",
    )
    .await;
    city.settles().await;
    let found = watch.round().await.unwrap();
    assert_eq!(found.altered, ["service/food-business-licence"]);
    assert_eq!(status(&city, &format!("/en{GUIDE}")).await, 503);
}

#[tokio::test]
async fn a_list_changed_in_the_database_is_no_list() {
    let city = City::on(MORNING).await;
    let watch = published(&city).await;
    behind_its_back(
        &city,
        "UPDATE ledger_setting SET value = REPLACE(value, '/en/', '/xx/') WHERE name = 'manifest'",
    )
    .await;
    assert_eq!(status(&city, "/record/manifest").await, 503);
    let told = outsider(&city).round().await.unwrap_err();
    assert!(format!("{told:#}").contains("/record/manifest answers 503"), "{told:#}");
    // The program knows what it published, and puts it right.
    assert!(watch.round().await.unwrap().is_published);
    let text = reqwest::get(format!("{}/record/manifest", city.base)).await.unwrap();
    let listing: Listing = text.json().await.unwrap();
    assert!(listing.pages.contains_key(&format!("/en{GUIDE}")));
    assert_eq!(outsider(&city).round().await.unwrap().altered, []);
}

#[tokio::test]
async fn a_page_that_changes_on_the_way_is_seen_from_outside() {
    let city = City::on(MORNING).await;
    let _watch = published(&city).await;
    // Somebody between the site and the people adds a line to one page.
    let (inside, guide) = (city.base.clone(), format!("/en{GUIDE}"));
    let between = axum::Router::new().fallback(move |request: axum::extract::Request| {
        let (inside, guide) = (inside.clone(), guide.clone());
        async move {
            let path = request.uri().path().to_owned();
            let answer = reqwest::get(format!("{inside}{path}")).await.unwrap();
            let mut body = answer.bytes().await.unwrap().to_vec();
            if path == guide {
                body.extend(b"<p>Pay to account 0000</p>");
            }
            body
        }
    });
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let base = format!("http://{}", listener.local_addr().unwrap());
    tokio::spawn(async move { axum::serve(listener, between).await.unwrap() });
    let policy = &city.notary.policy_text;
    let mut watcher = Watcher::hasty(&base, policy, city.clock.clone()).unwrap();
    let altered = watcher.round().await.unwrap().altered;
    let what = "it is not what was published".to_owned();
    assert_eq!(altered, [(format!("/en{GUIDE}"), what)]);
}

#[tokio::test]
async fn neither_another_log_nor_an_older_list_is_believed() {
    let city = City::on(MORNING).await;
    let watch = published(&city).await;
    let folder = city.database.folder().join("another-log");
    let origin = testkit::notary::ORIGIN;
    let keys = record::process::init_signer(&folder, origin, TestChance::seeded(99).as_ref());
    let own = city.notary.policy_text.lines().filter(|it| !it.starts_with("log "));
    let logs: String = keys.unwrap().iter().map(|key| format!("log {key}\n")).collect();
    let policy = own.fold(logs, |all, line| format!("{all}{line}\n"));
    let mut foreign = Watcher::hasty(&city.base, &policy, city.clock.clone()).unwrap();
    let told = foreign.round().await.unwrap_err();
    assert!(format!("{told:#}").contains("the proof"), "{told:#}");
    let mut watcher = outsider(&city);
    watcher.round().await.unwrap();
    city.clock.move_to("2026-03-05T10:00:00+08:00");
    let told = watcher.round().await.unwrap_err();
    assert!(format!("{told:#}").contains("the list is of 2026-03-02"), "{told:#}");
    city.settles().await;
    watch.round().await.unwrap();
    city.settles().await;
    assert_eq!(watcher.round().await.unwrap().altered, []);
}
