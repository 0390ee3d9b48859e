//! What happens to a case.

use std::collections::BTreeSet;

use accounts_domain::Party;
use catalogue_domain::definition::Channel;
use jiff::{Timestamp, civil::Date};
use kernel::{Actor, LocalText, Role, Sealed, Words, id::LicenceId};
use serde::{Deserialize, Serialize};

use crate::Due;

/// One thing that is missing or wrong.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CorrectionItem {
    /// What: an answer or a material.
    pub what: Returned,
    /// Why, in the officer's words.
    pub reason: Words,
}

/// What is returned for correction.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(tag = "kind", content = "id", rename_all = "snake_case")]
pub enum Returned {
    /// The answer to a question of the form.
    Field(String),
    /// A required material.
    Material(String),
}

/// An application that was handed in on paper, on a day on which nothing could be entered.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Paper {
    /// The day on which the window received it: from it on the clocks run.
    pub on: Date,
    /// What the clerk says about it.
    pub reason: Words,
}

/// A reviewer's or examiner's opinion.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Opinion {
    /// Whether it is in favour.
    pub in_favour: bool,
    /// Why, in the officer's words.
    pub text: Words,
}

/// Somebody for whom a step waits.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Waiting {
    /// The member of a joint review.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub member: Option<String>,
    /// The authority.
    pub unit: String,
    /// The role.
    pub role: Role,
    /// When it must be done.
    pub due: Due,
    /// Whether silence after that counts as consent.
    #[serde(default)]
    pub may_be_silent: bool,
}

/// The step that waits next, and for whom.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Next {
    /// Its id.
    pub step: String,
    /// For whom it waits; never empty.
    pub waits: Vec<Waiting>,
}

/// What happened.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum CaseEvent {
    /// The application was handed in and the case opened (收件).
    Submitted {
        /// Short reference for people.
        reference: String,
        /// 45-digit case number.
        number: String,
        /// Fingerprint of the query code.
        code: String,
        /// Sealed: the query code, for printing the receipt again.
        sealed_code: Sealed,
        /// The service's id.
        service: String,
        /// The revision it is pinned to.
        revision: u32,
        /// The service's name in that revision.
        name: LocalText,
        /// The competent authority.
        authority: String,
        /// Whose matter it is and who acts.
        party: Party,
        /// Through which channel.
        channel: Channel,
        /// The notice clock.
        notice: Due,
        /// That it was handed in on paper before it could be entered.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        paper: Option<Paper>,
        /// Who has to accept it.
        next: Next,
    },
    /// One complete list of what is missing or wrong (一次性告知).
    Returned {
        /// The list.
        items: Vec<CorrectionItem>,
        /// Why there is a second list, where there is one.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        second_reason: Option<Words>,
    },
    /// The corrections were handed in.
    Corrected {
        /// The notice clock, which runs anew.
        notice: Due,
        /// Who has to accept it.
        next: Next,
    },
    /// Accepted (受理), or accepted by silence.
    Accepted {
        /// The date of acceptance: by silence, the day of receipt.
        on: Date,
        /// Whether silence did it.
        #[serde(default)]
        deemed: bool,
        /// Requirements that may follow later (容缺).
        #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
        to_follow: BTreeSet<String>,
        /// The statutory handling clock.
        statutory: Due,
        /// The promised handling clock.
        promised: Due,
        /// The first step that waits.
        next: Option<Next>,
    },
    /// Not accepted (不予受理), with a coded reason.
    NotAccepted {
        /// Code of the reason.
        code: String,
        /// The reason in words.
        text: Words,
        /// The authority that is competent instead.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        competent: Option<String>,
    },
    /// An examiner or reviewer gave an opinion, or silence did.
    Reviewed {
        /// The step.
        step: String,
        /// The member of a joint review.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        member: Option<String>,
        /// The opinion.
        opinion: Opinion,
        /// Whether silence stands for it.
        #[serde(default)]
        silent: bool,
        /// The step that waits next, where this ends the step.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        next: Option<Next>,
    },
    /// The clock was stopped for a special procedure (特别程序).
    Suspended {
        /// The special procedure's id.
        procedure: String,
        /// Why, in the officer's words.
        reason: Words,
        /// The first day that does not count.
        from: Date,
        /// The day on which it is expected to end.
        expected: Date,
    },
    /// The clock runs again.
    Resumed {
        /// The first day that counts again.
        on: Date,
        /// What came of the special procedure.
        result: Words,
        /// The statutory clock.
        statutory: Due,
        /// The promised clock.
        promised: Due,
        /// The step that waits, with its new dates.
        next: Next,
    },
    /// Decided by a second person (决定).
    Decided {
        /// Whether it is granted.
        granted: bool,
        /// Code of the reason of a refusal.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        code: Option<String>,
        /// The reason in words.
        text: Words,
        /// The delivery clock.
        delivery: Due,
        /// When its notice leaves; until then it can be undone. None: at once, as before decisions
        /// waited.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        leaves_at: Option<Timestamp>,
    },
    /// The decision left the house: the applicant is told, the result is made (决定送出).
    DecisionSent {
        /// Whether it is granted.
        granted: bool,
    },
    /// Who made the decision undid it before it left (撤回未送出的决定).
    DecisionUndone,
    /// What a decision says that has left was put right (更正). The decision stays in the history.
    DecisionAmended {
        /// Code of the reason of a refusal.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        code: Option<String>,
        /// The reason in words.
        text: Words,
        /// Why it was put right.
        reason: Words,
        /// Who approved it.
        approver: Actor,
    },
    /// The result was made (办结).
    Issued {
        /// The licence or other result document.
        licence: LicenceId,
        /// Its number.
        number: String,
        /// Its identifier.
        identifier: String,
    },
    /// The result reached the person (送达).
    Delivered {
        /// Through which channel.
        channel: Channel,
    },
    /// Withdrawn by the applicant (撤回).
    Withdrawn {
        /// Why, if they said so.
        reason: Words,
    },
    /// Dates were computed again because the calendar changed.
    Recomputed {
        /// The reason of the change.
        reason: String,
        /// The notice clock, if it runs.
        notice: Option<Due>,
        /// The statutory clock, if it runs.
        statutory: Option<Due>,
        /// The promised clock, if it runs.
        promised: Option<Due>,
        /// The delivery clock, if it runs.
        delivery: Option<Due>,
    },
}
