//! The register of people, firms and staff.

mod act_for;
mod code_mail;
mod contact;
mod demo;
mod look;
mod register;
mod sign_in;

pub use contact::ContactError;
pub use demo::{DEMO_PASSWORD, LoadDemo};
pub use register::{NewFirm, NewPerson};
pub use sign_in::{Door, ForgetTries, SignInError};

use std::sync::{Arc, RwLock};

use accounts_domain::DemoAccount;
use authz::Policy;
use ledger::{Ledger, StoreError, VaultError};
use notify::Mailer;
use organisations_domain::Directory;
use web::Failure;

use crate::password::{PasswordError, Passwords};

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
    /// Carries e-mails; none where the installation sends none.
    pub mailer: Option<Arc<dyn Mailer>>,
    /// Whether this is the demonstration, whose accounts are shown.
    pub is_demo: bool,
}

/// The register. Cheap to clone.
#[derive(Clone)]
pub struct Accounts {
    inner: Arc<Inner>,
}

struct Inner {
    parts: Parts,
    demo: RwLock<Arc<Vec<DemoAccount>>>,
}

impl Accounts {
    /// The register on these parts.
    pub fn new(parts: Parts) -> Self {
        Self { inner: Arc::new(Inner { parts, demo: RwLock::default() }) }
    }

    /// The directory of authorities.
    pub fn directory(&self) -> &dyn Directory {
        self.inner.parts.directory.as_ref()
    }

    fn ledger(&self) -> &Ledger {
        &self.inner.parts.ledger
    }

    fn policy(&self) -> &Policy {
        &self.inner.parts.policy
    }

    fn mailer(&self) -> Option<&dyn Mailer> {
        self.inner.parts.mailer.as_deref()
    }

    fn passwords(&self) -> &Passwords {
        &self.inner.parts.passwords
    }

    /// Fingerprint of a citizen's number.
    fn number_print(&self, number: &str) -> String {
        self.ledger().vault().blind("id_number", &accounts_domain::number_form(number))
    }

    /// Fingerprint of a staff member's login name.
    fn staff_print(&self, login: &str) -> String {
        self.ledger().vault().blind("staff_login", &accounts_domain::staff_form(login))
    }

    /// Fingerprint of a firm's credit code.
    fn code_print(&self, code: &str) -> String {
        self.ledger().vault().blind("credit_code", &accounts_domain::number_form(code))
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
