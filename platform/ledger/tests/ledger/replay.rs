//! State is the fold of the events: a replay proves it, and finds what was tampered with.

use jiff::SignedDuration;
use ledger::{Consumer, Ledger, ReplayReport, Statement, Write, statements};
use testkit::{Database, TestClock, on_both};

use crate::tally::{add, name, plan};

statements! {
    FORGE_SNAPSHOT = "UPDATE ledger_stream SET snapshot = $2 WHERE stream = $1";
    FORGE_VERSION = "UPDATE ledger_stream SET version = version + 1 WHERE stream = $1";
    FORGET_STREAM = "DELETE FROM ledger_stream WHERE stream = $1";
    FORGE_ROW = "UPDATE tally_amount SET amount = amount + 1 WHERE stream = $1 AND seq = 1";
    FORGET_ROW = "DELETE FROM tally_amount WHERE stream = $1 AND seq = 1";
    FORGE_EVENT = "UPDATE ledger_event SET body = $2 WHERE stream = $1 AND seq = 1";
    FORGET_COMMAND = "DELETE FROM ledger_command WHERE stream = 'tally/a' AND version = 3";
    EARLIER_COMMAND = "UPDATE ledger_command SET at = at - 1 WHERE version = 3";
    LATER_COMMAND = "UPDATE ledger_command SET at = at + 1 WHERE version = 3";
    FORGE_REACH = "UPDATE ledger_command SET version = 99 WHERE version = 3";
    LESSER_REACH = "UPDATE ledger_command SET version = 2 WHERE version = 3";
    FORGE_SENDER = "UPDATE ledger_command SET sender = 'system' WHERE version = 3";
    FORGE_STREAM = "UPDATE ledger_command SET stream = 'tally/z' WHERE version = 3";
    FORGE_WAITING = "UPDATE ledger_outbox SET event_id = 'x' WHERE seq = 3";
    STRAY_WAITING = "UPDATE ledger_outbox SET seq = 99 WHERE seq = 3";
    FORGE_CONSUMER = "UPDATE ledger_outbox SET consumer = 'nobody' WHERE seq = 3";
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

#[tokio::test]
async fn what_is_known_of_commands_and_what_waits_agrees_with_the_events() {
    on_both(|db| async move {
        let clock = TestClock::at(TestClock::MORNING);
        let ledger = testkit::ledger_at(&db, &clock, |blueprint| {
            plan(blueprint);
            blueprint.consumer(Consumer { name: "tally.watch", words: &["tally.added"] });
        })
        .await;
        for number in 1..=5 {
            add(&ledger, number, "a", 5).await.unwrap();
            clock.advance(SignedDuration::from_millis(1));
        }
        assert_eq!(replay(&db, &ledger, "honest").await.differences, []);
        let forgeries: [(&'static Statement, &str); 10] = [
            (&FORGET_COMMAND, "tally/a 3"),
            (&EARLIER_COMMAND, "of tally/a"),
            (&LATER_COMMAND, "tally/a 3"),
            (&FORGE_REACH, "of tally/a"),
            (&LESSER_REACH, "tally/a 3"),
            (&FORGE_SENDER, "of tally/a"),
            (&FORGE_STREAM, "of tally/z"),
            (&FORGE_WAITING, "ledger_outbox tally.watch tally/a"),
            (&STRAY_WAITING, "ledger_outbox tally.watch tally/a"),
            (&FORGE_CONSUMER, "ledger_outbox nobody"),
        ];
        let kept = ["ledger_command", "ledger_outbox"];
        let run = |sql: String| {
            let statement: &'static Statement =
                Box::leak(Box::new(Statement::new(Box::leak(sql.into_boxed_str()))));
            Write::new(statement, Vec::new())
        };
        for table in kept {
            let copy = format!("CREATE TABLE kept_{table} AS SELECT * FROM {table}");
            ledger.housekeep(vec![run(copy)]).await.unwrap();
        }
        for (index, (forgery, place)) in forgeries.into_iter().enumerate() {
            assert_eq!(ledger.housekeep_one(Write::new(forgery, Vec::new())).await, Ok(1));
            let report = replay(&db, &ledger, &format!("scratch-{index}")).await;
            let places: Vec<_> = report.differences.iter().map(|it| it.place.as_str()).collect();
            assert!(places.iter().any(|it| it.contains(place)), "forgery {index}: {places:?}");
            for table in kept {
                let back = format!("INSERT INTO {table} SELECT * FROM kept_{table}");
                let empty = run(format!("DELETE FROM {table}"));
                ledger.housekeep(vec![empty, run(back)]).await.unwrap();
            }
        }
        assert_eq!(replay(&db, &ledger, "restored").await.differences, []);
    })
    .await;
}
