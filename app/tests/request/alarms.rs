//! Whoever is on duty is told within a minute, and says what they found.

use jiff::SignedDuration;
use onewindow::{integrity::PageWatch, watch::Watch};
use web::{Alarm, LookUp};

use crate::city::City;

const MORNING: &str = "2026-03-02T10:00:00+08:00";

ledger::statements! {
    TOLD = "SELECT COUNT(*) FROM notify_message WHERE matter LIKE 'alarm/%'";
    ALTER = "UPDATE ledger_event SET body = REPLACE(body, 'food', 'fool')
             WHERE stream = 'service/food-business-licence' AND word = 'service.published'";
}

async fn told(city: &City) -> u64 {
    let rows = city.installation.house.ledger.rows(&TOLD, &[]).await.unwrap();
    rows[0].count(0).unwrap()
}

#[tokio::test]
async fn an_altered_page_is_told_to_the_officers_on_duty_and_one_of_them_takes_care() {
    testkit::on_both(|database| async move {
        let city = City::with(database, MORNING).await;
        let (pages, watch) =
            (PageWatch::of(&city.installation), Watch::of(&city.installation).unwrap());
        city.settles().await;
        pages.round().await.unwrap();
        city.settles().await;
        assert_eq!(watch.round(&city.installation).await.unwrap(), 0);
        let alter = ledger::Write::new(&ALTER, Vec::<ledger::Value>::new());
        city.installation.house.ledger.housekeep_one(alter).await.unwrap();
        pages.round().await.unwrap();
        assert_eq!(watch.round(&city.installation).await.unwrap(), 1);
        city.installation.house.ledger.settle().await.unwrap();
        assert!(told(&city).await >= 1, "administrators are told where no duty is set");

        let mut officer = city.staff("administrator-qin").await;
        officer.opens("/staff/alarms").await;
        officer
            .reads("公开内容被改动")
            .reads("service/food-business-licence")
            .reads("onewindow verify");
        officer.opens("/api/v1/alarms").await;
        assert!(officer.html.contains("\"open\":1"), "{}", officer.html);
        officer.opens("/staff/alarms").await;
        officer.sends("acknowledge", &[("outcome", "passed_on")]).await;
        officer.reads("没有等待处理的警报");
        officer.opens("/staff/alarms/history").await;
        officer.reads("已转交处理").reads("秦");

        // Nobody else sees them; the same thing again within ten minutes is the same alarm.
        let mut clerk = city.staff("clerk-shao").await;
        clerk.looks_at("/staff/alarms").await;
        assert_eq!(clerk.status, 403);
        let place = "service/food-business-licence".to_owned();
        city.installation.web.alarms.raise(Alarm::Altered { place: place.clone() });
        assert_eq!(watch.round(&city.installation).await.unwrap(), 0);
        city.clock.advance(SignedDuration::from_mins(11));
        city.installation.web.alarms.raise(Alarm::Altered { place });
        assert_eq!(watch.round(&city.installation).await.unwrap(), 1);
    })
    .await;
}

#[tokio::test]
async fn a_walk_through_numbers_and_missing_witnesses_are_told_too() {
    let city = City::on(MORNING).await;
    let watch = Watch::of(&city.installation).unwrap();
    let walk = Alarm::Novelty { kind: LookUp::Licence, budget: "visitors" };
    city.installation.web.alarms.raise(walk);
    city.installation.web.alarms.raise(Alarm::Burst { code: "sign_in.failed" });
    assert_eq!(watch.round(&city.installation).await.unwrap(), 2);
    city.notary.stop_witness(0).await;
    city.notary.stop_witness(1).await;
    city.settles().await;
    assert_eq!(watch.round(&city.installation).await.unwrap(), 0, "a minute has not passed");
    city.clock.advance(SignedDuration::from_secs(61));
    // What the first alarms caused waits for witnesses.
    city.installation.record.round().await.unwrap();
    assert_eq!(watch.round(&city.installation).await.unwrap(), 1);
    assert_eq!(watch.round(&city.installation).await.unwrap(), 0, "it is told once");
    let mut supervisor = city.staff("supervisor-fang").await;
    supervisor.opens("/staff/alarms").await;
    supervisor.reads("疑似批量查询").reads("短时间内大量被拒").reads("见证方缺席");
}
