//! Applications in the making: the pure part.
//!
//! An **application** is the filing that opens a case. Its answers are saved at every step and
//! sealed under the applicant's key. It pins the revision of the service that it was started with.

mod application;
mod check;

pub use application::{Application, ApplicationEvent, ApplicationRefusal, Stage};
pub use check::{AnswerError, check_field, check_topic};

use accounts_domain::Party;
use catalogue_domain::{Facts, definition::Channel};
use kernel::{
    Actor,
    id::{ApplicationId, CommandId},
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
}

/// Questions and acts that later subjects need.
#[async_trait::async_trait]
pub trait Applications: Send + Sync {
    /// An application with its answers.
    async fn get(&self, id: ApplicationId) -> Result<Filed, ApplicationError>;

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
