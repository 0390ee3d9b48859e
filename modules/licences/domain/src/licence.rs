//! The life of a licence.

use jiff::civil::Date;
use kernel::{
    Aggregate, LocalText, Recorded, Sealed,
    id::{CaseId, SubjectId},
};
use serde::{Deserialize, Serialize};

/// What a licence is worth today.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LicenceStatus {
    /// 有效
    #[default]
    Valid,
    /// 失效: its time is over.
    Expired,
    /// 暂扣
    Suspended,
    /// 撤销、吊销
    Revoked,
    /// 注销: given up.
    Cancelled,
}

impl LicenceStatus {
    /// The status's word in tables and keys.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Valid => "valid",
            Self::Expired => "expired",
            Self::Suspended => "suspended",
            Self::Revoked => "revoked",
            Self::Cancelled => "cancelled",
        }
    }
}

/// What happens to a licence.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum LicenceEvent {
    /// Issued.
    Issued {
        /// The case that it results from; none for licences taken over from a register.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        case: Option<CaseId>,
        /// The service's id.
        service: String,
        /// The id of its type.
        licence_type: String,
        /// Its name.
        name: LocalText,
        /// Its number.
        number: String,
        /// Its identifier.
        identifier: String,
        /// The issuing authority.
        authority: String,
        /// Whose it is.
        holder: SubjectId,
        /// Sealed `LicenceFacts`.
        facts: Sealed,
        /// When it was issued.
        issued_on: Date,
        /// From when it is valid.
        valid_from: Date,
        /// To when, inclusive.
        valid_to: Option<Date>,
    },
    /// Not to be used for the time being.
    Suspended {
        /// Why.
        reason: String,
    },
    /// May be used again.
    Restored {
        /// Why.
        reason: String,
    },
    /// Taken away for good.
    Revoked {
        /// Why.
        reason: String,
    },
    /// Given up by its holder.
    Cancelled {
        /// Why.
        reason: String,
    },
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
    pub reason: Option<String>,
}

impl Licence {
    /// Its status on a day.
    pub fn status_on(&self, today: Date) -> LicenceStatus {
        let is_over = self.valid_to.is_some_and(|end| end < today);
        if is_over && self.status == LicenceStatus::Valid {
            LicenceStatus::Expired
        } else {
            self.status
        }
    }

    /// Issues it; `issued` is the event with its facts.
    ///
    /// # Errors
    /// [`LicenceRefusal::Exists`].
    pub fn issue(&self, issued: LicenceEvent) -> Result<Vec<LicenceEvent>, LicenceRefusal> {
        if self.holder.is_some() { Err(LicenceRefusal::Exists) } else { Ok(vec![issued]) }
    }

    /// Suspends it.
    ///
    /// # Errors
    /// [`LicenceRefusal`].
    pub fn suspend(&self, reason: &str) -> Result<Vec<LicenceEvent>, LicenceRefusal> {
        let reason = self.reason_in(reason, &[LicenceStatus::Valid])?;
        Ok(vec![LicenceEvent::Suspended { reason }])
    }

    /// Ends a suspension.
    ///
    /// # Errors
    /// [`LicenceRefusal`].
    pub fn restore(&self, reason: &str) -> Result<Vec<LicenceEvent>, LicenceRefusal> {
        let reason = self.reason_in(reason, &[LicenceStatus::Suspended])?;
        Ok(vec![LicenceEvent::Restored { reason }])
    }

    /// Revokes it.
    ///
    /// # Errors
    /// [`LicenceRefusal`].
    pub fn revoke(&self, reason: &str) -> Result<Vec<LicenceEvent>, LicenceRefusal> {
        let from = [LicenceStatus::Valid, LicenceStatus::Suspended];
        Ok(vec![LicenceEvent::Revoked { reason: self.reason_in(reason, &from)? }])
    }

    /// Cancels it for its holder.
    ///
    /// # Errors
    /// [`LicenceRefusal`].
    pub fn cancel(&self, reason: &str) -> Result<Vec<LicenceEvent>, LicenceRefusal> {
        let from = [LicenceStatus::Valid, LicenceStatus::Suspended];
        Ok(vec![LicenceEvent::Cancelled { reason: self.reason_in(reason, &from)? }])
    }

    fn reason_in(&self, reason: &str, from: &[LicenceStatus]) -> Result<String, LicenceRefusal> {
        if self.holder.is_none() {
            return Err(LicenceRefusal::Unknown);
        }
        if reason.trim().is_empty() {
            return Err(LicenceRefusal::NoReason);
        }
        if !from.contains(&self.status) {
            return Err(LicenceRefusal::WrongStatus);
        }
        Ok(reason.trim().to_owned())
    }
}

impl Aggregate for Licence {
    type Event = LicenceEvent;
    const KIND: &'static str = "licence";

    fn word(event: &LicenceEvent) -> &'static str {
        match event {
            LicenceEvent::Issued { .. } => "licence.issued",
            LicenceEvent::Suspended { .. } => "licence.suspended",
            LicenceEvent::Restored { .. } => "licence.restored",
            LicenceEvent::Revoked { .. } => "licence.revoked",
            LicenceEvent::Cancelled { .. } => "licence.cancelled",
        }
    }

    fn apply(&mut self, event: &Recorded<LicenceEvent>) {
        let (status, reason) = match event.event.clone() {
            LicenceEvent::Issued {
                case,
                service: _,
                licence_type,
                name,
                number,
                identifier,
                authority,
                holder,
                facts,
                issued_on,
                valid_from,
                valid_to,
            } => {
                *self = Self {
                    case,
                    licence_type,
                    name,
                    number,
                    identifier,
                    authority,
                    holder: Some(holder),
                    facts: Some(facts),
                    issued_on: Some(issued_on),
                    valid_from: Some(valid_from),
                    valid_to,
                    status: LicenceStatus::Valid,
                    reason: None,
                };
                return;
            }
            LicenceEvent::Suspended { reason } => (LicenceStatus::Suspended, reason),
            LicenceEvent::Restored { reason } => (LicenceStatus::Valid, reason),
            LicenceEvent::Revoked { reason } => (LicenceStatus::Revoked, reason),
            LicenceEvent::Cancelled { reason } => (LicenceStatus::Cancelled, reason),
        };
        self.status = status;
        self.reason = Some(reason);
    }
}
