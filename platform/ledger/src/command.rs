//! Running a command: the only way in which a subject's state changes.

use std::{borrow::Cow, sync::Arc};

use futures::future::BoxFuture;
use kernel::{
    Actor, Aggregate, Condition, Given, Recorded,
    id::{CommandId, EventId, SubjectId},
};
use serde::Serialize;
use sha2::{Digest, Sha256};

use crate::{
    Ledger, Row, StoreError, Whose, Write,
    condition::{Holds, hold},
    correlation,
    engine::Tx,
    reads, statements,
    words::{self, Sealer, Stored},
};

/// How often a command is tried again when another writer was first.
const TRIES: usize = 8;
/// What was asked for is kept as a keyed fingerprint: a plain digest could be found by trying.
const COMMAND: &str = "command";

statements! {
    FIND_COMMAND = "SELECT digest, stream, version FROM ledger_command
                    WHERE sender = $1 AND command_id = $2";
    KEEP_COMMAND = "INSERT INTO ledger_command
                    (sender, command_id, digest, stream, version, at, serial_scope, serial, sent)
                    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)";
    LOAD_STREAM = "SELECT version, form, snapshot FROM ledger_stream WHERE stream = $1";
    NEW_STREAM = "INSERT INTO ledger_stream (stream, kind, version, form, snapshot)
                  VALUES ($1, $2, $3, $4, $5)";
    SAVE_STREAM = "UPDATE ledger_stream SET version = $2, form = $3, snapshot = $4
                   WHERE stream = $1 AND version = $5";
    APPEND_EVENT = "INSERT INTO ledger_event
                    (stream, seq, event_id, word, at, actor, body, correlation)
                    VALUES ($1, $2, $3, $4, $5, $6, $7, $8)";
    NEXT_SERIAL = "INSERT INTO ledger_serial (scope, value) VALUES ($1, 1)
                   ON CONFLICT (scope) DO UPDATE SET value = ledger_serial.value + 1
                   RETURNING value";
    SEND = "INSERT INTO ledger_outbox
            (consumer, stream, seq, event_id, attempts, due_at, claimed_until, parked)
            VALUES ($1, $2, $3, $4, 0, $5, 0, 0)";
}

/// A wish to change one stream.
#[derive(Debug, Clone)]
pub struct Command {
    id: CommandId,
    by: Actor,
    stream: String,
    digest: String,
    serial: Option<String>,
    expected: Option<u64>,
    conditions: Vec<Arc<dyn Holds>>,
    whose: Option<Whose>,
}

impl Command {
    /// A command of `by` on the stream `A::KIND/key`. `content` is what was asked for: the same
    /// id with other content is refused.
    pub fn new<A: Aggregate>(
        id: CommandId,
        by: Actor,
        key: impl std::fmt::Display,
        content: &impl Serialize,
    ) -> Self {
        let stream = format!("{}/{key}", A::KIND);
        let content = serde_json::to_vec(content).unwrap_or_default();
        let mut hash = Sha256::new();
        hash.update(stream.as_bytes());
        hash.update([0]);
        hash.update(&content);
        let digest = data_encoding::HEXLOWER.encode(&hash.finalize());
        Self {
            id,
            by,
            stream,
            digest,
            serial: None,
            expected: None,
            conditions: Vec::new(),
            whose: None,
        }
    }

    /// Asks for the next serial number of `scope`, allocated in the same transaction.
    #[must_use]
    pub fn with_serial(mut self, scope: impl Into<String>) -> Self {
        self.serial = Some(scope.into());
        self
    }

    /// Refuses unless the stream still stands at `version` (`If-Match`).
    #[must_use]
    pub fn expecting(mut self, version: Option<u64>) -> Self {
        self.expected = version;
        self
    }

    /// Carries it out only while this holds, if anything is given: it is asked in the command's
    /// own transaction, and what it is about cannot change until the end of it.
    #[must_use]
    pub fn under<C: Condition>(mut self, condition: Option<C>) -> Self {
        self.conditions.extend(condition.map(|it| Arc::new(it) as Arc<dyn Holds>));
        self
    }

    /// Says whom it is about, or which record of them: under that key the free words of its events
    /// ([`kernel::Words`]) are sealed.
    #[must_use]
    pub fn about(mut self, subject: SubjectId, record: Option<String>) -> Self {
        self.whose = Some((subject, record));
        self
    }

    fn sender(&self) -> String {
        sender(&self.by)
    }
}

/// Commands are remembered per sender, so that nobody can take another's ids.
pub(crate) fn sender(by: &Actor) -> String {
    match by.account {
        Some(account) => account.to_string(),
        None => by.role.word().to_owned(),
    }
}

/// The command id of what follows from an event: the same event asked twice gives the same id.
pub fn derived_command(purpose: &str, from: impl std::fmt::Display) -> CommandId {
    let mut hash = Sha256::new();
    hash.update(purpose.as_bytes());
    hash.update([0]);
    hash.update(from.to_string().as_bytes());
    let digest = hash.finalize();
    let mut bytes = [0u8; 16];
    bytes.copy_from_slice(&digest[..16]);
    CommandId::from_uuid(uuid::Builder::from_custom_bytes(bytes).into_uuid())
}

/// The digest of a content in its JSON form: two contents with the same digest say the same.
pub fn content_digest(content: &impl Serialize) -> String {
    let content = serde_json::to_vec(content).unwrap_or_default();
    data_encoding::HEXLOWER.encode(&Sha256::digest(&content))
}

/// A command that was carried out, now or before.
#[derive(Debug, Clone)]
pub struct Done<A: Aggregate> {
    /// The state after it.
    pub state: A,
    /// The stream's version after it.
    pub version: u64,
    /// What happened; empty when it had been carried out before.
    pub events: Vec<Recorded<A::Event>>,
    /// Whether the same command had been carried out before.
    pub replayed: bool,
}

/// Why a command was not carried out.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum CommandError<R> {
    /// The domain refuses, with its own reason.
    #[error("refused")]
    Refused(R),
    /// The command id was used before with other content.
    #[error("this command id was used for something else")]
    Reused,
    /// The stream has moved on from the version that the sender knew.
    #[error("the stream stands at version {0}")]
    Stale(u64),
    /// A unique value is taken: `table.column`.
    #[error("already taken: {0}")]
    Taken(String),
    /// A condition does not hold any more: its stable code.
    #[error("a condition does not hold: {0}")]
    Withheld(&'static str),
    /// The store failed.
    #[error(transparent)]
    Store(StoreError),
}

impl<R> From<StoreError> for CommandError<R> {
    fn from(error: StoreError) -> Self {
        match error {
            StoreError::Taken(what) => Self::Taken(what),
            other => Self::Store(other),
        }
    }
}

impl Ledger {
    /// Runs a command: `decide` looks at the state and answers the events, or refuses. It may run
    /// more than once when several writers meet.
    ///
    /// # Errors
    /// [`CommandError`].
    pub fn execute<A, R, F>(
        &self,
        command: Command,
        decide: F,
    ) -> BoxFuture<'_, Result<Done<A>, CommandError<R>>>
    where
        A: Aggregate,
        R: Send + 'static,
        F: Fn(&A, &Given) -> Result<Vec<A::Event>, R> + Send + Sync + 'static,
    {
        Box::pin(async move {
            let decide = Arc::new(decide);
            let sealer = match &command.whose {
                Some(whose) => self.sealer(whose).await?,
                None => None,
            };
            let attempt = Attempt {
                ledger: self.clone(),
                command,
                correlation: correlation::stored(),
                sealer: sealer.map(Arc::new),
            };
            let mut tries = 0;
            let (mut done, may_hold_words) = loop {
                let (attempt, decide) = (attempt.clone(), decide.clone());
                let outcome = self
                    .inner
                    .engine
                    .transact::<(Done<A>, bool), CommandError<R>>(Box::new(move |tx| {
                        Box::pin(async move { attempt.run(tx, &*decide).await })
                            as BoxFuture<'_, Result<(Done<A>, bool), CommandError<R>>>
                    }))
                    .await;
                tries += 1;
                match outcome {
                    Err(error) if tries < TRIES && is_lost_race(&error) => {}
                    other => break other?,
                }
            };
            if !done.replayed {
                self.changed();
                self.inner.news.notify_one();
            }
            // Inside the transaction old words stay sealed; who asked may read them.
            if may_hold_words {
                let body = serde_json::to_string(&done.state).map_err(StoreError::from)?;
                if let Cow::Owned(opened) = self.opened(&body).await? {
                    done.state = serde_json::from_str(&opened).map_err(StoreError::from)?;
                }
            }
            Ok(done)
        })
    }
}

impl Ledger {
    /// Whether this sender's command of this id was carried out, here or on another node.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn was_run(&self, by: &Actor, id: CommandId) -> Result<bool, StoreError> {
        let args = [sender(by).into(), id.to_string().into()];
        Ok(!self.rows(&FIND_COMMAND, &args).await?.is_empty())
    }
}

/// Another writer appended first, or took the same new stream or command id at the same moment.
fn is_lost_race<R>(error: &CommandError<R>) -> bool {
    match error {
        CommandError::Store(StoreError::Conflict(_)) => true,
        CommandError::Taken(what) => what.starts_with("ledger_"),
        _ => false,
    }
}

/// The state and version of a stream in the transaction.
pub(crate) async fn read<A: Aggregate>(
    tx: &mut Tx<'_>,
    stream: &str,
    held: Option<&Row>,
) -> Result<(A, u64), StoreError> {
    let Some(row) = held else { return Ok((A::default(), 0)) };
    let version = row.count(0)?;
    if row.int(1)? == i64::from(A::VERSION) {
        return Ok((row.json(2)?, version));
    }
    let events = tx.rows(&reads::EVENTS_TO, &[stream.into(), version.into()]).await?;
    Ok((reads::fold(&events)?, version))
}

#[derive(Clone)]
struct Attempt {
    ledger: Ledger,
    command: Command,
    correlation: Option<String>,
    sealer: Option<Arc<Sealer>>,
}

impl Attempt {
    /// What was done, and whether the state may hold sealed words.
    async fn run<A, R, F>(
        &self,
        tx: &mut Tx<'_>,
        decide: &F,
    ) -> Result<(Done<A>, bool), CommandError<R>>
    where
        A: Aggregate,
        F: Fn(&A, &Given) -> Result<Vec<A::Event>, R>,
    {
        let known = [self.command.sender().into(), self.command.id.to_string().into()];
        let others = self.command.conditions.iter().map(|it| it.stream());
        let streams = others.chain([self.command.stream.clone()]);
        let (known, held) = hold(tx, known, streams).await?;
        if let Some(row) = known {
            return Ok((self.answer_again(tx, &row).await?, true));
        }
        let own = held.get(&self.command.stream);
        let (before, version) = read::<A>(tx, &self.command.stream, own).await?;
        if self.command.expected.is_some_and(|expected| expected != version) {
            return Err(CommandError::Stale(version));
        }
        let given = self.given(tx).await?;
        for condition in &self.command.conditions {
            let other = held.get(&condition.stream());
            condition.holds(tx, other, &given).await?.map_err(CommandError::Withheld)?;
        }
        let events = decide(&before, &given).map_err(CommandError::Refused)?;
        let (events, bodies) = self.sealed::<A>(events)?;
        let recorded = self.record::<A>(version, events, given.now);
        let mut after = before.clone();
        for event in &recorded {
            after.apply(event);
        }
        let reached = version + recorded.len() as u64;
        let mut writes = Vec::new();
        let mut may_hold_words = true;
        let mut sent = Vec::new();
        if !recorded.is_empty() {
            let snapshot = serde_json::to_string(&after).map_err(StoreError::from)?;
            may_hold_words = words::are_sealed_in(&snapshot);
            writes.push(self.save::<A>(snapshot, version, reached)?);
            sent = self.append::<A>(&mut writes, &recorded, bodies)?;
            let stream = &self.command.stream;
            let projections = &self.ledger.inner.projections;
            writes.extend(projections.writes(stream, &before, &after, &recorded));
        }
        writes.push(self.keep(reached, &given, &sent));
        let changed = tx.run_all(&writes).await?;
        // The snapshot is written only over the version that was read.
        if !recorded.is_empty() && changed.first() != Some(&1) {
            return Err(StoreError::Conflict(self.command.stream.clone()).into());
        }
        let done = Done { state: after, version: reached, events: recorded, replayed: false };
        Ok((done, may_hold_words))
    }

    /// The events with their words sealed, and the forms in which they are stored.
    fn sealed<A: Aggregate>(
        &self,
        events: Vec<A::Event>,
    ) -> Result<(Vec<A::Event>, Vec<String>), StoreError> {
        let (sealer, chance) = (self.sealer.as_deref(), self.ledger.inner.chance.as_ref());
        let sealed = |event| words::sealed::<A>(event, sealer, chance);
        let stored: Vec<Stored<A::Event>> =
            events.into_iter().map(sealed).collect::<Result<_, _>>()?;
        Ok(stored.into_iter().unzip())
    }

    async fn answer_again<A: Aggregate, R>(
        &self,
        tx: &mut Tx<'_>,
        known: &Row,
    ) -> Result<Done<A>, CommandError<R>> {
        let prints = self.ledger.vault().blinds(COMMAND, &self.command.digest);
        let known_as = known.text(0)?;
        if !prints.iter().any(|it| it == known_as) {
            return Err(CommandError::Reused);
        }
        let version = known.count(2)?;
        let events = tx.rows(&reads::EVENTS_TO, &[known.text(1)?.into(), version.into()]).await?;
        let state = reads::fold::<A>(&events)?;
        Ok(Done { state, version, events: Vec::new(), replayed: true })
    }

    async fn given(&self, tx: &mut Tx<'_>) -> Result<Given, StoreError> {
        let clock = &self.ledger.inner.clock;
        let serial = match &self.command.serial {
            None => 0,
            Some(scope) => {
                let rows = tx.rows(&NEXT_SERIAL, &[scope.into()]).await?;
                rows.first().ok_or_else(|| StoreError::contradiction("no serial"))?.count(0)?
            }
        };
        // Stored instants are whole microseconds: the state must not remember more than the events.
        let now = jiff::Timestamp::from_microsecond(clock.now().as_microsecond())
            .map_err(StoreError::contradiction)?;
        Ok(Given { now, today: clock.zone().to_datetime(now).date(), serial })
    }

    fn record<A: Aggregate>(
        &self,
        version: u64,
        events: Vec<A::Event>,
        at: jiff::Timestamp,
    ) -> Vec<Recorded<A::Event>> {
        let chance = self.ledger.inner.chance.as_ref();
        let with_seq = (version + 1..).zip(events);
        with_seq
            .map(|(seq, event)| Recorded {
                id: EventId::new(at, chance),
                seq,
                at,
                by: self.command.by.clone(),
                event,
            })
            .collect()
    }

    fn save<A: Aggregate>(
        &self,
        snapshot: String,
        version: u64,
        reached: u64,
    ) -> Result<Write, StoreError> {
        let stream = &self.command.stream;
        words::check_sealed::<A>(&snapshot)?;
        if version == 0 {
            let args =
                [stream.into(), A::KIND.into(), reached.into(), A::VERSION.into(), snapshot.into()];
            return Ok(Write::new(&NEW_STREAM, args));
        }
        let args =
            [stream.into(), reached.into(), A::VERSION.into(), snapshot.into(), version.into()];
        Ok(Write::new(&SAVE_STREAM, args))
    }

    /// Writes the events and what waits for consumers; answers the consumers, each as often as
    /// something was sent to it.
    fn append<A: Aggregate>(
        &self,
        writes: &mut Vec<Write>,
        events: &[Recorded<A::Event>],
        bodies: Vec<String>,
    ) -> Result<Vec<&'static str>, StoreError> {
        let stream = &self.command.stream;
        let mut sent = Vec::new();
        let actor = serde_json::to_string(&self.command.by)?;
        for (it, body) in events.iter().zip(bodies) {
            let word = A::word(&it.event);
            let id = it.id.to_string();
            let args = [
                stream.into(),
                it.seq.into(),
                (&id).into(),
                word.into(),
                it.at.into(),
                (&actor).into(),
                body.into(),
                self.correlation.clone().into(),
            ];
            writes.push(Write::new(&APPEND_EVENT, args));
            for consumer in self.ledger.inner.consumers.iter().filter(|it| it.takes(word)) {
                let args = [
                    consumer.name.into(),
                    stream.into(),
                    it.seq.into(),
                    (&id).into(),
                    it.at.into(),
                ];
                writes.push(Write::new(&SEND, args));
                sent.push(consumer.name);
            }
        }
        Ok(sent)
    }

    fn keep(&self, version: u64, given: &Given, sent: &[&str]) -> Write {
        let serial = self.command.serial.as_ref().map(|_| given.serial.cast_signed());
        let args = [
            self.command.sender().into(),
            self.command.id.to_string().into(),
            self.ledger.vault().blind(COMMAND, &self.command.digest).into(),
            (&self.command.stream).into(),
            version.into(),
            given.now.into(),
            self.command.serial.clone().into(),
            serial.into(),
            sent.join(" ").into(),
        ];
        Write::new(&KEEP_COMMAND, args)
    }
}
