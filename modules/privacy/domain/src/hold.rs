//! Records that must not go although their time is over, such as evidence in a dispute.

use jiff::civil::Date;
use kernel::{Aggregate, Recorded, Sealed, id::SubjectId};
use serde::{Deserialize, Serialize};

use crate::PrivacyRefusal;

/// What happens to a hold.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum HoldEvent {
    /// Nothing of this person or firm is purged from now on.
    Placed {
        /// Whose records.
        subject: SubjectId,
        /// Sealed: why.
        reason: Sealed,
        /// The last day; none until it is lifted.
        until: Option<Date>,
    },
    /// It does not hold any more.
    Lifted {
        /// Why, as a code of the list.
        #[serde(default, skip_serializing_if = "String::is_empty")]
        why: String,
    },
}

/// A hold on all records of a person or firm.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Hold {
    /// Whose records; none before it is placed.
    pub subject: Option<SubjectId>,
    /// Sealed: why.
    pub reason: Option<Sealed>,
    /// The last day; none until it is lifted.
    pub until: Option<Date>,
    /// Whether it was lifted.
    pub is_lifted: bool,
}

impl Hold {
    /// Places it.
    ///
    /// # Errors
    /// [`PrivacyRefusal`].
    pub fn place(
        &self,
        subject: SubjectId,
        reason: Sealed,
        until: Option<Date>,
        today: Date,
    ) -> Result<Vec<HoldEvent>, PrivacyRefusal> {
        if self.subject.is_some() {
            return Err(PrivacyRefusal::Exists);
        }
        if until.is_some_and(|it| it < today) {
            return Err(PrivacyRefusal::Over);
        }
        Ok(vec![HoldEvent::Placed { subject, reason, until }])
    }

    /// Lifts it; `why` is a code of the list.
    ///
    /// # Errors
    /// [`PrivacyRefusal`].
    pub fn lift(&self, why: &str, today: Date) -> Result<Vec<HoldEvent>, PrivacyRefusal> {
        if self.subject.is_none() {
            return Err(PrivacyRefusal::Unknown);
        }
        if !self.is_active(today) {
            return Err(PrivacyRefusal::Over);
        }
        Ok(vec![HoldEvent::Lifted { why: why.to_owned() }])
    }

    /// Whether it holds on a day, the last day included.
    pub fn is_active(&self, today: Date) -> bool {
        self.subject.is_some() && !self.is_lifted && self.until.is_none_or(|it| today <= it)
    }
}

impl Aggregate for Hold {
    type Event = HoldEvent;
    const KIND: &'static str = "hold";

    fn word(event: &HoldEvent) -> &'static str {
        match event {
            HoldEvent::Placed { .. } => "hold.placed",
            HoldEvent::Lifted { .. } => "hold.lifted",
        }
    }

    fn apply(&mut self, event: &Recorded<HoldEvent>) {
        match event.event.clone() {
            HoldEvent::Placed { subject, reason, until } => {
                (self.subject, self.reason, self.until) = (Some(subject), Some(reason), until);
            }
            HoldEvent::Lifted { .. } => self.is_lifted = true,
        }
    }
}
