//! What people may ask about their data, and how long it is kept: the pure part.
//!
//! An **inquiry** questions one read of somebody's data; a supervisor answers. An **export** is a
//! copy of everything that is held about somebody. A **correction** asks for other facts. A
//! **closure** ends an account: what no law obliges to keep goes at once, the rest when its term
//! is over. The **schedule** says how long each kind of record is kept; a **hold** stops the term
//! of a person's records; a **purge** is a list of what is due, which two people approve.
//!
//! Invariants:
//! * One read is questioned once, and nobody answers about their own read.
//! * Nothing is purged but what the schedule says, and nothing of whom a hold protects.
//! * Words that people write are sealed; events hold ids, dates and codes.

mod closure;
mod correction;
mod export;
mod hold;
mod inquiry;
mod purge;
mod schedule;

pub use closure::{Closure, ClosureEvent, KeptKind};
pub use correction::{Correction, CorrectionEvent, CorrectionVerdict, FACTS};
pub use export::{Copy, Export, ExportEvent, LINK_DAYS};
pub use hold::{Hold, HoldEvent};
pub use inquiry::{Answer, Inquiry, InquiryEvent, Question};
pub use purge::{Purge, PurgeEvent, PurgeItem};
pub use schedule::{Schedule, ScheduleEvent, Start, Term};

/// Why something cannot be done.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum PrivacyRefusal {
    /// It was asked already.
    #[error("it was asked already")]
    Exists,
    /// There is no such thing.
    #[error("there is no such thing")]
    Unknown,
    /// It was answered or decided already.
    #[error("it was decided already")]
    Decided,
    /// Nobody answers about their own read.
    #[error("nobody answers about their own read")]
    OwnRead,
    /// The copy is not ready, or its link is over.
    #[error("the copy is not there")]
    NotThere,
    /// The end of the hold has passed, or it was lifted.
    #[error("the hold is over")]
    Over,
}

impl PrivacyRefusal {
    /// Stable code.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Exists => "privacy.exists",
            Self::Unknown => "privacy.unknown",
            Self::Decided => "privacy.decided",
            Self::OwnRead => "privacy.own_read",
            Self::NotThere => "privacy.not_there",
            Self::Over => "privacy.over",
        }
    }
}
