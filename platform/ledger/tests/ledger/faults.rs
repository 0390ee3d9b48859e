//! The database fails after any one of a command's statements: then nothing of it has happened, and
//! the same command goes through when the database works again.

use kernel::{Given, id::SubjectId};
use ledger::{Command, CommandError, Consumer, Ledger, Read, Statement, Value, Write};
use testkit::{Database, on_both};
use uuid::Uuid;

use crate::tally::{Outcome, Tally, TallyEvent, anyone, id, plan};

/// Every table that the command of these tests writes, in the order of its statements.
const TABLES: [&str; 7] = [
    "ledger_serial",
    "ledger_stream",
    "ledger_event",
    "ledger_outbox",
    "tally_amount",
    "tally_name",
    "ledger_command",
];

async fn run(ledger: &Ledger, sql: String) {
    let statement: &'static Statement =
        Box::leak(Box::new(Statement::new(Box::leak(sql.into_boxed_str()))));
    ledger.housekeep_one(Write::new(statement, Vec::<Value>::new())).await.unwrap();
}

/// From now on a statement that writes to the table does its work and fails then.
async fn breaks(ledger: &Ledger, table: &str) {
    for (word, when) in [("insert", "INSERT"), ("update", "UPDATE")] {
        let trigger = format!("CREATE TRIGGER broken_{word} AFTER {when} ON {table}");
        match ledger.engine_name() {
            "sqlite" => {
                let body = "BEGIN SELECT RAISE(ABORT, 'the disk is gone'); END";
                run(ledger, format!("{trigger} {body}")).await;
            }
            _ => {
                let body = "BEGIN RAISE EXCEPTION 'the disk is gone'; END";
                let function = format!(
                    "CREATE OR REPLACE FUNCTION broken() RETURNS trigger LANGUAGE plpgsql AS $$ {body} $$"
                );
                run(ledger, function).await;
                run(ledger, format!("{trigger} FOR EACH ROW EXECUTE FUNCTION broken()")).await;
            }
        }
    }
}

async fn works_again(ledger: &Ledger, table: &str) {
    for word in ["insert", "update"] {
        let of = if ledger.engine_name() == "sqlite" { "" } else { table };
        let on = if of.is_empty() { String::new() } else { format!(" ON {of}") };
        run(ledger, format!("DROP TRIGGER broken_{word}{on}")).await;
    }
}

/// Everything that stands in the tables, in one text.
async fn everything(ledger: &Ledger) -> String {
    let mut all = String::new();
    for table in TABLES {
        let sql: &'static str = Box::leak(format!("SELECT * FROM {table}").into_boxed_str());
        let statement: &'static Statement = Box::leak(Box::new(Statement::new(sql)));
        let mut rows = ledger.rows(statement, &[]).await.unwrap();
        rows.sort();
        all.push_str(&format!("{table}: {rows:?}\n"));
    }
    all
}

/// Adds, names and numbers a tally at once, so that it writes to every table.
async fn does_all(ledger: &Ledger, number: u128) -> Outcome {
    let command = Command::new::<Tally>(id(number), anyone(), "a", &number).with_serial("tally");
    let decide = move |_: &Tally, given: &Given| {
        let name = format!("name {number}");
        Ok(vec![
            TallyEvent::Added { amount: 5 },
            TallyEvent::Named { name },
            TallyEvent::Numbered { number: given.serial },
        ])
    };
    ledger.execute(command, decide).await
}

async fn opened(db: &Database) -> Ledger {
    testkit::ledger(db, |blueprint| {
        plan(blueprint);
        blueprint.consumer(Consumer { name: "tally.watch", words: &["tally.added"] });
    })
    .await
}

#[tokio::test]
async fn a_fault_after_any_statement_leaves_the_state_before_and_never_one_between() {
    on_both(|db| async move {
        let ledger = opened(&db).await;
        // A new stream, and one that is there already.
        for number in 1..=2 {
            for table in TABLES {
                let before = everything(&ledger).await;
                breaks(&ledger, table).await;
                let failed = does_all(&ledger, number).await.unwrap_err();
                assert!(matches!(failed, CommandError::Store(_)), "{table}: {failed:?}");
                assert_eq!(everything(&ledger).await, before, "{table}");
                works_again(&ledger, table).await;
            }
            let done = does_all(&ledger, number).await.unwrap();
            assert!(!done.replayed && done.events.len() == 3);
            assert!(does_all(&ledger, number).await.unwrap().replayed);
        }
        let scratch = db.folder().join("replay.db");
        let report = ledger.replay(&scratch, &|_| {}).await.unwrap();
        assert_eq!(report.differences, []);
    })
    .await;
}

#[tokio::test]
async fn a_reading_that_cannot_be_recorded_is_an_error() {
    on_both(|db| async move {
        let ledger = opened(&db).await;
        let (subject, by) = (SubjectId::from_uuid(Uuid::from_u128(9)), anyone());
        let read = Read { subject, by: &by, action: "tally.read", matter: "tally/a", reason: "" };
        breaks(&ledger, "ledger_access").await;
        assert!(ledger.note_read(read.clone()).await.is_err());
        works_again(&ledger, "ledger_access").await;
        assert!(ledger.note_read(read).await.is_ok());
    })
    .await;
}
