//! Reading: events, states and the rows of read tables; and the record of who read what about
//! whom.

use futures::future::BoxFuture;
use jiff::Timestamp;
use kernel::{
    Actor, Aggregate, Recorded, Sealed,
    id::{EventId, SubjectId},
};

use crate::{
    Ledger, Row, Statement, StoreError, Value, VaultError, Write, command, correlation, statements,
};

statements! {
    /// The events of a stream up to a version.
    EVENTS_TO = "SELECT event_id, seq, at, actor, body FROM ledger_event
                 WHERE stream = $1 AND seq <= $2 ORDER BY seq";
    EVENT = "SELECT event_id, seq, at, actor, body, word, correlation FROM ledger_event
             WHERE stream = $1 AND seq = $2";
    NOTE_ACCESS = "INSERT INTO ledger_access
                   (subject, at, access_id, actor, action, matter, reason, fields, correlation)
                   VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)";
    /// Who read what about somebody, newest first, before an instant and id.
    ACCESSES = "SELECT access_id, at, actor, action, matter, reason, fields FROM ledger_access
                WHERE subject = $1 AND at >= $2 AND (at < $3 OR (at = $3 AND access_id < $4))
                ORDER BY at DESC, access_id DESC LIMIT $5";
    /// Who read about somebody in one matter, oldest first.
    OPENINGS = "SELECT at, actor, action, fields FROM ledger_access
                WHERE subject = $1 AND at >= $2 AND matter = $3 ORDER BY at, access_id LIMIT $4";
    ACCESS = "SELECT access_id, at, actor, action, matter, reason, fields FROM ledger_access
              WHERE subject = $1 AND access_id = $2";
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

/// A reading that was recorded.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Accessed {
    /// Its id.
    pub id: EventId,
    /// When.
    pub at: Timestamp,
    /// Who.
    pub by: Actor,
    /// The permission used.
    pub action: String,
    /// In which matter.
    pub matter: String,
    /// Why, in the reader's words; none where it was erased.
    pub reason: Option<String>,
    /// The fields that were shown in clear, if only some were.
    pub fields: Vec<String>,
}

/// That something was opened, without the reason.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Opening {
    /// When.
    pub at: Timestamp,
    /// By whom.
    pub by: Actor,
    /// The permission used.
    pub action: String,
    /// What of it, if only some was.
    pub fields: Vec<String>,
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

fn fields_of(text: &str) -> Vec<String> {
    text.split(',').filter(|it| !it.is_empty()).map(str::to_owned).collect()
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
    pub fn rows<'a>(
        &'a self,
        statement: &'a Statement,
        args: &'a [Value],
    ) -> BoxFuture<'a, Result<Vec<Row>, StoreError>> {
        self.inner.engine.rows(statement, args)
    }

    /// The state and version of a stream, or `None` when it does not exist.
    ///
    /// # Errors
    /// [`StoreError`].
    pub fn load<A: Aggregate>(
        &self,
        key: impl std::fmt::Display,
    ) -> BoxFuture<'_, Result<Option<(A, u64)>, StoreError>> {
        let stream = format!("{}/{key}", A::KIND);
        Box::pin(async move {
            let rows = self.rows(&command::LOAD_STREAM, &[(&stream).into()]).await?;
            let Some(row) = rows.first() else { return Ok(None) };
            let version = row.count(0)?;
            if row.int(1)? == i64::from(A::VERSION) {
                let state = self.opened(row.text(2)?).await?;
                return Ok(Some((serde_json::from_str(&state)?, version)));
            }
            let events = self.rows(&EVENTS_TO, &[stream.into(), version.into()]).await?;
            Ok(Some((fold(&self.open_all(events, 4).await?)?, version)))
        })
    }

    /// The whole history of a stream, oldest first.
    ///
    /// # Errors
    /// [`StoreError`].
    pub fn history<A: Aggregate>(
        &self,
        key: impl std::fmt::Display,
    ) -> BoxFuture<'_, Result<Vec<Recorded<A::Event>>, StoreError>> {
        let stream = format!("{}/{key}", A::KIND);
        Box::pin(async move {
            let rows = self.rows(&EVENTS_TO, &[stream.into(), i64::MAX.into()]).await?;
            self.open_all(rows, 4).await?.iter().map(recorded).collect()
        })
    }

    /// Records that somebody read personal data outside their own matters.
    ///
    /// # Errors
    /// [`StoreError`]; then the data must not be shown.
    pub async fn note_read(&self, read: Read<'_>) -> Result<(), StoreError> {
        self.note_fields(read, &[]).await.map(|_| ())
    }

    /// As [`Ledger::note_read`], for single fields that were masked before; answers the id of the
    /// record. What somebody gives as a reason may name people, so it is sealed.
    ///
    /// # Errors
    /// [`StoreError`]; then the data must not be shown.
    pub async fn note_fields(
        &self,
        read: Read<'_>,
        fields: &[&str],
    ) -> Result<EventId, StoreError> {
        let now = self.inner.clock.now();
        let id = EventId::new(now, self.inner.chance.as_ref());
        let args = vec![
            read.subject.to_string().into(),
            now.into(),
            id.to_string().into(),
            serde_json::to_string(read.by)?.into(),
            read.action.into(),
            read.matter.into(),
            self.sealed_reason(read.subject, read.reason).await?.into(),
            fields.join(",").into(),
            correlation::stored().into(),
        ];
        self.housekeep(vec![Write::new(&NOTE_ACCESS, args)]).await?;
        Ok(id)
    }

    async fn sealed_reason(&self, subject: SubjectId, reason: &str) -> Result<String, StoreError> {
        if reason.is_empty() {
            return Ok(String::new());
        }
        match self.vault().seal(subject, &reason).await {
            Ok(sealed) => Ok(serde_json::to_string(&sealed)?),
            Err(VaultError::Store(error)) => Err(error),
            // There is nothing left to read, but that somebody tried is recorded.
            Err(VaultError::Erased) => Ok(String::new()),
            Err(other) => Err(StoreError::contradiction(other)),
        }
    }

    /// A page of what was read about somebody, newest first: from `since` on, before the instant
    /// and id of `before`.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn accesses(
        &self,
        subject: SubjectId,
        since: Timestamp,
        before: (Timestamp, Option<EventId>),
        limit: usize,
    ) -> Result<Vec<Accessed>, StoreError> {
        let last = before.1.map(|id| id.to_string()).unwrap_or_default();
        let args =
            [subject.to_string().into(), since.into(), before.0.into(), last.into(), limit.into()];
        let rows = self.rows(&ACCESSES, &args).await?;
        let mut found = Vec::with_capacity(rows.len());
        for row in &rows {
            found.push(self.accessed(row).await?);
        }
        Ok(found)
    }

    /// What was opened of somebody's in one matter since an instant, oldest first.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn openings(
        &self,
        subject: SubjectId,
        matter: &str,
        since: Timestamp,
        limit: usize,
    ) -> Result<Vec<Opening>, StoreError> {
        let args = [subject.to_string().into(), since.into(), matter.into(), limit.into()];
        let opening = |row: &Row| {
            Ok(Opening {
                at: row.instant(0)?,
                by: row.json(1)?,
                action: row.text(2)?.to_owned(),
                fields: fields_of(row.text(3)?),
            })
        };
        self.rows(&OPENINGS, &args).await?.iter().map(opening).collect()
    }

    /// One reading of somebody's data.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn access(
        &self,
        subject: SubjectId,
        id: EventId,
    ) -> Result<Option<Accessed>, StoreError> {
        let rows = self.rows(&ACCESS, &[subject.to_string().into(), id.to_string().into()]).await?;
        match rows.first() {
            Some(row) => self.accessed(row).await.map(Some),
            None => Ok(None),
        }
    }

    async fn accessed(&self, row: &Row) -> Result<Accessed, StoreError> {
        let reason = row.text(5)?;
        let reason = match serde_json::from_str::<Sealed>(reason) {
            Ok(sealed) => match self.vault().open::<String>(&sealed).await {
                Ok(text) => Some(text),
                Err(VaultError::Erased) => None,
                Err(VaultError::Store(error)) => return Err(error),
                Err(other) => return Err(StoreError::contradiction(other)),
            },
            // Without a reason, or from before reasons were sealed.
            Err(_) => Some(reason.to_owned()),
        };
        Ok(Accessed {
            id: row.parsed(0)?,
            at: row.instant(1)?,
            by: row.json(2)?,
            action: row.text(3)?.to_owned(),
            matter: row.text(4)?.to_owned(),
            reason,
            fields: fields_of(row.text(6)?),
        })
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
