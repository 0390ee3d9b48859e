//! A ledger with a record, a signer and witnesses.

use std::{
    path::PathBuf,
    sync::{Arc, Mutex},
    time::Duration,
};

use audit::{Policy, signer::Elapsed};
use jiff::SignedDuration;
use ledger::Ledger;
use record::{
    PublicRecord as _, Receipt, Record, RecordError,
    check::{CheckReport, check},
};
use testkit::{Database, Notary, TestClock};

use crate::notes;

/// A counter that a test moves by itself.
#[derive(Default)]
pub struct Counter(Mutex<Duration>);

impl Elapsed for Counter {
    fn elapsed(&self) -> Duration {
        *self.0.lock().unwrap()
    }
}

/// All of it.
pub struct Town {
    pub ledger: Ledger,
    pub record: Record,
    pub notary: Arc<Notary>,
    pub clock: Arc<TestClock>,
    pub counter: Arc<Counter>,
    pub database: Database,
}

impl Town {
    pub async fn on(database: Database) -> Self {
        let clock = TestClock::at(TestClock::MORNING);
        let counter = Arc::new(Counter::default());
        let home = database.folder().join("notary");
        let notary = Notary::start_with(&home, clock.clone(), counter.clone()).await;
        let ledger = testkit::ledger_at(&database, &clock, notes::plan).await;
        let plan = notary.plan(&database.folder().join("record"));
        let record = Record::of(&ledger, plan).unwrap();
        Self { ledger, record, notary, clock, counter, database }
    }

    /// A town in which some notes are logged and witnessed.
    pub async fn settled(database: Database) -> Self {
        let town = Self::on(database).await;
        for number in 1..=20 {
            notes::write(&town.ledger, number, 3).await;
        }
        town.record.start().await.unwrap();
        town.pass(1);
        town
    }

    /// Time passes, by the clock and by the counter.
    pub fn pass(&self, seconds: u32) {
        self.clock.advance(SignedDuration::from_secs(seconds.into()));
        *self.counter.0.lock().unwrap() += Duration::from_secs(seconds.into());
    }

    pub fn folder(&self) -> PathBuf {
        self.database.folder().join("record")
    }

    pub fn policy(&self) -> Policy {
        Policy::parse(&self.notary.policy_text).unwrap()
    }

    /// Another process with the same database, after a restart.
    pub fn again(&self) -> Record {
        Record::of(&self.ledger, self.notary.plan(&self.folder())).unwrap()
    }

    /// The database as another process sees it, which has nothing in memory.
    pub async fn elsewhere(&self) -> Ledger {
        testkit::ledger_at(&self.database, &self.clock, notes::plan).await
    }

    pub async fn check(&self) -> CheckReport {
        self.check_of(&self.ledger).await.unwrap()
    }

    pub async fn check_of(&self, ledger: &Ledger) -> Result<CheckReport, RecordError> {
        let policy = self.policy();
        let progress = Arc::new(|_, _, _| {});
        check(ledger, &self.folder(), Some(&policy), Vec::new(), progress).await
    }

    /// The proof of the first event of a note.
    pub async fn receipt(&self, number: u128) -> Receipt {
        self.record.receipt(&format!("note/n{number}"), 1).await.unwrap()
    }
}
