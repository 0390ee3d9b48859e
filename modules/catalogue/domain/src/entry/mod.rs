//! The stream `entry`: one entry of the catalogue list (目录清单) through its history. The list owns
//! the base elements of what government does; services carry them out and do not change them.
//!
//! Every change takes effect on a day and belongs to one version of the list, so that the list of
//! any day can be read. What an entry becomes on a day to come is known today.

mod code;
mod elements;
mod list;
mod order;
mod refusal;

use jiff::{Timestamp, civil::Date};
use kernel::{Actor, Aggregate, Recorded};
use serde::{Deserialize, Serialize};

pub use code::{EntryCode, LegacyCode};
pub use elements::Elements;
pub use list::{ListVersion, PowerList, PowerListEvent};
pub use order::ListOrder;
pub use refusal::Refusal as EntryRefusal;

/// An entry through its history. Its id is its code.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Entry {
    /// All changes, in the order of the list's versions and of their days.
    pub changes: Vec<EntryChange>,
}

/// One change of an entry.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct EntryChange {
    /// What is done.
    pub step: Step,
    /// In which version of the list, and from which day.
    pub stamp: Stamp,
    /// Who wished it.
    pub by: Actor,
    /// When it was decided.
    pub at: Timestamp,
}

/// What is done with an entry.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "step", rename_all = "snake_case")]
pub enum Step {
    /// It stands on the list (新增).
    List {
        /// Its elements.
        elements: Box<Elements>,
        /// Codes of the entries that it was made from, by a split or a merger.
        #[serde(default)]
        from: Vec<String>,
    },
    /// Its elements change (变更).
    Change {
        /// The new elements.
        elements: Box<Elements>,
    },
    /// It is not exercised for a time (暂停).
    Suspend {
        /// Why.
        reason: String,
    },
    /// It is exercised again (恢复).
    Resume,
    /// It leaves the list (取消).
    Cancel {
        /// Why.
        reason: String,
        /// Codes of the entries that take its place (拆分、合并).
        #[serde(default)]
        successors: Vec<String>,
    },
}

impl Step {
    /// Its word in keys.
    pub const fn word(&self) -> &'static str {
        match self {
            Step::List { .. } => "list",
            Step::Change { .. } => "change",
            Step::Suspend { .. } => "suspend",
            Step::Resume => "resume",
            Step::Cancel { .. } => "cancel",
        }
    }
}

/// Where a change stands in the history of the list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Stamp {
    /// Number of the list's version, from 1.
    pub list_version: u32,
    /// The day from which it holds.
    pub effective_on: Date,
    /// Who approved it; none for what an installation began with.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub approver: Option<Actor>,
}

/// What happens to an entry.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct EntryEvent {
    /// What is done.
    pub step: Step,
    /// Where it stands in the history of the list.
    pub stamp: Stamp,
}

impl Aggregate for Entry {
    type Event = EntryEvent;

    const KIND: &'static str = "entry";

    fn word(event: &EntryEvent) -> &'static str {
        match event.step {
            Step::List { .. } => "entry.listed",
            Step::Change { .. } => "entry.changed",
            Step::Suspend { .. } => "entry.suspended",
            Step::Resume => "entry.resumed",
            Step::Cancel { .. } => "entry.cancelled",
        }
    }

    fn apply(&mut self, event: &Recorded<EntryEvent>) {
        self.changes.push(EntryChange {
            step: event.event.step.clone(),
            stamp: event.event.stamp.clone(),
            by: event.by.clone(),
            at: event.at,
        });
    }
}

/// How an entry stands on a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum EntryState {
    /// It will stand on the list.
    Planned,
    /// It is exercised.
    InForce,
    /// It is not exercised for a time.
    Suspended,
    /// It has left the list.
    Cancelled,
}

impl EntryState {
    /// Its word in keys and filters.
    pub const fn word(self) -> &'static str {
        match self {
            EntryState::Planned => "planned",
            EntryState::InForce => "in-force",
            EntryState::Suspended => "suspended",
            EntryState::Cancelled => "cancelled",
        }
    }
}

impl Entry {
    /// How it stands on a day; none if it was never listed.
    pub fn state(&self, today: Date) -> Option<EntryState> {
        let first = self.changes.first()?;
        if first.stamp.effective_on > today {
            return Some(EntryState::Planned);
        }
        Some(after(self.until(today)))
    }

    /// The elements of a day; of a planned entry those with which it begins.
    pub fn elements(&self, today: Date) -> Option<&Elements> {
        let first = self.changes.first().and_then(EntryChange::elements);
        self.until(today).filter_map(EntryChange::elements).last().or(first)
    }

    /// The newest elements, also those that are still to come.
    pub fn newest(&self) -> Option<&Elements> {
        self.changes.iter().rev().find_map(EntryChange::elements)
    }

    /// The day on which it comes onto the list (计划生效日期).
    pub fn plan_effective_on(&self) -> Option<Date> {
        self.changes.first().map(|it| it.stamp.effective_on)
    }

    /// The day on which it leaves the list (计划取消日期), if one is fixed.
    pub fn plan_cancel_on(&self) -> Option<Date> {
        let last = self.changes.last()?;
        matches!(last.step, Step::Cancel { .. }).then_some(last.stamp.effective_on)
    }

    /// What has not yet taken effect on a day.
    pub fn to_come(&self, today: Date) -> impl Iterator<Item = &EntryChange> {
        self.changes.iter().filter(move |it| it.stamp.effective_on > today)
    }

    /// Whether a step can be taken with effect from a day.
    ///
    /// # Errors
    /// [`EntryRefusal`]: the entry does not stand so, or the day is wrong.
    pub fn possible(
        &self,
        step: &Step,
        effective_on: Date,
        today: Date,
    ) -> Result<(), EntryRefusal> {
        if effective_on < today {
            return Err(EntryRefusal::EffectiveInThePast);
        }
        let Some(last) = self.changes.last() else {
            let is_first = matches!(step, Step::List { .. });
            return if is_first { Ok(()) } else { Err(EntryRefusal::NotListed) };
        };
        if effective_on < last.stamp.effective_on {
            return Err(EntryRefusal::EffectiveTooEarly);
        }
        match (after(self.changes.iter()), step) {
            (_, Step::List { .. }) => Err(EntryRefusal::Listed),
            (EntryState::Cancelled, _) => Err(EntryRefusal::Cancelled),
            (EntryState::Suspended, Step::Suspend { .. }) => Err(EntryRefusal::AlreadySuspended),
            (EntryState::Suspended, Step::Resume) => Ok(()),
            (_, Step::Resume) => Err(EntryRefusal::NotSuspended),
            (_, Step::Change { elements }) => self.changeable(elements),
            (_, Step::Suspend { reason } | Step::Cancel { reason, .. }) => given(reason),
        }
    }

    /// Takes a step, as one person wishes and another approves.
    ///
    /// # Errors
    /// [`EntryRefusal`]: the wrong people, or what [`Entry::possible`] says.
    pub fn take(
        &self,
        (requester, approver): (&Actor, &Actor),
        step: Step,
        (list_version, effective_on): (u32, Date),
        today: Date,
    ) -> Result<Vec<EntryEvent>, EntryRefusal> {
        self.possible(&step, effective_on, today)?;
        two_people(requester, approver)?;
        let stamp = Stamp { list_version, effective_on, approver: Some(approver.clone()) };
        Ok(vec![EntryEvent { step, stamp }])
    }

    /// The entry as an installation begins with it. One that is listed is left alone.
    pub fn found(&self, elements: Elements, today: Date) -> Vec<EntryEvent> {
        if !self.changes.is_empty() {
            return Vec::new();
        }
        let step = Step::List { elements: Box::new(elements), from: Vec::new() };
        let stamp = Stamp { list_version: 1, effective_on: today, approver: None };
        vec![EntryEvent { step, stamp }]
    }

    fn until(&self, today: Date) -> impl Iterator<Item = &EntryChange> {
        self.changes.iter().filter(move |it| it.stamp.effective_on <= today)
    }

    fn changeable(&self, elements: &Elements) -> Result<(), EntryRefusal> {
        match self.newest() {
            Some(newest) if newest == elements => Err(EntryRefusal::Unchanged),
            Some(newest) if newest.code != elements.code => Err(EntryRefusal::OtherCode),
            _ => Ok(()),
        }
    }
}

impl EntryChange {
    /// The elements that it brings, if it brings some.
    pub fn elements(&self) -> Option<&Elements> {
        match &self.step {
            Step::List { elements, .. } | Step::Change { elements } => Some(elements.as_ref()),
            _ => None,
        }
    }
}

/// How an entry stands after these changes.
fn after<'a>(changes: impl Iterator<Item = &'a EntryChange>) -> EntryState {
    changes.fold(EntryState::InForce, |state, change| match change.step {
        Step::Suspend { .. } => EntryState::Suspended,
        Step::Cancel { .. } => EntryState::Cancelled,
        Step::List { .. } | Step::Resume => EntryState::InForce,
        Step::Change { .. } => state,
    })
}

fn given(reason: &str) -> Result<(), EntryRefusal> {
    if reason.trim().is_empty() { Err(EntryRefusal::NoReason) } else { Ok(()) }
}

fn two_people(requester: &Actor, approver: &Actor) -> Result<(), EntryRefusal> {
    if requester.account.is_none() || approver.account.is_none() {
        return Err(EntryRefusal::NoPerson);
    }
    if requester.is_same_person(approver) { Err(EntryRefusal::SamePerson) } else { Ok(()) }
}

#[cfg(test)]
mod tests;
