//! Accounts of people and staff.

use kernel::{Aggregate, Recorded, Role, Sealed};
use serde::{Deserialize, Serialize};

/// A staff member's place: a role for an authority in a division.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct StaffPost {
    /// The role.
    pub role: Role,
    /// The authority's id.
    pub authority: String,
    /// The division's code.
    pub region: String,
}

/// What happens to an account.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum AccountEvent {
    /// The account was opened.
    Opened {
        /// Sealed `PersonFacts`.
        facts: Sealed,
        /// Fingerprint of the identity number (citizens) or of the login name (staff).
        login: String,
        /// Salted hash of the password (argon2, PHC text); none for people registered at the
        /// counter until they choose one.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        password: Option<String>,
        /// A staff member's place; none for citizens.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        post: Option<StaffPost>,
    },
    /// Facts changed.
    FactsChanged {
        /// Sealed `PersonFacts`.
        facts: Sealed,
    },
    /// The password changed.
    PasswordChanged {
        /// Salted hash (argon2, PHC text).
        password: String,
    },
    /// They confirmed an address to which messages go as e-mails.
    ContactConfirmed {
        /// Sealed: address and language.
        contact: Sealed,
    },
    /// They want no more e-mails.
    ContactRemoved,
}

/// Why something cannot be done with an account.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum AccountRefusal {
    /// The account exists already.
    #[error("the account exists already")]
    Exists,
    /// There is no such account.
    #[error("there is no such account")]
    Unknown,
}

impl AccountRefusal {
    /// Stable code.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Exists => "account.exists",
            Self::Unknown => "account.unknown",
        }
    }
}

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

    /// Sends no more e-mails; nothing happens where none are sent.
    pub fn remove_contact(&self) -> Vec<AccountEvent> {
        if self.contact.is_none() { Vec::new() } else { vec![AccountEvent::ContactRemoved] }
    }
}

impl Aggregate for Account {
    type Event = AccountEvent;
    const KIND: &'static str = "account";

    fn word(event: &AccountEvent) -> &'static str {
        match event {
            AccountEvent::Opened { .. } => "account.opened",
            AccountEvent::FactsChanged { .. } => "account.facts_changed",
            AccountEvent::PasswordChanged { .. } => "account.password_changed",
            AccountEvent::ContactConfirmed { .. } => "account.contact_confirmed",
            AccountEvent::ContactRemoved => "account.contact_removed",
        }
    }

    fn apply(&mut self, event: &Recorded<AccountEvent>) {
        match event.event.clone() {
            AccountEvent::Opened { facts, login, password, post } => {
                *self = Self { facts: Some(facts), login, password, post, contact: None };
            }
            AccountEvent::FactsChanged { facts } => self.facts = Some(facts),
            AccountEvent::PasswordChanged { password } => self.password = Some(password),
            AccountEvent::ContactConfirmed { contact } => self.contact = Some(contact),
            AccountEvent::ContactRemoved => self.contact = None,
        }
    }
}
