//! Many writers at once: nothing is lost, nothing stands twice, numbers have no gaps.

use std::collections::BTreeSet;

use kernel::Given;
use ledger::{CommandError, Ledger};
use testkit::on_both;

use crate::tally::{Outcome, Tally, TallyEvent, TooMuch, add, amounts, command, plan};

const WRITERS: u64 = 64;

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn writers_of_one_stream_all_land_in_order() {
    on_both(|db| async move {
        let ledger = testkit::ledger(&db, plan).await;
        let outcomes = all_at_once(&ledger, |ledger, number| async move {
            add(&ledger, number.into(), "a", number.cast_signed()).await
        })
        .await;
        let failed: Vec<_> = outcomes.iter().filter_map(|it| it.as_ref().err()).collect();
        assert!(failed.is_empty(), "{} of {WRITERS} failed: {:?}", failed.len(), failed[0]);

        let history = ledger.history::<Tally>("a").await.unwrap();
        let seqs: Vec<_> = history.iter().map(|it| it.seq).collect();
        assert_eq!(seqs, (1..=WRITERS).collect::<Vec<_>>());
        let (state, version) = ledger.load::<Tally>("a").await.unwrap().unwrap();
        assert_eq!(version, WRITERS);
        assert_eq!(amounts(&ledger, "a").await, state.amounts, "rows stand in the same order");
        let landed: BTreeSet<_> = state.amounts.iter().copied().collect();
        assert_eq!(landed, (1..=WRITERS.cast_signed()).collect());
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn the_same_command_sent_many_times_at_once_is_carried_out_once() {
    on_both(|db| async move {
        let ledger = testkit::ledger(&db, plan).await;
        let outcomes =
            all_at_once(&ledger, |ledger, _| async move { add(&ledger, 1, "a", 5).await }).await;
        let done: Vec<_> = outcomes.into_iter().map(|it| it.expect("carried out")).collect();
        assert_eq!(done.iter().filter(|it| !it.replayed).count(), 1);
        assert!(done.iter().all(|it| it.version == 1 && it.state.amounts == [5]));
        assert_eq!(ledger.history::<Tally>("a").await.unwrap().len(), 1);
    })
    .await;
}

/// Every third writer is refused after the number was allocated and must not take it along.
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn numbers_have_no_gaps() {
    on_both(|db| async move {
        let ledger = testkit::ledger(&db, plan).await;
        let outcomes = all_at_once(&ledger, |ledger, number| async move {
            let key = format!("t{number}");
            let command = command(number.into(), &key, 0).with_serial("licence/2026");
            let decide = move |_: &Tally, given: &Given| {
                if number.is_multiple_of(3) {
                    return Err(TooMuch);
                }
                Ok(vec![TallyEvent::Numbered { number: given.serial }])
            };
            ledger.execute(command, decide).await
        })
        .await;
        let mut given = Vec::new();
        for outcome in outcomes {
            match outcome {
                Ok(done) => given.extend(done.state.numbers),
                Err(error) => assert_eq!(error, CommandError::Refused(TooMuch)),
            }
        }
        given.sort_unstable();
        assert_eq!(given, (1..=WRITERS - WRITERS / 3).collect::<Vec<_>>());
    })
    .await;
}

async fn all_at_once<F, Fut>(ledger: &Ledger, write: F) -> Vec<Outcome>
where
    F: Fn(Ledger, u64) -> Fut,
    Fut: Future<Output = Outcome> + Send + 'static,
{
    let writers: Vec<_> =
        (1..=WRITERS).map(|number| tokio::spawn(write(ledger.clone(), number))).collect();
    let mut outcomes = Vec::new();
    for writer in writers {
        outcomes.push(writer.await.unwrap());
    }
    outcomes
}
