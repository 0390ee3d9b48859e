//! What is agreed upon in a mandate, and how far each kind may go.

use std::collections::BTreeSet;

use jiff::{ToSpan as _, civil::Date};
use kernel::id::AccountId;
use serde::{Deserialize, Serialize};

use super::MandateRefusal;
use crate::{Act, Scope};

/// What kind of help it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum MandateKind {
    /// Family or friends (亲友代办).
    Family,
    /// Somebody who takes care of one matter (经办人).
    Errand,
    /// An assistant of a village or community (村级、社区帮办代办员). Given at a counter only.
    Assistant,
    /// A guardian of a child under 14 (监护人). Given at a counter only, with proof.
    Guardian,
}

impl MandateKind {
    /// All kinds, in the order of pages.
    pub const ALL: [MandateKind; 4] =
        [MandateKind::Family, MandateKind::Errand, MandateKind::Assistant, MandateKind::Guardian];

    /// The kind's word in forms, tables and interfaces.
    pub const fn word(self) -> &'static str {
        match self {
            MandateKind::Family => "family",
            MandateKind::Errand => "errand",
            MandateKind::Assistant => "assistant",
            MandateKind::Guardian => "guardian",
        }
    }

    /// Reads [`MandateKind::word`].
    pub fn parse(word: &str) -> Option<MandateKind> {
        MandateKind::ALL.into_iter().find(|kind| kind.word() == word)
    }

    /// Whether it comes about at a counter only.
    pub const fn is_for_counter(self) -> bool {
        matches!(self, MandateKind::Assistant | MandateKind::Guardian)
    }
}

/// How far a kind of mandate may go. An installation sets its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Bounds {
    /// So many people may one helper help at a time.
    pub principals: u32,
    /// So many days may it last.
    pub days: i32,
}

/// The bounds of each kind.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct MandateBounds {
    /// Family and friends.
    pub family: Bounds,
    /// One matter.
    pub errand: Bounds,
    /// Assistants.
    pub assistant: Bounds,
    /// Guardians.
    pub guardian: Bounds,
}

impl Default for MandateBounds {
    fn default() -> Self {
        Self {
            family: Bounds { principals: 5, days: 366 },
            errand: Bounds { principals: 5, days: 92 },
            assistant: Bounds { principals: 200, days: 366 },
            guardian: Bounds { principals: 5, days: 14 * 366 },
        }
    }
}

impl MandateBounds {
    /// Those of a kind.
    pub const fn of(&self, kind: MandateKind) -> Bounds {
        match kind {
            MandateKind::Family => self.family,
            MandateKind::Errand => self.errand,
            MandateKind::Assistant => self.assistant,
            MandateKind::Guardian => self.guardian,
        }
    }
}

/// What is agreed upon.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Terms {
    /// Who is helped.
    pub principal: AccountId,
    /// Who helps.
    pub helper: AccountId,
    /// What kind of help it is.
    pub kind: MandateKind,
    /// About which services.
    pub scope: Scope,
    /// Which acts.
    pub acts: BTreeSet<Act>,
    /// The first day.
    pub from: Date,
    /// The last day.
    pub until: Date,
}

/// What is known when a mandate is proposed.
#[derive(Debug, Clone, Copy)]
pub struct Offering {
    /// The bounds of its kind.
    pub bounds: Bounds,
    /// The day.
    pub today: Date,
    /// The principal's day of birth, where the number tells.
    pub born_on: Option<Date>,
}

pub(super) fn check_terms(terms: &Terms, given: Offering) -> Result<(), MandateRefusal> {
    if terms.principal == terms.helper {
        return Err(MandateRefusal::Yourself);
    }
    if terms.until < terms.from || terms.until < given.today {
        return Err(MandateRefusal::Dates);
    }
    let first = terms.from.max(given.today);
    let latest = first.saturating_add(given.bounds.days.days());
    if terms.until >= latest {
        return Err(MandateRefusal::TooLong);
    }
    if terms.acts.is_empty() {
        return Err(MandateRefusal::NoAct);
    }
    if terms.scope.is_empty() {
        return Err(MandateRefusal::NoService);
    }
    match terms.kind {
        MandateKind::Errand if !is_one_service(&terms.scope) => Err(MandateRefusal::OneService),
        MandateKind::Guardian if !is_child_until(given.born_on, terms.until) => {
            Err(MandateRefusal::NoChild)
        }
        _ => Ok(()),
    }
}

fn is_one_service(scope: &Scope) -> bool {
    matches!(scope, Scope::Named { themes, services } if themes.is_empty() && services.len() == 1)
}

/// Whether somebody born on a day is still under 14 on another.
fn is_child_until(born_on: Option<Date>, until: Date) -> bool {
    born_on.is_some_and(|born| until < born.saturating_add(14.years()))
}
