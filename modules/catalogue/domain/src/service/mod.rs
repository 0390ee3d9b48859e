//! The stream `service`: how a definition comes into force. Somebody proposes a text, somebody
//! else publishes it, and a case may pin any revision that was ever published.

use jiff::{Timestamp, civil::Date};
use kernel::{Actor, Aggregate, Recorded, Role};
use serde::{Deserialize, Serialize};

/// A service through its history. Its id is the id in its definitions.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct ServiceItem {
    /// All revisions, in order.
    pub revisions: Vec<RevisionMeta>,
    /// What waits for a second person.
    pub proposed: Option<Proposal>,
    /// Why it is not offered now, if it was withdrawn.
    pub withdrawn: Option<String>,
}

/// What the history keeps of a revision. The text is in its event.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RevisionMeta {
    /// Number, from 1.
    pub revision: u32,
    /// Digest of the text, SHA-256 in lower-case hex.
    pub digest: String,
    /// When it was published.
    pub published_at: Timestamp,
    /// The day from which new cases use it.
    pub effective_on: Date,
    /// Who published it.
    pub by: Actor,
}

/// A text that waits for a second person.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Proposal {
    /// Digest of the text, SHA-256 in lower-case hex.
    pub digest: String,
    /// The text, as the second person sees it.
    pub source: String,
    /// Who proposed it.
    pub by: Actor,
}

/// What can happen to a service.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum ServiceEvent {
    /// Somebody proposed a text; it replaces an earlier proposal.
    Proposed {
        /// Digest of the text.
        digest: String,
        /// The text.
        source: String,
    },
    /// A revision came into being.
    Published {
        /// Its number, from 1.
        revision: u32,
        /// Its text.
        source: String,
        /// Digest of the text.
        digest: String,
        /// The day from which new cases use it.
        effective_on: Date,
    },
    /// The service is no longer offered. Running cases keep their revision.
    Withdrawn {
        /// Why.
        reason: String,
    },
}

impl Aggregate for ServiceItem {
    type Event = ServiceEvent;

    const KIND: &'static str = "service";

    fn word(event: &ServiceEvent) -> &'static str {
        match event {
            ServiceEvent::Proposed { .. } => "service.proposed",
            ServiceEvent::Published { .. } => "service.published",
            ServiceEvent::Withdrawn { .. } => "service.withdrawn",
        }
    }

    fn apply(&mut self, event: &Recorded<ServiceEvent>) {
        match &event.event {
            ServiceEvent::Proposed { digest, source } => {
                self.proposed = Some(Proposal {
                    digest: digest.clone(),
                    source: source.clone(),
                    by: event.by.clone(),
                });
            }
            ServiceEvent::Published { revision, digest, effective_on, .. } => {
                self.proposed = None;
                self.withdrawn = None;
                self.revisions.push(RevisionMeta {
                    revision: *revision,
                    digest: digest.clone(),
                    published_at: event.at,
                    effective_on: *effective_on,
                    by: event.by.clone(),
                });
            }
            ServiceEvent::Withdrawn { reason } => {
                self.proposed = None;
                self.withdrawn = Some(reason.clone());
            }
        }
    }
}

/// Why a command is refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// Nobody is signed in as a person who may answer for it.
    #[error("a signed-in person has to do this")]
    NoPerson,
    /// The text is already in force.
    #[error("this text is already in force")]
    Unchanged,
    /// Nothing was proposed.
    #[error("nothing was proposed")]
    NothingProposed,
    /// The proposal is not the one that was looked at.
    #[error("the proposal has changed since it was looked at")]
    ProposalChanged,
    /// Proposer and publisher are the same person.
    #[error("a second person has to publish")]
    SamePerson,
    /// The revision would have been in force before it existed.
    #[error("a revision cannot take effect in the past")]
    EffectiveInThePast,
    /// The revision would take effect before an earlier one.
    #[error("a revision cannot take effect before the one it follows")]
    EffectiveTooEarly,
    /// The service is not offered.
    #[error("the service is not offered")]
    NotOffered,
    /// No reason was given.
    #[error("a reason is missing")]
    NoReason,
}

impl Refusal {
    /// Stable name of the refusal.
    pub const fn code(self) -> &'static str {
        match self {
            Refusal::NoPerson => "service.no_person",
            Refusal::Unchanged => "service.unchanged",
            Refusal::NothingProposed => "service.nothing_proposed",
            Refusal::ProposalChanged => "service.proposal_changed",
            Refusal::SamePerson => "service.same_person",
            Refusal::EffectiveInThePast => "service.effective_in_the_past",
            Refusal::EffectiveTooEarly => "service.effective_too_early",
            Refusal::NotOffered => "service.not_offered",
            Refusal::NoReason => "service.no_reason",
        }
    }
}

impl ServiceItem {
    /// The revision that new cases use on that day.
    pub fn in_force(&self, today: Date) -> Option<&RevisionMeta> {
        if self.withdrawn.is_some() {
            return None;
        }
        self.revisions.iter().rev().find(|revision| revision.effective_on <= today)
    }

    /// Number of the newest revision, 0 before the first.
    pub fn newest(&self) -> u32 {
        self.revisions.last().map_or(0, |revision| revision.revision)
    }

    /// Proposes a text that was read and linted without errors.
    ///
    /// # Errors
    /// [`Refusal::NoPerson`]; [`Refusal::Unchanged`] if the newest revision says the same.
    pub fn propose(
        &self,
        by: &Actor,
        source: String,
        digest: String,
    ) -> Result<Vec<ServiceEvent>, Refusal> {
        if by.account.is_none() && by.role != Role::System {
            return Err(Refusal::NoPerson);
        }
        self.refuse_unchanged(&digest)?;
        Ok(vec![ServiceEvent::Proposed { digest, source }])
    }

    /// Publishes the proposal with that digest, as a second person. The product itself may publish
    /// what it proposed, but only the first revision: that is how an installation begins.
    ///
    /// # Errors
    /// [`Refusal`]: nothing or something else proposed, the same person, or a wrong day.
    pub fn publish(
        &self,
        by: &Actor,
        digest: &str,
        effective_on: Date,
        today: Date,
    ) -> Result<Vec<ServiceEvent>, Refusal> {
        let proposal = self.proposed.as_ref().ok_or(Refusal::NothingProposed)?;
        if proposal.digest != digest {
            return Err(Refusal::ProposalChanged);
        }
        self.four_eyes(proposal, by)?;
        if effective_on < today {
            return Err(Refusal::EffectiveInThePast);
        }
        if self.revisions.last().is_some_and(|newest| effective_on < newest.effective_on) {
            return Err(Refusal::EffectiveTooEarly);
        }
        Ok(vec![ServiceEvent::Published {
            revision: self.newest() + 1,
            source: proposal.source.clone(),
            digest: proposal.digest.clone(),
            effective_on,
        }])
    }

    /// Takes the service off the list. Running cases keep their revision.
    ///
    /// # Errors
    /// [`Refusal::NoPerson`], [`Refusal::NotOffered`], [`Refusal::NoReason`].
    pub fn withdraw(&self, by: &Actor, reason: &str) -> Result<Vec<ServiceEvent>, Refusal> {
        if by.account.is_none() {
            return Err(Refusal::NoPerson);
        }
        if self.revisions.is_empty() || self.withdrawn.is_some() {
            return Err(Refusal::NotOffered);
        }
        let reason = reason.trim();
        if reason.is_empty() {
            return Err(Refusal::NoReason);
        }
        Ok(vec![ServiceEvent::Withdrawn { reason: reason.to_owned() }])
    }

    fn refuse_unchanged(&self, digest: &str) -> Result<(), Refusal> {
        let is_same = self.revisions.last().is_some_and(|newest| newest.digest == digest);
        if is_same && self.withdrawn.is_none() { Err(Refusal::Unchanged) } else { Ok(()) }
    }

    fn four_eyes(&self, proposal: &Proposal, by: &Actor) -> Result<(), Refusal> {
        if by.role == Role::System {
            let is_first = self.revisions.is_empty() && proposal.by.role == Role::System;
            return if is_first { Ok(()) } else { Err(Refusal::NoPerson) };
        }
        if by.account.is_none() {
            return Err(Refusal::NoPerson);
        }
        if by.is_same_person(&proposal.by) { Err(Refusal::SamePerson) } else { Ok(()) }
    }
}

#[cfg(test)]
mod tests;
