//! Putting people's facts right, and closing accounts.

use accounts_domain::{Account, AccountRefusal, PersonFacts, Register, RegisterDown};
use kernel::{
    Actor,
    id::{AccountId, CommandId},
};
use ledger::{Command, CommandError, derived_command};

use super::Accounts;

fn down(error: impl std::fmt::Display) -> RegisterDown {
    RegisterDown(error.to_string())
}

#[async_trait::async_trait]
impl Register for Accounts {
    async fn correct(
        &self,
        key: CommandId,
        account: AccountId,
        facts: PersonFacts,
        by: &Actor,
    ) -> Result<(), RegisterDown> {
        let ledger = self.ledger();
        let sealed = ledger.vault().seal(account.subject(), &facts).await.map_err(down)?;
        // Not the facts themselves: a plain digest of them could be guessed.
        let content = ledger.vault().blind("accounts.correct", &format!("{facts:?}"));
        let command = Command::new::<Account>(key, by.clone(), account, &content);
        let decide = move |account: &Account, _: &_| account.change_facts(sealed.clone());
        ledger.execute(command, decide).await.map(|_| ()).map_err(down)
    }

    async fn close(&self, account: AccountId, by: &Actor) -> Result<bool, RegisterDown> {
        let key = derived_command("accounts.close", account);
        let command = Command::new::<Account>(key, by.clone(), account, &"close");
        match self.ledger().execute(command, |account: &Account, _: &_| account.close()).await {
            Ok(_) => Ok(true),
            Err(CommandError::Refused(AccountRefusal::HasPost)) => Ok(false),
            Err(error) => Err(down(error)),
        }
    }
}
