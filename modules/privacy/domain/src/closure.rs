//! Somebody closes their account.

use jiff::{Timestamp, civil::Date};
use kernel::{Aggregate, Recorded};
use serde::{Deserialize, Serialize};

use crate::PrivacyRefusal;

/// Records that the law obliges to keep.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct KeptKind {
    /// Their kind.
    pub kind: String,
    /// How many.
    pub count: u64,
    /// When the last of them may go; none where one still goes on.
    pub until: Option<Date>,
}

/// What happens to a closure.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum ClosureEvent {
    /// The person closes the account.
    Asked {
        /// Why, as a code of the list; one of them says that they do not want to say.
        #[serde(default, skip_serializing_if = "String::is_empty")]
        why: String,
    },
    /// What no law obliges to keep is gone; the rest stays for now.
    LetGo {
        /// How many things went.
        gone: u64,
        /// What stays.
        kept: Vec<KeptKind>,
    },
    /// The key of the person was destroyed: nothing can be read any more.
    Erased,
}

/// The closure of an account. Its key is the account.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Closure {
    /// When it was asked for; none before.
    pub asked_at: Option<Timestamp>,
    /// What stays, once the rest is gone.
    pub kept: Option<Vec<KeptKind>>,
    /// When the key was destroyed.
    pub erased_at: Option<Timestamp>,
}

impl Closure {
    /// Closes; `why` is a code of the list.
    ///
    /// # Errors
    /// [`PrivacyRefusal::Exists`].
    pub fn ask(&self, why: &str) -> Result<Vec<ClosureEvent>, PrivacyRefusal> {
        if self.asked_at.is_some() {
            return Err(PrivacyRefusal::Exists);
        }
        Ok(vec![ClosureEvent::Asked { why: why.to_owned() }])
    }

    /// Notes what went and what stays; nothing happens a second time.
    pub fn let_go(&self, gone: u64, kept: Vec<KeptKind>) -> Vec<ClosureEvent> {
        if self.asked_at.is_none() || self.kept.is_some() {
            return Vec::new();
        }
        vec![ClosureEvent::LetGo { gone, kept }]
    }

    /// Notes that the key was destroyed; nothing happens a second time.
    pub fn erase(&self) -> Vec<ClosureEvent> {
        let is_due = self.asked_at.is_some() && self.erased_at.is_none();
        is_due.then_some(ClosureEvent::Erased).into_iter().collect()
    }
}

impl Aggregate for Closure {
    type Event = ClosureEvent;
    const KIND: &'static str = "closure";

    fn word(event: &ClosureEvent) -> &'static str {
        match event {
            ClosureEvent::Asked { .. } => "closure.asked",
            ClosureEvent::LetGo { .. } => "closure.let_go",
            ClosureEvent::Erased => "closure.erased",
        }
    }

    fn apply(&mut self, event: &Recorded<ClosureEvent>) {
        match event.event.clone() {
            ClosureEvent::Asked { .. } => self.asked_at = Some(event.at),
            ClosureEvent::LetGo { kept, .. } => self.kept = Some(kept),
            ClosureEvent::Erased => self.erased_at = Some(event.at),
        }
    }
}
