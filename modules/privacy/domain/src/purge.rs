//! A list of what is due, which two people approve before anything goes.

use jiff::{Timestamp, civil::Date};
use kernel::{Aggregate, Recorded, id::SubjectId};
use serde::{Deserialize, Serialize};

use crate::PrivacyRefusal;

/// One record that is due.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct PurgeItem {
    /// Its kind.
    pub kind: String,
    /// Its id within the kind.
    pub id: String,
    /// Whose it is.
    pub subject: SubjectId,
    /// When it was over.
    pub concluded_on: Date,
}

/// What happens to a purge.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum PurgeEvent {
    /// Somebody proposes that these records go.
    Proposed {
        /// What was due, as it was shown.
        items: Vec<PurgeItem>,
    },
    /// It was approved and carried out.
    Done {
        /// How many records went.
        purged: u64,
        /// How many a hold kept back, or were not due any more.
        kept: u64,
    },
}

/// A purge. It is carried out once.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Purge {
    /// What it is about; empty before it is proposed.
    pub items: Vec<PurgeItem>,
    /// When it was proposed.
    pub proposed_at: Option<Timestamp>,
    /// How many went and how many stayed, once it was carried out.
    pub outcome: Option<(u64, u64)>,
}

impl Purge {
    /// Proposes it.
    ///
    /// # Errors
    /// [`PrivacyRefusal`].
    pub fn propose(&self, items: Vec<PurgeItem>) -> Result<Vec<PurgeEvent>, PrivacyRefusal> {
        if self.proposed_at.is_some() {
            return Err(PrivacyRefusal::Exists);
        }
        if items.is_empty() {
            return Err(PrivacyRefusal::Unknown);
        }
        Ok(vec![PurgeEvent::Proposed { items }])
    }

    /// Notes that it was carried out; nothing happens a second time.
    pub fn done(&self, purged: u64, kept: u64) -> Vec<PurgeEvent> {
        if self.proposed_at.is_none() || self.outcome.is_some() {
            return Vec::new();
        }
        vec![PurgeEvent::Done { purged, kept }]
    }
}

impl Aggregate for Purge {
    type Event = PurgeEvent;
    const KIND: &'static str = "purge";

    fn word(event: &PurgeEvent) -> &'static str {
        match event {
            PurgeEvent::Proposed { .. } => "purge.proposed",
            PurgeEvent::Done { .. } => "purge.done",
        }
    }

    fn apply(&mut self, event: &Recorded<PurgeEvent>) {
        match event.event.clone() {
            PurgeEvent::Proposed { items } => {
                (self.items, self.proposed_at) = (items, Some(event.at));
            }
            PurgeEvent::Done { purged, kept } => self.outcome = Some((purged, kept)),
        }
    }
}
