//! The life of a proposal.

use std::collections::BTreeMap;

use jiff::{SignedDuration, Timestamp};
use kernel::{Actor, Aggregate, Given, Recorded, Sealed, Words};
use serde::{Deserialize, Serialize};

use crate::{EXPIRES_AFTER, Plan, REVIEW_LIMIT, Reviewed};

/// A plan as it is kept.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Content {
    /// It says nothing about a person.
    Open(Box<Plan>),
    /// A sealed [`Plan`].
    Sealed(Sealed),
}

/// What is proposed.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Proposal {
    /// The kind's word.
    pub kind: String,
    /// Whose act it is: the authority's id.
    pub authority: String,
    /// The thing that is touched.
    pub matter: String,
    /// Digest of exactly what was shown.
    pub digest: String,
    /// Names of what needs a reason of its own.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub reviews: Vec<String>,
    /// What was shown and what is to be done.
    pub content: Content,
}

/// To what a second person agrees.
#[derive(Debug, Clone, Copy)]
pub struct Assent<'a> {
    /// The digest of what they saw.
    pub digest: &'a str,
    /// Why, as a code of the list, where there is no way back; else empty.
    pub why: &'a str,
    /// Why each thing may pass that needs a reason, by its name.
    pub reviews: &'a BTreeMap<String, String>,
}

static NO_REVIEWS: BTreeMap<String, String> = BTreeMap::new();

impl<'a> Assent<'a> {
    /// To what this digest stands for.
    pub const fn to(digest: &'a str) -> Self {
        Self { digest, why: "", reviews: &NO_REVIEWS }
    }
}

/// What happens to a proposal.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum ApprovalEvent {
    /// Somebody wishes it.
    Proposed {
        /// What.
        proposal: Box<Proposal>,
        /// Until when it can be approved.
        expires_at: Timestamp,
    },
    /// A second person agrees.
    Approved {
        /// When it is carried out.
        due_at: Timestamp,
        /// Why, as a code of the list, where there is no way back.
        #[serde(default, skip_serializing_if = "String::is_empty")]
        why: String,
        /// Why each thing was let pass that needed a reason.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        reviews: Vec<Reviewed>,
    },
    /// A second person does not agree.
    Refused {
        /// Why.
        reason: Words,
    },
    /// Taken back before it was carried out.
    Withdrawn {
        /// Why; may be empty for one's own proposal.
        reason: Words,
    },
    /// Nobody approved it in time.
    Expired,
    /// It was carried out.
    Executed,
    /// It was not carried out, because the world has changed or the subject's rules refuse.
    Overtaken {
        /// Stable code: `changed`, or the subject's own.
        code: String,
    },
}

/// Where a proposal stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ApprovalState {
    /// Waits for a second person.
    #[default]
    Waiting,
    /// Approved; waits for its time.
    Approved,
    /// A second person refused.
    Refused,
    /// Taken back.
    Withdrawn,
    /// Its time was over.
    Expired,
    /// Carried out.
    Executed,
    /// Not carried out: the world has changed.
    Overtaken,
}

impl ApprovalState {
    /// All states.
    pub const ALL: [Self; 7] = [
        Self::Waiting,
        Self::Approved,
        Self::Refused,
        Self::Withdrawn,
        Self::Expired,
        Self::Executed,
        Self::Overtaken,
    ];

    /// The state's word in tables and keys.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Waiting => "waiting",
            Self::Approved => "approved",
            Self::Refused => "refused",
            Self::Withdrawn => "withdrawn",
            Self::Expired => "expired",
            Self::Executed => "executed",
            Self::Overtaken => "overtaken",
        }
    }

    /// Reads [`ApprovalState::word`].
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|it| it.word() == word)
    }

    /// Whether nothing more can happen to it.
    pub const fn is_over(self) -> bool {
        !matches!(self, Self::Waiting | Self::Approved)
    }
}

/// Why something cannot be done with a proposal.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum ApprovalRefusal {
    /// It exists already.
    #[error("it is proposed already")]
    Exists,
    /// There is none.
    #[error("there is no such proposal")]
    Unknown,
    /// Only a person can wish or approve it.
    #[error("only a person can do this")]
    NoPerson,
    /// The one who wishes it cannot approve it, in whichever role.
    #[error("the requester cannot decide")]
    Own,
    /// Who had a hand in what it is about does not approve it.
    #[error("they had a hand in what it is about")]
    Hand,
    /// Only the requester, or who approved it, can take it back.
    #[error("it is another's proposal")]
    NotOwn,
    /// It has been decided.
    #[error("it has been decided")]
    Over,
    /// Its time is over.
    #[error("it has expired")]
    Expired,
    /// What was looked at is not what was proposed.
    #[error("something else was looked at")]
    Changed,
    /// A reason is needed.
    #[error("a reason is needed")]
    NoReason,
    /// Something needs a reason of its own to be let pass.
    #[error("each finding needs a reason")]
    NoReview,
    /// Its time has not come.
    #[error("its time has not come")]
    Early,
}

impl ApprovalRefusal {
    /// Stable code.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Exists => "approval.exists",
            Self::Unknown => "approval.unknown",
            Self::NoPerson => "approval.no_person",
            Self::Own => "approval.own",
            Self::Hand => "approval.hand",
            Self::NotOwn => "approval.not_own",
            Self::Over => "approval.over",
            Self::Expired => "approval.expired",
            Self::Changed => "approval.changed",
            Self::NoReason => "approval.no_reason",
            Self::NoReview => "approval.no_review",
            Self::Early => "approval.early",
        }
    }
}

/// A proposal and what became of it.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct Approval {
    /// What is proposed; none before.
    pub proposal: Option<Proposal>,
    /// Who wishes it.
    pub requester: Option<Actor>,
    /// Since when.
    pub proposed_at: Option<Timestamp>,
    /// Until when it can be approved.
    pub expires_at: Option<Timestamp>,
    /// Where it stands.
    pub state: ApprovalState,
    /// Who approved or refused it, or took it back.
    pub decider: Option<Actor>,
    /// When it is carried out, once approved.
    pub due_at: Option<Timestamp>,
    /// Why each thing was let pass that needed a reason.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub reviews: Vec<Reviewed>,
    /// Why it was refused or taken back.
    pub reason: Option<Words>,
    /// Stable code of why it was not carried out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub code: Option<String>,
}

impl Approval {
    /// Proposes it.
    ///
    /// # Errors
    /// [`ApprovalRefusal`].
    pub fn propose(
        &self,
        proposal: Proposal,
        by: &Actor,
        given: &Given,
    ) -> Result<Vec<ApprovalEvent>, ApprovalRefusal> {
        if self.proposal.is_some() {
            return Err(ApprovalRefusal::Exists);
        }
        if by.account.is_none() {
            return Err(ApprovalRefusal::NoPerson);
        }
        let expires_at = given.now + EXPIRES_AFTER;
        Ok(vec![ApprovalEvent::Proposed { proposal: Box::new(proposal), expires_at }])
    }

    /// A second person agrees to what they saw.
    ///
    /// # Errors
    /// [`ApprovalRefusal`].
    pub fn approve(
        &self,
        by: &Actor,
        assent: &Assent<'_>,
        delay: SignedDuration,
        given: &Given,
    ) -> Result<Vec<ApprovalEvent>, ApprovalRefusal> {
        let proposal = self.waiting(by, given)?;
        if proposal.digest != assent.digest {
            return Err(ApprovalRefusal::Changed);
        }
        let reviewed = |id: &String| {
            let reason = assent.reviews.get(id).map_or("", |it| it.trim());
            let is_said = !reason.is_empty() && reason.chars().count() <= REVIEW_LIMIT;
            is_said.then(|| Reviewed { id: id.clone(), reason: reason.into() })
        };
        let reviews: Option<Vec<_>> = proposal.reviews.iter().map(reviewed).collect();
        let reviews = reviews.ok_or(ApprovalRefusal::NoReview)?;
        let (due_at, why) = (given.now + delay, assent.why.to_owned());
        Ok(vec![ApprovalEvent::Approved { due_at, why, reviews }])
    }

    /// A second person does not agree.
    ///
    /// # Errors
    /// [`ApprovalRefusal`].
    pub fn refuse(
        &self,
        by: &Actor,
        reason: &str,
        given: &Given,
    ) -> Result<Vec<ApprovalEvent>, ApprovalRefusal> {
        self.waiting(by, given)?;
        if reason.trim().is_empty() {
            return Err(ApprovalRefusal::NoReason);
        }
        Ok(vec![ApprovalEvent::Refused { reason: reason.trim().into() }])
    }

    /// The requester, or whoever approved it, takes it back before it is carried out.
    ///
    /// # Errors
    /// [`ApprovalRefusal`].
    pub fn withdraw(
        &self,
        by: &Actor,
        reason: &str,
    ) -> Result<Vec<ApprovalEvent>, ApprovalRefusal> {
        if self.proposal.is_none() {
            return Err(ApprovalRefusal::Unknown);
        }
        if !self.is_of(by) {
            return Err(ApprovalRefusal::NotOwn);
        }
        if self.state.is_over() {
            return Err(ApprovalRefusal::Over);
        }
        Ok(vec![ApprovalEvent::Withdrawn { reason: reason.trim().into() }])
    }

    /// Somebody above both takes it back before it is carried out, and says why.
    ///
    /// # Errors
    /// [`ApprovalRefusal`].
    pub fn stop(&self, reason: &str) -> Result<Vec<ApprovalEvent>, ApprovalRefusal> {
        if self.proposal.is_none() {
            return Err(ApprovalRefusal::Unknown);
        }
        if self.state.is_over() {
            return Err(ApprovalRefusal::Over);
        }
        if reason.trim().is_empty() {
            return Err(ApprovalRefusal::NoReason);
        }
        Ok(vec![ApprovalEvent::Withdrawn { reason: reason.trim().into() }])
    }

    /// Its time is over.
    ///
    /// # Errors
    /// [`ApprovalRefusal`].
    pub fn expire(&self, given: &Given) -> Result<Vec<ApprovalEvent>, ApprovalRefusal> {
        if self.state != ApprovalState::Waiting {
            return Err(ApprovalRefusal::Over);
        }
        match self.expires_at {
            Some(end) if end <= given.now => Ok(vec![ApprovalEvent::Expired]),
            _ => Err(ApprovalRefusal::Early),
        }
    }

    /// It was carried out.
    ///
    /// # Errors
    /// [`ApprovalRefusal`].
    pub fn executed(&self) -> Result<Vec<ApprovalEvent>, ApprovalRefusal> {
        self.approved()?;
        Ok(vec![ApprovalEvent::Executed])
    }

    /// It was not carried out.
    ///
    /// # Errors
    /// [`ApprovalRefusal`].
    pub fn overtaken(&self, code: &str) -> Result<Vec<ApprovalEvent>, ApprovalRefusal> {
        self.approved()?;
        Ok(vec![ApprovalEvent::Overtaken { code: code.to_owned() }])
    }

    /// Whether it is approved and its time has come.
    pub fn is_due(&self, now: Timestamp) -> bool {
        self.state == ApprovalState::Approved && self.due_at.is_some_and(|due| due <= now)
    }

    /// Whether this person wished or approved it, and may take it back.
    pub fn is_of(&self, by: &Actor) -> bool {
        let is = |other: &Option<Actor>| other.as_ref().is_some_and(|it| it.is_same_person(by));
        is(&self.requester) || (self.state == ApprovalState::Approved && is(&self.decider))
    }

    fn approved(&self) -> Result<(), ApprovalRefusal> {
        if self.state == ApprovalState::Approved { Ok(()) } else { Err(ApprovalRefusal::Over) }
    }

    fn waiting(&self, by: &Actor, given: &Given) -> Result<&Proposal, ApprovalRefusal> {
        let proposal = self.proposal.as_ref().ok_or(ApprovalRefusal::Unknown)?;
        if by.account.is_none() {
            return Err(ApprovalRefusal::NoPerson);
        }
        if self.requester.as_ref().is_some_and(|it| it.is_same_person(by)) {
            return Err(ApprovalRefusal::Own);
        }
        if self.state != ApprovalState::Waiting {
            return Err(ApprovalRefusal::Over);
        }
        if self.expires_at.is_some_and(|end| end <= given.now) {
            return Err(ApprovalRefusal::Expired);
        }
        Ok(proposal)
    }
}

impl Aggregate for Approval {
    type Event = ApprovalEvent;
    const KIND: &'static str = "approval";

    fn word(event: &ApprovalEvent) -> &'static str {
        match event {
            ApprovalEvent::Proposed { .. } => "approval.proposed",
            ApprovalEvent::Approved { .. } => "approval.approved",
            ApprovalEvent::Refused { .. } => "approval.refused",
            ApprovalEvent::Withdrawn { .. } => "approval.withdrawn",
            ApprovalEvent::Expired => "approval.expired",
            ApprovalEvent::Executed => "approval.executed",
            ApprovalEvent::Overtaken { .. } => "approval.overtaken",
        }
    }

    fn apply(&mut self, event: &Recorded<ApprovalEvent>) {
        match event.event.clone() {
            ApprovalEvent::Proposed { proposal, expires_at } => {
                self.proposal = Some(*proposal);
                self.requester = Some(event.by.clone());
                self.proposed_at = Some(event.at);
                self.expires_at = Some(expires_at);
            }
            ApprovalEvent::Approved { due_at, reviews, .. } => {
                self.reviews = reviews;
                self.state = ApprovalState::Approved;
                self.decider = Some(event.by.clone());
                self.due_at = Some(due_at);
            }
            ApprovalEvent::Refused { reason } => {
                self.over(ApprovalState::Refused, Some(event.by.clone()), Some(reason));
            }
            ApprovalEvent::Withdrawn { reason } => {
                self.over(ApprovalState::Withdrawn, Some(event.by.clone()), Some(reason));
            }
            ApprovalEvent::Expired => self.over(ApprovalState::Expired, None, None),
            ApprovalEvent::Executed => {
                let decider = self.decider.take();
                self.over(ApprovalState::Executed, decider, None);
            }
            ApprovalEvent::Overtaken { code } => {
                let decider = self.decider.take();
                self.over(ApprovalState::Overtaken, decider, None);
                self.code = Some(code);
            }
        }
    }
}

impl Approval {
    fn over(&mut self, state: ApprovalState, decider: Option<Actor>, reason: Option<Words>) {
        self.state = state;
        self.decider = decider;
        self.reason = reason.filter(|it| !it.is_empty());
    }
}

#[cfg(test)]
mod tests;
