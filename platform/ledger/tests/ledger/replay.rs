//! State is the fold of the events: a replay proves it, and finds what was tampered with.

use ledger::{Ledger, ReplayReport, Write, statements};
use testkit::{Database, on_both};

use crate::tally::{add, name, plan};

statements! {
    FORGE_SNAPSHOT = "UPDATE ledger_stream SET snapshot = $2 WHERE stream = $1";
    FORGE_VERSION = "UPDATE ledger_stream SET version = version + 1 WHERE stream = $1";
    FORGET_STREAM = "DELETE FROM ledger_stream WHERE stream = $1";
    FORGE_ROW = "UPDATE tally_amount SET amount = amount + 1 WHERE stream = $1 AND seq = 1";
    FORGET_ROW = "DELETE FROM tally_amount WHERE stream = $1 AND seq = 1";
    FORGE_EVENT = "UPDATE ledger_event SET body = $2 WHERE stream = $1 AND seq = 1";
}

async fn furnished(db: &Database) -> Ledger {
    let ledger = testkit::ledger(db, plan).await;
    for number in 1..=5 {
        add(&ledger, number, "a", 5).await.unwrap();
        add(&ledger, 10 + number, "b", 7).await.unwrap();
    }
    name(&ledger, 20, "a", "first").await.unwrap();
    name(&ledger, 21, "a", "second").await.unwrap();
    ledger
}

async fn replay(db: &Database, ledger: &Ledger, name: &str) -> ReplayReport {
    ledger.replay(&db.folder().join(name), &|_| {}).await.unwrap()
}

#[tokio::test]
async fn an_honest_ledger_replays_without_a_difference() {
    on_both(|db| async move {
        let ledger = furnished(&db).await;
        let report = replay(&db, &ledger, "scratch").await;
        assert_eq!((report.streams, report.events, report.tables), (2, 12, 2));
        assert_eq!(report.differences, []);
    })
    .await;
}

#[tokio::test]
async fn every_kind_of_tampering_is_found_at_its_place() {
    on_both(|db| async move {
        let snapshot = r#"{"amounts":[1],"numbers":[],"name":null}"#;
        let event = r#"{"type":"added","amount":6}"#;
        let forgeries = [
            (Write::new(&FORGE_SNAPSHOT, vec!["tally/a".into(), snapshot.into()]), "tally/a"),
            (Write::new(&FORGE_VERSION, vec!["tally/a".into()]), "tally/a"),
            (Write::new(&FORGET_STREAM, vec!["tally/a".into()]), "tally/a"),
            (Write::new(&FORGE_ROW, vec!["tally/a".into()]), "tally_amount"),
            (Write::new(&FORGET_ROW, vec!["tally/b".into()]), "tally_amount"),
            (Write::new(&FORGE_EVENT, vec!["tally/b".into(), event.into()]), "tally/b"),
        ];
        for (index, (forgery, place)) in forgeries.into_iter().enumerate() {
            // Each forgery has a database of its own, on the same engine.
            let db = match db.engine_name() {
                "sqlite" => Database::sqlite(),
                _ => Database::postgres().await,
            };
            let ledger = furnished(&db).await;
            ledger.housekeep(vec![forgery]).await.unwrap();
            let report = replay(&db, &ledger, "scratch").await;
            let places: Vec<_> = report.differences.iter().map(|it| it.place.as_str()).collect();
            assert!(places.contains(&place), "forgery {index}: {places:?}");
        }
    })
    .await;
}
