//! The stream `service`: how a definition comes into force. Somebody writes a text, somebody who
//! had no hand in it approves its publication, and a case may pin any revision that was ever
//! published.

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
    /// Who had a hand in the text since the last revision, also in one that was replaced. None of
    /// them approves its publication.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub authors: Vec<Actor>,
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
    /// Who approved it; none for what an installation began with.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub approver: Option<Actor>,
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
        /// Who approved it; none for what an installation began with.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        approver: Option<Actor>,
    },
    /// The service is no longer offered. Running cases keep their revision.
    Withdrawn {
        /// Why.
        reason: String,
        /// Who approved it.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        approver: Option<Actor>,
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
                if !self.authors.iter().any(|it| it.is_same_person(&event.by)) {
                    self.authors.push(event.by.clone());
                }
                self.proposed = Some(Proposal {
                    digest: digest.clone(),
                    source: source.clone(),
                    by: event.by.clone(),
                });
            }
            ServiceEvent::Published { revision, digest, effective_on, approver, .. } => {
                self.proposed = None;
                self.withdrawn = None;
                self.authors.clear();
                self.revisions.push(RevisionMeta {
                    revision: *revision,
                    digest: digest.clone(),
                    published_at: event.at,
                    effective_on: *effective_on,
                    by: event.by.clone(),
                    approver: approver.clone(),
                });
            }
            ServiceEvent::Withdrawn { reason, .. } => {
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
    /// Whoever wrote or wishes it does not approve it.
    #[error("a person who had no hand in it has to approve")]
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

    /// The first revision of an installation, as the product itself brings it. A service that has
    /// one is left alone.
    pub fn found(&self, source: String, digest: String, today: Date) -> Vec<ServiceEvent> {
        if self.newest() > 0 {
            return Vec::new();
        }
        let proposed = ServiceEvent::Proposed { digest: digest.clone(), source: source.clone() };
        let published = ServiceEvent::Published {
            revision: 1,
            source,
            digest,
            effective_on: today,
            approver: None,
        };
        vec![proposed, published]
    }

    /// The proposal with that digest, if it may come into force on that day.
    ///
    /// # Errors
    /// [`Refusal`]: nothing or something else is proposed, or the day is wrong.
    pub fn releasable(
        &self,
        digest: &str,
        effective_on: Date,
        today: Date,
    ) -> Result<&Proposal, Refusal> {
        let proposal = self.proposed.as_ref().ok_or(Refusal::NothingProposed)?;
        if proposal.digest != digest {
            return Err(Refusal::ProposalChanged);
        }
        if effective_on < today {
            return Err(Refusal::EffectiveInThePast);
        }
        if self.revisions.last().is_some_and(|newest| effective_on < newest.effective_on) {
            return Err(Refusal::EffectiveTooEarly);
        }
        Ok(proposal)
    }

    /// Whether somebody may approve what is done with the service: nobody who had a hand in the
    /// text, in whichever role.
    ///
    /// # Errors
    /// [`Refusal::NoPerson`], [`Refusal::SamePerson`].
    pub fn approvable_by(&self, approver: &Actor) -> Result<(), Refusal> {
        if approver.account.is_none() {
            return Err(Refusal::NoPerson);
        }
        let had_a_hand = self.authors.iter().any(|it| it.is_same_person(approver));
        if had_a_hand { Err(Refusal::SamePerson) } else { Ok(()) }
    }

    /// Publishes the proposal with that digest, as one person wishes and another approves.
    ///
    /// # Errors
    /// [`Refusal`]: nothing or something else is proposed, the wrong people, or a wrong day.
    pub fn publish(
        &self,
        (requester, approver): (&Actor, &Actor),
        digest: &str,
        effective_on: Date,
        today: Date,
    ) -> Result<Vec<ServiceEvent>, Refusal> {
        let proposal = self.releasable(digest, effective_on, today)?;
        two_people(requester, approver)?;
        self.approvable_by(approver)?;
        Ok(vec![ServiceEvent::Published {
            revision: self.newest() + 1,
            source: proposal.source.clone(),
            digest: proposal.digest.clone(),
            effective_on,
            approver: Some(approver.clone()),
        }])
    }

    /// Whether the service can be taken off the list for that reason; answers the reason.
    ///
    /// # Errors
    /// [`Refusal::NotOffered`], [`Refusal::NoReason`].
    pub fn withdrawable(&self, reason: &str) -> Result<String, Refusal> {
        if self.revisions.is_empty() || self.withdrawn.is_some() {
            return Err(Refusal::NotOffered);
        }
        let reason = reason.trim();
        if reason.is_empty() { Err(Refusal::NoReason) } else { Ok(reason.to_owned()) }
    }

    /// Takes the service off the list, as one person wishes and another approves. Running cases
    /// keep their revision.
    ///
    /// # Errors
    /// [`Refusal`]: the wrong people, not offered, or no reason.
    pub fn withdraw(
        &self,
        (requester, approver): (&Actor, &Actor),
        reason: &str,
    ) -> Result<Vec<ServiceEvent>, Refusal> {
        let reason = self.withdrawable(reason)?;
        two_people(requester, approver)?;
        Ok(vec![ServiceEvent::Withdrawn { reason, approver: Some(approver.clone()) }])
    }

    fn refuse_unchanged(&self, digest: &str) -> Result<(), Refusal> {
        let is_same = self.revisions.last().is_some_and(|newest| newest.digest == digest);
        if is_same && self.withdrawn.is_none() { Err(Refusal::Unchanged) } else { Ok(()) }
    }
}

fn two_people(requester: &Actor, approver: &Actor) -> Result<(), Refusal> {
    if requester.account.is_none() || approver.account.is_none() {
        return Err(Refusal::NoPerson);
    }
    if requester.is_same_person(approver) { Err(Refusal::SamePerson) } else { Ok(()) }
}

#[cfg(test)]
mod tests;
