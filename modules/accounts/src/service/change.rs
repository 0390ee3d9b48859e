//! What the changes of an account have in common.

use accounts_domain::{Account, AccountRefusal};
use kernel::{Actor, id::AccountId};
use ledger::CommandError;

use super::{Accounts, RegisterError, register::failed};

/// What a command on an account comes to.
pub(super) fn changed<T>(
    done: Result<T, CommandError<AccountRefusal>>,
) -> Result<(), RegisterError> {
    match done {
        Ok(_) => Ok(()),
        Err(CommandError::Refused(refusal)) => Err(RegisterError::Refused(refusal.code())),
        Err(other) => Err(failed(other)),
    }
}

impl Accounts {
    /// Somebody as they act on their own account: in their post, or as a citizen.
    pub(super) async fn own_actor(&self, id: AccountId) -> Result<Actor, RegisterError> {
        let found = self.ledger().load::<Account>(id).await?;
        Ok(match found.and_then(|(account, _)| account.post) {
            Some(post) => Actor::staff(post.role, id, post.authority),
            None => Actor::citizen(id),
        })
    }
}
