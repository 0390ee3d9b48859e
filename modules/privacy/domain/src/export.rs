//! A copy of everything that is held about somebody.

use jiff::{SignedDuration, Timestamp};
use kernel::{
    Aggregate, Recorded,
    id::{AccountId, SubjectId},
};
use serde::{Deserialize, Serialize};

use crate::PrivacyRefusal;

/// So many days a copy can be fetched.
pub const LINK_DAYS: i64 = 1;

/// The copy as it lies in the store, sealed under the person's key.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Copy {
    /// SHA-256 of the stored bytes, by which they are found.
    pub hash: String,
    /// How many bytes it has when it is opened.
    pub size_bytes: u64,
    /// How many records it holds.
    pub records: u64,
    /// Until when it can be fetched.
    pub until: Timestamp,
}

/// What happens to an export.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum ExportEvent {
    /// Somebody asks for a copy.
    Asked {
        /// Whose data.
        subject: SubjectId,
        /// Who asks.
        account: AccountId,
    },
    /// It is ready.
    Prepared {
        /// Where.
        copy: Copy,
    },
    /// It was fetched.
    Fetched,
    /// Its link is over and the copy is deleted.
    Expired,
}

/// A copy in the making, ready, or gone.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Export {
    /// Whose data; none before it is asked for.
    pub subject: Option<SubjectId>,
    /// Who asked.
    pub account: Option<AccountId>,
    /// When.
    pub asked_at: Option<Timestamp>,
    /// The copy, while it is there.
    pub copy: Option<Copy>,
    /// How often it was fetched.
    pub fetched: u32,
    /// Whether its time is over.
    pub is_expired: bool,
}

impl Export {
    /// Asks for a copy.
    ///
    /// # Errors
    /// [`PrivacyRefusal::Exists`].
    pub fn ask(
        &self,
        subject: SubjectId,
        account: AccountId,
    ) -> Result<Vec<ExportEvent>, PrivacyRefusal> {
        if self.subject.is_some() {
            return Err(PrivacyRefusal::Exists);
        }
        Ok(vec![ExportEvent::Asked { subject, account }])
    }

    /// Keeps the copy that was made; nothing happens where another node was first.
    pub fn prepare(
        &self,
        hash: String,
        size_bytes: u64,
        records: u64,
        now: Timestamp,
    ) -> Vec<ExportEvent> {
        if self.subject.is_none() || self.copy.is_some() || self.is_expired {
            return Vec::new();
        }
        let until = now + SignedDuration::from_hours(24 * LINK_DAYS);
        vec![ExportEvent::Prepared { copy: Copy { hash, size_bytes, records, until } }]
    }

    /// Fetches the copy.
    ///
    /// # Errors
    /// [`PrivacyRefusal::NotThere`].
    pub fn fetch(&self, now: Timestamp) -> Result<Vec<ExportEvent>, PrivacyRefusal> {
        match &self.copy {
            Some(copy) if now < copy.until => Ok(vec![ExportEvent::Fetched]),
            _ => Err(PrivacyRefusal::NotThere),
        }
    }

    /// Ends it when its time is over.
    pub fn expire(&self, now: Timestamp) -> Vec<ExportEvent> {
        let is_over = self.copy.as_ref().is_some_and(|it| now >= it.until);
        is_over.then_some(ExportEvent::Expired).into_iter().collect()
    }
}

impl Aggregate for Export {
    type Event = ExportEvent;
    const KIND: &'static str = "export";

    fn word(event: &ExportEvent) -> &'static str {
        match event {
            ExportEvent::Asked { .. } => "export.asked",
            ExportEvent::Prepared { .. } => "export.prepared",
            ExportEvent::Fetched => "export.fetched",
            ExportEvent::Expired => "export.expired",
        }
    }

    fn apply(&mut self, event: &Recorded<ExportEvent>) {
        match event.event.clone() {
            ExportEvent::Asked { subject, account } => {
                (self.subject, self.account) = (Some(subject), Some(account));
                self.asked_at = Some(event.at);
            }
            ExportEvent::Prepared { copy } => self.copy = Some(copy),
            ExportEvent::Fetched => self.fetched += 1,
            ExportEvent::Expired => (self.copy, self.is_expired) = (None, true),
        }
    }
}
