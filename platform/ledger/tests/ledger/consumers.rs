//! Reactions get each event at least once and in order; what cannot be taken is parked.

use std::{
    collections::BTreeMap,
    sync::{Arc, Mutex},
    time::Duration,
};

use jiff::SignedDuration;
use ledger::{Blueprint, Consumer, Delivery, Handler, Ledger};
use testkit::{Database, TestClock, on_both};

use crate::tally::{TallyEvent, add, name, plan};

const LOG: Consumer = Consumer { name: "log.amounts", words: &["tally.added"] };

/// What a [`Log`] does with an amount of a stream.
type Mood = fn(key: &str, amount: i64, try_number: u32) -> Result<(), String>;

/// Writes down what it is given.
struct Log {
    seen: Mutex<Vec<(String, u64, i64)>>,
    mood: Mutex<Mood>,
}

impl Log {
    fn new(mood: Mood) -> Arc<Self> {
        Arc::new(Self { seen: Mutex::default(), mood: Mutex::new(mood) })
    }

    /// The amounts by stream, in the order in which they came.
    fn by_stream(&self) -> BTreeMap<String, Vec<i64>> {
        let mut streams = BTreeMap::<String, Vec<i64>>::new();
        for (key, _, amount) in self.seen.lock().unwrap().iter() {
            streams.entry(key.clone()).or_default().push(*amount);
        }
        streams
    }
}

#[async_trait::async_trait]
impl Handler for Log {
    async fn handle(&self, delivery: Delivery) -> Result<(), String> {
        let event = delivery.event::<TallyEvent>().map_err(|error| error.to_string())?;
        assert_eq!((delivery.word.as_str(), delivery.event_id()), ("tally.added", Ok(event.id)));
        let TallyEvent::Added { amount } = event.event else { panic!("{:?}", event.event) };
        let try_number = {
            let mut seen = self.seen.lock().unwrap();
            seen.push((delivery.key.clone(), event.seq, amount));
            seen.iter().filter(|it| it.0 == delivery.key && it.1 == event.seq).count()
        };
        let mood = *self.mood.lock().unwrap();
        if amount == SLOW && try_number == 1 {
            std::future::pending::<()>().await;
        }
        mood(&delivery.key, amount, u32::try_from(try_number).unwrap())
    }
}

/// An amount whose taker stops half-way, as if its machine were switched off.
const SLOW: i64 = 666;

async fn open(db: &Database, clock: &Arc<TestClock>, log: &Arc<Log>) -> Ledger {
    let planned = |blueprint: &mut Blueprint| {
        plan(blueprint);
        blueprint.consumer(LOG);
    };
    let ledger = testkit::ledger_at(db, clock, planned).await;
    ledger.handler(LOG.name, log.clone());
    ledger
}

#[tokio::test]
async fn events_come_in_order_and_again_after_a_failure() {
    on_both(|db| async move {
        let clock = TestClock::at(TestClock::MORNING);
        let log = Log::new(|key, amount, tried| match (key, amount, tried) {
            ("a", 2, 1 | 2) => Err("not now".to_owned()),
            _ => Ok(()),
        });
        let ledger = open(&db, &clock, &log).await;
        for amount in 1..=3u32 {
            add(&ledger, u128::from(amount), "a", i64::from(amount)).await.unwrap();
            add(&ledger, u128::from(10 + amount), "b", i64::from(amount)).await.unwrap();
        }
        name(&ledger, 20, "a", "not its word").await.unwrap();
        assert_eq!(ledger.waiting().await, Ok(6), "only the words that it takes");

        ledger.settle().await.unwrap();
        assert_eq!(log.by_stream()["a"], [1, 2], "what follows a failure waits");
        assert_eq!(log.by_stream()["b"], [1, 2, 3], "other streams go on");
        ledger.settle().await.unwrap();
        assert_eq!(log.by_stream()["a"], [1, 2], "it is not tried again at once");
        clock.advance(SignedDuration::from_secs(1));
        ledger.settle().await.unwrap();
        clock.advance(SignedDuration::from_secs(2));
        ledger.settle().await.unwrap();
        assert_eq!(log.by_stream()["a"], [1, 2, 2, 2, 3]);
        assert_eq!(ledger.waiting().await, Ok(0));
    })
    .await;
}

#[tokio::test]
async fn what_a_stopped_node_had_in_hand_comes_again() {
    on_both(|db| async move {
        let clock = TestClock::at(TestClock::MORNING);
        let log = Log::new(|_, _, _| Ok(()));
        let ledger = open(&db, &clock, &log).await;
        add(&ledger, 1, "a", SLOW).await.unwrap();
        let stopped = tokio::time::timeout(Duration::from_millis(300), ledger.settle()).await;
        assert!(stopped.is_err(), "the first try never ends");

        ledger.settle().await.unwrap();
        assert_eq!(log.by_stream()["a"], [SLOW], "the other node may still be at work");
        clock.advance(SignedDuration::from_secs(60));
        ledger.settle().await.unwrap();
        assert_eq!(log.by_stream()["a"], [SLOW, SLOW]);
        assert_eq!(ledger.waiting().await, Ok(0));
    })
    .await;
}

#[tokio::test]
async fn after_ten_failures_an_event_is_parked_until_an_operator_tries_it_again() {
    on_both(|db| async move {
        let clock = TestClock::at(TestClock::MORNING);
        let log = Log::new(|_, _, tried| Err(format!("failure {tried}")));
        let ledger = open(&db, &clock, &log).await;
        add(&ledger, 1, "a", 5).await.unwrap();
        for _ in 0..9 {
            ledger.settle().await.unwrap();
            clock.advance(SignedDuration::from_mins(10));
        }
        assert_eq!(ledger.parked().await.unwrap(), []);
        ledger.settle().await.unwrap();
        let parked = ledger.parked().await.unwrap();
        assert_eq!(parked.len(), 1);
        assert_eq!((parked[0].stream.as_str(), parked[0].seq), ("tally/a", 1));
        let (consumer, failure) = (parked[0].consumer.as_str(), parked[0].failure.as_str());
        assert_eq!((consumer, failure), (LOG.name, "failure 10"));
        clock.advance_days(1);
        ledger.settle().await.unwrap();
        assert_eq!(log.by_stream()["a"].len(), 10, "it is not tried any more");

        *log.mood.lock().unwrap() = |_, _, _| Ok(());
        ledger.unpark(&parked[0]).await.unwrap();
        ledger.settle().await.unwrap();
        assert_eq!(log.by_stream()["a"].len(), 11);
        assert_eq!((ledger.parked().await, ledger.waiting().await), (Ok(Vec::new()), Ok(0)));
    })
    .await;
}

#[tokio::test]
async fn many_failing_streams_do_not_hold_up_the_others() {
    on_both(|db| async move {
        let clock = TestClock::at(TestClock::MORNING);
        let log = Log::new(|key, _, _| match key {
            "good" => Ok(()),
            _ => Err("not now".to_owned()),
        });
        let ledger = open(&db, &clock, &log).await;
        for number in 0..70 {
            let key = format!("bad{number}");
            add(&ledger, 1000 + number, &key, 1).await.unwrap();
            add(&ledger, 2000 + number, &key, 2).await.unwrap();
        }
        ledger.settle().await.unwrap();
        // The failing ones are older than the good one and wait for their next try.
        clock.advance(SignedDuration::from_millis(100));
        add(&ledger, 1, "good", 7).await.unwrap();
        for _ in 0..5 {
            ledger.settle().await.unwrap();
        }
        assert_eq!(log.by_stream().get("good"), Some(&vec![7]));
    })
    .await;
}
