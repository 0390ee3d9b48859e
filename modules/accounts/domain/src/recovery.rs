//! A forgotten password of a citizen. Whoever reads a code at the account's contact may set a new
//! one after a time in which the owner can prevent it. Second factors stay, and what was proved
//! about the person does not change.

use jiff::{SignedDuration, Timestamp};
use kernel::Sealed;
use serde::{Deserialize, Serialize};

use crate::{Account, AccountEvent, AccountRefusal};

/// So long after the waiting time a new password can be set; then it begins anew.
pub const OPEN: SignedDuration = SignedDuration::from_hours(7 * 24);

/// A new password that waits.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Recovery {
    /// From when on it can be set.
    pub ready_at: Timestamp,
    /// Fingerprint of what prevents it.
    pub print: String,
}

/// How a recovery was prevented.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Prevented {
    /// Somebody pressed the button that the notices lead to.
    Link,
    /// The owner signed in: they know their password, or have another way.
    SignIn,
}

/// Where the recovery of an account stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RecoveryStage {
    /// Nobody began it, or it is long past.
    None,
    /// It waits until then.
    Waits(Timestamp),
    /// A new password can be set.
    Ready,
}

impl Account {
    /// Whether somebody may recover it by themselves: staff turn to an administrator.
    pub fn is_recoverable(&self) -> bool {
        self.facts.is_some() && self.post.is_none() && !self.is_blocked && !self.is_closed
    }

    /// Where its recovery stands.
    pub fn recovery_on(&self, now: Timestamp) -> RecoveryStage {
        match &self.recovery {
            Some(it) if now < it.ready_at => RecoveryStage::Waits(it.ready_at),
            Some(it) if now <= it.ready_at + OPEN => RecoveryStage::Ready,
            _ => RecoveryStage::None,
        }
    }

    /// Begins it; nothing happens where it was begun.
    ///
    /// # Errors
    /// [`AccountRefusal::Unknown`] where there is nothing that may be recovered so.
    pub fn begin_recovery(
        &self,
        recovery: Recovery,
        cancel: Sealed,
        now: Timestamp,
    ) -> Result<Vec<AccountEvent>, AccountRefusal> {
        if !self.is_recoverable() {
            return Err(AccountRefusal::Unknown);
        }
        if self.recovery_on(now) != RecoveryStage::None {
            return Ok(Vec::new());
        }
        let Recovery { ready_at, print } = recovery;
        Ok(vec![AccountEvent::RecoveryBegun { ready_at, print, cancel }])
    }

    /// Prevents it; nothing happens where there is none to prevent.
    pub fn cancel_recovery(&self, how: Prevented) -> Vec<AccountEvent> {
        let event = AccountEvent::RecoveryCancelled { how };
        self.recovery.as_ref().map(|_| event).into_iter().collect()
    }

    /// Sets the new password.
    ///
    /// # Errors
    /// [`AccountRefusal::NoRecovery`] and [`AccountRefusal::TooEarly`].
    pub fn recover(
        &self,
        password: String,
        now: Timestamp,
    ) -> Result<Vec<AccountEvent>, AccountRefusal> {
        if !self.is_recoverable() {
            return Err(AccountRefusal::NoRecovery);
        }
        match self.recovery_on(now) {
            RecoveryStage::None => Err(AccountRefusal::NoRecovery),
            RecoveryStage::Waits(_) => Err(AccountRefusal::TooEarly),
            RecoveryStage::Ready => {
                Ok(vec![AccountEvent::RecoveryDone, AccountEvent::PasswordChanged { password }])
            }
        }
    }
}
