//! The box of messages.

use std::{fmt, str::FromStr};

use jiff::Timestamp;
use kernel::{
    LocalText, Sealed,
    id::{EventId, SubjectId},
};
use ledger::{Ledger, Row, StoreError, VaultError, Write};
use serde::{Deserialize, Serialize};

use crate::store;

/// A page of the box holds at most so many messages.
const LONGEST_PAGE: usize = 100;

/// A message to somebody.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Message {
    /// To whom: a person or a firm.
    pub to: SubjectId,
    /// One line.
    pub title: LocalText,
    /// What has happened and what to do, in plain text.
    pub body: LocalText,
    /// Where to go on: a path of the site without language, such as `/cases/…`.
    pub link: Option<String>,
    /// The matter it belongs to, such as `case/…`. Not sealed: an id, no personal data.
    pub matter: String,
}

/// What of a message is sealed.
#[derive(Serialize, Deserialize)]
pub(crate) struct Content {
    pub title: LocalText,
    pub body: LocalText,
    pub link: Option<String>,
}

/// A message in the box.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Received {
    /// The event that caused it, by which it is known.
    pub event: EventId,
    /// One line.
    pub title: LocalText,
    /// What has happened and what to do.
    pub body: LocalText,
    /// Where to go on.
    pub link: Option<String>,
    /// The matter it belongs to.
    pub matter: String,
    /// When it came.
    pub sent_at: Timestamp,
    /// Whether it has been read.
    pub is_read: bool,
}

impl Received {
    /// The place after this message, where the next page begins.
    pub fn cursor(&self) -> Cursor {
        Cursor { sent_at: self.sent_at, event: self.event.to_string() }
    }
}

/// A place in the box; its text can stand in an address.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cursor {
    sent_at: Timestamp,
    event: String,
}

impl Cursor {
    /// Before the newest message.
    fn start() -> Self {
        Self { sent_at: Timestamp::MAX, event: String::new() }
    }
}

impl fmt::Display for Cursor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{}", self.sent_at.as_microsecond(), self.event)
    }
}

impl FromStr for Cursor {
    type Err = NotifyError;

    fn from_str(text: &str) -> Result<Self, NotifyError> {
        let (at, event) = text.split_once('.').ok_or(NotifyError::Cursor)?;
        let micros = at.parse().map_err(|_| NotifyError::Cursor)?;
        let sent_at = Timestamp::from_microsecond(micros).map_err(|_| NotifyError::Cursor)?;
        let event: EventId = event.parse().map_err(|_| NotifyError::Cursor)?;
        Ok(Self { sent_at, event: event.to_string() })
    }
}

/// Why messages cannot be kept or shown.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum NotifyError {
    /// The text is no place in the box.
    #[error("not a place in the message box")]
    Cursor,
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// A message cannot be sealed or opened.
    #[error(transparent)]
    Vault(VaultError),
}

impl From<VaultError> for NotifyError {
    fn from(error: VaultError) -> Self {
        match error {
            VaultError::Store(error) => Self::Store(error),
            other => Self::Vault(other),
        }
    }
}

/// The messages of an installation. Cheap to clone.
#[derive(Clone)]
pub struct Messages {
    pub(crate) ledger: Ledger,
}

impl Messages {
    /// Messages kept in `ledger`'s database.
    pub fn new(ledger: Ledger) -> Self {
        Self { ledger }
    }

    /// Puts a message into its recipient's box and lines it up for e-mail. Answers whether it is
    /// new: the same event gives a recipient one message, and somebody who has been erased gets
    /// none. What no event causes (such as a reminder) is given an id that follows from its cause, and
    /// so is a message of another subject than the event's: two may have something to say to one.
    ///
    /// # Errors
    /// [`NotifyError`].
    pub async fn send(&self, event: EventId, message: Message) -> Result<bool, NotifyError> {
        let Message { to, title, body, link, matter } = message;
        let content = Content { title, body, link };
        let sealed = match self.ledger.vault().seal(to, &content).await {
            Err(VaultError::Erased) => return Ok(false),
            other => other?,
        };
        let args = vec![
            to.to_string().into(),
            event.to_string().into(),
            self.ledger.clock().now().into(),
            matter.into(),
            serde_json::to_string(&sealed).map_err(StoreError::from)?.into(),
        ];
        Ok(self.ledger.housekeep_one(Write::new(&store::KEEP, args)).await? == 1)
    }

    /// A page of `to`'s box, newest first, after `after` or from the start. At most 100 messages.
    ///
    /// # Errors
    /// [`NotifyError`].
    pub async fn list(
        &self,
        to: SubjectId,
        after: Option<&Cursor>,
        limit: usize,
    ) -> Result<Vec<Received>, NotifyError> {
        let start = Cursor::start();
        let after = after.unwrap_or(&start);
        let args = [
            to.to_string().into(),
            after.sent_at.into(),
            (&after.event).into(),
            limit.min(LONGEST_PAGE).into(),
        ];
        let rows = self.ledger.rows(&store::BOX, &args).await?;
        let mut messages = Vec::with_capacity(rows.len());
        for row in &rows {
            messages.extend(self.received(row).await?);
        }
        Ok(messages)
    }

    /// One message of `to`'s box.
    ///
    /// # Errors
    /// [`NotifyError`].
    pub async fn find(
        &self,
        to: SubjectId,
        event: EventId,
    ) -> Result<Option<Received>, NotifyError> {
        let args = [to.to_string().into(), event.to_string().into()];
        match self.ledger.rows(&store::ONE, &args).await?.first() {
            Some(row) => self.received(row).await,
            None => Ok(None),
        }
    }

    /// How many messages `to` has not read.
    ///
    /// # Errors
    /// [`NotifyError`].
    pub async fn unread(&self, to: SubjectId) -> Result<u64, NotifyError> {
        let rows = self.ledger.rows(&store::UNREAD, &[to.to_string().into()]).await?;
        Ok(rows.first().map_or(Ok(0), |row| row.count(0))?)
    }

    /// Marks one of `to`'s messages as read; answers whether it was there and unread.
    ///
    /// # Errors
    /// [`NotifyError`].
    pub async fn mark_read(&self, to: SubjectId, event: EventId) -> Result<bool, NotifyError> {
        let now = self.ledger.clock().now();
        let args = vec![to.to_string().into(), event.to_string().into(), now.into()];
        Ok(self.ledger.housekeep_one(Write::new(&store::READ_ONE, args)).await? == 1)
    }

    /// Marks all of `to`'s messages as read; answers how many were unread.
    ///
    /// # Errors
    /// [`NotifyError`].
    pub async fn mark_all_read(&self, to: SubjectId) -> Result<u64, NotifyError> {
        let args = vec![to.to_string().into(), self.ledger.clock().now().into()];
        Ok(self.ledger.housekeep_one(Write::new(&store::READ_ALL, args)).await?)
    }

    /// The clock of the installation.
    pub fn clock(&self) -> &std::sync::Arc<dyn kernel::Clock> {
        self.ledger.clock()
    }

    /// Deletes all of `to`'s messages, when they close their account; answers how many.
    ///
    /// # Errors
    /// [`NotifyError`].
    pub async fn forget(&self, to: SubjectId) -> Result<u64, NotifyError> {
        let args = vec![to.to_string().into()];
        Ok(self.ledger.housekeep_one(Write::new(&store::FORGET, args)).await?)
    }

    /// Messages that were sent before an instant: their id (`recipient/event`), to whom and when;
    /// a page behind `after`, in the order of their ids.
    ///
    /// # Errors
    /// [`NotifyError`].
    pub async fn sent_before(
        &self,
        before: Timestamp,
        after: &str,
        limit: usize,
    ) -> Result<Vec<(String, SubjectId, Timestamp)>, NotifyError> {
        let (recipient, event) = after.split_once('/').unwrap_or(("", ""));
        let args = [before.into(), recipient.into(), event.into(), limit.into()];
        let rows = self.ledger.rows(&store::SENT_BEFORE, &args).await?;
        let read = |row: &Row| {
            let id = format!("{}/{}", row.text(0)?, row.text(1)?);
            Ok::<_, StoreError>((id, row.parsed(0)?, row.instant(2)?))
        };
        Ok(rows.iter().map(read).collect::<Result<_, _>>()?)
    }

    /// Deletes one message whose time is over, by the id of [`Messages::sent_before`].
    ///
    /// # Errors
    /// [`NotifyError`].
    pub async fn forget_one(&self, id: &str) -> Result<(), NotifyError> {
        let (recipient, event) = id.split_once('/').ok_or(NotifyError::Cursor)?;
        let args = vec![recipient.into(), event.into()];
        Ok(self.ledger.housekeep(vec![Write::new(&store::FORGET_ONE, args)]).await?)
    }

    async fn received(&self, row: &Row) -> Result<Option<Received>, NotifyError> {
        let Some(content) = self.content(row, 3).await? else { return Ok(None) };
        Ok(Some(Received {
            event: row.parsed(0)?,
            title: content.title,
            body: content.body,
            link: content.link,
            matter: row.text(2)?.to_owned(),
            sent_at: row.instant(1)?,
            is_read: row.int_or_null(4)?.is_some(),
        }))
    }

    /// What a row's message says; `None` when its recipient has been erased.
    pub(crate) async fn content(
        &self,
        row: &Row,
        column: usize,
    ) -> Result<Option<Content>, NotifyError> {
        let sealed: Sealed = row.json(column)?;
        match self.ledger.vault().open(&sealed).await {
            Ok(content) => Ok(Some(content)),
            Err(VaultError::Erased) => Ok(None),
            Err(error) => Err(error.into()),
        }
    }
}
