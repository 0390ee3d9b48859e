//! Why something cannot be done with a case.

use kernel::LocalText;

/// A rule that refuses. The code is stable; the words are in the module's word files.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum CaseRefusal {
    /// The case was opened already.
    #[error("the case exists")]
    Exists,
    /// There is no such case.
    #[error("there is no such case")]
    Unknown,
    /// The stage does not allow it.
    #[error("the case stands at {0}")]
    WrongStage(&'static str),
    /// Nothing was ticked in a correction request.
    #[error("a correction request names what is missing")]
    NothingToCorrect,
    /// A second correction request without a reason.
    #[error("a second correction request needs a reason")]
    SecondCorrection,
    /// The list names something that the service does not ask for.
    #[error("the service does not ask for {0}")]
    NotAsked(String),
    /// Something returned has not been corrected.
    #[error("something returned has not been corrected")]
    StillMissing,
    /// No reason, or one that the service does not know.
    #[error("a coded reason is needed")]
    NoReason,
    /// No opinion was written.
    #[error("an opinion is needed")]
    NoOpinion,
    /// It is another's task.
    #[error("this waits for somebody else")]
    NotYourTask,
    /// It is the task of another officer, which is taken over first.
    #[error("this is the task of another officer")]
    AnothersTask,
    /// A task was to be taken over and nobody said why.
    #[error("taking a task over needs a reason")]
    NoTakeOverReason,
    /// They handled the case before and may not decide it.
    #[error("who handled a case does not decide it")]
    SamePerson,
    /// They have not opened the file since it last changed for them.
    #[error("the file was not opened since it changed")]
    NotOpened,
    /// Nobody who examines or decides has opened these materials.
    #[error("nobody has opened {} of the materials", .0.len())]
    MaterialsNotOpened(Vec<LocalText>),
    /// The joint review is against it.
    #[error("the joint review is against it")]
    ReviewAgainst,
    /// The service has no such special procedure.
    #[error("the service has no such special procedure")]
    NoSuchProcedure,
    /// The special procedure would take longer than the service allows.
    #[error("at most {0} days")]
    TooLong(u32),
    /// A reason, an opinion or a result is longer than anybody reads.
    #[error("a text is longer than {TEXT_LIMIT} characters")]
    TextTooLong,
    /// There is no decision that could be undone: it has left.
    #[error("the decision has left")]
    DecisionGone,
    /// An amendment would change nothing.
    #[error("nothing would be put right")]
    NothingToAmend,
    /// On that day things could be entered, or it is still to come.
    #[error("nothing was handed in on paper on that day")]
    PaperDay,
    /// Nothing was said about an application on paper.
    #[error("an application on paper needs a reason")]
    NoPaperReason,
    /// It is too early: the limit has not passed.
    #[error("the limit has not passed")]
    NotYet,
}

/// No reason, opinion or result is longer than this, in characters.
pub const TEXT_LIMIT: usize = 2_000;

/// Whether a text is one that somebody will read.
pub(crate) fn readable(text: &str) -> Result<(), CaseRefusal> {
    if text.chars().count() > TEXT_LIMIT { Err(CaseRefusal::TextTooLong) } else { Ok(()) }
}

impl CaseRefusal {
    /// Stable code.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Exists => "case.exists",
            Self::Unknown => "case.unknown",
            Self::WrongStage(_) => "case.wrong_stage",
            Self::NothingToCorrect => "case.nothing_to_correct",
            Self::SecondCorrection => "case.second_correction",
            Self::NotAsked(_) => "case.not_asked",
            Self::StillMissing => "case.still_missing",
            Self::NoReason => "case.no_reason",
            Self::NoOpinion => "case.no_opinion",
            Self::NotYourTask => "case.not_your_task",
            Self::AnothersTask => "case.anothers_task",
            Self::NoTakeOverReason => "case.no_take_over_reason",
            Self::SamePerson => "case.same_person",
            Self::NotOpened => "case.not_opened",
            Self::MaterialsNotOpened(_) => "case.materials_not_opened",
            Self::ReviewAgainst => "case.review_against",
            Self::NoSuchProcedure => "case.no_such_procedure",
            Self::TooLong(_) => "case.too_long",
            Self::TextTooLong => "case.text_too_long",
            Self::DecisionGone => "case.decision_gone",
            Self::NothingToAmend => "case.nothing_to_amend",
            Self::PaperDay => "case.paper_day",
            Self::NoPaperReason => "case.no_paper_reason",
            Self::NotYet => "case.not_yet",
        }
    }
}
