//! The read-only mode: everything is shown, people sign in and look things up, every change is
//! refused with a way on, and nobody's silence has consequences.

use jiff::Timestamp;
use ledger::{Statement, Value, Write};
use onewindow::{
    integrity::{PageWatch, monitor::Watcher},
    pause::{self, Turn},
    serve,
};
use web::PauseCause;

use crate::{
    city::City,
    story::{CHEN, citizen_hands_in},
};

const STRIP: &str = "<div class=\"strip paused\">";

async fn pauses(city: &City, until: &str) {
    let until: Timestamp = until.parse().unwrap();
    let ledger = &city.installation.house.ledger;
    pause::switch(ledger, Turn::On(PauseCause::Maintenance, Some(until))).await.unwrap();
    pause::look(&city.installation).await;
}

async fn resumes(city: &City) {
    pause::switch(&city.installation.house.ledger, Turn::Off).await.unwrap();
    pause::look(&city.installation).await;
}

#[tokio::test]
async fn while_nothing_is_changed_everybody_reads_and_is_told_the_way_on_paper() {
    testkit::on_both(|database| async move {
        let city = City::with(database, "2026-03-02T10:00:00+08:00").await;
        let mut citizen = city.citizen(CHEN).await;
        let receipt = citizen_hands_in(&mut citizen).await;
        city.settles().await;
        let mut passer_by = city.anonymous();
        passer_by.opens("/zh-hans/").await;
        assert!(!passer_by.html.contains(STRIP));

        pauses(&city, "2026-03-02T18:00:00+08:00").await;
        for path in ["/zh-hans/", "/zh-hant/services/", "/en/services/food-business-licence"] {
            passer_by.opens(path).await;
            assert!(passer_by.html.contains(STRIP), "{path} says how it stands");
        }
        // Who comes now can sign in, on both sides, and sees what is theirs.
        let mut citizen = city.citizen(CHEN).await;
        citizen.opens(&format!("/zh-hans/track/{}", receipt.reference)).await;
        let mut examiner = city.staff("examiner-lu").await;
        examiner.opens(&format!("/staff/cases/{}", receipt.reference)).await;
        assert!(examiner.html.contains(STRIP), "the desk says so too");

        citizen.opens("/zh-hans/apply/food-business-licence").await;
        let action = "/apply/food-business-licence";
        citizen.sends(action, &[("situation-trade", "restaurant")]).await;
        assert_eq!(citizen.status, 503);
        assert!(citizen.html.contains("data-code=\"read_only\""), "{}", citizen.text());
        citizen
            .reads("系统维护")
            .reads("2026年3月2日")
            .reads("空白申请表")
            .reads("不会因为期限届满");
        examiner.sends("/accept", &[("outcome", "accept")]).await;
        assert_eq!(examiner.status, 503, "{}", examiner.text());

        let machine = city.machine(CHEN).await;
        let body = serde_json::json!({ "service": "food-business-licence" });
        let refused = machine.post("/api/v1/applications", body).await;
        assert_eq!((refused.status, refused.code()), (503, "read_only".to_owned()));
        assert_eq!(refused.json()["cause"], "maintenance");
        assert_eq!(refused.json()["until"], "2026-03-02T10:00:00Z");

        resumes(&city).await;
        passer_by.opens("/zh-hans/").await;
        assert!(!passer_by.html.contains(STRIP), "no kept page says it still");
        let mut citizen = city.citizen(CHEN).await;
        citizen.opens("/zh-hans/apply/food-business-licence").await;
        citizen.sends(action, &[("situation-trade", "restaurant")]).await;
        assert_eq!(citizen.status, 200, "{}", citizen.text());
    })
    .await;
}

#[tokio::test]
async fn the_strip_is_no_defacement_neither_from_inside_nor_from_outside() {
    let city = City::on("2026-03-02T10:00:00+08:00").await;
    let watch = PageWatch::of(&city.installation);
    city.settles().await;
    assert!(watch.round().await.unwrap().is_published);
    city.settles().await;
    pauses(&city, "2026-03-02T18:00:00+08:00").await;
    let found = watch.round().await.unwrap();
    assert_eq!((found.altered, found.is_published), (Vec::new(), false));
    let outsider =
        Watcher::hasty(&city.base, &city.notary.policy_text, city.clock.clone()).unwrap();
    let mut outsider = outsider;
    let seen = outsider.round().await.unwrap();
    assert_eq!(seen.altered, []);
    assert!(seen.pages > 150, "{seen:?}");
}

#[tokio::test]
async fn nothing_is_decided_by_silence_meanwhile_nor_on_the_day_after() {
    let city = City::on("2026-02-13T10:00:00+08:00").await;
    let mut citizen = city.citizen(CHEN).await;
    let receipt = citizen_hands_in(&mut citizen).await;
    city.on_day("2026-02-27T23:00:00+08:00").await;
    pauses(&city, "2026-02-28T06:00:00+08:00").await;
    let page = format!("/zh-hans/track/{}", receipt.reference);
    let days = [
        // The five working days are over, and the system holds still.
        ("2026-02-28T00:05:00+08:00", "等受理", false),
        // Changes are taken again: whoever could not act has a day for it.
        ("2026-02-28T06:00:00+08:00", "等受理", true),
        ("2026-03-01T05:55:00+08:00", "等受理", false),
        ("2026-03-01T06:05:00+08:00", "视为受理", false),
    ];
    for (instant, expected, ends) in days {
        city.clock.move_to(instant);
        if ends {
            resumes(&city).await;
        }
        serve::run_jobs_once(&city.installation).await;
        let mut citizen = city.citizen(CHEN).await;
        citizen.opens(&page).await.reads(expected);
    }
}

async fn database(city: &City, sql: &'static str) {
    let statement: &'static Statement = Box::leak(Box::new(Statement::new(sql)));
    let ledger = &city.installation.house.ledger;
    ledger.housekeep(vec![Write::new(statement, Vec::<Value>::new())]).await.unwrap();
}

#[tokio::test]
async fn a_database_that_takes_no_writes_is_noticed_and_so_is_the_end_of_it() {
    testkit::on_both(|db| async move {
        let city = City::with(db, "2026-03-02T10:00:00+08:00").await;
        pause::look(&city.installation).await;
        assert_eq!(city.installation.web.paused(), None);
        // Where it tries to write there is nothing; what is read stands elsewhere.
        database(&city, "ALTER TABLE ledger_setting RENAME TO away").await;
        pause::look(&city.installation).await;
        let paused = city.installation.web.paused().unwrap();
        assert_eq!((paused.cause, paused.until), (PauseCause::Database, None));
        let mut passer_by = city.anonymous();
        passer_by.opens("/zh-hans/services/food-business-licence").await;
        assert!(passer_by.html.contains(STRIP));
        database(&city, "ALTER TABLE away RENAME TO ledger_setting").await;
        pause::look(&city.installation).await;
        assert_eq!(city.installation.web.paused(), None);
    })
    .await;
}
