//! Accounts of people and staff.

mod event;
mod refusal;

pub use event::{AccountEvent, StaffPost};
pub use refusal::AccountRefusal;

use kernel::{Aggregate, IdentityLevel, Recorded, Sealed};
use serde::{Deserialize, Serialize};

use crate::{Activation, Binding, IdentityProof, Passkey, Recovery};

/// A person who can sign in.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Account {
    /// Sealed facts; none before it is opened.
    pub facts: Option<Sealed>,
    /// Fingerprint of what they sign in with.
    pub login: String,
    /// Salted hash of the password.
    pub password: Option<String>,
    /// A staff member's place.
    pub post: Option<StaffPost>,
    /// Sealed: the confirmed e-mail address and its language; none without the wish for e-mails.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub contact: Option<Sealed>,
    /// Whether it was closed.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub is_closed: bool,
    /// Sealed: the secret of their authenticator app.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub code: Option<Sealed>,
    /// Their passkeys, oldest first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub passkeys: Vec<Passkey>,
    /// Fingerprints of the backup codes that are not used yet.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub backup_codes: Vec<String>,
    /// Whether nobody may sign in with it.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub is_blocked: bool,
    /// What they have proved.
    #[serde(default)]
    pub level: IdentityLevel,
    /// Who they are at identity providers.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub bindings: Vec<Binding>,
    /// A new password that waits.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub recovery: Option<Recovery>,
    /// A code with which a staff member sets their password.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub activation: Option<Activation>,
}

impl Account {
    /// Opens the account.
    ///
    /// # Errors
    /// [`AccountRefusal::Exists`].
    pub fn open(
        &self,
        facts: Sealed,
        login: String,
        password: Option<String>,
        post: Option<StaffPost>,
    ) -> Result<Vec<AccountEvent>, AccountRefusal> {
        if self.facts.is_some() {
            return Err(AccountRefusal::Exists);
        }
        Ok(vec![AccountEvent::Opened { facts, login, password, post }])
    }

    /// Sets a new password.
    ///
    /// # Errors
    /// [`AccountRefusal::Unknown`].
    pub fn change_password(&self, password: String) -> Result<Vec<AccountEvent>, AccountRefusal> {
        if self.facts.is_none() {
            return Err(AccountRefusal::Unknown);
        }
        Ok(vec![AccountEvent::PasswordChanged { password }])
    }

    /// Keeps another fingerprint of the same login, after the key was rotated.
    ///
    /// # Errors
    /// [`AccountRefusal::Unknown`].
    pub fn renew_login(&self, login: String) -> Result<Vec<AccountEvent>, AccountRefusal> {
        if self.facts.is_none() {
            return Err(AccountRefusal::Unknown);
        }
        let is_new = self.login != login;
        Ok(is_new.then_some(AccountEvent::LoginRenewed { login }).into_iter().collect())
    }

    /// Keeps the same password in a newer form.
    ///
    /// # Errors
    /// [`AccountRefusal::Unknown`].
    pub fn rehash_password(&self, password: String) -> Result<Vec<AccountEvent>, AccountRefusal> {
        self.known()?;
        Ok(vec![AccountEvent::PasswordRehashed { password }])
    }

    /// Changes the facts.
    ///
    /// # Errors
    /// [`AccountRefusal::Unknown`].
    pub fn change_facts(&self, facts: Sealed) -> Result<Vec<AccountEvent>, AccountRefusal> {
        if self.facts.is_none() {
            return Err(AccountRefusal::Unknown);
        }
        Ok(vec![AccountEvent::FactsChanged { facts }])
    }

    /// Closes the account; nothing happens where it is closed already.
    ///
    /// # Errors
    /// [`AccountRefusal`].
    pub fn close(&self) -> Result<Vec<AccountEvent>, AccountRefusal> {
        if self.facts.is_none() {
            return Err(AccountRefusal::Unknown);
        }
        if self.post.is_some() {
            return Err(AccountRefusal::HasPost);
        }
        if self.is_closed {
            return Ok(Vec::new());
        }
        let bindings = self.bindings.iter().cloned();
        let mut events: Vec<_> =
            bindings.map(|binding| AccountEvent::Unbound { binding }).collect();
        events.push(AccountEvent::Closed);
        Ok(events)
    }

    /// Sends messages to a confirmed address from now on.
    ///
    /// # Errors
    /// [`AccountRefusal::Unknown`].
    pub fn confirm_contact(&self, contact: Sealed) -> Result<Vec<AccountEvent>, AccountRefusal> {
        if self.facts.is_none() {
            return Err(AccountRefusal::Unknown);
        }
        Ok(vec![AccountEvent::ContactConfirmed { contact }])
    }

    /// Opens the account of somebody whom an identity provider sends.
    ///
    /// # Errors
    /// [`AccountRefusal::Exists`].
    pub fn admit(
        &self,
        facts: Sealed,
        login: String,
        level: IdentityLevel,
        proof: IdentityProof,
    ) -> Result<Vec<AccountEvent>, AccountRefusal> {
        let mut events = self.open(facts, login, None, None)?;
        events.push(AccountEvent::Proved { level, proof });
        Ok(events)
    }

    /// Proves who they are. Nothing happens where as much is proved already: a level falls by
    /// itself never.
    ///
    /// # Errors
    /// [`AccountRefusal::Unknown`].
    pub fn prove(
        &self,
        level: IdentityLevel,
        proof: IdentityProof,
    ) -> Result<Vec<AccountEvent>, AccountRefusal> {
        match self.facts {
            None => Err(AccountRefusal::Unknown),
            Some(_) if level <= self.level => Ok(Vec::new()),
            Some(_) => Ok(vec![AccountEvent::Proved { level, proof }]),
        }
    }

    /// Lets an identity provider's person sign in as this one; at each provider it is one.
    ///
    /// # Errors
    /// [`AccountRefusal`].
    pub fn bind(&self, binding: Binding) -> Result<Vec<AccountEvent>, AccountRefusal> {
        if self.facts.is_none() {
            return Err(AccountRefusal::Unknown);
        }
        match self.bindings.iter().find(|it| it.provider == binding.provider) {
            Some(known) if *known == binding => Ok(Vec::new()),
            Some(_) => Err(AccountRefusal::OtherBound),
            None => Ok(vec![AccountEvent::Bound { binding }]),
        }
    }

    /// Keeps a provider's person under a new fingerprint, which also stands for whoever has no
    /// other name here.
    pub fn renew_binding(&self, new: &Binding) -> Vec<AccountEvent> {
        let Some(old) = self.bindings.iter().find(|it| it.provider == new.provider) else {
            return Vec::new();
        };
        let mut events = vec![
            AccountEvent::Unbound { binding: old.clone() },
            AccountEvent::Bound { binding: new.clone() },
        ];
        if self.login == old.print {
            events.push(AccountEvent::LoginRenewed { login: new.print.clone() });
        }
        events
    }

    /// Ends it; nothing happens where there is none.
    ///
    /// # Errors
    /// [`AccountRefusal::LastWay`] when they could not sign in any more.
    pub fn unbind(&self, provider: &str) -> Result<Vec<AccountEvent>, AccountRefusal> {
        let Some(binding) = self.bindings.iter().find(|it| it.provider == provider) else {
            return Ok(Vec::new());
        };
        if self.password.is_none() && self.passkeys.is_empty() && self.bindings.len() == 1 {
            return Err(AccountRefusal::LastWay);
        }
        Ok(vec![AccountEvent::Unbound { binding: binding.clone() }])
    }

    /// Sends no more e-mails; nothing happens where none are sent.
    pub fn remove_contact(&self) -> Vec<AccountEvent> {
        if self.contact.is_none() { Vec::new() } else { vec![AccountEvent::ContactRemoved] }
    }
}

impl Aggregate for Account {
    type Event = AccountEvent;
    const KIND: &'static str = "account";
    const VERSION: u32 = 2;

    fn word(event: &AccountEvent) -> &'static str {
        match event {
            AccountEvent::Opened { .. } => "account.opened",
            AccountEvent::FactsChanged { .. } => "account.facts_changed",
            AccountEvent::LoginRenewed { .. } => "account.login_renewed",
            AccountEvent::PasswordChanged { .. } => "account.password_changed",
            AccountEvent::PasswordRehashed { .. } => "account.password_rehashed",
            AccountEvent::ContactConfirmed { .. } => "account.contact_confirmed",
            AccountEvent::ContactRemoved => "account.contact_removed",
            AccountEvent::Closed => "account.closed",
            AccountEvent::CodeSet { .. } => "account.code_set",
            AccountEvent::CodeRemoved { .. } => "account.code_removed",
            AccountEvent::PasskeyAdded { .. } => "account.passkey_added",
            AccountEvent::PasskeyRemoved { .. } => "account.passkey_removed",
            AccountEvent::BackupCodesMade { .. } => "account.backup_codes_made",
            AccountEvent::BackupCodeUsed { .. } => "account.backup_code_used",
            AccountEvent::FactorsReset { .. } => "account.factors_reset",
            AccountEvent::Blocked { .. } => "account.blocked",
            AccountEvent::Unblocked { .. } => "account.unblocked",
            AccountEvent::SessionsEnded { .. } => "account.sessions_ended",
            AccountEvent::RecoveryBegun { .. } => "account.recovery_begun",
            AccountEvent::RecoveryCancelled { .. } => "account.recovery_cancelled",
            AccountEvent::RecoveryDone => "account.recovery_done",
            AccountEvent::ActivationIssued { .. } => "account.activation_issued",
            AccountEvent::Activated => "account.activated",
            AccountEvent::Proved { .. } => "account.proved",
            AccountEvent::Bound { .. } => "account.bound",
            AccountEvent::Unbound { .. } => "account.unbound",
        }
    }

    fn apply(&mut self, event: &Recorded<AccountEvent>) {
        match event.event.clone() {
            AccountEvent::Opened { facts, login, password, post } => {
                // Whoever is opened with a number is one whose name and number were compared.
                let level = IdentityLevel::L2;
                let facts = Some(facts);
                *self = Self { facts, login, password, post, level, ..Self::default() };
            }
            AccountEvent::FactsChanged { facts } => self.facts = Some(facts),
            AccountEvent::LoginRenewed { login } => self.login = login,
            AccountEvent::PasswordChanged { password } => {
                // Whoever knows the password needs no other way to one.
                (self.password, self.recovery, self.activation) = (Some(password), None, None);
            }
            AccountEvent::PasswordRehashed { password } => self.password = Some(password),
            AccountEvent::ContactConfirmed { contact } => self.contact = Some(contact),
            AccountEvent::ContactRemoved => self.contact = None,
            AccountEvent::Closed => {
                (self.is_closed, self.contact, self.password) = (true, None, None);
                (self.recovery, self.activation) = (None, None);
                (self.code, self.passkeys, self.backup_codes) = (None, Vec::new(), Vec::new());
            }
            AccountEvent::CodeSet { secret } => self.code = Some(secret),
            AccountEvent::CodeRemoved { .. } => {
                self.code = None;
                self.forget_unused_codes();
            }
            AccountEvent::PasskeyAdded { passkey } => self.passkeys.push(passkey),
            AccountEvent::PasskeyRemoved { print, .. } => {
                self.passkeys.retain(|it| it.print != print);
                self.forget_unused_codes();
            }
            AccountEvent::BackupCodesMade { prints } => self.backup_codes = prints,
            AccountEvent::BackupCodeUsed { print } => self.backup_codes.retain(|it| *it != print),
            AccountEvent::FactorsReset { .. } => {
                (self.code, self.passkeys, self.backup_codes) = (None, Vec::new(), Vec::new());
            }
            AccountEvent::Blocked { .. } => self.is_blocked = true,
            AccountEvent::Unblocked { .. } => self.is_blocked = false,
            // Sessions are the platform's.
            AccountEvent::SessionsEnded { .. } => {}
            AccountEvent::RecoveryBegun { ready_at, print, .. } => {
                self.recovery = Some(Recovery { ready_at, print });
            }
            AccountEvent::RecoveryCancelled { .. } | AccountEvent::RecoveryDone => {
                self.recovery = None;
            }
            AccountEvent::ActivationIssued { print, until, .. } => {
                self.activation = Some(Activation { print, until });
            }
            AccountEvent::Activated => self.activation = None,
            AccountEvent::Proved { level, .. } => self.level = level,
            AccountEvent::Bound { binding } => self.bindings.push(binding),
            AccountEvent::Unbound { binding } => self.bindings.retain(|it| *it != binding),
        }
    }
}
