//! What can be done with people's own data. Pages and API call the same functions.

mod closing;
mod corrections;
mod exports;
mod holds;
mod inquiries;
mod own;
mod purge_act;
mod reads;
mod retention;

use std::sync::Arc;

use accounts_domain::{Act, People, Powerless, Powers, Register};
use approvals_domain::Approvals;
use authz::{Policy, Relation};
use cases_domain::Cases;
use files::Files;
use jiff::civil::Date;
use kernel::{
    Actor, Sealed,
    id::{AccountId, SubjectId},
};
use ledger::{CommandError, Ledger, StoreError, VaultError};
use module::Holding;
use notify::Messages;
use organisations_domain::Directory;
use privacy_domain::PrivacyRefusal;
use serde::de::DeserializeOwned;
use web::{Doubt, Failure, Sessions};

pub use closing::{CLOSING, ClosingView};
pub use corrections::{CorrectionView, OpenCorrection, Wish, fact};
pub use exports::ExportView;
pub use holds::{HoldView, LIFTING};
pub use inquiries::{InquiryView, OpenInquiry, TEXT_LIMIT};
pub use own::{HeldKind, HeldLine};
pub use purge_act::PurgeAct;
pub use reads::{Period, Place, ReadLine};
pub use retention::{DueView, PURGE_KIND, PurgeView, TermView, months};

/// What the service is made of.
pub struct Parts {
    /// The one way to write.
    pub ledger: Ledger,
    /// The store of copies.
    pub files: Files,
    /// Who may do what.
    pub policy: Arc<Policy>,
    /// The names of authorities.
    pub directory: Arc<dyn Directory>,
    /// The register of people.
    pub people: Arc<dyn People>,
    /// Who may act for whom.
    pub powers: Arc<dyn Powers>,
    /// Changes in the register of people.
    pub register: Arc<dyn Register>,
    /// Cases, by reference.
    pub cases: Arc<dyn Cases>,
    /// What every subject holds.
    pub holdings: Vec<Arc<dyn Holding>>,
    /// The box of messages.
    pub messages: Messages,
    /// Who asks a second person.
    pub approvals: Arc<dyn Approvals>,
    /// The sessions, which end when an account is closed.
    pub sessions: Sessions,
}

/// The service. Cheap to clone.
#[derive(Clone)]
pub struct Privacy {
    inner: Arc<Parts>,
}

impl std::ops::Deref for Privacy {
    type Target = Parts;

    fn deref(&self) -> &Parts {
        &self.inner
    }
}

/// Why something cannot be done.
#[derive(Debug)]
pub enum Problem {
    /// The rules refuse.
    Refused(PrivacyRefusal),
    /// There is no way back, and what has to be typed or the reason is missing.
    Doubt(Doubt),
    /// Something failed.
    Failure(Failure),
}

macro_rules! failures {
    ($($error:ty),*) => {$(
        impl From<$error> for Problem {
            fn from(error: $error) -> Self {
                Self::Failure(error.into())
            }
        }
    )*};
}
failures!(Failure, StoreError, VaultError, authz::Denied);

/// What a command that was not carried out comes to.
pub fn refused(error: CommandError<PrivacyRefusal>) -> Problem {
    match error {
        CommandError::Refused(refusal) => Problem::Refused(refusal),
        other => Problem::Failure(Failure::from_command(other, Failure::internal)),
    }
}

/// Whose data an actor asks about: their own, or that of the firm they act for.
#[derive(Debug, Clone, Copy)]
pub struct Whose {
    /// The person or firm.
    pub subject: SubjectId,
    /// Who asks.
    pub account: AccountId,
}

impl Whose {
    /// Whether somebody asks about themselves.
    pub fn is_self(self) -> bool {
        self.account.subject() == self.subject
    }
}

impl Privacy {
    /// The service on these parts.
    pub fn new(parts: Parts) -> Self {
        Self { inner: Arc::new(parts) }
    }

    /// Whose data the actor may ask about under this action. It is all at once, so for a firm it is
    /// for those who may do everything for it now, and for a person for nobody but themselves.
    ///
    /// # Errors
    /// [`Failure`].
    pub async fn whose(&self, actor: &Actor, action: &str) -> Result<Whose, Failure> {
        let whose = self.chosen(actor, action)?;
        if whose.is_self() {
            return Ok(whose);
        }
        match self.powers.power(actor, whose.subject, Act::Apply, None).await {
            Ok(power) if !power.is_help() => Ok(whose),
            Ok(_) | Err(Powerless::Refused(_) | Powerless::NotTheirs) => Err(Failure::Forbidden),
            Err(Powerless::Down(error)) => Err(Failure::internal(error)),
        }
    }

    /// For whom the session acts; what that allows is not asked here.
    fn chosen(&self, actor: &Actor, action: &str) -> Result<Whose, Failure> {
        let account = actor.account.ok_or(Failure::SignIn)?;
        self.policy.require(actor, action, &[Relation::Own])?;
        Ok(Whose { subject: actor.acting_for.unwrap_or_else(|| account.subject()), account })
    }

    /// Today, where the law applies.
    pub fn today(&self) -> Date {
        self.ledger.clock().today()
    }

    /// What was sealed; none where it was erased.
    async fn opened<T: DeserializeOwned>(&self, sealed: &Sealed) -> Result<Option<T>, Failure> {
        match self.ledger.vault().open(sealed).await {
            Ok(value) => Ok(Some(value)),
            Err(VaultError::Erased) => Ok(None),
            Err(error) => Err(error.into()),
        }
    }

    /// A stable fingerprint of words, which stands for them as the content of a command: a plain
    /// digest of a short text could be guessed.
    fn print(&self, text: &str) -> String {
        self.ledger.vault().blind("privacy.command", text)
    }
}
