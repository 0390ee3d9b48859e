//! Somebody asks that facts about them be put right.

use jiff::Timestamp;
use kernel::{
    Actor, Aggregate, Recorded, Sealed,
    id::{AccountId, SubjectId},
};
use serde::{Deserialize, Serialize};

use crate::PrivacyRefusal;

/// The facts of a person that can be put right. The identity number cannot: another number is
/// another person.
pub const FACTS: [&str; 3] = ["name", "mobile", "address"];

/// What was decided.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CorrectionVerdict {
    /// Whether the facts were put right.
    pub is_granted: bool,
    /// Sealed: why, in the officer's words.
    pub text: Sealed,
    /// By whom.
    pub by: Actor,
    /// When.
    pub at: Timestamp,
}

/// What happens to a correction.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum CorrectionEvent {
    /// The person asks.
    Asked {
        /// Whose facts.
        subject: SubjectId,
        /// Who asks.
        account: AccountId,
        /// Which facts.
        fields: Vec<String>,
        /// Sealed: the facts as they should be, and why.
        wish: Sealed,
    },
    /// An officer decides.
    Decided {
        /// Whether the facts were put right.
        is_granted: bool,
        /// Sealed: why.
        text: Sealed,
    },
}

/// A wish to put facts right.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Correction {
    /// Whose facts; none before it is asked for.
    pub subject: Option<SubjectId>,
    /// Who asked.
    pub account: Option<AccountId>,
    /// Which facts.
    pub fields: Vec<String>,
    /// Sealed: the facts as they should be, and why.
    pub wish: Option<Sealed>,
    /// When it was asked for.
    pub asked_at: Option<Timestamp>,
    /// What was decided.
    pub verdict: Option<CorrectionVerdict>,
}

impl Correction {
    /// Asks.
    ///
    /// # Errors
    /// [`PrivacyRefusal`].
    pub fn ask(
        &self,
        subject: SubjectId,
        account: AccountId,
        fields: Vec<String>,
        wish: Sealed,
    ) -> Result<Vec<CorrectionEvent>, PrivacyRefusal> {
        if self.subject.is_some() {
            return Err(PrivacyRefusal::Exists);
        }
        if fields.is_empty() || fields.iter().any(|it| !FACTS.contains(&it.as_str())) {
            return Err(PrivacyRefusal::Unknown);
        }
        Ok(vec![CorrectionEvent::Asked { subject, account, fields, wish }])
    }

    /// Decides.
    ///
    /// # Errors
    /// [`PrivacyRefusal`].
    pub fn decide(
        &self,
        by: &Actor,
        is_granted: bool,
        text: Sealed,
    ) -> Result<Vec<CorrectionEvent>, PrivacyRefusal> {
        let account = self.account.ok_or(PrivacyRefusal::Unknown)?;
        if self.verdict.is_some() {
            return Err(PrivacyRefusal::Decided);
        }
        if by.account == Some(account) {
            return Err(PrivacyRefusal::OwnRead);
        }
        Ok(vec![CorrectionEvent::Decided { is_granted, text }])
    }
}

impl Aggregate for Correction {
    type Event = CorrectionEvent;
    const KIND: &'static str = "correction";

    fn word(event: &CorrectionEvent) -> &'static str {
        match event {
            CorrectionEvent::Asked { .. } => "correction.asked",
            CorrectionEvent::Decided { .. } => "correction.decided",
        }
    }

    fn apply(&mut self, event: &Recorded<CorrectionEvent>) {
        match event.event.clone() {
            CorrectionEvent::Asked { subject, account, fields, wish } => {
                (self.subject, self.account) = (Some(subject), Some(account));
                (self.fields, self.wish) = (fields, Some(wish));
                self.asked_at = Some(event.at);
            }
            CorrectionEvent::Decided { is_granted, text } => {
                let (by, at) = (event.by.clone(), event.at);
                self.verdict = Some(CorrectionVerdict { is_granted, text, by, at });
            }
        }
    }
}
