//! What the verifiable record takes from the ledger: the rows that are to become its leaves, the
//! index of each, and the head of its tree.
//!
//! The head moves by comparing and swapping, in the transaction that notes the indexes, so a crash
//! never logs a row twice. Who goes on from the head has to hold it: a second writer that takes it
//! over stops the first at its next step.

use crate::{Ledger, Row, Statement, StoreError, Value, Write, statements};

statements! {
    UNLOGGED_EVENTS = "SELECT stream, seq, event_id, word, at, actor, body, correlation, leaf
                       FROM ledger_event WHERE leaf IS NULL ORDER BY event_id LIMIT $1";
    UNLOGGED_READS = "SELECT subject, at, access_id, action, actor, matter, reason, correlation,
                      leaf, fields FROM ledger_access WHERE leaf IS NULL ORDER BY access_id LIMIT $1";
    LOGGED_EVENTS = "SELECT stream, seq, event_id, word, at, actor, body, correlation, leaf
                     FROM ledger_event WHERE leaf >= $1 AND leaf < $2 ORDER BY leaf";
    LOGGED_READS = "SELECT subject, at, access_id, action, actor, matter, reason, correlation, leaf,
                    fields FROM ledger_access WHERE leaf >= $1 AND leaf < $2 ORDER BY leaf";
    ONE_EVENT = "SELECT stream, seq, event_id, word, at, actor, body, correlation, leaf
                 FROM ledger_event WHERE stream = $1 AND seq = $2";
    /// A whole stream.
    STREAM_EVENTS = "SELECT stream, seq, event_id, word, at, actor, body, correlation, leaf
                     FROM ledger_event WHERE stream = $1 ORDER BY seq";
    /// The streams whose names lie between two, such as those of one kind.
    STREAMS_BETWEEN = "SELECT stream FROM ledger_stream WHERE stream > $1 AND stream < $2
                       ORDER BY stream LIMIT $3";
    OLDEST_EVENT = "SELECT at FROM ledger_event WHERE leaf IS NULL ORDER BY event_id LIMIT 1";
    OLDEST_READ = "SELECT at FROM ledger_access WHERE leaf IS NULL ORDER BY access_id LIMIT 1";
    SET_EVENT = "UPDATE ledger_event SET leaf = $3
                 WHERE stream = $1 AND seq = $2 AND leaf IS NULL";
    SET_READ = "UPDATE ledger_access SET leaf = $4
                WHERE subject = $1 AND at = $2 AND access_id = $3 AND leaf IS NULL";
    HEAD = "SELECT size, root, holder FROM ledger_head WHERE log = 'record'";
    TAKE = "INSERT INTO ledger_head (log, size, root, holder) VALUES ('record', 0, $1, $2)
            ON CONFLICT (log) DO UPDATE SET holder = excluded.holder";
    MOVE = "UPDATE ledger_head SET size = $1, root = $2
            WHERE log = 'record' AND size = $3 AND root = $4 AND holder = $5";
}

/// Which row of the ledger a leaf stands for.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Origin {
    /// An event.
    Event {
        /// Its stream, with its kind.
        stream: String,
        /// Its place there.
        seq: u64,
        /// What happened, as it is stored.
        body: String,
    },
    /// A recorded read of personal data.
    Read {
        /// Whose data, as it is stored.
        subject: String,
        /// In which matter.
        matter: String,
        /// Why, sealed.
        reason: String,
        /// Which fields.
        fields: String,
    },
}

/// A row that is or will be a leaf of the record, with everything as it is stored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Leaf {
    /// Which row.
    pub origin: Origin,
    /// The id of the event or of the read.
    pub id: String,
    /// The event's word, or the action that was read under.
    pub word: String,
    /// When, in microseconds since 1970.
    pub at: i64,
    /// Who, as JSON.
    pub actor: String,
    /// What it belongs to.
    pub correlation: Option<String>,
    /// Its index in the record; none until it is logged.
    pub index: Option<u64>,
}

impl Leaf {
    /// Where it stands, for operators: no personal data.
    pub fn place(&self) -> String {
        match &self.origin {
            Origin::Event { stream, seq, .. } => format!("ledger_event {stream} {seq}"),
            Origin::Read { .. } => format!("ledger_access {}", self.id),
        }
    }

    fn event(row: &Row) -> Result<Self, StoreError> {
        let stream = row.text(0)?.to_owned();
        let seq = row.int(1)?.cast_unsigned();
        let origin = Origin::Event { stream, seq, body: row.text(6)?.to_owned() };
        Self::of(row, origin, 4, 5)
    }

    fn read(row: &Row) -> Result<Self, StoreError> {
        let origin = Origin::Read {
            subject: row.text(0)?.to_owned(),
            matter: row.text(5)?.to_owned(),
            reason: row.text(6)?.to_owned(),
            fields: row.text(9)?.to_owned(),
        };
        Self::of(row, origin, 1, 4)
    }

    fn of(row: &Row, origin: Origin, at: usize, actor: usize) -> Result<Self, StoreError> {
        Ok(Self {
            origin,
            id: row.text(2)?.to_owned(),
            word: row.text(3)?.to_owned(),
            at: row.int(at)?,
            actor: row.text(actor)?.to_owned(),
            correlation: row.text_or_null(7)?.map(str::to_owned),
            index: row.int_or_null(8)?.map(i64::cast_unsigned),
        })
    }

    fn mark(&self, index: u64) -> Write {
        match &self.origin {
            Origin::Event { stream, seq, .. } => {
                Write::new(&SET_EVENT, [stream.into(), (*seq).into(), index.into()])
            }
            Origin::Read { subject, .. } => {
                let id = (&self.id).into();
                let args = [subject.into(), self.at.into(), id, index.into()];
                Write::new(&SET_READ, args)
            }
        }
    }
}

/// The head of the record as the database remembers it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RecordHead {
    /// Number of leaves.
    pub size: u64,
    /// The root, in base64.
    pub root: String,
    /// Who may go on from it.
    pub holder: String,
}

impl Ledger {
    /// The rows that are no leaf yet, oldest first: at most `limit` events and as many reads.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn unlogged(&self, limit: u32) -> Result<Vec<Leaf>, StoreError> {
        let limit = [limit.into()];
        self.leaves((&UNLOGGED_EVENTS, &limit), (&UNLOGGED_READS, &limit)).await
    }

    /// The rows that say of themselves that they are the leaves from `from` up to, not including,
    /// `to`, by index.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn logged(&self, from: u64, to: u64) -> Result<Vec<Leaf>, StoreError> {
        let range = [from.into(), to.into()];
        let mut leaves = self.leaves((&LOGGED_EVENTS, &range), (&LOGGED_READS, &range)).await?;
        leaves.sort_by_key(|it| it.index);
        Ok(leaves)
    }

    /// One event as a leaf.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn event_leaf(&self, stream: &str, seq: u64) -> Result<Option<Leaf>, StoreError> {
        let rows = self.rows(&ONE_EVENT, &[stream.into(), seq.into()]).await?;
        rows.first().map(Leaf::event).transpose()
    }

    /// The events of a stream as leaves, in their order.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn stream_leaves(&self, stream: &str) -> Result<Vec<Leaf>, StoreError> {
        let rows = self.rows(&STREAM_EVENTS, &[stream.into()]).await?;
        rows.iter().map(Leaf::event).collect()
    }

    /// A page of the streams of a kind, behind `after`, in the order of their names.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn streams_of(
        &self,
        kind: &str,
        after: Option<&str>,
        limit: u32,
    ) -> Result<Vec<String>, StoreError> {
        // The sign after the slash ends what begins with `kind/`.
        let (first, end) = (format!("{kind}/"), format!("{kind}0"));
        let after = after.unwrap_or(&first);
        let rows = self.rows(&STREAMS_BETWEEN, &[after.into(), end.into(), limit.into()]).await?;
        rows.iter().map(|row| row.text(0).map(str::to_owned)).collect()
    }

    /// When the oldest row happened that is no leaf yet.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn unlogged_since(&self) -> Result<Option<jiff::Timestamp>, StoreError> {
        let (events, reads) = (self.rows(&OLDEST_EVENT, &[]), self.rows(&OLDEST_READ, &[]));
        let (events, reads) = futures::try_join!(events, reads)?;
        let oldest = events.iter().chain(&reads).map(|row| row.instant(0));
        Ok(oldest.collect::<Result<Vec<_>, _>>()?.into_iter().min())
    }

    async fn leaves(
        &self,
        events: (&Statement, &[Value]),
        reads: (&Statement, &[Value]),
    ) -> Result<Vec<Leaf>, StoreError> {
        let events = self.rows(events.0, events.1).await?;
        let reads = self.rows(reads.0, reads.1).await?;
        events.iter().map(Leaf::event).chain(reads.iter().map(Leaf::read)).collect()
    }

    /// The head of the record; none before the first writer.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn record_head(&self) -> Result<Option<RecordHead>, StoreError> {
        let rows = self.rows(&HEAD, &[]).await?;
        let head = |row: &Row| {
            let (root, holder) = (row.text(1)?.to_owned(), row.text(2)?.to_owned());
            Ok(RecordHead { size: row.count(0)?, root, holder })
        };
        rows.first().map(head).transpose()
    }

    /// Makes `holder` the one who may go on from the head; whoever held it before may not. `empty`
    /// is the root of a record without leaves.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn take_record(&self, holder: &str, empty: &str) -> Result<(), StoreError> {
        self.housekeep(vec![Write::new(&TAKE, [empty.into(), holder.into()])]).await
    }

    /// Moves the head from `before`, if it stands there and `before.holder` still holds it, and
    /// notes that `leaves` are the leaves from there on. Answers whether it did; if not, nothing
    /// has changed.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn move_record(
        &self,
        before: &RecordHead,
        root: &str,
        leaves: &[Leaf],
    ) -> Result<bool, StoreError> {
        let size = before.size + leaves.len() as u64;
        let args = [
            size.into(),
            root.into(),
            before.size.into(),
            (&before.root).into(),
            (&before.holder).into(),
        ];
        let mut writes = vec![Write::new(&MOVE, args)];
        writes.extend((before.size..).zip(leaves).map(|(index, leaf)| leaf.mark(index)));
        let moved = self
            .inner
            .engine
            .transact::<(), StoreError>(Box::new(move |tx| {
                Box::pin(async move {
                    let changed = tx.run_all(&writes).await?;
                    match changed.iter().all(|it| *it == 1) {
                        true => Ok(()),
                        false => Err(StoreError::Conflict("the record".to_owned())),
                    }
                })
            }))
            .await;
        match moved {
            Ok(()) => Ok(true),
            Err(StoreError::Conflict(_)) => Ok(false),
            Err(error) => Err(error),
        }
    }
}
