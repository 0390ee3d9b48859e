//! What can go wrong with an application, for the port and for the pages.

use forms_domain::{ApplicationError, ApplicationRefusal};
use ledger::{CommandError, StoreError, VaultError};
use web::{Failure, Visitor};

/// Why something could not be done.
#[derive(Debug, Clone)]
pub(crate) enum Problem {
    /// There is no such thing, or it is not the actor's.
    Unknown,
    /// The service was withdrawn.
    Withdrawn,
    /// The rules refuse: a stable code, and the key of what to do.
    Refused(&'static str, &'static str),
    /// The domain refuses.
    Domain(ApplicationRefusal),
    /// The command id was used for something else.
    Reused,
    /// Somebody else changed it.
    Stale,
    /// The store failed.
    Store(StoreError),
    /// Sealing or opening failed.
    Vault(VaultError),
}

/// The service cannot be applied for online.
pub(crate) const NOT_ONLINE: Problem =
    Problem::Refused("application.not_online", "forms-refused-not-online");
/// The service is for persons, and the actor acts for a firm.
pub(crate) const FOR_PEOPLE: Problem =
    Problem::Refused("application.for_people", "forms-refused-for-people");
/// The service is for firms, and the actor acts for themselves.
pub(crate) const FOR_FIRMS: Problem =
    Problem::Refused("application.for_firms", "forms-refused-for-firms");
/// The actor may not act for this firm.
pub(crate) const NO_AGENT: Problem =
    Problem::Refused("application.no_agent", "forms-refused-no-agent");
/// Too many drafts are open.
pub(crate) const TOO_MANY: Problem =
    Problem::Refused("application.too_many_drafts", "forms-refused-too-many-drafts");

impl From<StoreError> for Problem {
    fn from(error: StoreError) -> Self {
        Self::Store(error)
    }
}

impl From<VaultError> for Problem {
    fn from(error: VaultError) -> Self {
        Self::Vault(error)
    }
}

impl From<CommandError<ApplicationRefusal>> for Problem {
    fn from(error: CommandError<ApplicationRefusal>) -> Self {
        match error {
            CommandError::Refused(ApplicationRefusal::Unknown) => Self::Unknown,
            CommandError::Refused(refusal) => Self::Domain(refusal),
            CommandError::Reused => Self::Reused,
            CommandError::Stale(_) => Self::Stale,
            CommandError::Taken(what) => Self::Store(StoreError::Taken(what)),
            CommandError::Store(error) => Self::Store(error),
        }
    }
}

impl From<Problem> for ApplicationError {
    fn from(problem: Problem) -> Self {
        let down = |what: &str| Self::Down(what.to_owned());
        match problem {
            Problem::Unknown | Problem::Withdrawn => Self::Unknown,
            Problem::Domain(refusal) => Self::Refused(refusal),
            Problem::Refused(code, _) => down(code),
            Problem::Reused => down("the command id was used for something else"),
            Problem::Stale => down("the application is being changed by somebody else"),
            Problem::Store(error) => Self::Down(error.to_string()),
            Problem::Vault(VaultError::Erased) => Self::Unknown,
            Problem::Vault(error) => Self::Down(error.to_string()),
        }
    }
}

impl Problem {
    /// What a page or the API answers.
    pub fn failure(self, visitor: &Visitor) -> Failure {
        match self {
            Problem::Unknown => Failure::NotFound,
            Problem::Withdrawn => Failure::Gone(None),
            Problem::Refused(code, key) => Failure::refused(code, visitor.t(key)),
            Problem::Domain(refusal) => {
                let key = match refusal {
                    ApplicationRefusal::Exists => "forms-refused-exists",
                    ApplicationRefusal::Unknown => "forms-refused-unknown",
                    ApplicationRefusal::Fixed => "forms-refused-fixed",
                    ApplicationRefusal::NotReturned => "forms-refused-not-returned",
                };
                Failure::refused(refusal.code(), visitor.t(key))
            }
            Problem::Reused => Failure::Conflict("command.reused"),
            Problem::Stale => Failure::Conflict("stale"),
            Problem::Store(error) => error.into(),
            Problem::Vault(error) => error.into(),
        }
    }
}
