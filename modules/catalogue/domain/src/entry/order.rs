//! What can be done with the list as a whole: one order touches one entry or several, all on the
//! same day and in the same version.

use std::collections::BTreeSet;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::{Elements, EntryCode, EntryRefusal, Step};

/// A change of the list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "act", rename_all = "snake_case")]
pub enum ListOrder {
    /// A new entry (新增).
    Add {
        /// Its elements.
        entry: Box<Elements>,
        /// From which day.
        effective_on: Date,
    },
    /// Other elements of an entry (变更).
    Change {
        /// The new elements, whole.
        entry: Box<Elements>,
        /// From which day.
        effective_on: Date,
    },
    /// One entry becomes several sub-items (拆分).
    Split {
        /// Code of the entry.
        code: String,
        /// What takes its place.
        parts: Vec<Elements>,
        /// Why.
        reason: String,
        /// From which day.
        effective_on: Date,
    },
    /// Several entries become one (合并).
    Merge {
        /// Their codes.
        codes: Vec<String>,
        /// What takes their place.
        entry: Box<Elements>,
        /// Why.
        reason: String,
        /// From which day.
        effective_on: Date,
    },
    /// An entry is not exercised for a time (暂停).
    Suspend {
        /// Its code.
        code: String,
        /// Why.
        reason: String,
        /// From which day.
        effective_on: Date,
    },
    /// It is exercised again (恢复).
    Resume {
        /// Its code.
        code: String,
        /// From which day.
        effective_on: Date,
    },
    /// It leaves the list (取消).
    Cancel {
        /// Its code.
        code: String,
        /// Why.
        reason: String,
        /// From which day.
        effective_on: Date,
    },
}

impl ListOrder {
    /// Its word in keys and addresses.
    pub const fn word(&self) -> &'static str {
        match self {
            ListOrder::Add { .. } => "add",
            ListOrder::Change { .. } => "change",
            ListOrder::Split { .. } => "split",
            ListOrder::Merge { .. } => "merge",
            ListOrder::Suspend { .. } => "suspend",
            ListOrder::Resume { .. } => "resume",
            ListOrder::Cancel { .. } => "cancel",
        }
    }

    /// The day from which it holds.
    pub const fn effective_on(&self) -> Date {
        match self {
            ListOrder::Add { effective_on, .. }
            | ListOrder::Change { effective_on, .. }
            | ListOrder::Split { effective_on, .. }
            | ListOrder::Merge { effective_on, .. }
            | ListOrder::Suspend { effective_on, .. }
            | ListOrder::Resume { effective_on, .. }
            | ListOrder::Cancel { effective_on, .. } => *effective_on,
        }
    }

    /// The elements that it brings.
    pub fn brings(&self) -> Vec<&Elements> {
        match self {
            ListOrder::Add { entry, .. }
            | ListOrder::Change { entry, .. }
            | ListOrder::Merge { entry, .. } => vec![entry.as_ref()],
            ListOrder::Split { parts, .. } => parts.iter().collect(),
            _ => Vec::new(),
        }
    }

    /// What it does, entry by entry.
    ///
    /// # Errors
    /// [`EntryRefusal`]: too few parts, or parts of another main item. What each entry says to its
    /// step is asked of the entry.
    pub fn steps(&self) -> Result<Vec<(String, Step)>, EntryRefusal> {
        Ok(match self {
            ListOrder::Add { entry, .. } => vec![listed(entry, &[])],
            ListOrder::Change { entry, .. } => {
                vec![(entry.code.clone(), Step::Change { elements: entry.clone() })]
            }
            ListOrder::Split { code, parts, reason, .. } => split(code, parts, reason)?,
            ListOrder::Merge { codes, entry, reason, .. } => merged(codes, entry, reason)?,
            ListOrder::Suspend { code, reason, .. } => {
                vec![(code.clone(), Step::Suspend { reason: reason.clone() })]
            }
            ListOrder::Resume { code, .. } => vec![(code.clone(), Step::Resume)],
            ListOrder::Cancel { code, reason, .. } => vec![cancelled(code, reason, &[])],
        })
    }
}

fn listed(entry: &Elements, from: &[String]) -> (String, Step) {
    let step = Step::List { elements: Box::new(entry.clone()), from: from.to_vec() };
    (entry.code.clone(), step)
}

fn cancelled(code: &str, reason: &str, successors: &[String]) -> (String, Step) {
    let step = Step::Cancel { reason: reason.to_owned(), successors: successors.to_vec() };
    (code.to_owned(), step)
}

fn split(
    code: &str,
    parts: &[Elements],
    reason: &str,
) -> Result<Vec<(String, Step)>, EntryRefusal> {
    let old = EntryCode::parse(code)?;
    let successors: Vec<String> = parts.iter().map(|it| it.code.clone()).collect();
    several(&successors)?;
    for part in &successors {
        if part == code || !EntryCode::parse(part)?.is_sub_of(&old) {
            return Err(EntryRefusal::OtherMain);
        }
    }
    let from = [code.to_owned()];
    let mut steps: Vec<_> = parts.iter().map(|it| listed(it, &from)).collect();
    steps.push(cancelled(code, reason, &successors));
    Ok(steps)
}

fn merged(
    codes: &[String],
    entry: &Elements,
    reason: &str,
) -> Result<Vec<(String, Step)>, EntryRefusal> {
    several(codes)?;
    if codes.contains(&entry.code) {
        return Err(EntryRefusal::Listed);
    }
    let successor = [entry.code.clone()];
    let mut steps = vec![listed(entry, codes)];
    steps.extend(codes.iter().map(|code| cancelled(code, reason, &successor)));
    Ok(steps)
}

/// At least two, and each only once.
fn several(codes: &[String]) -> Result<(), EntryRefusal> {
    let different: BTreeSet<&String> = codes.iter().collect();
    let is_fine = different.len() >= 2 && different.len() == codes.len();
    if is_fine { Ok(()) } else { Err(EntryRefusal::FewParts) }
}
