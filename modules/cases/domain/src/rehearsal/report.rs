//! What a rehearsal found, as it is shown and sent.

use jiff::civil::Date;
use kernel::{Role, calendar::DayUnit};
use serde::{Deserialize, Serialize};

use super::Assumptions;

/// What came of a rehearsal.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Report {
    /// The service's id.
    pub service: String,
    /// What was taken for granted, within what is possible.
    pub assumptions: Assumptions,
    /// The first day.
    pub from: Date,
    /// The last day.
    pub to: Date,
    /// How the applications ended.
    pub outcomes: Outcomes,
    /// How long decisions took from acceptance.
    pub days: Days,
    /// How many were decided later than promised, or still wait beyond that day.
    pub promise_broken: u32,
    /// How many were decided later than the law allows, or still wait beyond that day.
    pub statute_broken: u32,
    /// The steps for which somebody had to wait.
    pub steps: Vec<StepLoad>,
    /// The offices, with their queues.
    pub posts: Vec<PostLoad>,
    /// Where nothing more could be done, with one way that led there.
    pub dead_ends: Vec<DeadEnd>,
    /// What to look at, gravest first.
    pub findings: Vec<Finding>,
}

impl Report {
    /// Whether something grave was found.
    pub fn has_errors(&self) -> bool {
        self.findings.iter().any(|it| it.code.gravity() == Gravity::Error)
    }
}

/// How the applications ended. The numbers add up to those that arrived.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Outcomes {
    /// Applied for.
    pub arrived: u32,
    /// The form took no answer, so that nothing could be handed in.
    pub not_filed: u32,
    /// Granted.
    pub granted: u32,
    /// Refused.
    pub refused: u32,
    /// Not accepted.
    pub not_accepted: u32,
    /// Withdrawn by the applicant.
    pub withdrawn: u32,
    /// Ended where nothing more can be done.
    pub dead: u32,
    /// Open when the rehearsal ended.
    pub open: u32,
}

/// How many days decisions took, in the unit of the promise; days of a special procedure among
/// them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Days {
    /// Which days are counted.
    pub unit: DayUnit,
    /// How many decisions.
    pub count: u32,
    /// Half of them took no longer.
    pub p50: u32,
    /// Nine of ten took no longer.
    pub p90: u32,
    /// The longest.
    pub most: u32,
    /// How many took so long: at most twelve bars, without gaps.
    pub bars: Vec<Bar>,
}

/// One bar of a drawing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Bar {
    /// From so many days.
    pub from: u32,
    /// To so many days, these among them.
    pub to: u32,
    /// How many decisions.
    pub count: u32,
}

/// How a step fared at one office.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct StepLoad {
    /// The step's id.
    pub step: String,
    /// The authority.
    pub unit: String,
    /// The role.
    pub role: Role,
    /// How often it was done.
    pub done: u32,
    /// How long it waited on average, in hundredths of a day.
    pub mean_wait: u32,
    /// The longest queue in the evening.
    pub longest_queue: u32,
    /// The day of it.
    pub longest_on: Option<Date>,
}

/// How an office fared: a role of an authority, over all its steps.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PostLoad {
    /// The authority.
    pub unit: String,
    /// The role.
    pub role: Role,
    /// How many officers it was taken to have.
    pub officers: u32,
    /// The work that came while applications came, in percent of what the officers could do.
    pub load_percent: u32,
    /// How many waited in the evening of each day, from the first.
    pub queue_by_day: Vec<u32>,
}

/// Where nothing more could be done with an open case.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DeadEnd {
    /// The step's id, or the stage.
    pub step: String,
    /// The code of the rule that refuses, or `leads_nowhere`.
    pub why: String,
    /// How many ended here.
    pub count: u32,
    /// The answers of the first of them: `situation.<id>` or `answers.<id>`, and what was said.
    pub path: Vec<(String, String)>,
}

/// One thing to look at.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Finding {
    /// What it is.
    pub code: Code,
    /// How grave it is.
    pub gravity: Gravity,
    /// Of which part of the definition it speaks, such as `materials.layout-plan`; empty for the
    /// whole.
    pub element: String,
    /// How many applications it met; 0 where it met none.
    pub count: u32,
}

/// How grave a finding is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Gravity {
    /// Somebody would be harmed by it.
    Error,
    /// Somebody would be annoyed by it.
    Warning,
    /// It may be as it should.
    Note,
}

/// What a finding is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Code {
    /// A limit is longer than ten years, so nothing was rehearsed.
    LimitTooLong,
    /// A case is open and nothing can be done with it.
    DeadEnd,
    /// No answer is taken by a question of the form.
    CannotFillIn,
    /// There were decisions, and none was a grant.
    NeverGranted,
    /// Decided later than the law allows.
    StatuteBroken,
    /// Open when the rehearsal ended.
    StaysOpen,
    /// Decided later than promised.
    PromiseBroken,
    /// More work came than the officers can do.
    TooFewOfficers,
    /// Accepted because nobody said in time what was missing.
    AcceptedBySilence,
    /// A member of a joint review consented by silence.
    ConsentedBySilence,
    /// A situation or a question that nobody was asked.
    NeverAsked,
    /// A material that nobody needed.
    NeverNeeded,
    /// A step that no case came to.
    NeverEntered,
    /// Answers to the situations that need no material at all.
    NoMaterials,
    /// A reason for refusal that was never used.
    NeverUsed,
}

impl Code {
    /// Its word in files and addresses.
    pub const fn word(self) -> &'static str {
        match self {
            Self::LimitTooLong => "limit_too_long",
            Self::DeadEnd => "dead_end",
            Self::CannotFillIn => "cannot_fill_in",
            Self::NeverGranted => "never_granted",
            Self::StatuteBroken => "statute_broken",
            Self::StaysOpen => "stays_open",
            Self::PromiseBroken => "promise_broken",
            Self::TooFewOfficers => "too_few_officers",
            Self::AcceptedBySilence => "accepted_by_silence",
            Self::ConsentedBySilence => "consented_by_silence",
            Self::NeverAsked => "never_asked",
            Self::NeverNeeded => "never_needed",
            Self::NeverEntered => "never_entered",
            Self::NoMaterials => "no_materials",
            Self::NeverUsed => "never_used",
        }
    }

    /// How grave it is.
    pub const fn gravity(self) -> Gravity {
        match self {
            Self::LimitTooLong
            | Self::DeadEnd
            | Self::CannotFillIn
            | Self::NeverGranted
            | Self::StatuteBroken
            | Self::StaysOpen => Gravity::Error,
            Self::NeverUsed => Gravity::Note,
            _ => Gravity::Warning,
        }
    }
}
