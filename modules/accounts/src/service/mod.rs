//! The register of people, firms and staff.

mod access;
mod act_for;
mod activation;
mod admit;
mod budget;
mod change;
mod code;
mod code_mail;
mod colleagues;
mod contact;
mod counter;
mod demo;
mod device;
mod flow;
pub mod helping;
mod interests;
mod last_factor;
mod level;
mod look;
mod mandates;
mod members;
mod notice;
mod notice_text;
mod opening;
mod own_data;
mod passkey;
mod power;
mod prints;
mod provider;
mod recovery;
mod recovery_mail;
mod register;
mod secret;
mod security;
mod sign_in;
mod staffing;
mod standing;
mod sweep;
pub mod telling;
pub mod training;

pub use access::{AccessView, Deed as AccessDeed, Stated};
pub use act_for::{FirmChoice, ForWhom, PersonChoice};
pub use activation::NewCode;
pub use admit::{Admission, Begun, Proven, SignedIn};
pub use contact::ContactError;
pub use counter::Card;
pub use demo::{DEMO_PASSWORD, LoadDemo};
pub use device::{COOKIE as DEVICE_COOKIE, KEPT as DEVICE_KEPT};
pub use flow::{Beginning, Flow, Kind};
pub use helping::DeedView;
pub use interests::{InterestsErrors, typed_interests};
pub use last_factor::{GIVING_UP, Going, Stays};
pub use mandates::{BOUNDS, ExpireMandates, MandateView, Proposal, Side};
pub use members::{MemberAct, MemberView, Membership, Roll};
pub use notice::{CONSUMERS, Notices};
pub use opening::{NewStaff, check_new};
pub use passkey::{PasskeyView, Purpose};
pub use prints::{AccountPrints, InterestPrints};
pub use provider::{Arrival, Errand, ProviderError, Stranded, Way};
pub use recovery::{Recovering, SendCodes};
pub use register::{NewFirm, NewPerson};
pub use secret::PasswordRefused;
pub use security::SecurityView;
pub use sign_in::{Caller, Door, SignInError};
pub use staffing::{LEAVING, LEAVING_WORDS, LapsePosts, Leaving, Member, StaffingProblem};
pub use sweep::ForgetTries;

use std::sync::{Arc, OnceLock, RwLock};

use accounts_domain::{DemoAccount, Offer};
use authz::Policy;
use jiff::SignedDuration;
use ledger::{Ledger, StoreError, VaultError};
use notify::{Mailer, Messages};
use oidc::Offers;
use organisations_domain::Directory;
use web::Failure;

use crate::{
    leaked::Leaked,
    password::{PasswordError, Passwords},
    webauthn::Challenges,
};

/// What the register is made of.
pub struct Parts {
    /// The one way to write.
    pub ledger: Ledger,
    /// The policy of all subjects.
    pub policy: Arc<Policy>,
    /// The directory of authorities.
    pub directory: Arc<dyn Directory>,
    /// Hashes and checks passwords.
    pub passwords: Passwords,
    /// Passwords that leaked elsewhere; none where the deployer has no such file.
    pub leaked: Option<Leaked>,
    /// Carries e-mails; none where the installation sends none.
    pub mailer: Option<Arc<dyn Mailer>>,
    /// Signs challenges.
    pub challenges: Challenges,
    /// The address under which people reach the site.
    pub public_url: String,
    /// So long a new password in the place of a forgotten one waits.
    pub recovery_wait: SignedDuration,
    /// The identity providers through which people sign in.
    pub offers: Offers,
    /// Whether this is the demonstration, whose accounts are shown.
    pub is_demo: bool,
    /// The roles that need a valid training record.
    pub trained: Vec<kernel::Role>,
}

/// The register. Cheap to clone.
#[derive(Clone)]
pub struct Accounts {
    inner: Arc<Inner>,
}

struct Inner {
    parts: Parts,
    demo: RwLock<Arc<Vec<DemoAccount>>>,
    offer: OnceLock<Arc<dyn Offer>>,
}

impl Accounts {
    /// The register on these parts.
    pub fn new(parts: Parts) -> Self {
        Self { inner: Arc::new(Inner { parts, demo: RwLock::default(), offer: OnceLock::new() }) }
    }

    /// The directory of authorities.
    pub fn directory(&self) -> &dyn Directory {
        self.inner.parts.directory.as_ref()
    }

    pub(crate) fn ledger(&self) -> &Ledger {
        &self.inner.parts.ledger
    }

    fn policy(&self) -> &Policy {
        &self.inner.parts.policy
    }

    fn mailer(&self) -> Option<&dyn Mailer> {
        self.inner.parts.mailer.as_deref()
    }

    fn messages(&self) -> Messages {
        Messages::new(self.ledger().clone())
    }

    fn passwords(&self) -> &Passwords {
        &self.inner.parts.passwords
    }

    /// How many passwords were hashed so far.
    #[cfg(test)]
    pub(crate) fn passwords_worked(&self) -> u64 {
        self.passwords().worked()
    }

    /// All fingerprints that a citizen's number can have, the current one first.
    fn number_prints(&self, number: &str) -> Vec<String> {
        self.ledger().vault().blinds("id_number", &accounts_domain::number_form(number))
    }

    /// All fingerprints that a staff member's login name can have.
    fn staff_prints(&self, login: &str) -> Vec<String> {
        self.ledger().vault().blinds("staff_login", &accounts_domain::staff_form(login))
    }

    /// All fingerprints that a firm's credit code can have.
    fn code_prints(&self, code: &str) -> Vec<String> {
        self.ledger().vault().blinds("credit_code", &accounts_domain::number_form(code))
    }
}

/// What can go wrong in the register below its rules.
#[derive(Debug, thiserror::Error)]
pub enum RegisterError {
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// A person's data cannot be sealed or opened.
    #[error(transparent)]
    Vault(#[from] VaultError),
    /// A password cannot be worked on.
    #[error(transparent)]
    Password(#[from] PasswordError),
    /// The actor may not.
    #[error(transparent)]
    Denied(#[from] authz::Denied),
    /// The domain refuses, with this code.
    #[error("refused: {0}")]
    Refused(&'static str),
}

impl From<RegisterError> for Failure {
    fn from(error: RegisterError) -> Self {
        match error {
            RegisterError::Store(error) => error.into(),
            RegisterError::Vault(error) => error.into(),
            RegisterError::Denied(error) => error.into(),
            RegisterError::Refused(code) => Failure::Conflict(code),
            RegisterError::Password(error) => Failure::internal(error),
        }
    }
}
