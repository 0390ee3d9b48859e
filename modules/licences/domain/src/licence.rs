//! The life of a licence.

use jiff::civil::Date;
use kernel::{
    Aggregate, Environment, LocalText, Recorded, Sealed, Words,
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

    /// Reads [`LicenceStatus::word`].
    pub fn parse(word: &str) -> Option<Self> {
        [Self::Valid, Self::Expired, Self::Suspended, Self::Revoked, Self::Cancelled]
            .into_iter()
            .find(|it| it.word() == word)
    }

    /// The status on a day, for a licence with this end. A suspension or revocation outlasts it.
    #[must_use]
    pub fn on(self, valid_to: Option<Date>, today: Date) -> Self {
        let is_over = valid_to.is_some_and(|end| end < today);
        if is_over && self == Self::Valid { Self::Expired } else { self }
    }
}

/// What an authority can do with a licence after it was issued.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LicenceAct {
    /// 暂扣
    Suspend,
    /// 暂扣发还
    Restore,
    /// 撤销、吊销
    Revoke,
    /// 注销
    Cancel,
    /// 更正撤销、注销: it was a mistake, the licence is valid as before.
    Reinstate,
}

impl LicenceAct {
    /// All acts.
    pub const ALL: [Self; 5] =
        [Self::Suspend, Self::Restore, Self::Revoke, Self::Cancel, Self::Reinstate];

    /// The act's word in forms and keys.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Suspend => "suspend",
            Self::Restore => "restore",
            Self::Revoke => "revoke",
            Self::Cancel => "cancel",
            Self::Reinstate => "reinstate",
        }
    }

    /// Reads [`LicenceAct::word`].
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|it| it.word() == word)
    }

    /// Whether nobody does it alone.
    pub const fn needs_second_person(self) -> bool {
        matches!(self, Self::Revoke | Self::Reinstate)
    }

    /// Whether it takes the licence away for good, so that its number is typed to confirm it.
    pub const fn is_final(self) -> bool {
        matches!(self, Self::Revoke | Self::Cancel)
    }
}

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
}

/// What happens to a licence.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum LicenceEvent {
    /// Issued.
    Issued(Box<LicenceIssue>),
    /// Not to be used for the time being.
    Suspended {
        /// Why.
        reason: Words,
    },
    /// May be used again.
    Restored {
        /// Why.
        reason: Words,
    },
    /// Taken away for good.
    Revoked {
        /// Why.
        reason: Words,
    },
    /// Given up by its holder.
    Cancelled {
        /// Why.
        reason: Words,
    },
    /// A revocation or cancellation was a mistake; it is valid as before.
    Reinstated {
        /// Why.
        reason: Words,
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
    pub reason: Option<Words>,
    /// In which environment it was issued, where that is not the live one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub exercise: Option<Environment>,
}

impl Licence {
    /// Its status on a day.
    pub fn status_on(&self, today: Date) -> LicenceStatus {
        self.status.on(self.valid_to, today)
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

    /// Does one of the acts.
    ///
    /// # Errors
    /// [`LicenceRefusal`].
    pub fn act(&self, act: LicenceAct, reason: &str) -> Result<Vec<LicenceEvent>, LicenceRefusal> {
        match act {
            LicenceAct::Suspend => self.suspend(reason),
            LicenceAct::Restore => self.restore(reason),
            LicenceAct::Revoke => self.revoke(reason),
            LicenceAct::Cancel => self.cancel(reason),
            LicenceAct::Reinstate => self.reinstate(reason),
        }
    }

    /// The acts that its status allows.
    pub fn possible_acts(&self) -> Vec<LicenceAct> {
        LicenceAct::ALL.into_iter().filter(|act| self.act(*act, "-").is_ok()).collect()
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

    /// Corrects a revocation or cancellation.
    ///
    /// # Errors
    /// [`LicenceRefusal`].
    pub fn reinstate(&self, reason: &str) -> Result<Vec<LicenceEvent>, LicenceRefusal> {
        let from = [LicenceStatus::Revoked, LicenceStatus::Cancelled];
        Ok(vec![LicenceEvent::Reinstated { reason: self.reason_in(reason, &from)? }])
    }

    fn reason_in(&self, reason: &str, from: &[LicenceStatus]) -> Result<Words, LicenceRefusal> {
        if self.holder.is_none() {
            return Err(LicenceRefusal::Unknown);
        }
        if reason.trim().is_empty() {
            return Err(LicenceRefusal::NoReason);
        }
        if !from.contains(&self.status) {
            return Err(LicenceRefusal::WrongStatus);
        }
        Ok(reason.trim().into())
    }
}

impl Aggregate for Licence {
    type Event = LicenceEvent;
    const KIND: &'static str = "licence";

    fn word(event: &LicenceEvent) -> &'static str {
        match event {
            LicenceEvent::Issued(_) => "licence.issued",
            LicenceEvent::Suspended { .. } => "licence.suspended",
            LicenceEvent::Restored { .. } => "licence.restored",
            LicenceEvent::Revoked { .. } => "licence.revoked",
            LicenceEvent::Cancelled { .. } => "licence.cancelled",
            LicenceEvent::Reinstated { .. } => "licence.reinstated",
        }
    }

    fn apply(&mut self, event: &Recorded<LicenceEvent>) {
        let (status, reason) = match event.event.clone() {
            LicenceEvent::Issued(issue) => {
                *self = Self {
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
                };
                return;
            }
            LicenceEvent::Suspended { reason } => (LicenceStatus::Suspended, reason),
            LicenceEvent::Restored { reason } => (LicenceStatus::Valid, reason),
            LicenceEvent::Revoked { reason } => (LicenceStatus::Revoked, reason),
            LicenceEvent::Cancelled { reason } => (LicenceStatus::Cancelled, reason),
            LicenceEvent::Reinstated { reason } => (LicenceStatus::Valid, reason),
        };
        self.status = status;
        self.reason = Some(reason);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;
    use kernel::{Actor, id::EventId};

    fn subject() -> SubjectId {
        "01900000-0000-7000-8000-000000000001".parse().unwrap()
    }

    fn issue() -> LicenceIssue {
        LicenceIssue {
            case: None,
            service: String::new(),
            licence_type: "food-business-licence".to_owned(),
            name: LocalText::same("食品经营许可证"),
            number: "JY2026000123".to_owned(),
            identifier: String::new(),
            authority: "market-regulation".to_owned(),
            holder: subject(),
            facts: Sealed::of(subject(), String::new()),
            issued_on: date(2026, 3, 2),
            valid_from: date(2026, 3, 2),
            valid_to: Some(date(2031, 3, 1)),
            exercise: None,
        }
    }

    fn issued() -> LicenceEvent {
        LicenceEvent::Issued(Box::new(issue()))
    }

    fn after(events: impl IntoIterator<Item = LicenceEvent>) -> Licence {
        let mut licence = Licence::default();
        for event in events {
            let id: EventId = "01900000-0000-7000-8000-000000000002".parse().unwrap();
            let at = jiff::Timestamp::UNIX_EPOCH;
            licence.apply(&Recorded { id, seq: 1, at, by: Actor::SYSTEM, event });
        }
        licence
    }

    #[test]
    fn it_expires_on_the_day_after_its_last() {
        let licence = after([issued()]);
        assert_eq!(licence.status_on(date(2031, 3, 1)), LicenceStatus::Valid);
        assert_eq!(licence.status_on(date(2031, 3, 2)), LicenceStatus::Expired);
        let revoked = after([issued(), LicenceEvent::Revoked { reason: "x".into() }]);
        assert_eq!(revoked.status_on(date(2040, 1, 1)), LicenceStatus::Revoked);
    }

    #[test]
    fn each_status_allows_its_acts_and_no_other() {
        use LicenceAct::{Cancel, Reinstate, Restore, Revoke, Suspend};
        let reason = || Words::from("检查发现问题");
        let suspended = LicenceEvent::Suspended { reason: reason() };
        for (events, allowed) in [
            (vec![], vec![]),
            (vec![issued()], vec![Suspend, Revoke, Cancel]),
            (vec![issued(), suspended.clone()], vec![Restore, Revoke, Cancel]),
            (
                vec![issued(), suspended, LicenceEvent::Restored { reason: reason() }],
                vec![Suspend, Revoke, Cancel],
            ),
            (vec![issued(), LicenceEvent::Revoked { reason: reason() }], vec![Reinstate]),
            (vec![issued(), LicenceEvent::Cancelled { reason: reason() }], vec![Reinstate]),
            (
                vec![
                    issued(),
                    LicenceEvent::Revoked { reason: reason() },
                    LicenceEvent::Reinstated { reason: reason() },
                ],
                vec![Suspend, Revoke, Cancel],
            ),
        ] {
            assert_eq!(after(events).possible_acts(), allowed);
        }
    }

    #[test]
    fn the_stored_form_of_an_issue_is_flat() {
        let stored = serde_json::to_value(issued()).unwrap();
        assert_eq!(
            (&stored["type"], &stored["number"]),
            (&"issued".into(), &"JY2026000123".into())
        );
        assert_eq!(serde_json::from_value::<LicenceEvent>(stored).unwrap(), issued());
    }

    #[test]
    fn nothing_is_done_twice_or_without_a_reason() {
        let licence = after([issued()]);
        assert_eq!(licence.issue(issue()), Err(LicenceRefusal::Exists));
        assert_eq!(licence.revoke(" "), Err(LicenceRefusal::NoReason));
        assert_eq!(licence.restore("x"), Err(LicenceRefusal::WrongStatus));
        assert_eq!(Licence::default().revoke("x"), Err(LicenceRefusal::Unknown));
    }

    #[test]
    fn words_are_read_back() {
        for act in LicenceAct::ALL {
            assert_eq!(LicenceAct::parse(act.word()), Some(act));
        }
        assert_eq!(LicenceStatus::parse("revoked"), Some(LicenceStatus::Revoked));
        assert_eq!(LicenceStatus::parse("lost"), None);
    }
}
