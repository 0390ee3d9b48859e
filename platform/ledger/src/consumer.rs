//! The outbox: what reacts to events. At least once, in order within a stream, parked after ten
//! failures (a parked event no longer holds up those after it). A handler is idempotent: it names
//! its own commands after the event ([`crate::derived_command`]). How many events of a stream a
//! consumer has taken is counted, so that work that disappears is missed ([`Ledger::replay`]).

use std::sync::Arc;

use jiff::{SignedDuration, Timestamp};
use kernel::Recorded;

use crate::{Ledger, Row, StoreError, Write, correlated, reads, statements};

/// After so many failures an event is parked for an operator.
pub const TRIES: i64 = 10;
const BATCH: i64 = 64;
const CLAIM: SignedDuration = SignedDuration::from_secs(60);

statements! {
    DUE = "SELECT o.stream, o.seq FROM ledger_outbox o
           WHERE o.consumer = $1 AND o.parked = 0 AND o.due_at <= $2 AND o.claimed_until <= $2
           AND NOT EXISTS (SELECT 1 FROM ledger_outbox e WHERE e.consumer = o.consumer
                           AND e.stream = o.stream AND e.seq < o.seq AND e.parked = 0)
           ORDER BY o.event_id LIMIT $3";
    CLAIM_ONE = "UPDATE ledger_outbox SET claimed_until = $4
                 WHERE consumer = $1 AND stream = $2 AND seq = $3
                 AND parked = 0 AND due_at <= $5 AND claimed_until <= $5";
    TAKEN = "DELETE FROM ledger_outbox WHERE consumer = $1 AND stream = $2 AND seq = $3";
    COUNT_TAKEN = "INSERT INTO ledger_taken (consumer, stream, taken) VALUES ($1, $2, 1)
                   ON CONFLICT (stream, consumer) DO UPDATE SET taken = ledger_taken.taken + 1";
    FAILED = "UPDATE ledger_outbox SET attempts = attempts + 1, claimed_until = 0, due_at = $4,
              failure = $5, parked = CASE WHEN attempts + 1 >= $6 THEN 1 ELSE 0 END
              WHERE consumer = $1 AND stream = $2 AND seq = $3";
    ATTEMPTS = "SELECT attempts FROM ledger_outbox
                WHERE consumer = $1 AND stream = $2 AND seq = $3";
    WAITING = "SELECT COUNT(*) FROM ledger_outbox WHERE parked = 0";
    PARKED = "SELECT consumer, stream, seq, failure FROM ledger_outbox WHERE parked = 1
              ORDER BY consumer, stream, seq LIMIT 100";
    UNPARK = "UPDATE ledger_outbox SET parked = 0, attempts = 0, due_at = $4, claimed_until = 0
              WHERE consumer = $1 AND stream = $2 AND seq = $3";
}

/// Who takes which events.
#[derive(Debug, Clone)]
pub struct Consumer {
    /// Unique name: `module.purpose`.
    pub name: &'static str,
    /// The words of the events it takes.
    pub words: &'static [&'static str],
}

impl Consumer {
    pub(crate) fn takes(&self, word: &str) -> bool {
        self.words.contains(&word)
    }
}

/// One event on its way to a consumer.
#[derive(Debug, Clone)]
pub struct Delivery {
    /// The stream's key, without its kind.
    pub key: String,
    /// The event's word, such as `case.accepted`.
    pub word: String,
    row: Row,
}

impl Delivery {
    /// The event.
    ///
    /// # Errors
    /// [`StoreError::Contradiction`] when it is of another type.
    pub fn event<E: serde::de::DeserializeOwned>(&self) -> Result<Recorded<E>, StoreError> {
        reads::recorded(&self.row)
    }

    /// The event's id, after which the handler names what it does.
    ///
    /// # Errors
    /// [`StoreError::Contradiction`].
    pub fn event_id(&self) -> Result<kernel::id::EventId, StoreError> {
        self.row.parsed(0)
    }
}

/// Reacts to events.
#[async_trait::async_trait]
pub trait Handler: Send + Sync {
    /// Takes one event. An error is tried again later; its text is shown to operators, so it
    /// holds no personal data.
    async fn handle(&self, delivery: Delivery) -> Result<(), String>;

    /// Whether its events must wait for now. They are not tried meanwhile, so none is parked, and
    /// go on by themselves later.
    async fn must_wait(&self) -> bool {
        false
    }
}

/// An event that a consumer could not take.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Parked {
    /// The consumer.
    pub consumer: String,
    /// The stream, with its kind.
    pub stream: String,
    /// Place in the stream.
    pub seq: u64,
    /// What went wrong the last time.
    pub failure: String,
}

impl Ledger {
    /// Sets what a consumer does. Until then its events wait.
    pub fn handler(&self, consumer: &'static str, handler: Arc<dyn Handler>) {
        if let Ok(mut handlers) = self.inner.handlers.write() {
            handlers.insert(consumer, handler);
        }
    }

    /// Delivers what is due, once through all consumers; answers how many events were taken.
    ///
    /// # Errors
    /// [`StoreError`]. A handler's failure is no error here: it is noted at the event.
    pub async fn deliver(&self) -> Result<u64, StoreError> {
        let handlers: Vec<_> = match self.inner.handlers.read() {
            Ok(handlers) => handlers.iter().map(|(name, it)| (*name, it.clone())).collect(),
            Err(_) => return Ok(0),
        };
        let mut taken = 0;
        for (name, handler) in handlers {
            if handler.must_wait().await {
                continue;
            }
            taken += self.deliver_to(name, handler.as_ref()).await?;
        }
        Ok(taken)
    }

    /// Delivers until nothing is due any more, following what the reactions themselves cause.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn settle(&self) -> Result<(), StoreError> {
        while self.deliver().await? > 0 {}
        Ok(())
    }

    /// Waits until this node has written something, or until `limit` has passed.
    pub async fn news(&self, limit: std::time::Duration) {
        let _ = tokio::time::timeout(limit, self.inner.news.notified()).await;
    }

    async fn deliver_to(
        &self,
        name: &'static str,
        handler: &dyn Handler,
    ) -> Result<u64, StoreError> {
        let now = self.inner.clock.now();
        let due = self.rows(&DUE, &[name.into(), now.into(), BATCH.into()]).await?;
        let due: Vec<(String, i64)> = due
            .iter()
            .map(|row| Ok((row.text(0)?.to_owned(), row.int(1)?)))
            .collect::<Result<_, StoreError>>()?;
        let mine = self.claim(name, due, now).await?;
        // One event of a stream at most is due at a time, so these may run side by side.
        let taking = mine.iter().map(|(stream, seq)| self.hand_over(handler, stream, *seq));
        let outcomes = futures::future::join_all(taking).await;
        let mut taken = Vec::new();
        for ((stream, seq), outcome) in mine.iter().zip(outcomes) {
            match outcome? {
                Ok(()) => taken.push((stream, *seq)),
                Err(failure) => self.note_failure(name, stream, *seq, failure, now).await?,
            }
        }
        let count = taken.len() as u64;
        if count > 0 {
            self.take(name, taken).await?;
            self.changed();
        }
        Ok(count)
    }

    /// Takes these events out of what waits and counts them, in one transaction. What another node
    /// has taken meanwhile, because a claim was over, is not counted again.
    async fn take(&self, name: &str, mut taken: Vec<(&String, i64)>) -> Result<(), StoreError> {
        // In one order on all nodes, so that none waits for another that waits for it.
        taken.sort_unstable();
        let write = |(stream, seq): &(&String, i64)| {
            let take = Write::new(&TAKEN, [name.into(), (*stream).into(), (*seq).into()]);
            (take, Write::new(&COUNT_TAKEN, [name.into(), (*stream).into()]))
        };
        let (takes, counts): (Vec<_>, Vec<_>) = taken.iter().map(write).unzip();
        self.inner
            .engine
            .transact::<(), StoreError>(Box::new(move |tx| {
                Box::pin(async move {
                    let changed = tx.run_all(&takes).await?;
                    let own = counts.into_iter().zip(changed).filter(|(_, it)| *it == 1);
                    let own: Vec<Write> = own.map(|(count, _)| count).collect();
                    tx.run_all(&own).await.map(|_| ())
                })
            }))
            .await
    }

    /// Those of the due events that this node has claimed before any other.
    async fn claim(
        &self,
        name: &str,
        due: Vec<(String, i64)>,
        now: Timestamp,
    ) -> Result<Vec<(String, i64)>, StoreError> {
        if due.is_empty() {
            return Ok(due);
        }
        let until = now + CLAIM;
        let write = |(stream, seq): &(String, i64)| {
            let args = [name.into(), stream.into(), (*seq).into(), until.into(), now.into()];
            Write::new(&CLAIM_ONE, args)
        };
        let changed = self.housekeep_each(due.iter().map(write).collect()).await?;
        Ok(due.into_iter().zip(changed).filter(|(_, it)| *it == 1).map(|(it, _)| it).collect())
    }

    async fn hand_over(
        &self,
        handler: &dyn Handler,
        stream: &str,
        seq: i64,
    ) -> Result<Result<(), String>, StoreError> {
        let found = self.rows(&reads::EVENT, &[stream.into(), seq.into()]).await?;
        let Some(mut event) = found.into_iter().next() else {
            return Err(StoreError::contradiction(format!("no event {stream} {seq}")));
        };
        self.open_words(&mut event, 4).await?;
        let delivery = Delivery {
            key: stream.split_once('/').map_or("", |(_, key)| key).to_owned(),
            word: event.text(5)?.to_owned(),
            row: event,
        };
        // What follows from an event belongs to what the event belonged to.
        let of_event = |row: &Row| row.parsed(6).or_else(|_| row.parsed(0)).ok();
        let correlation = of_event(&delivery.row);
        let handling = handler.handle(delivery);
        Ok(match correlation {
            Some(id) => correlated(id, handling).await,
            None => handling.await,
        })
    }

    async fn note_failure(
        &self,
        name: &str,
        stream: &str,
        seq: i64,
        failure: String,
        now: Timestamp,
    ) -> Result<(), StoreError> {
        tracing::warn!(consumer = name, stream, seq, failure, "an event was not taken");
        let key = [name.into(), stream.into(), seq.into()];
        let attempts = self.rows(&ATTEMPTS, &key).await?;
        let attempts = attempts.first().map_or(Ok(0), |row| row.int(0))?;
        // 1 s, 2 s, 4 s … so that ten tries span about a quarter of an hour.
        let pause = SignedDuration::from_secs(1 << attempts.clamp(0, 9));
        let args = vec![
            name.into(),
            stream.into(),
            seq.into(),
            (now + pause).into(),
            failure.into(),
            TRIES.into(),
        ];
        self.housekeep(vec![Write::new(&FAILED, args)]).await
    }

    /// How many events wait for a consumer.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn waiting(&self) -> Result<u64, StoreError> {
        let rows = self.rows(&WAITING, &[]).await?;
        rows.first().map_or(Ok(0), |row| row.count(0))
    }

    /// The events that consumers could not take, for an operator.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn parked(&self) -> Result<Vec<Parked>, StoreError> {
        let rows = self.rows(&PARKED, &[]).await?;
        let parked = |row: &Row| {
            Ok(Parked {
                consumer: row.text(0)?.to_owned(),
                stream: row.text(1)?.to_owned(),
                seq: row.count(2)?,
                failure: row.text_or_null(3)?.unwrap_or_default().to_owned(),
            })
        };
        rows.iter().map(parked).collect()
    }

    /// Tries a parked event again.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn unpark(&self, parked: &Parked) -> Result<(), StoreError> {
        let args = vec![
            (&parked.consumer).into(),
            (&parked.stream).into(),
            parked.seq.into(),
            self.inner.clock.now().into(),
        ];
        self.housekeep(vec![Write::new(&UNPARK, args)]).await
    }
}
