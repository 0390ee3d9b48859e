//! What a person proves who they are with, beside the password.

use kernel::Sealed;
use serde::{Deserialize, Serialize};

use crate::{Account, AccountEvent, AccountRefusal};

/// Nobody keeps more passkeys than this.
pub const PASSKEYS: usize = 10;

/// A passkey of a person.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Passkey {
    /// Fingerprint of the credential's id, by which it is found.
    pub print: String,
    /// Sealed: the credential's id, its public key, and how its owner calls it.
    pub key: Sealed,
}

impl Account {
    /// Whether there is a second factor that is asked for after a password.
    pub fn has_second_factor(&self) -> bool {
        self.code.is_some() || !self.passkeys.is_empty()
    }

    /// Uses an authenticator app from now on, in the place of a former one.
    ///
    /// # Errors
    /// [`AccountRefusal::Unknown`].
    pub fn set_code(&self, secret: Sealed) -> Result<Vec<AccountEvent>, AccountRefusal> {
        self.known()?;
        Ok(vec![AccountEvent::CodeSet { secret }])
    }

    /// Uses no authenticator app any more. The backup codes go with the last second factor, of which
    /// `why` says why it goes.
    ///
    /// # Errors
    /// [`AccountRefusal::LastFactor`] where staff would be left without a second factor.
    pub fn remove_code(&self, why: &str) -> Result<Vec<AccountEvent>, AccountRefusal> {
        if self.code.is_none() {
            return Ok(Vec::new());
        }
        self.may_lose_one()?;
        Ok(vec![AccountEvent::CodeRemoved { why: why.to_owned() }])
    }

    /// Takes a passkey in; the same one again changes nothing.
    ///
    /// # Errors
    /// [`AccountRefusal::TooMany`] and [`AccountRefusal::Unknown`].
    pub fn add_passkey(&self, passkey: Passkey) -> Result<Vec<AccountEvent>, AccountRefusal> {
        self.known()?;
        if self.passkeys.iter().any(|it| it.print == passkey.print) {
            return Ok(Vec::new());
        }
        if self.passkeys.len() >= PASSKEYS {
            return Err(AccountRefusal::TooMany);
        }
        Ok(vec![AccountEvent::PasskeyAdded { passkey }])
    }

    /// Takes a passkey away; nothing happens where there is no such one.
    ///
    /// # Errors
    /// [`AccountRefusal::LastFactor`] where staff would be left without a second factor.
    pub fn remove_passkey(
        &self,
        print: &str,
        why: &str,
    ) -> Result<Vec<AccountEvent>, AccountRefusal> {
        if !self.passkeys.iter().any(|it| it.print == print) {
            return Ok(Vec::new());
        }
        self.may_lose_one()?;
        let (print, why) = (print.to_owned(), why.to_owned());
        Ok(vec![AccountEvent::PasskeyRemoved { print, why }])
    }

    /// Has new backup codes, of which only fingerprints are kept; the former ones are over.
    ///
    /// # Errors
    /// [`AccountRefusal::NoFactor`] without a second factor that they could stand in for.
    pub fn make_backup_codes(
        &self,
        prints: Vec<String>,
    ) -> Result<Vec<AccountEvent>, AccountRefusal> {
        if !self.has_second_factor() {
            return Err(AccountRefusal::NoFactor);
        }
        Ok(vec![AccountEvent::BackupCodesMade { prints }])
    }

    /// Uses a backup code up.
    ///
    /// # Errors
    /// [`AccountRefusal::WrongCode`] when it is none, or used already.
    pub fn use_backup_code(&self, print: &str) -> Result<Vec<AccountEvent>, AccountRefusal> {
        if !self.backup_codes.iter().any(|it| it == print) {
            return Err(AccountRefusal::WrongCode);
        }
        Ok(vec![AccountEvent::BackupCodeUsed { print: print.to_owned() }])
    }

    fn may_lose_one(&self) -> Result<(), AccountRefusal> {
        let count = self.passkeys.len() + usize::from(self.code.is_some());
        if self.post.is_some() && count == 1 { Err(AccountRefusal::LastFactor) } else { Ok(()) }
    }

    pub(crate) fn known(&self) -> Result<(), AccountRefusal> {
        if self.facts.is_some() { Ok(()) } else { Err(AccountRefusal::Unknown) }
    }

    pub(crate) fn forget_unused_codes(&mut self) {
        if !self.has_second_factor() {
            self.backup_codes.clear();
        }
    }
}
