//! State is the fold of the events: a replay proves it, and finds what was tampered with.

use std::sync::Arc;

use jiff::SignedDuration;
use kernel::{Given, id::SubjectId};
use ledger::{Consumer, Delivery, Handler, Ledger, ReplayReport, Statement, Write, statements};
use testkit::{Database, TestClock, on_both};
use uuid::Uuid;

use crate::tally::{Tally, TallyEvent, TooMuch, add, command, name, plan};

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
    COUNTER_ON = "UPDATE ledger_serial SET value = value + 1 WHERE scope = 'no/2026'";
    COUNTER_BACK = "UPDATE ledger_serial SET value = value - 1 WHERE scope = 'no/2026'";
    COUNTER_GONE = "DELETE FROM ledger_serial WHERE scope = 'no/2026'";
    COUNTER_BASE = "UPDATE ledger_serial SET given_before = 1, value = value + 1
                    WHERE scope = 'no/2026'";
    KEYS_UNCOUNTED = "UPDATE ledger_serial SET value = 0 WHERE scope = 'vault.destroyed'";
    NUMBER_OTHER = "UPDATE ledger_command SET serial = 9 WHERE serial = 2";
    NUMBER_MOVED = "UPDATE ledger_command SET serial_scope = 'no/2027' WHERE serial = 2";
    NUMBER_GONE = "UPDATE ledger_command SET serial = NULL WHERE serial = 2";
    WORK_GONE = "DELETE FROM ledger_outbox WHERE stream = 'tally/b' AND seq = 2";
    PARKED_GONE = "DELETE FROM ledger_outbox WHERE parked = 1";
    TAKEN_MORE = "UPDATE ledger_taken SET taken = taken + 1 WHERE stream = 'tally/a'";
    TAKEN_LESS = "UPDATE ledger_taken SET taken = taken - 1 WHERE stream = 'tally/a'";
    TAKEN_GONE = "DELETE FROM ledger_taken WHERE stream = 'tally/a'";
    TAKEN_MOVED = "UPDATE ledger_taken SET stream = 'tally/c' WHERE stream = 'tally/a'";
    SENT_LESS = "UPDATE ledger_command SET sent = '' WHERE stream = 'tally/a' AND version = 1";
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

/// Takes the tally `a` but for its fourth event, and nothing else yet.
struct Half;

#[async_trait::async_trait]
impl Handler for Half {
    async fn handle(&self, delivery: Delivery) -> Result<(), String> {
        match (delivery.key.as_str(), delivery.event::<TallyEvent>().map(|it| it.seq)) {
            ("a", Ok(4)) | ("b", _) => Err("not this one".to_owned()),
            _ => Ok(()),
        }
    }
}

/// Tallies with numbers, one of whose events is parked, some taken and some waiting.
async fn at_work(db: &Database) -> Ledger {
    let clock = TestClock::at(TestClock::MORNING);
    let ledger = testkit::ledger_at(db, &clock, |blueprint| {
        plan(blueprint);
        blueprint.consumer(Consumer { name: "tally.watch", words: &["tally.added"] });
    })
    .await;
    ledger.handler("tally.watch", Arc::new(Half));
    for number in 1..=5 {
        add(&ledger, number, "a", 5).await.unwrap();
        clock.advance(SignedDuration::from_millis(1));
    }
    for number in 11..=13 {
        let numbered = command(number, "n", 0).with_serial("no/2026");
        let decide = |_: &Tally, given: &Given| {
            Ok::<_, TooMuch>(vec![TallyEvent::Numbered { number: given.serial }])
        };
        ledger.execute(numbered, decide).await.unwrap();
        clock.advance(SignedDuration::from_millis(1));
    }
    ledger.vault().erase(SubjectId::from_uuid(Uuid::from_u128(9))).await.unwrap();
    // Ten times its fourth event is not taken.
    for _ in 0..11 {
        ledger.settle().await.unwrap();
        clock.advance(SignedDuration::from_mins(10));
    }
    for number in 21..=22 {
        add(&ledger, number, "b", 7).await.unwrap();
        clock.advance(SignedDuration::from_millis(1));
    }
    ledger.settle().await.unwrap();
    assert_eq!((ledger.parked().await.unwrap().len(), ledger.waiting().await), (1, Ok(2)));
    ledger
}

#[tokio::test]
async fn a_changed_counter_and_work_that_is_gone_are_found_and_named() {
    on_both(|db| async move {
        let ledger = at_work(&db).await;
        assert_eq!(replay(&db, &ledger, "honest").await.differences, []);
        let (counter, a) = ("ledger_serial no/2026", "ledger_outbox tally.watch tally/a");
        let forgeries: [(&'static Statement, &str); 15] = [
            (&COUNTER_ON, counter),
            (&COUNTER_BACK, counter),
            (&COUNTER_GONE, counter),
            (&COUNTER_BASE, counter),
            (&KEYS_UNCOUNTED, "ledger_serial vault.destroyed"),
            (&NUMBER_OTHER, counter),
            (&NUMBER_MOVED, "ledger_serial no/2027"),
            (&NUMBER_GONE, counter),
            (&WORK_GONE, "ledger_outbox tally.watch tally/b"),
            (&PARKED_GONE, a),
            (&TAKEN_MORE, a),
            (&TAKEN_LESS, a),
            (&TAKEN_GONE, a),
            (&TAKEN_MOVED, a),
            (&SENT_LESS, a),
        ];
        let kept = ["ledger_command", "ledger_outbox", "ledger_serial", "ledger_taken"];
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
            assert!(places.contains(&place), "forgery {index}: {places:?}");
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

/// A counter that somebody has set back gives no number a second time.
#[tokio::test]
async fn no_number_is_given_twice_even_where_the_counter_was_set_back() {
    on_both(|db| async move {
        let ledger = at_work(&db).await;
        ledger.housekeep(vec![Write::new(&COUNTER_BACK, Vec::new())]).await.unwrap();
        let numbered = command(99, "n", 0).with_serial("no/2026");
        let decide = |_: &Tally, given: &Given| {
            Ok::<_, TooMuch>(vec![TallyEvent::Numbered { number: given.serial }])
        };
        assert!(ledger.execute(numbered, decide).await.is_err());
        let (state, version) = ledger.load::<Tally>("n").await.unwrap().unwrap();
        assert_eq!((state.numbers, version), (vec![1, 2, 3], 3));
    })
    .await;
}
