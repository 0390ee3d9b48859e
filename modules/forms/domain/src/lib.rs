//! Applications in the making: the pure part.
//!
//! An **application** is the filing that opens a case. Its answers are saved at every step and
//! sealed under the applicant's key. It pins the revision of the service that it was started with.

mod application;
mod check;
mod screens;

pub use application::{Application, ApplicationEvent, ApplicationRefusal, Changes, Stage};
pub use check::{AnswerError, check_all, check_field, check_situations, check_topic, tidy};
pub use screens::{Stop, next_stop, shown_fields, shown_situations};

use accounts_domain::{Party, Power};
use catalogue_domain::{Facts, definition::Channel};
use jiff::{Timestamp, civil::Date};
use kernel::{
    Actor,
    id::{AccountId, ApplicationId, CommandId, SubjectId},
};

/// An application with its answers in clear.
#[derive(Debug, Clone)]
pub struct Filed {
    /// The application.
    pub application: Application,
    /// Its answers.
    pub facts: Facts,
}

/// Why the application could not be read or changed.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ApplicationError {
    /// There is no such application.
    #[error("there is no such application")]
    Unknown,
    /// The rules refuse.
    #[error(transparent)]
    Refused(#[from] ApplicationRefusal),
    /// The actor may not do this for the one for whom they act.
    #[error(transparent)]
    Powerless(accounts_domain::NoPower),
    /// The store failed.
    #[error("the application store failed: {0}")]
    Down(String),
}

/// What begins an application.
#[derive(Debug, Clone)]
pub struct StartOrder {
    /// The service's id.
    pub service: String,
    /// Whose matter it is and who acts.
    pub party: Party,
    /// Through which channel.
    pub channel: Channel,
    /// What is known already: situation answers and prefilled fields.
    pub facts: Facts,
    /// In which right it is begun.
    pub power: Power,
}

/// Questions and acts that later subjects need.
#[async_trait::async_trait]
pub trait Applications: Send + Sync {
    /// An application with its answers.
    async fn get(&self, id: ApplicationId) -> Result<Filed, ApplicationError>;

    /// When it was thrown away; none where it was not. [`Applications::get`] does not know what was.
    async fn discarded_at(&self, id: ApplicationId) -> Result<Option<Timestamp>, ApplicationError>;

    /// Starts an application on the service's current revision; fields that a register knows are
    /// prefilled. The same command id gives the same application.
    async fn start(
        &self,
        key: CommandId,
        order: StartOrder,
        by: &Actor,
    ) -> Result<ApplicationId, ApplicationError>;

    /// Saves answers: those of `facts` are merged over the stored ones.
    async fn save(
        &self,
        key: CommandId,
        id: ApplicationId,
        topic: &str,
        facts: Facts,
        by: &Actor,
    ) -> Result<(), ApplicationError>;

    /// Notes that its case was opened; from then on answers are fixed.
    async fn submitted(&self, id: ApplicationId, by: &Actor) -> Result<(), ApplicationError>;

    /// Opens the named fields again for correction, and nothing else.
    async fn reopen(
        &self,
        key: CommandId,
        id: ApplicationId,
        fields: Vec<String>,
        by: &Actor,
    ) -> Result<(), ApplicationError>;
}

/// The applications of a person or firm, in whatever stage.
#[async_trait::async_trait]
pub trait ApplicationList: Send + Sync {
    /// Their ids, oldest first.
    async fn of_subject(&self, subject: SubjectId) -> Result<Vec<ApplicationId>, ApplicationError>;
}

/// A draft, without its answers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DraftSummary {
    /// The application.
    pub id: ApplicationId,
    /// Whose matter it is.
    pub subject: SubjectId,
    /// The service's id.
    pub service: String,
    /// The revision it is pinned to.
    pub revision: u32,
    /// When it was begun.
    pub started_at: Timestamp,
    /// When answers were last saved.
    pub saved_at: Timestamp,
    /// Until when it is kept, inclusive.
    pub kept_until: Date,
}

/// The drafts of a person, for their own list of matters.
#[async_trait::async_trait]
pub trait Drafts: Send + Sync {
    /// What the account has begun and not handed in, newest first, at most a hundred.
    async fn of_account(&self, account: AccountId) -> Result<Vec<DraftSummary>, ApplicationError>;
}
