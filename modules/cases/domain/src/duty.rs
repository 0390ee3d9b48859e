//! Who does a task. Of those who may do it one is drawn by a seed that nobody chooses, and the seed
//! and all who stood in the draw are recorded, so that anybody can draw again. Who does the task of
//! another takes it over first and says why.

use std::{collections::BTreeSet, fmt, str::FromStr};

use jiff::Timestamp;
use kernel::{
    Aggregate, Condition, Given, Recorded, Words,
    id::{AccountId, CaseId},
};
use serde::{Deserialize, Serialize};

use crate::{CaseRefusal, refusal::readable};

/// By what an officer is drawn: 128 bits that nobody chooses. In writing 32 hexadecimal digits.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Seed(u128);

/// Something that is no [`Seed`].
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("not a seed: {0}")]
pub struct InvalidSeed(pub String);

impl Seed {
    /// The seed of these bytes.
    pub const fn from_bytes(bytes: [u8; 16]) -> Self {
        Self(u128::from_be_bytes(bytes))
    }
}

impl fmt::Display for Seed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:032x}", self.0)
    }
}

impl FromStr for Seed {
    type Err = InvalidSeed;

    fn from_str(text: &str) -> Result<Self, InvalidSeed> {
        let is_whole = text.len() == 32 && text.bytes().all(|it| it.is_ascii_hexdigit());
        let number = u128::from_str_radix(text, 16).ok().filter(|_| is_whole);
        number.map(Self).ok_or_else(|| InvalidSeed(text.to_owned()))
    }
}

impl TryFrom<String> for Seed {
    type Error = InvalidSeed;

    fn try_from(text: String) -> Result<Self, InvalidSeed> {
        text.parse()
    }
}

impl From<Seed> for String {
    fn from(seed: Seed) -> Self {
        seed.to_string()
    }
}

/// Which task of a case.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct TaskKey {
    /// The step's id.
    pub step: String,
    /// The member of a joint review.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub member: Option<String>,
}

/// An officer in the post that a task waits for, with what may bar them from it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Colleague {
    /// Who.
    pub account: AccountId,
    /// Whether they are tied to the party.
    pub is_tied: bool,
    /// Whether they had a hand in the case where the task wants fresh eyes.
    pub has_hand: bool,
}

/// Those who stand in the draw: whom nothing bars.
pub fn candidates(colleagues: &[Colleague]) -> BTreeSet<AccountId> {
    let free = colleagues.iter().filter(|it| !it.is_tied && !it.has_hand);
    free.map(|it| it.account).collect()
}

/// The rule: of the candidates in the order of their ids the one whose place, counted from 0, is
/// the seed modulo their number. None where there is no candidate.
pub fn drawn(candidates: &BTreeSet<AccountId>, seed: Seed) -> Option<AccountId> {
    let count = u128::try_from(candidates.len()).ok().filter(|it| *it > 0)?;
    let place = usize::try_from(seed.0 % count).ok()?;
    candidates.iter().nth(place).copied()
}

/// A task for which somebody is wanted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Opening {
    /// The task.
    pub task: TaskKey,
    /// Those who stand in the draw.
    pub candidates: BTreeSet<AccountId>,
    /// By what is drawn, if nobody has the task who may keep it.
    pub seed: Seed,
}

/// What happens to the tasks of a case.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum DutyEvent {
    /// An officer was drawn for a task (分办).
    Assigned {
        /// The task.
        task: TaskKey,
        /// All who stood in the draw.
        candidates: BTreeSet<AccountId>,
        /// By what was drawn.
        seed: Seed,
        /// Who was drawn: see [`drawn`].
        officer: AccountId,
    },
    /// Who had it may not do it any more and nobody else may either: it is the office's.
    Freed {
        /// The task.
        task: TaskKey,
    },
    /// An officer took the task of another over (接办).
    TakenOver {
        /// The task.
        task: TaskKey,
        /// Who had it.
        from: AccountId,
        /// Why, in the officer's words.
        reason: Words,
    },
    /// An officer did a task while others of theirs were more urgent (越序).
    OutOfTurn {
        /// The task.
        task: TaskKey,
        /// How many of theirs were due earlier.
        ahead: u64,
    },
}

/// A task that is somebody's.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Assignment {
    /// The task.
    pub task: TaskKey,
    /// Whose it is.
    pub officer: AccountId,
    /// Since when.
    pub since: Timestamp,
}

/// Who does the tasks of one case, also of those that are done: whose task it was gets it again
/// when it comes back.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Duty {
    /// The tasks that are somebody's.
    pub tasks: Vec<Assignment>,
}

impl Duty {
    /// Whose a task is; none where it is the office's.
    pub fn officer_of(&self, task: &TaskKey) -> Option<AccountId> {
        self.tasks.iter().find(|it| it.task == *task).map(|it| it.officer)
    }

    /// Whether an officer may do a task: it is theirs or the office's.
    ///
    /// # Errors
    /// [`CaseRefusal::AnothersTask`].
    pub fn may_act(&self, task: &TaskKey, officer: AccountId) -> Result<(), CaseRefusal> {
        match self.officer_of(task) {
            Some(other) if other != officer => Err(CaseRefusal::AnothersTask),
            _ => Ok(()),
        }
    }

    /// Gives each task to whom it falls. Who has one keeps it as long as they may do it, so that
    /// nobody draws again by sending a case round.
    pub fn assign(&self, openings: &[Opening]) -> Vec<DutyEvent> {
        openings.iter().filter_map(|it| self.assigned(it)).collect()
    }

    fn assigned(&self, opening: &Opening) -> Option<DutyEvent> {
        let Opening { task, candidates, seed } = opening;
        let holder = self.officer_of(task);
        if holder.is_some_and(|it| candidates.contains(&it)) {
            return None;
        }
        let (task, candidates) = (task.clone(), candidates.clone());
        match drawn(&candidates, *seed) {
            Some(officer) => Some(DutyEvent::Assigned { task, candidates, seed: *seed, officer }),
            None => holder.map(|_| DutyEvent::Freed { task }),
        }
    }

    /// Takes over the task of another. Nothing happens where it is one's own or the office's.
    ///
    /// # Errors
    /// [`CaseRefusal`].
    pub fn take_over(
        &self,
        task: &TaskKey,
        reason: &str,
        by: AccountId,
    ) -> Result<Vec<DutyEvent>, CaseRefusal> {
        if reason.trim().is_empty() {
            return Err(CaseRefusal::NoTakeOverReason);
        }
        readable(reason)?;
        let other = self.officer_of(task).filter(|it| *it != by);
        let event = |from| {
            let (task, reason) = (task.clone(), reason.trim().into());
            DutyEvent::TakenOver { task, from, reason }
        };
        Ok(other.map(event).into_iter().collect())
    }

    fn give(&mut self, task: TaskKey, officer: AccountId, since: Timestamp) {
        self.tasks.retain(|it| it.task != task);
        self.tasks.push(Assignment { task, officer, since });
    }
}

impl Aggregate for Duty {
    type Event = DutyEvent;
    const KIND: &'static str = "duty";

    fn word(event: &DutyEvent) -> &'static str {
        match event {
            DutyEvent::Assigned { .. } => "duty.assigned",
            DutyEvent::Freed { .. } => "duty.freed",
            DutyEvent::TakenOver { .. } => "duty.taken_over",
            DutyEvent::OutOfTurn { .. } => "duty.out_of_turn",
        }
    }

    fn apply(&mut self, event: &Recorded<DutyEvent>) {
        match event.event.clone() {
            DutyEvent::Assigned { task, officer, .. } => self.give(task, officer, event.at),
            DutyEvent::Freed { task } => self.tasks.retain(|it| it.task != task),
            DutyEvent::TakenOver { task, .. } => {
                if let Some(officer) = event.by.account {
                    self.give(task, officer, event.at);
                }
            }
            DutyEvent::OutOfTurn { .. } => {}
        }
    }
}

/// That a task is the officer's who does it, or the office's. Asked in the moment of the deed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OwnTask {
    /// The case.
    pub case: CaseId,
    /// The task.
    pub task: TaskKey,
    /// Who does it.
    pub officer: AccountId,
}

impl Condition for OwnTask {
    type On = Duty;

    fn key(&self) -> String {
        self.case.to_string()
    }

    fn check(&self, duty: &Duty, _: &Given) -> Result<(), &'static str> {
        duty.may_act(&self.task, self.officer).map_err(|it| it.code())
    }
}
