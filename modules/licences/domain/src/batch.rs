//! One act on many licences, carried out in steps.

use jiff::{Timestamp, civil::Date};
use kernel::{Actor, Aggregate, Recorded, Words, id::LicenceId};
use serde::{Deserialize, Serialize};

use crate::LicenceAct;

/// Which licences are meant. What is left out does not matter; key or service is given.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Selection {
    /// The id of the issuing key.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub key: String,
    /// The service that issued them.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub service: String,
    /// Issued on this day or later.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from: Option<Date>,
    /// Issued on this day or before.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub to: Option<Date>,
}

/// With what a batch begins.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct BatchBegun {
    /// What is done to each: revoke or reissue.
    pub act: LicenceAct,
    /// How they were found.
    pub selection: Selection,
    /// Exactly those that two people saw and approved.
    pub licences: Vec<LicenceId>,
    /// Why, in words.
    pub reason: Words,
    /// The code of the reason.
    pub reason_code: String,
    /// Who wished it.
    pub requester: Actor,
    /// Who approved it.
    pub approver: Actor,
}

/// A licence that was left as it is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Left {
    /// Which.
    pub licence: LicenceId,
    /// Stable code of why.
    pub code: String,
}

/// What happens to a batch.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum BatchEvent {
    /// It begins.
    Begun(Box<BatchBegun>),
    /// The next of its licences were seen to.
    Stepped {
        /// So many are seen to now.
        done: u64,
        /// Those of them that were left as they are.
        left: Vec<Left>,
    },
    /// All are seen to.
    Finished,
}

/// Why something cannot be done with a batch.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum BatchRefusal {
    /// It began already.
    #[error("it began already")]
    Exists,
    /// There is none, or it is over.
    #[error("there is nothing left to do")]
    Over,
}

impl BatchRefusal {
    /// Stable code.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Exists => "batch.exists",
            Self::Over => "batch.over",
        }
    }
}

/// One act on many licences.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Batch {
    /// With what it began; none before.
    pub begun: Option<BatchBegun>,
    /// Since when.
    pub begun_at: Option<Timestamp>,
    /// How many are seen to.
    pub done: u64,
    /// Those of them that were left as they are.
    pub left: Vec<Left>,
    /// Since when all are seen to.
    pub finished_at: Option<Timestamp>,
}

impl Batch {
    /// Begins it.
    ///
    /// # Errors
    /// [`BatchRefusal`].
    pub fn begin(&self, begun: BatchBegun) -> Result<Vec<BatchEvent>, BatchRefusal> {
        match self.begun {
            Some(_) => Err(BatchRefusal::Exists),
            None => Ok(vec![BatchEvent::Begun(Box::new(begun))]),
        }
    }

    /// How many licences it is about.
    pub fn total(&self) -> u64 {
        self.begun.as_ref().map_or(0, |it| it.licences.len() as u64)
    }

    /// The next licences to be seen to, not more than so many.
    pub fn next(&self, most: usize) -> Vec<LicenceId> {
        let Some(begun) = &self.begun else { return Vec::new() };
        let done = usize::try_from(self.done).unwrap_or(usize::MAX);
        begun.licences.iter().skip(done).take(most).copied().collect()
    }

    /// The next `count` licences were seen to, from position `at` on.
    ///
    /// # Errors
    /// [`BatchRefusal::Over`] where another worker was first.
    pub fn step(
        &self,
        at: u64,
        count: u64,
        left: Vec<Left>,
    ) -> Result<Vec<BatchEvent>, BatchRefusal> {
        if self.begun.is_none() || self.finished_at.is_some() || self.done != at {
            return Err(BatchRefusal::Over);
        }
        let done = at.saturating_add(count).min(self.total());
        let mut events = vec![BatchEvent::Stepped { done, left }];
        if done == self.total() {
            events.push(BatchEvent::Finished);
        }
        Ok(events)
    }
}

impl Aggregate for Batch {
    type Event = BatchEvent;
    const KIND: &'static str = "licencebatch";

    fn word(event: &BatchEvent) -> &'static str {
        match event {
            BatchEvent::Begun(_) => "licencebatch.begun",
            BatchEvent::Stepped { .. } => "licencebatch.stepped",
            BatchEvent::Finished => "licencebatch.finished",
        }
    }

    fn apply(&mut self, event: &Recorded<BatchEvent>) {
        match event.event.clone() {
            BatchEvent::Begun(begun) => {
                self.begun = Some(*begun);
                self.begun_at = Some(event.at);
            }
            BatchEvent::Stepped { done, left } => {
                self.done = done;
                self.left.extend(left);
            }
            BatchEvent::Finished => self.finished_at = Some(event.at),
        }
    }
}

#[cfg(test)]
mod tests {
    use kernel::id::EventId;

    use super::*;

    fn id(number: u8) -> LicenceId {
        format!("01900000-0000-7000-8000-0000000000{number:02x}").parse().unwrap()
    }

    fn begun() -> BatchBegun {
        BatchBegun {
            act: LicenceAct::Revoke,
            selection: Selection { key: "k".to_owned(), ..Selection::default() },
            licences: (1..=3).map(id).collect(),
            reason: "密钥失窃".into(),
            reason_code: "key_stolen".to_owned(),
            requester: Actor::SYSTEM,
            approver: Actor::SYSTEM,
        }
    }

    fn after(batch: &Batch, events: Vec<BatchEvent>) -> Batch {
        let mut batch = batch.clone();
        for event in events {
            let id: EventId = "01900000-0000-7000-8000-0000000000ff".parse().unwrap();
            let at = Timestamp::UNIX_EPOCH;
            batch.apply(&Recorded { id, seq: 1, at, by: Actor::SYSTEM, event });
        }
        batch
    }

    #[test]
    fn it_goes_on_where_it_stopped_and_ends_once() {
        let batch = after(&Batch::default(), Batch::default().begin(begun()).unwrap());
        assert_eq!(batch.begin(begun()), Err(BatchRefusal::Exists));
        assert_eq!(batch.next(2), [id(1), id(2)]);
        let left = vec![Left { licence: id(2), code: "licence.interest".to_owned() }];
        let batch = after(&batch, batch.step(0, 2, left).unwrap());
        assert_eq!(batch.step(0, 2, Vec::new()), Err(BatchRefusal::Over), "another was first");
        assert_eq!((batch.next(2), batch.finished_at), (vec![id(3)], None));
        let batch = after(&batch, batch.step(2, 1, Vec::new()).unwrap());
        assert_eq!((batch.done, batch.left.len(), batch.next(2)), (3, 1, Vec::new()));
        assert_eq!(batch.finished_at, Some(Timestamp::UNIX_EPOCH));
        assert_eq!(batch.step(3, 0, Vec::new()), Err(BatchRefusal::Over));
    }
}
