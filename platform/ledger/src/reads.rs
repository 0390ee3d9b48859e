//! Reading: events, states and the rows of read tables; and the record of who read what about
//! whom.

use kernel::{Actor, Aggregate, Recorded, id::SubjectId};

use crate::{Ledger, Row, Statement, StoreError, Value, Write, command, statements};

statements! {
    /// The events of a stream up to a version.
    EVENTS_TO = "SELECT event_id, seq, at, actor, body FROM ledger_event
                 WHERE stream = $1 AND seq <= $2 ORDER BY seq";
    EVENT = "SELECT event_id, seq, at, actor, body, word FROM ledger_event
             WHERE stream = $1 AND seq = $2";
    NOTE_ACCESS = "INSERT INTO ledger_access (subject, at, access_id, actor, action, matter, reason)
                   VALUES ($1, $2, $3, $4, $5, $6, $7)";
    SETTING = "SELECT value FROM ledger_setting WHERE name = $1";
    SET = "INSERT INTO ledger_setting (name, value) VALUES ($1, $2)
           ON CONFLICT (name) DO UPDATE SET value = excluded.value";
    HEALTH = "INSERT INTO ledger_setting (name, value) VALUES ('health', $1)
              ON CONFLICT (name) DO UPDATE SET value = excluded.value";
}

/// One reading of personal data outside one's own matters.
#[derive(Debug, Clone)]
pub struct Read<'a> {
    /// Whose data.
    pub subject: SubjectId,
    /// Who read it.
    pub by: &'a Actor,
    /// The permission used, such as `cases.read`.
    pub action: &'a str,
    /// In which matter, such as a case reference.
    pub matter: &'a str,
    /// Why; may be empty where the task itself is the reason.
    pub reason: &'a str,
}

/// The event of a row of [`EVENTS_TO`] or [`EVENT`].
pub(crate) fn recorded<E: serde::de::DeserializeOwned>(
    row: &Row,
) -> Result<Recorded<E>, StoreError> {
    Ok(Recorded {
        id: row.parsed(0)?,
        seq: row.count(1)?,
        at: row.instant(2)?,
        by: row.json(3)?,
        event: row.json(4)?,
    })
}

pub(crate) fn fold<A: Aggregate>(events: &[Row]) -> Result<A, StoreError> {
    let mut state = A::default();
    for row in events {
        state.apply(&recorded(row)?);
    }
    Ok(state)
}

impl Ledger {
    /// Rows of a read table.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn rows(
        &self,
        statement: &Statement,
        args: &[Value],
    ) -> Result<Vec<Row>, StoreError> {
        self.inner.engine.rows(statement, args).await
    }

    /// The state and version of a stream, or `None` when it does not exist.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn load<A: Aggregate>(
        &self,
        key: impl std::fmt::Display,
    ) -> Result<Option<(A, u64)>, StoreError> {
        let stream = format!("{}/{key}", A::KIND);
        let rows = self.rows(&command::LOAD_STREAM, &[(&stream).into()]).await?;
        let Some(row) = rows.first() else { return Ok(None) };
        let version = row.count(0)?;
        if row.int(1)? == i64::from(A::VERSION) {
            return Ok(Some((row.json(2)?, version)));
        }
        let events = self.rows(&EVENTS_TO, &[stream.into(), version.into()]).await?;
        Ok(Some((fold(&events)?, version)))
    }

    /// The whole history of a stream, oldest first.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn history<A: Aggregate>(
        &self,
        key: impl std::fmt::Display,
    ) -> Result<Vec<Recorded<A::Event>>, StoreError> {
        let stream = format!("{}/{key}", A::KIND);
        let rows = self.rows(&EVENTS_TO, &[stream.into(), i64::MAX.into()]).await?;
        rows.iter().map(recorded).collect()
    }

    /// Records that somebody read personal data outside their own matters.
    ///
    /// # Errors
    /// [`StoreError`]; then the data must not be shown.
    pub async fn note_read(&self, read: Read<'_>) -> Result<(), StoreError> {
        let now = self.inner.clock.now();
        let id = kernel::id::EventId::new(now, self.inner.chance.as_ref());
        let args = vec![
            read.subject.to_string().into(),
            now.into(),
            id.to_string().into(),
            serde_json::to_string(read.by)?.into(),
            read.action.into(),
            read.matter.into(),
            read.reason.into(),
        ];
        self.housekeep(vec![Write::new(&NOTE_ACCESS, args)]).await
    }

    /// Writes to tables that hold no subject's state: sessions, claims, settings. Subjects change
    /// through [`Ledger::execute`] only.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn housekeep(&self, writes: Vec<Write>) -> Result<(), StoreError> {
        self.inner
            .engine
            .transact::<(), StoreError>(Box::new(move |tx| {
                Box::pin(async move { tx.run_all(&writes).await.map(|_| ()) })
            }))
            .await
    }

    /// As [`Ledger::housekeep`] for one statement; answers the number of rows it changed.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn housekeep_one(&self, write: Write) -> Result<u64, StoreError> {
        self.inner
            .engine
            .transact::<u64, StoreError>(Box::new(move |tx| {
                Box::pin(async move { tx.run(write.statement, &write.args).await })
            }))
            .await
    }

    /// As [`Ledger::housekeep`]; answers the number of rows that each statement changed.
    pub(crate) async fn housekeep_each(&self, writes: Vec<Write>) -> Result<Vec<u64>, StoreError> {
        self.inner
            .engine
            .transact::<Vec<u64>, StoreError>(Box::new(move |tx| {
                Box::pin(async move { tx.run_all(&writes).await })
            }))
            .await
    }

    /// A setting of the installation.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn setting(&self, name: &str) -> Result<Option<String>, StoreError> {
        let rows = self.rows(&SETTING, &[name.into()]).await?;
        rows.first().map(|row| row.text(0).map(str::to_owned)).transpose()
    }

    /// Changes a setting of the installation.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn set(&self, name: &str, value: &str) -> Result<(), StoreError> {
        self.housekeep(vec![Write::new(&SET, vec![name.into(), value.into()])]).await
    }

    /// Really writes, so that health is not claimed of a database that only reads.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn check_health(&self) -> Result<(), StoreError> {
        let now = self.inner.clock.now().to_string();
        self.housekeep(vec![Write::new(&HEALTH, vec![now.into()])]).await
    }

    /// Prepares a statement on this engine without running it.
    ///
    /// # Errors
    /// [`StoreError`] when the engine does not take it.
    pub async fn prepare(&self, statement: &Statement) -> Result<(), StoreError> {
        self.inner.engine.prepare(statement).await
    }
}
