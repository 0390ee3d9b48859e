//! What people have proved about who they are.

use accounts_domain::{Account, AccountRefusal, IdentityProof};
use authz::Relation;
use kernel::{
    Actor, IdentityLevel,
    id::{AccountId, CommandId},
};
use ledger::{Command, derived_command};

use super::{Accounts, RegisterError, act_for::own, register::failed};
use crate::policy;

/// What somebody sees about how they sign in and what they have proved.
pub struct Standing {
    /// What they have proved.
    pub level: IdentityLevel,
    /// The words of the providers through which they sign in.
    pub providers: Vec<String>,
}

impl Accounts {
    /// What a person has proved; nothing where there is no such person.
    pub(super) async fn proved(&self, account: AccountId) -> Result<IdentityLevel, RegisterError> {
        let found = self.ledger().load::<Account>(account).await?;
        Ok(found.map_or(IdentityLevel::L0, |(account, _)| account.level))
    }

    /// What a person sees about themselves.
    ///
    /// # Errors
    /// [`RegisterError`].
    pub async fn own_standing(&self, actor: &Actor) -> Result<Standing, RegisterError> {
        self.policy().require(actor, policy::READ_OWN, &[Relation::Own])?;
        let found = self.ledger().load::<Account>(own(actor)?).await?;
        let (account, _) = found.ok_or(RegisterError::Refused("account.unknown"))?;
        Ok(Standing {
            level: account.level,
            providers: account.bindings.into_iter().map(|it| it.provider).collect(),
        })
    }

    /// Notes that somebody looked at a person's card.
    pub(super) async fn note_card(
        &self,
        account: AccountId,
        by: &Actor,
    ) -> Result<(), RegisterError> {
        self.policy().require(by, policy::CHECK_CARD, &[])?;
        let ledger = self.ledger();
        let key = CommandId::new(ledger.clock().now(), ledger.chance().as_ref());
        let command = Command::new::<Account>(key, by.clone(), account, &"card");
        let decide = |account: &Account, _: &kernel::Given| {
            account.prove(IdentityLevel::L3, IdentityProof::Counter)
        };
        let done = ledger.execute::<Account, AccountRefusal, _>(command, decide).await;
        done.map(drop).map_err(failed)
    }

    /// Notes what a city's register has proved of its people.
    ///
    /// # Errors
    /// [`RegisterError`].
    pub async fn note_register(
        &self,
        account: AccountId,
        level: IdentityLevel,
    ) -> Result<(), RegisterError> {
        let key = derived_command("accounts.register.level", account);
        let command = Command::new::<Account>(key, Actor::SYSTEM, account, &level.word());
        let decide = move |account: &Account, _: &kernel::Given| {
            account.prove(level, IdentityProof::Register)
        };
        let done = self.ledger().execute::<Account, AccountRefusal, _>(command, decide).await;
        done.map(drop).map_err(failed)
    }
}
