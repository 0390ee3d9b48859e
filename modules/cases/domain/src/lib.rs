//! Handled applications from receipt to archive: the pure part.
//!
//! A **case** is one handled application. Its stage carries the facts of that stage; each act of
//! an officer is an event. Three **clocks** run: the notice clock (tell what is missing within
//! five working days, or the case is accepted by silence), the handling clock (statutory and
//! promised) and the delivery clock. A date always follows from its start, its limit, the
//! suspensions and the calendar, so that pages can explain it day by day.
//!
//! Invariants:
//! * One complete correction request; a second one needs a reason that supervisors see.
//! * Who decides has not handled the case before, in whatever role.
//! * No refusal without a coded reason; no grant against the outcome of a joint review.
//! * A decision waits a little before it leaves; until then who made it can undo it, and nobody
//!   outside is told. Its date is the day on which it was made.
//! * What has left is never changed: a decision that says something wrong is put right by an
//!   amendment of two people, which the applicant is told of.
//! * Nobody picks the officer of a case: who does a task is drawn by a recorded seed (`duty`).
//! * Nobody decides about a file that they have not opened since it last changed for them.
//! * A share of the decisions that have left, drawn by lot, is looked at by another approver.
//! * Silence acts by itself: acceptance by the applicant's favour, consent of a silent reviewer
//!   only where the process says so.
//!
//! [`rehearsal`] runs thousands of invented applications through these very commands before a
//! definition is published.

mod amend;
mod apply;
mod case;
mod clocks;
mod duty;
mod elevation;
mod event;
mod export;
mod intake;
mod opened;
mod pace;
mod pending;
mod refusal;
pub mod rehearsal;
mod review;
mod second_look;

pub use amend::Amendment;
pub use case::{Act, Case, Conclusion, Decision, Review, Stage, Task};
pub use clocks::{DELIVERY_DAYS, Due, NOTICE_DAYS};
pub use duty::{
    Assignment, Colleague, Duty, DutyEvent, InvalidSeed, Opening, OwnTask, Seed, TaskKey,
    candidates, drawn,
};
pub use elevation::{
    ELEVATION_LENGTH, Elevation, ElevationEvent, ElevationRefusal, Glass, REVIEW_LIMIT,
};
pub use event::{CaseEvent, CorrectionItem, Next, Opinion, Paper, Returned, Waiting};
pub use export::{
    CaseExport, CaseExportEvent, ExportRefusal, ExportedCases, FETCHED_WITHIN, ROWS_ALONE,
};
pub use intake::{Filing, OnPaper, Ruling, may_return};
pub use pace::{FEWEST, Pace, PaceLimits, Paced};
pub use pending::{Pending, held, told_outside, without_undone};
pub use refusal::{CaseRefusal, TEXT_LIMIT};
pub use second_look::{
    Draw, DrawnFrom, Finding, Ruled, SHARE_WHOLE, SecondLook, SecondLookEvent, SecondLookRefusal,
    drawn_for, is_drawn,
};

use jiff::civil::Date;
use kernel::{
    LocalText,
    id::{AccountId, CaseId, SubjectId},
};

/// What later subjects know of a case.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CaseSummary {
    /// Its id.
    pub id: CaseId,
    /// Its reference.
    pub reference: String,
    /// The service's id.
    pub service: String,
    /// The service's name.
    pub service_name: LocalText,
    /// The competent authority's id.
    pub authority: String,
    /// Whose matter it is.
    pub subject: SubjectId,
    /// The person who acts.
    pub account: AccountId,
    /// Whether it is concluded.
    pub is_concluded: bool,
    /// When it was submitted.
    pub submitted_on: Date,
}

/// The cases of a person or firm.
#[async_trait::async_trait]
pub trait CaseList: Send + Sync {
    /// Their ids, oldest first.
    async fn of_subject(&self, subject: SubjectId) -> Result<Vec<CaseId>, CasesDown>;
}

/// The case store failed.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("the case store failed: {0}")]
pub struct CasesDown(pub String);

/// Questions that later subjects ask.
#[async_trait::async_trait]
pub trait Cases: Send + Sync {
    /// The case of a reference, however it is typed.
    async fn find(&self, reference: &str) -> Result<Option<CaseSummary>, CasesDown>;

    /// Whether the query code on the receipt is this one.
    async fn code_fits(&self, case: CaseId, code: &str) -> Result<bool, CasesDown>;
}
