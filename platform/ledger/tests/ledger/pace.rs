//! No statement of anybody who waits takes longer than it may, and no two commands wait for each
//! other.

use std::sync::{
    Arc,
    atomic::{AtomicU64, Ordering},
};

use kernel::{Condition, Given};
use ledger::{Command, Ledger, Statement, StoreError, statements, unhurried};
use testkit::{Database, on_both};

use crate::tally::{Outcome, Tally, TallyEvent, TooMuch, add, amounts, anyone, id, plan};

statements! {
    STATEMENT_LIMIT = "SHOW statement_timeout";
    LOCK_LIMIT = "SHOW lock_timeout";
    IDLE_LIMIT = "SHOW idle_in_transaction_session_timeout";
    /// It never ends.
    ENDLESS = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT 1 FROM n) SELECT COUNT(*) FROM n";
}

async fn limits(ledger: &Ledger) -> Vec<String> {
    let mut all = Vec::new();
    for statement in [&STATEMENT_LIMIT, &LOCK_LIMIT, &IDLE_LIMIT] as [&Statement; 3] {
        all.push(ledger.rows(statement, &[]).await.unwrap()[0].text(0).unwrap().to_owned());
    }
    all
}

#[tokio::test]
async fn on_postgres_statements_and_locks_have_a_limit_and_work_on_everything_has_none() {
    let db = Database::postgres().await;
    let ledger = testkit::ledger(&db, plan).await;
    assert_eq!(limits(&ledger).await, ["2500ms", "2s", "30s"]);
    // A connection that comes back into the pool keeps them, and its commit had none of its own.
    add(&ledger, 1, "a", 5).await.unwrap();
    assert_eq!(limits(&ledger).await, ["2500ms", "2s", "30s"]);
    assert_eq!(unhurried(limits(&ledger)).await, ["0", "30s", "30s"]);
    assert_eq!(limits(&ledger).await, ["2500ms", "2s", "30s"]);
}

#[tokio::test]
async fn a_query_without_end_is_given_up_and_the_next_is_answered() {
    on_both(|db| async move {
        let ledger = testkit::ledger(&db, plan).await;
        add(&ledger, 1, "a", 5).await.unwrap();
        let given_up = ledger.rows(&ENDLESS, &[]).await.unwrap_err();
        assert!(matches!(given_up, StoreError::Overdue(_)), "{given_up:?}");
        assert_eq!(amounts(&ledger, "a").await, [5]);
        add(&ledger, 2, "a", 6).await.unwrap();
        assert_eq!(amounts(&ledger, "a").await, [5, 6]);
    })
    .await;
}

/// Nothing has to be true of the other tally; it is held all the same.
#[derive(Debug, Clone)]
struct Beside(&'static str);

impl Condition for Beside {
    type On = Tally;

    fn key(&self) -> String {
        self.0.to_owned()
    }

    fn check(&self, _on: &Tally, _given: &Given) -> Result<(), &'static str> {
        Ok(())
    }
}

/// Each command needs two tallies, one half in the one order and one half in the other. Where two
/// waited for each other the database would end one of them, and it would be decided again.
#[tokio::test(flavor = "multi_thread", worker_threads = 8)]
async fn commands_that_need_two_streams_in_both_orders_never_wait_for_each_other() {
    const COMMANDS: u64 = 128;
    on_both(|db| async move {
        let ledger = testkit::ledger(&db, plan).await;
        for (number, key) in [(1001, "a"), (1002, "b")] {
            add(&ledger, number, key, 0).await.unwrap();
        }
        let decided = Arc::new(AtomicU64::new(0));
        let commands: Vec<_> = (1..=COMMANDS)
            .map(|number| {
                let (own, other) = if number % 2 == 0 { ("a", "b") } else { ("b", "a") };
                let command = Command::new::<Tally>(id(number.into()), anyone(), own, &number);
                let (ledger, decided) = (ledger.clone(), decided.clone());
                tokio::spawn(async move {
                    let decide = move |_: &Tally, _: &Given| {
                        decided.fetch_add(1, Ordering::Relaxed);
                        Ok::<_, TooMuch>(vec![TallyEvent::Added { amount: number.cast_signed() }])
                    };
                    let outcome: Outcome =
                        ledger.execute(command.under(Some(Beside(other))), decide).await;
                    outcome
                })
            })
            .collect();
        for command in commands {
            command.await.unwrap().unwrap();
        }
        assert_eq!(decided.load(Ordering::Relaxed), COMMANDS, "one was decided again");
        let mut landed = [amounts(&ledger, "a").await, amounts(&ledger, "b").await].concat();
        landed.sort_unstable();
        let all = (1..=COMMANDS.cast_signed()).collect::<Vec<_>>();
        assert_eq!(landed, [vec![0, 0], all].concat());
    })
    .await;
}
