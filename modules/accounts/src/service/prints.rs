//! Fingerprints that follow the deployment key. A citizen's number and a firm's code stand in their
//! sealed facts, so the pass of `onewindow keys rotate` makes their fingerprints anew. A staff
//! member's login name is kept nowhere: its fingerprint is made anew when they sign in.

use accounts_domain::{Account, Firm};
use kernel::{
    Actor,
    id::{AccountId, FirmId},
};
use ledger::{Command, derived_command};
use module::{Prints, Renewed};

use super::{Accounts, RegisterError, register::failed};
use crate::store;

const PAGE: usize = 200;

enum Outcome {
    Current,
    Renewed,
    Waiting,
}

impl Accounts {
    /// Keeps the current fingerprint of a login.
    pub(super) async fn renew_login(
        &self,
        id: AccountId,
        login: String,
    ) -> Result<(), RegisterError> {
        let key = derived_command("accounts.renew_login", format!("{id}/{login}"));
        let command = Command::new::<Account>(key, Actor::SYSTEM, id, &login);
        let decide = move |account: &Account, _: &_| account.renew_login(login.clone());
        self.ledger().execute(command, decide).await.map(|_| ()).map_err(failed)
    }

    async fn renew_code(&self, id: FirmId, code: String) -> Result<(), RegisterError> {
        let key = derived_command("accounts.renew_code", format!("{id}/{code}"));
        let command = Command::new::<Firm>(key, Actor::SYSTEM, id, &code);
        let decide = move |firm: &Firm, _: &_| firm.renew_code(code.clone());
        self.ledger().execute(command, decide).await.map(|_| ()).map_err(failed)
    }

    async fn follow_account(&self, id: AccountId) -> Result<Outcome, RegisterError> {
        let Some((account, _)) = self.ledger().load::<Account>(id).await? else {
            return Ok(Outcome::Current);
        };
        let Some(facts) = self.facts(id).await? else { return Ok(Outcome::Current) };
        let prints = self.number_prints(&facts.id_number);
        match prints.iter().position(|it| *it == account.login) {
            Some(0) => Ok(Outcome::Current),
            Some(_) => {
                let print = prints.into_iter().next().unwrap_or_default();
                self.renew_login(id, print).await?;
                Ok(Outcome::Renewed)
            }
            // A login name, of which only the fingerprint is known.
            None => Ok(Outcome::Waiting),
        }
    }

    async fn follow_firm(&self, id: FirmId) -> Result<Outcome, RegisterError> {
        let Some((firm, _)) = self.ledger().load::<Firm>(id).await? else {
            return Ok(Outcome::Current);
        };
        let Some(facts) = self.firm_facts(id).await? else { return Ok(Outcome::Current) };
        let print = self.code_prints(&facts.credit_code).into_iter().next().unwrap_or_default();
        if firm.code == print {
            return Ok(Outcome::Current);
        }
        self.renew_code(id, print).await?;
        Ok(Outcome::Renewed)
    }
}

/// The fingerprints of accounts and of firms.
pub struct AccountPrints {
    /// The register.
    pub accounts: Accounts,
    /// Whether of firms.
    pub of_firms: bool,
}

/// The fingerprints of what officers declared.
pub struct InterestPrints(pub Accounts);

#[async_trait::async_trait]
impl Prints for InterestPrints {
    fn name(&self) -> &'static str {
        "accounts.interests"
    }

    async fn renew(&self, after: &str) -> anyhow::Result<Renewed> {
        let args = [after.into(), PAGE.into()];
        let rows = self.0.ledger().rows(&store::DECLARED_AFTER, &args).await?;
        let mut done = Renewed { seen: rows.len() as u64, ..Renewed::default() };
        for row in &rows {
            done.renewed += u64::from(self.0.renew_interests(row.parsed(0)?).await?);
        }
        if rows.len() == PAGE {
            done.next = rows.last().map(|row| row.text(0).map(str::to_owned)).transpose()?;
        }
        Ok(done)
    }
}

#[async_trait::async_trait]
impl Prints for AccountPrints {
    fn name(&self) -> &'static str {
        if self.of_firms { "accounts.firm_codes" } else { "accounts.logins" }
    }

    async fn renew(&self, after: &str) -> anyhow::Result<Renewed> {
        let page = if self.of_firms { &store::FIRMS_AFTER } else { &store::ACCOUNTS_AFTER };
        let rows = self.accounts.ledger().rows(page, &[after.into(), PAGE.into()]).await?;
        let mut done = Renewed { seen: rows.len() as u64, ..Renewed::default() };
        for row in &rows {
            let outcome = if self.of_firms {
                self.accounts.follow_firm(row.parsed(0)?).await?
            } else {
                self.accounts.follow_account(row.parsed(0)?).await?
            };
            match outcome {
                Outcome::Current => {}
                Outcome::Renewed => done.renewed += 1,
                Outcome::Waiting => done.waiting += 1,
            }
        }
        if rows.len() == PAGE {
            done.next = rows.last().map(|row| row.text(0).map(str::to_owned)).transpose()?;
        }
        Ok(done)
    }
}
