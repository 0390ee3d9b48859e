//! The life of a licence.

use jiff::civil::Date;
use kernel::{
    Aggregate, Environment, LocalText, Recorded, Sealed, Words,
    id::{CaseId, SubjectId},
};
use serde::{Deserialize, Serialize};

use crate::{LicenceAct, LicenceStatus};

/// The facts with which a licence begins.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LicenceIssue {
    /// The case that it results from; none for licences taken over from a register.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub case: Option<CaseId>,
    /// The service's id.
    pub service: String,
    /// The id of its type.
    pub licence_type: String,
    /// Its name.
    pub name: LocalText,
    /// Its number.
    pub number: String,
    /// Its identifier.
    pub identifier: String,
    /// The issuing authority.
    pub authority: String,
    /// Whose it is.
    pub holder: SubjectId,
    /// Sealed `LicenceFacts`.
    pub facts: Sealed,
    /// When it was issued.
    pub issued_on: Date,
    /// From when it is valid.
    pub valid_from: Date,
    /// To when, inclusive.
    pub valid_to: Option<Date>,
    /// In which environment it was issued, where that is not the live one: then it is worth
    /// nothing.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub exercise: Option<Environment>,
    /// The id of the issuing key under which it was issued; none before keys were noted, and where
    /// it was taken over.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub key: Option<String>,
}

/// Why something is done with a licence.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Why {
    /// Facts and legal basis, in the officer's words.
    pub reason: Words,
    /// The code of the reason; none in events from before reasons had codes.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason_code: Option<String>,
}

/// A reason that somebody gives: its code, and the facts in words.
#[derive(Debug, Clone, Copy)]
pub struct Because<'a> {
    /// The code.
    pub code: &'a str,
    /// Facts and legal basis.
    pub text: &'a str,
}

/// A new edition of a licence that was issued.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reissue {
    /// The identifier of this edition.
    pub identifier: String,
    /// Which edition it is, from 2.
    pub edition: u16,
    /// The id of the key under which it was issued.
    pub key: String,
    /// Why, in words.
    pub reason: Words,
    /// The code of the reason.
    pub reason_code: String,
}

/// What happens to a licence.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum LicenceEvent {
    /// Issued.
    Issued(Box<LicenceIssue>),
    /// Not to be used for the time being.
    Suspended(Why),
    /// May be used again.
    Restored(Why),
    /// Taken away for good.
    Revoked(Why),
    /// Given up by its holder.
    Cancelled(Why),
    /// A revocation or cancellation was a mistake; it is valid as before.
    Reinstated(Why),
    /// A new edition took the place of the one before.
    Reissued(Box<Reissue>),
}

/// Why something cannot be done with a licence.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum LicenceRefusal {
    /// It was issued already.
    #[error("the licence was issued already")]
    Exists,
    /// There is no such licence.
    #[error("there is no such licence")]
    Unknown,
    /// No reason was given.
    #[error("a reason is needed")]
    NoReason,
    /// The reason has no code, or one that does not go with the act.
    #[error("a code of the reason is needed")]
    NoCode,
    /// Its status does not allow it.
    #[error("the licence's status does not allow it")]
    WrongStatus,
}

impl LicenceRefusal {
    /// Stable code.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Exists => "licence.exists",
            Self::Unknown => "licence.unknown",
            Self::NoReason => "licence.no_reason",
            Self::NoCode => "licence.no_code",
            Self::WrongStatus => "licence.wrong_status",
        }
    }
}

/// A licence.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Licence {
    /// The case that it results from.
    pub case: Option<CaseId>,
    /// The id of its type.
    pub licence_type: String,
    /// Its name.
    pub name: LocalText,
    /// Its number.
    pub number: String,
    /// Its identifier.
    pub identifier: String,
    /// The issuing authority.
    pub authority: String,
    /// Whose it is; none before it is issued.
    pub holder: Option<SubjectId>,
    /// Sealed `LicenceFacts`.
    pub facts: Option<Sealed>,
    /// When it was issued.
    pub issued_on: Option<Date>,
    /// From when it is valid.
    pub valid_from: Option<Date>,
    /// To when, inclusive.
    pub valid_to: Option<Date>,
    /// Its status, its time apart.
    pub status: LicenceStatus,
    /// Why it has this status.
    pub reason: Option<Words>,
    /// In which environment it was issued, where that is not the live one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub exercise: Option<Environment>,
    /// The id of the issuing key under which its edition was issued.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub key: Option<String>,
    /// The identifiers of the editions that were replaced, oldest first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub replaced: Vec<String>,
}

impl Licence {
    /// Which edition it is, from 1.
    pub fn edition(&self) -> u16 {
        u16::try_from(self.replaced.len()).unwrap_or(u16::MAX).saturating_add(1)
    }

    /// Its status on a day.
    pub fn status_on(&self, today: Date) -> LicenceStatus {
        self.status.on(self.valid_to, today)
    }

    fn of(issue: LicenceIssue) -> Self {
        Self {
            case: issue.case,
            licence_type: issue.licence_type,
            name: issue.name,
            number: issue.number,
            identifier: issue.identifier,
            authority: issue.authority,
            holder: Some(issue.holder),
            facts: Some(issue.facts),
            issued_on: Some(issue.issued_on),
            valid_from: Some(issue.valid_from),
            valid_to: issue.valid_to,
            status: LicenceStatus::Valid,
            reason: None,
            exercise: issue.exercise,
            key: issue.key,
            replaced: Vec::new(),
        }
    }

    /// Issues it with these facts.
    ///
    /// # Errors
    /// [`LicenceRefusal::Exists`].
    pub fn issue(&self, facts: LicenceIssue) -> Result<Vec<LicenceEvent>, LicenceRefusal> {
        if self.holder.is_some() {
            return Err(LicenceRefusal::Exists);
        }
        Ok(vec![LicenceEvent::Issued(Box::new(facts))])
    }

    /// Does one of the acts on a single licence.
    ///
    /// # Errors
    /// [`LicenceRefusal`].
    pub fn act(
        &self,
        act: LicenceAct,
        because: Because<'_>,
    ) -> Result<Vec<LicenceEvent>, LicenceRefusal> {
        use LicenceStatus::{Cancelled, Revoked, Suspended, Valid};
        let (from, event): (&[LicenceStatus], fn(Why) -> LicenceEvent) = match act {
            LicenceAct::Suspend => (&[Valid], LicenceEvent::Suspended),
            LicenceAct::Restore => (&[Suspended], LicenceEvent::Restored),
            LicenceAct::Revoke => (&[Valid, Suspended], LicenceEvent::Revoked),
            LicenceAct::Cancel => (&[Valid, Suspended], LicenceEvent::Cancelled),
            LicenceAct::Reinstate => (&[Revoked, Cancelled], LicenceEvent::Reinstated),
            LicenceAct::Reissue => return Err(LicenceRefusal::WrongStatus),
        };
        Ok(vec![event(self.why(because, from)?)])
    }

    /// The acts on a single licence that its status allows.
    pub fn possible_acts(&self) -> Vec<LicenceAct> {
        let because = Because { code: "-", text: "-" };
        LicenceAct::ALL.into_iter().filter(|act| self.act(*act, because).is_ok()).collect()
    }

    /// Issues a new edition under another key. What it says stays as it is.
    ///
    /// # Errors
    /// [`LicenceRefusal`].
    pub fn reissue(
        &self,
        identifier: &str,
        key: &str,
        because: Because<'_>,
    ) -> Result<Vec<LicenceEvent>, LicenceRefusal> {
        let from = [LicenceStatus::Valid, LicenceStatus::Suspended];
        let Why { reason, .. } = self.why(because, &from)?;
        Ok(vec![LicenceEvent::Reissued(Box::new(Reissue {
            identifier: identifier.to_owned(),
            edition: self.edition().saturating_add(1),
            key: key.to_owned(),
            reason,
            reason_code: because.code.to_owned(),
        }))])
    }

    fn why(&self, because: Because<'_>, from: &[LicenceStatus]) -> Result<Why, LicenceRefusal> {
        if self.holder.is_none() {
            return Err(LicenceRefusal::Unknown);
        }
        if because.code.is_empty() {
            return Err(LicenceRefusal::NoCode);
        }
        if because.text.trim().is_empty() {
            return Err(LicenceRefusal::NoReason);
        }
        if !from.contains(&self.status) {
            return Err(LicenceRefusal::WrongStatus);
        }
        Ok(Why { reason: because.text.trim().into(), reason_code: Some(because.code.to_owned()) })
    }
}

impl Aggregate for Licence {
    type Event = LicenceEvent;
    const KIND: &'static str = "licence";

    fn word(event: &LicenceEvent) -> &'static str {
        match event {
            LicenceEvent::Issued(_) => "licence.issued",
            LicenceEvent::Suspended(_) => "licence.suspended",
            LicenceEvent::Restored(_) => "licence.restored",
            LicenceEvent::Revoked(_) => "licence.revoked",
            LicenceEvent::Cancelled(_) => "licence.cancelled",
            LicenceEvent::Reinstated(_) => "licence.reinstated",
            LicenceEvent::Reissued(_) => "licence.reissued",
        }
    }

    fn apply(&mut self, event: &Recorded<LicenceEvent>) {
        let (status, why) = match event.event.clone() {
            LicenceEvent::Issued(issue) => {
                *self = Self::of(*issue);
                return;
            }
            LicenceEvent::Reissued(edition) => {
                let before = std::mem::replace(&mut self.identifier, edition.identifier);
                self.replaced.push(before);
                self.key = Some(edition.key);
                return;
            }
            LicenceEvent::Suspended(why) => (LicenceStatus::Suspended, why),
            LicenceEvent::Revoked(why) => (LicenceStatus::Revoked, why),
            LicenceEvent::Cancelled(why) => (LicenceStatus::Cancelled, why),
            LicenceEvent::Restored(why) | LicenceEvent::Reinstated(why) => {
                (LicenceStatus::Valid, why)
            }
        };
        self.status = status;
        self.reason = Some(why.reason);
    }
}

#[cfg(test)]
mod tests;
