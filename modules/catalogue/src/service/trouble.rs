//! Why the catalogue does not do something, without language.

use approvals_domain::ActError;
use authz::Denied;
use catalogue_domain::{EntryRefusal, Refusal};
use ledger::{CommandError, StoreError};
use web::{Failure, Visitor};

use crate::report::ReportRefusal;

/// Why something was not done.
#[derive(Debug)]
pub(crate) enum Trouble {
    /// The role may not.
    Denied(Denied),
    /// A service's rules refuse.
    Service(Refusal),
    /// The list's rules refuse.
    Entry(EntryRefusal),
    /// A report's rules refuse.
    Report(ReportRefusal),
    /// The command id was used for something else, or somebody was first.
    Conflict(&'static str),
    /// The store failed.
    Store(StoreError),
}

impl From<Trouble> for ActError {
    /// What the second person's approval runs into: a rule by its code, anything else as a fault.
    fn from(trouble: Trouble) -> Self {
        match trouble {
            Trouble::Service(refusal) => Self::Refused(refusal.code().to_owned()),
            Trouble::Entry(refusal) => Self::Refused(refusal.code().to_owned()),
            Trouble::Conflict(code) => Self::Refused(code.to_owned()),
            other => Self::Down(format!("{other:?}")),
        }
    }
}

impl Trouble {
    /// The failure in the visitor's language. The words of a refusal have its code as their key.
    pub fn failure(self, visitor: &Visitor) -> Failure {
        let refused = |code: &'static str| {
            let key = format!("catalogue-refusal-{}", code.replace(['.', '_'], "-"));
            Failure::refused(code, visitor.t(&key))
        };
        match self {
            Trouble::Denied(denied) => denied.into(),
            Trouble::Service(refusal) => refused(refusal.code()),
            Trouble::Entry(refusal) => refused(refusal.code()),
            Trouble::Report(refusal) => refused(refusal.code()),
            Trouble::Conflict(code) => Failure::Conflict(code),
            Trouble::Store(error) => error.into(),
        }
    }
}

impl From<Denied> for Trouble {
    fn from(denied: Denied) -> Self {
        Trouble::Denied(denied)
    }
}

impl From<StoreError> for Trouble {
    fn from(error: StoreError) -> Self {
        Trouble::Store(error)
    }
}

impl From<Refusal> for Trouble {
    fn from(refusal: Refusal) -> Self {
        Trouble::Service(refusal)
    }
}

impl From<EntryRefusal> for Trouble {
    fn from(refusal: EntryRefusal) -> Self {
        Trouble::Entry(refusal)
    }
}

impl From<ReportRefusal> for Trouble {
    fn from(refusal: ReportRefusal) -> Self {
        Trouble::Report(refusal)
    }
}

impl<R: Into<Trouble>> From<CommandError<R>> for Trouble {
    fn from(error: CommandError<R>) -> Self {
        match error {
            CommandError::Refused(refusal) => refusal.into(),
            CommandError::Reused => Trouble::Conflict("command.reused"),
            CommandError::Withheld(code) => Trouble::Conflict(code),
            CommandError::Stale(_) => Trouble::Conflict("stale"),
            CommandError::Taken(_) => Trouble::Conflict("taken"),
            CommandError::Store(error) => Trouble::Store(error),
        }
    }
}
