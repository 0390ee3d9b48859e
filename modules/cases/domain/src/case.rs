//! A case and its stages.

use std::collections::{BTreeMap, BTreeSet};

use accounts_domain::Party;
use catalogue_domain::definition::Channel;
use jiff::{Timestamp, civil::Date};
use kernel::{Actor, LocalText, Sealed, Words, calendar::Period, id::LicenceId};
use serde::{Deserialize, Serialize};

use crate::{
    CorrectionItem, Due, Opinion, Pending, TaskKey,
    event::{Next, Waiting},
};

/// Where a case stands, with the facts of that stage.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(tag = "stage", rename_all = "snake_case")]
pub enum Stage {
    /// Not opened.
    #[default]
    None,
    /// Handed in, waits for acceptance.
    Submitted {
        /// Who has to accept it.
        next: Next,
    },
    /// Returned to the applicant.
    Returned {
        /// What is missing or wrong.
        items: Vec<CorrectionItem>,
    },
    /// Being examined: this step waits.
    InReview {
        /// The step, and for whom it waits.
        next: Next,
    },
    /// The clock stands still.
    Paused {
        /// The step that waits meanwhile.
        next: Next,
        /// The special procedure's id.
        procedure: String,
        /// The first day that does not count.
        from: Date,
        /// When it is expected to end.
        expected: Date,
    },
    /// Granted; the result is being made.
    Approved,
    /// Over.
    Concluded {
        /// How it ended.
        how: Conclusion,
    },
}

/// How a case ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Conclusion {
    /// The result was made.
    Issued,
    /// Refused.
    Refused,
    /// Not accepted.
    NotAccepted,
    /// Withdrawn by the applicant.
    Withdrawn,
}

/// What somebody did on the case; who did one of these does not decide.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Act {
    /// The event's word.
    pub word: String,
    /// Who.
    pub by: Actor,
    /// When.
    pub at: Timestamp,
}

/// An opinion with who gave it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Review {
    /// The step.
    pub step: String,
    /// The member of a joint review.
    pub member: Option<String>,
    /// The opinion.
    pub opinion: Opinion,
    /// Whether silence stands for it.
    pub silent: bool,
    /// Who gave it.
    pub by: Actor,
    /// When.
    pub at: Timestamp,
}

/// The decision.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Decision {
    /// Whether it is granted.
    pub granted: bool,
    /// Code of the reason of a refusal.
    pub code: Option<String>,
    /// The reason in words.
    pub text: Words,
    /// When.
    pub on: Timestamp,
}

/// Work that waits.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Task {
    /// The step's id.
    pub step: String,
    /// For whom, and until when.
    pub wait: Waiting,
}

impl Task {
    /// Which task of the case it is.
    pub fn key(&self) -> TaskKey {
        TaskKey { step: self.step.clone(), member: self.wait.member.clone() }
    }
}

/// A handled application.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Case {
    /// Where it stands.
    pub stage: Stage,
    /// Short reference.
    pub reference: String,
    /// Case number.
    pub number: String,
    /// Fingerprint of the query code.
    pub code: String,
    /// Sealed query code.
    pub sealed_code: Option<Sealed>,
    /// The service's id.
    pub service: String,
    /// The revision it is pinned to.
    pub revision: u32,
    /// The service's name.
    pub name: LocalText,
    /// The competent authority.
    pub authority: String,
    /// Whose matter it is and who acts.
    pub party: Option<Party>,
    /// Through which channel it came.
    pub channel: Option<Channel>,
    /// When it was handed in.
    pub submitted_at: Option<Timestamp>,
    /// The notice clock, while it runs.
    pub notice: Option<Due>,
    /// The statutory handling clock.
    pub statutory: Option<Due>,
    /// The promised handling clock.
    pub promised: Option<Due>,
    /// The delivery clock.
    pub delivery: Option<Due>,
    /// Days that do not count.
    pub suspensions: Vec<Period>,
    /// How many correction requests there were.
    pub corrections: u32,
    /// Requirements that may follow later.
    pub to_follow: BTreeSet<String>,
    /// The opinions.
    pub reviews: Vec<Review>,
    /// The decision, once it has left.
    pub decision: Option<Decision>,
    /// A decision that has not left yet.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub pending: Option<Pending>,
    /// The result.
    pub licence: Option<LicenceId>,
    /// The result's number.
    pub licence_number: Option<String>,
    /// When the result reached the person.
    pub delivered_at: Option<Timestamp>,
    /// Who did what.
    pub acts: Vec<Act>,
}

impl Case {
    /// The status word of the shared vocabulary, the same on every page and interface.
    pub fn status(&self) -> &'static str {
        match &self.stage {
            Stage::None => "draft",
            Stage::InReview { next } if next.waits.iter().any(|it| it.member.is_some()) => {
                "consulting"
            }
            _ => self.stage_word(),
        }
    }

    /// The stage's word in tables.
    pub const fn stage_word(&self) -> &'static str {
        match self.stage {
            Stage::None => "none",
            Stage::Submitted { .. } => "submitted",
            Stage::Returned { .. } => "returned",
            Stage::InReview { .. } => "in_review",
            Stage::Paused { .. } => "paused",
            Stage::Approved => "approved",
            Stage::Concluded { how: Conclusion::Issued } => "issued",
            Stage::Concluded { how: Conclusion::Refused } => "refused",
            Stage::Concluded { how: Conclusion::NotAccepted } => "not_accepted",
            Stage::Concluded { how: Conclusion::Withdrawn } => "withdrawn",
        }
    }

    /// Whether it is over.
    pub const fn is_concluded(&self) -> bool {
        matches!(self.stage, Stage::Concluded { .. })
    }

    /// The suspensions, with an open one up to and including `today`, so that pages can always
    /// show a date.
    pub fn suspensions_on(&self, today: Date) -> Vec<Period> {
        let mut all = self.suspensions.clone();
        if let Stage::Paused { from, .. } = self.stage {
            let until = today.tomorrow().unwrap_or(today);
            all.push(Period { from, until: until.max(from) });
        }
        all
    }

    /// The work that waits now.
    pub fn tasks(&self) -> Vec<Task> {
        if self.pending.is_some() {
            return Vec::new();
        }
        let (Stage::Submitted { next } | Stage::InReview { next }) = &self.stage else {
            return Vec::new();
        };
        let task = |wait: &Waiting| Task { step: next.step.clone(), wait: wait.clone() };
        next.waits.iter().map(task).collect()
    }

    /// The step that stands next, if the case is with the authority.
    pub fn step(&self) -> Option<&str> {
        match &self.stage {
            Stage::Submitted { next } | Stage::InReview { next } | Stage::Paused { next, .. } => {
                Some(&next.step)
            }
            _ => None,
        }
    }

    /// Whether an officer of this authority and role may act on the case now.
    pub fn task_of(&self, actor: &Actor) -> Option<Task> {
        self.tasks().into_iter().find(|task| {
            task.wait.role == actor.role
                && Some(task.wait.unit.as_str()) == actor.authority.as_deref()
        })
    }

    /// The opinion of a member of a joint review.
    pub fn opinion_of(&self, step: &str, member: &str) -> Option<&Review> {
        self.reviews.iter().find(|it| it.step == step && it.member.as_deref() == Some(member))
    }

    /// The opinions by step.
    pub fn opinions(&self) -> BTreeMap<&str, Vec<&Review>> {
        let mut map: BTreeMap<&str, Vec<&Review>> = BTreeMap::new();
        for review in &self.reviews {
            map.entry(&review.step).or_default().push(review);
        }
        map
    }

    /// Whether this human being handled the case before, in whatever role.
    pub fn was_handled_by(&self, actor: &Actor) -> bool {
        self.acts.iter().any(|act| act.by.is_same_person(actor))
    }
}
