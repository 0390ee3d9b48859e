//! The stream `power_list`: the versions of the list. Every approved change makes the next one.

use jiff::{Timestamp, civil::Date};
use kernel::{Actor, Aggregate, Recorded};
use serde::{Deserialize, Serialize};

/// The versions of the list.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct PowerList {
    /// All versions, in order.
    pub versions: Vec<ListVersion>,
}

/// One version of the list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ListVersion {
    /// Its number, from 1.
    pub number: u32,
    /// Which order made it, such as `split`; `found` for what an installation began with.
    pub act: String,
    /// Codes of the entries that it touches.
    pub codes: Vec<String>,
    /// The day from which it holds.
    pub effective_on: Date,
    /// The approval behind it; empty for the first.
    pub approval: String,
    /// Who wished it.
    pub by: Actor,
    /// When it was decided.
    pub at: Timestamp,
}

/// What happens to the list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum PowerListEvent {
    /// A version came into being.
    Made {
        /// Its number, from 1.
        number: u32,
        /// Which order made it.
        act: String,
        /// Codes of the entries that it touches.
        codes: Vec<String>,
        /// The day from which it holds.
        effective_on: Date,
        /// The approval behind it; empty for the first.
        approval: String,
    },
}

impl Aggregate for PowerList {
    type Event = PowerListEvent;

    const KIND: &'static str = "power_list";

    fn word(event: &PowerListEvent) -> &'static str {
        match event {
            PowerListEvent::Made { .. } => "power_list.made",
        }
    }

    fn apply(&mut self, event: &Recorded<PowerListEvent>) {
        let PowerListEvent::Made { number, act, codes, effective_on, approval } = &event.event;
        self.versions.push(ListVersion {
            number: *number,
            act: act.clone(),
            codes: codes.clone(),
            effective_on: *effective_on,
            approval: approval.clone(),
            by: event.by.clone(),
            at: event.at,
        });
    }
}

impl PowerList {
    /// The one stream's key.
    pub const KEY: &'static str = "catalogue";

    /// The number of the newest version that holds on a day; 0 before the first.
    pub fn number(&self, today: Date) -> u32 {
        let held = self.versions.iter().filter(|it| it.effective_on <= today);
        held.map(|it| it.number).max().unwrap_or(0)
    }

    /// The version that an approval made.
    pub fn of(&self, approval: &str) -> Option<&ListVersion> {
        self.versions.iter().find(|it| it.approval == approval)
    }

    /// The next version; the same approval makes one only.
    pub fn make(
        &self,
        act: &str,
        codes: Vec<String>,
        effective_on: Date,
        approval: &str,
    ) -> Vec<PowerListEvent> {
        if self.of(approval).is_some() {
            return Vec::new();
        }
        vec![PowerListEvent::Made {
            number: self.versions.last().map_or(0, |it| it.number) + 1,
            act: act.to_owned(),
            codes,
            effective_on,
            approval: approval.to_owned(),
        }]
    }
}
