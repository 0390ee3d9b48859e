//! Opening accounts and linking firms.

use accounts_domain::{
    Account, AccountRefusal, Firm, FirmFacts, FirmRefusal, FirmRole, PersonFacts, StaffPost,
};
use kernel::{
    Actor,
    id::{AccountId, FirmId},
};
use ledger::{Command, CommandError, derived_command};

use super::{Accounts, RegisterError};
use crate::policy;

/// A person who gets an account.
pub struct NewPerson {
    /// Their facts, in clear.
    pub facts: PersonFacts,
    /// A staff member's login name; citizens sign in with their number.
    pub login: Option<String>,
    /// Salted hash of the password.
    pub password: Option<String>,
    /// A staff member's place.
    pub post: Option<StaffPost>,
}

/// A firm that is linked.
pub struct NewFirm {
    /// Its facts, in clear.
    pub facts: FirmFacts,
    /// Its first members.
    pub members: Vec<(AccountId, FirmRole)>,
}

impl Accounts {
    /// Opens an account; answers the existing one where the login is known.
    ///
    /// # Errors
    /// [`RegisterError`].
    pub async fn register(&self, new: NewPerson, by: &Actor) -> Result<AccountId, RegisterError> {
        self.policy().require(by, policy::REGISTER, &[])?;
        let prints = match &new.login {
            Some(login) => self.staff_prints(login),
            None => self.number_prints(&new.facts.id_number),
        };
        if let Some(known) = self.by_prints(&prints).await? {
            return Ok(known);
        }
        let print = prints.first().cloned().unwrap_or_default();
        let ledger = self.ledger();
        let id = AccountId::new(ledger.clock().now(), ledger.chance().as_ref());
        let facts = ledger.vault().seal(id.subject(), &new.facts).await?;
        let key = derived_command("accounts.register", id);
        let command = Command::new::<Account>(key, by.clone(), id, &print);
        let (login, password, post) = (print.clone(), new.password, new.post);
        let done = ledger
            .execute::<Account, AccountRefusal, _>(command, move |account, _| {
                account.open(facts.clone(), login.clone(), password.clone(), post.clone())
            })
            .await;
        match done {
            Ok(_) => Ok(id),
            // Another clerk was first.
            Err(CommandError::Taken(_)) => {
                let known = self.by_prints(&prints).await?;
                known.ok_or(RegisterError::Refused(AccountRefusal::Exists.code()))
            }
            Err(CommandError::Refused(refusal)) => Err(RegisterError::Refused(refusal.code())),
            Err(other) => Err(failed(other)),
        }
    }

    /// Links a firm; answers the existing one where the code is known.
    ///
    /// # Errors
    /// [`RegisterError`].
    pub async fn link(&self, new: NewFirm, by: &Actor) -> Result<FirmId, RegisterError> {
        self.policy().require(by, policy::REGISTER, &[])?;
        if let Some(known) = self.by_code(&new.facts.credit_code).await? {
            return Ok(known);
        }
        let ledger = self.ledger();
        let id = FirmId::new(ledger.clock().now(), ledger.chance().as_ref());
        let facts = ledger.vault().seal(id.subject(), &new.facts).await?;
        let prints = self.code_prints(&new.facts.credit_code);
        let print = prints.into_iter().next().unwrap_or_default();
        let key = derived_command("accounts.link", id);
        let command = Command::new::<Firm>(key, by.clone(), id, &print);
        let members = new.members;
        let done = ledger
            .execute::<Firm, FirmRefusal, _>(command, move |firm, _| {
                firm.link(facts.clone(), print.clone(), &members)
            })
            .await;
        match done {
            Ok(_) => Ok(id),
            Err(CommandError::Refused(refusal)) => Err(RegisterError::Refused(refusal.code())),
            Err(other) => Err(failed(other)),
        }
    }
}

/// What is left when refusals are dealt with.
pub(super) fn failed<R>(error: CommandError<R>) -> RegisterError {
    match error {
        CommandError::Store(error) => error.into(),
        CommandError::Taken(_) => RegisterError::Refused("taken"),
        CommandError::Withheld(code) => RegisterError::Refused(code),
        _ => RegisterError::Refused("command.reused"),
    }
}
