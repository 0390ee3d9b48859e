//! What can go wrong with an application, for the port and for the pages.

use accounts_domain::{NoPower, Powerless};
use forms_domain::{ApplicationError, ApplicationRefusal};
use kernel::IdentityLevel;
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
    /// More must be proved about who applies: this much.
    Identity(IdentityLevel),
    /// The domain refuses.
    Domain(ApplicationRefusal),
    /// The actor may not do this for the one for whom they act.
    Powerless(NoPower),
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
/// Too many drafts are open.
pub(crate) const TOO_MANY: Problem =
    Problem::Refused("application.too_many_drafts", "forms-refused-too-many-drafts");

/// The code of [`Problem::Identity`].
const IDENTITY: &str = "identity.too_low";

/// The key of what must be proved, and how.
pub(crate) const fn identity_word(needed: IdentityLevel) -> &'static str {
    match needed {
        IdentityLevel::L0 | IdentityLevel::L1 => "forms-identity-L1",
        IdentityLevel::L2 => "forms-identity-L2",
        IdentityLevel::L3 => "forms-identity-L3",
        IdentityLevel::L4 => "forms-identity-L4",
    }
}

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

impl From<Powerless> for Problem {
    fn from(error: Powerless) -> Self {
        match error {
            Powerless::NotTheirs => Self::Unknown,
            Powerless::Refused(why) => Self::Powerless(why),
            Powerless::Down(cause) => Self::Store(StoreError::Unavailable(cause.to_string())),
        }
    }
}

impl From<CommandError<ApplicationRefusal>> for Problem {
    fn from(error: CommandError<ApplicationRefusal>) -> Self {
        match error {
            CommandError::Refused(ApplicationRefusal::Unknown) => Self::Unknown,
            CommandError::Refused(refusal) => Self::Domain(refusal),
            CommandError::Reused => Self::Reused,
            CommandError::Withheld(code) => {
                NoPower::parse(code).map_or(Self::Unknown, Self::Powerless)
            }
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
            Problem::Identity(_) => down(IDENTITY),
            Problem::Powerless(why) => Self::Powerless(why),
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
                    ApplicationRefusal::TooLate => "forms-refused-too-late",
                };
                Failure::refused(refusal.code(), visitor.t(key))
            }
            Problem::Identity(needed) => {
                Failure::refused(IDENTITY, visitor.t(identity_word(needed)))
            }
            Problem::Powerless(why) => Failure::refused(why.code(), why.words().get(visitor.lang)),
            Problem::Reused => Failure::Conflict("command.reused"),
            Problem::Stale => Failure::Conflict("stale"),
            Problem::Store(error) => error.into(),
            Problem::Vault(error) => error.into(),
        }
    }
}
