//! One writer, which may be cut off anywhere and be started twice.

use audit::tree::Folder;
use kernel::Clock as _;
use ledger::Ledger;
use record::{RecordError, Writer};
use testkit::{Database, TestClock, on_both};

use crate::notes;

struct Bench {
    ledger: Ledger,
    folder: Folder,
    clock: std::sync::Arc<TestClock>,
    _database: Database,
}

impl Bench {
    async fn on(database: Database) -> Self {
        let clock = TestClock::at(TestClock::MORNING);
        let ledger = testkit::ledger_at(&database, &clock, notes::plan).await;
        let folder = Folder::open(&database.folder().join("record")).unwrap();
        Self { ledger, folder, clock, _database: database }
    }

    async fn take(&self) -> Writer {
        Writer::take(&self.ledger, &self.folder).await.unwrap().unwrap()
    }

    /// Every row is a leaf, each index is taken once, and the tree says the same.
    async fn is_whole(&self) {
        let mut writer = self.take().await;
        while writer.step(self.clock.now()).await.unwrap().logged > 0 {}
        let head = writer.head().unwrap();
        let report = writer.log().unwrap().verify(&[], &mut |_, _| {}).unwrap();
        assert_eq!(report.finding, None);
        drop(writer);
        let rows = self.ledger.logged(0, 10_000).await.unwrap();
        let indexes: Vec<u64> = rows.iter().filter_map(|it| it.index).collect();
        assert_eq!(indexes, (0..head.size).collect::<Vec<_>>());
        assert_eq!(self.ledger.unlogged(10).await.unwrap(), []);
        let stored = self.ledger.record_head().await.unwrap().unwrap();
        assert_eq!((stored.size, stored.root), (head.size, head.root.to_string()));
    }
}

#[tokio::test]
async fn a_writer_that_is_cut_off_at_any_step_logs_nothing_twice_and_forgets_nothing() {
    on_both(|database| async move {
        let bench = Bench::on(database).await;
        for round in 0..12u128 {
            notes::write(&bench.ledger, 1 + round, round % 4).await;
            let mut writer = bench.take().await;
            match round % 4 {
                // Before anything.
                0 => {}
                // The entries are on the disk, the head has not moved.
                1 => drop(writer.prepare(bench.clock.now()).await.unwrap()),
                // Others were written there before, and are written over.
                2 => {
                    drop(writer.prepare(bench.clock.now()).await.unwrap());
                    notes::write(&bench.ledger, 100 + round, 2).await;
                    drop(writer);
                    writer = bench.take().await;
                    let prepared = writer.prepare(bench.clock.now()).await.unwrap().unwrap();
                    writer.finish(prepared).await.unwrap();
                }
                // The head has moved, nothing was tidied up.
                _ => {
                    let prepared = writer.prepare(bench.clock.now()).await.unwrap().unwrap();
                    writer.finish(prepared).await.unwrap();
                }
            }
        }
        bench.is_whole().await;
    })
    .await;
}

#[tokio::test]
async fn a_second_writer_stands_by_and_one_that_was_overtaken_stops() {
    on_both(|database| async move {
        let bench = Bench::on(database).await;
        notes::write(&bench.ledger, 1, 3).await;
        let mut first = bench.take().await;
        assert!(Writer::take(&bench.ledger, &bench.folder).await.unwrap().is_none());
        // Elsewhere, where the lock does not reach, somebody takes the head over.
        let prepared = first.prepare(bench.clock.now()).await.unwrap().unwrap();
        bench.ledger.take_record("another", "").await.unwrap();
        assert!(matches!(first.finish(prepared).await, Err(RecordError::Overtaken)));
        assert_eq!(bench.ledger.record_head().await.unwrap().unwrap().size, 0);
        drop(first);
        bench.is_whole().await;
    })
    .await;
}

#[tokio::test]
async fn a_thousand_races_for_the_head_make_no_fork() {
    let bench = Bench::on(Database::sqlite()).await;
    notes::write(&bench.ledger, 1, 3).await;
    let mut logged = 0;
    for round in 0..1000u128 {
        if round.is_multiple_of(100) {
            notes::write(&bench.ledger, 10 + round, 1).await;
        }
        let (one, two) = tokio::join!(
            Writer::take(&bench.ledger, &bench.folder),
            Writer::take(&bench.ledger, &bench.folder)
        );
        let mut writers: Vec<Writer> = [one, two].into_iter().filter_map(Result::unwrap).collect();
        assert_eq!(writers.len(), 1, "one holds the folder, the other stands by");
        logged += writers[0].step(bench.clock.now()).await.unwrap().logged;
    }
    assert_eq!(logged, 5 + 10 * 3);
    bench.is_whole().await;
}

#[tokio::test]
async fn the_time_of_the_record_never_goes_back() {
    let bench = Bench::on(Database::sqlite()).await;
    let mut last = jiff::Timestamp::MIN;
    for (number, hours) in [(1, 0), (2, -1), (3, 2)] {
        bench.clock.advance(jiff::SignedDuration::from_hours(hours));
        notes::write(&bench.ledger, number, 1).await;
        let mut writer = bench.take().await;
        writer.step(bench.clock.now()).await.unwrap();
        let log = writer.log().unwrap();
        let newest = audit::Entry::parse(&log.entry(log.head().size - 1).unwrap()).unwrap();
        assert!(newest.logged_at >= last, "{number}");
        last = newest.logged_at;
    }
    assert_eq!(last, bench.clock.now());
}
