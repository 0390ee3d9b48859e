//! The life of an application: draft, submitted, perhaps opened again for correction.

use std::collections::BTreeSet;

use accounts_domain::Party;
use catalogue_domain::definition::Channel;
use jiff::civil::Date;
use kernel::{Aggregate, Recorded, Sealed};
use serde::{Deserialize, Serialize};

/// Where an application stands.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(tag = "stage", rename_all = "snake_case")]
pub enum Stage {
    /// Not started.
    #[default]
    None,
    /// Being filled in.
    Draft,
    /// Handed in: answers are fixed.
    Submitted,
    /// Returned: the named fields may be changed, and nothing else.
    Reopened {
        /// Ids of the fields.
        fields: BTreeSet<String>,
    },
    /// Thrown away by the applicant.
    Discarded,
}

/// What happens to an application.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum ApplicationEvent {
    /// Begun.
    Started {
        /// The service's id.
        service: String,
        /// The revision it is pinned to.
        revision: u32,
        /// Whose matter it is and who acts.
        party: Party,
        /// Through which channel.
        channel: Channel,
        /// Sealed `Facts`.
        facts: Sealed,
        /// Until when the draft is kept.
        kept_until: Date,
    },
    /// A topic's answers were saved.
    Saved {
        /// The topic's id, or `situation`.
        topic: String,
        /// Sealed `Facts`, all of them.
        facts: Sealed,
    },
    /// Its case was opened.
    Submitted,
    /// Returned for correction.
    Reopened {
        /// Ids of the fields that may be changed.
        fields: BTreeSet<String>,
    },
    /// Thrown away.
    Discarded,
}

/// Why something cannot be done with an application.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum ApplicationRefusal {
    /// It was begun already.
    #[error("the application was begun already")]
    Exists,
    /// There is no such application.
    #[error("there is no such application")]
    Unknown,
    /// It was handed in: answers are fixed.
    #[error("the application was handed in")]
    Fixed,
    /// This answer was not returned for correction.
    #[error("this answer was not returned for correction")]
    NotReturned,
}

impl ApplicationRefusal {
    /// Stable code.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Exists => "application.exists",
            Self::Unknown => "application.unknown",
            Self::Fixed => "application.fixed",
            Self::NotReturned => "application.not_returned",
        }
    }
}

/// An application.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Application {
    /// Where it stands.
    pub stage: Stage,
    /// The service's id.
    pub service: String,
    /// The revision it is pinned to.
    pub revision: u32,
    /// Whose matter it is and who acts.
    pub party: Option<Party>,
    /// Through which channel it was begun.
    pub channel: Option<Channel>,
    /// Sealed `Facts`.
    pub facts: Option<Sealed>,
    /// The topics whose answers were saved.
    pub saved: BTreeSet<String>,
    /// Until when the draft is kept.
    pub kept_until: Option<Date>,
}

impl Application {
    /// Begins the application; `started` is the event with its facts.
    ///
    /// # Errors
    /// [`ApplicationRefusal::Exists`].
    pub fn start(
        &self,
        started: ApplicationEvent,
    ) -> Result<Vec<ApplicationEvent>, ApplicationRefusal> {
        match self.stage {
            Stage::None => Ok(vec![started]),
            _ => Err(ApplicationRefusal::Exists),
        }
    }

    /// Saves a topic. `changed` names the fields whose answers differ from the stored ones.
    ///
    /// # Errors
    /// [`ApplicationRefusal`].
    pub fn save(
        &self,
        topic: &str,
        facts: Sealed,
        changed: &BTreeSet<String>,
    ) -> Result<Vec<ApplicationEvent>, ApplicationRefusal> {
        match &self.stage {
            Stage::None | Stage::Discarded => return Err(ApplicationRefusal::Unknown),
            Stage::Submitted => return Err(ApplicationRefusal::Fixed),
            Stage::Reopened { fields } if !changed.is_subset(fields) => {
                return Err(ApplicationRefusal::NotReturned);
            }
            Stage::Draft | Stage::Reopened { .. } => {}
        }
        Ok(vec![ApplicationEvent::Saved { topic: topic.to_owned(), facts }])
    }

    /// Notes that its case was opened, or that its corrections were handed in.
    ///
    /// # Errors
    /// [`ApplicationRefusal`].
    pub fn submit(&self) -> Result<Vec<ApplicationEvent>, ApplicationRefusal> {
        match self.stage {
            Stage::None | Stage::Discarded => Err(ApplicationRefusal::Unknown),
            Stage::Submitted => Ok(Vec::new()),
            Stage::Draft | Stage::Reopened { .. } => Ok(vec![ApplicationEvent::Submitted]),
        }
    }

    /// Opens fields again for correction.
    ///
    /// # Errors
    /// [`ApplicationRefusal`].
    pub fn reopen(
        &self,
        fields: BTreeSet<String>,
    ) -> Result<Vec<ApplicationEvent>, ApplicationRefusal> {
        match self.stage {
            Stage::Submitted | Stage::Reopened { .. } => {
                Ok(vec![ApplicationEvent::Reopened { fields }])
            }
            _ => Err(ApplicationRefusal::Unknown),
        }
    }

    /// Throws the draft away.
    ///
    /// # Errors
    /// [`ApplicationRefusal`].
    pub fn discard(&self) -> Result<Vec<ApplicationEvent>, ApplicationRefusal> {
        match self.stage {
            Stage::Draft => Ok(vec![ApplicationEvent::Discarded]),
            Stage::Submitted | Stage::Reopened { .. } => Err(ApplicationRefusal::Fixed),
            Stage::None | Stage::Discarded => Err(ApplicationRefusal::Unknown),
        }
    }
}

impl Aggregate for Application {
    type Event = ApplicationEvent;
    const KIND: &'static str = "application";

    fn word(event: &ApplicationEvent) -> &'static str {
        match event {
            ApplicationEvent::Started { .. } => "application.started",
            ApplicationEvent::Saved { .. } => "application.saved",
            ApplicationEvent::Submitted => "application.submitted",
            ApplicationEvent::Reopened { .. } => "application.reopened",
            ApplicationEvent::Discarded => "application.discarded",
        }
    }

    fn apply(&mut self, event: &Recorded<ApplicationEvent>) {
        match event.event.clone() {
            ApplicationEvent::Started { service, revision, party, channel, facts, kept_until } => {
                *self = Self {
                    stage: Stage::Draft,
                    service,
                    revision,
                    party: Some(party),
                    channel: Some(channel),
                    facts: Some(facts),
                    saved: BTreeSet::new(),
                    kept_until: Some(kept_until),
                };
            }
            ApplicationEvent::Saved { topic, facts } => {
                self.saved.insert(topic);
                self.facts = Some(facts);
            }
            ApplicationEvent::Submitted => self.stage = Stage::Submitted,
            ApplicationEvent::Reopened { fields } => self.stage = Stage::Reopened { fields },
            ApplicationEvent::Discarded => {
                self.stage = Stage::Discarded;
                self.facts = None;
            }
        }
    }
}
