//! What administrators do with the accounts of others: closing and opening them, ending sessions,
//! taking second factors away, and issuing the code with which a staff member sets a password. None of it tells
//! them a secret that its owner keeps.

use jiff::Timestamp;
use kernel::{Actor, id::AccountId};
use serde::{Deserialize, Serialize};

use crate::{Account, AccountEvent, AccountRefusal};

/// A code with which a staff member sets a password.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Activation {
    /// Its fingerprint.
    pub print: String,
    /// How long it counts.
    pub until: Timestamp,
}

/// Who decides about whose account, and why.
#[derive(Debug, Clone)]
pub struct Instruction<'a> {
    /// Whose account it is.
    pub whose: AccountId,
    /// Who decides.
    pub by: &'a Actor,
    /// Why.
    pub reason: &'a str,
    /// Why, as a code of the list that the act has; empty where it has none.
    pub code: &'a str,
}

impl Instruction<'_> {
    /// The reason of somebody who may decide.
    fn reason(&self) -> Result<String, AccountRefusal> {
        if self.by.account.is_none_or(|it| it == self.whose) {
            return Err(AccountRefusal::Own);
        }
        let reason = self.reason.trim();
        if reason.is_empty() { Err(AccountRefusal::NoReason) } else { Ok(reason.to_owned()) }
    }
}

impl Account {
    /// Closes the account for everybody; nothing happens where it is closed.
    ///
    /// # Errors
    /// [`AccountRefusal`].
    pub fn block(&self, given: &Instruction<'_>) -> Result<Vec<AccountEvent>, AccountRefusal> {
        self.known()?;
        let reason = given.reason()?;
        let event = AccountEvent::Blocked { reason, code: given.code.to_owned() };
        Ok(if self.is_blocked { Vec::new() } else { vec![event] })
    }

    /// Opens it again; nothing happens where it is open.
    ///
    /// # Errors
    /// [`AccountRefusal`].
    pub fn unblock(&self, given: &Instruction<'_>) -> Result<Vec<AccountEvent>, AccountRefusal> {
        self.known()?;
        let reason = given.reason()?;
        Ok(if self.is_blocked { vec![AccountEvent::Unblocked { reason }] } else { Vec::new() })
    }

    /// Ends sessions of somebody else.
    ///
    /// # Errors
    /// [`AccountRefusal`].
    pub fn end_sessions(
        &self,
        given: &Instruction<'_>,
    ) -> Result<Vec<AccountEvent>, AccountRefusal> {
        self.known()?;
        Ok(vec![AccountEvent::SessionsEnded { reason: given.reason()? }])
    }

    /// Takes all second factors of somebody who lost them away. Staff set up new ones at the next
    /// sign-in; nothing happens where there are none.
    ///
    /// # Errors
    /// [`AccountRefusal`].
    pub fn reset_factors(
        &self,
        given: &Instruction<'_>,
    ) -> Result<Vec<AccountEvent>, AccountRefusal> {
        self.known()?;
        let reason = given.reason()?;
        let event = AccountEvent::FactorsReset { reason, code: given.code.to_owned() };
        Ok(if self.has_second_factor() { vec![event] } else { Vec::new() })
    }

    /// Issues a code with which a staff member sets their password, in the place of a former one.
    ///
    /// # Errors
    /// [`AccountRefusal`].
    pub fn issue_activation(
        &self,
        given: &Instruction<'_>,
        activation: Activation,
    ) -> Result<Vec<AccountEvent>, AccountRefusal> {
        self.known()?;
        let reason = given.reason()?;
        if self.post.is_none() {
            return Err(AccountRefusal::NoPost);
        }
        let Activation { print, until } = activation;
        Ok(vec![AccountEvent::ActivationIssued { print, until, reason }])
    }

    /// Whether one of these fingerprints is that of the code which counts now.
    pub fn fits_activation(&self, prints: &[String], now: Timestamp) -> bool {
        self.activation.as_ref().is_some_and(|it| now <= it.until && prints.contains(&it.print))
    }

    /// Uses the code up: the password of its owner counts from then on.
    ///
    /// # Errors
    /// [`AccountRefusal::WrongCode`] when it is none, is too old or was used.
    pub fn activate(
        &self,
        prints: &[String],
        password: String,
        now: Timestamp,
    ) -> Result<Vec<AccountEvent>, AccountRefusal> {
        if self.is_blocked || !self.fits_activation(prints, now) {
            return Err(AccountRefusal::WrongCode);
        }
        Ok(vec![AccountEvent::Activated, AccountEvent::PasswordChanged { password }])
    }
}
