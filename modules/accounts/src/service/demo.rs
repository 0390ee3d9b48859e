//! The logins of the demonstration. They are kept sealed, as all names are, and opened into
//! memory when the installation is a demonstration.

use std::sync::{Arc, PoisonError};

use accounts_domain::{DemoAccount, DemoAccounts};
use kernel::{Sealed, id::AccountId};
use module::Job;

use super::{Accounts, RegisterError};

/// The password of every account of the demonstration.
pub const DEMO_PASSWORD: &str = "onewindow";
/// The setting that keeps the sealed list.
const SETTING: &str = "accounts.demo";

impl Accounts {
    /// Keeps the logins of a demonstration; does nothing elsewhere.
    ///
    /// # Errors
    /// [`RegisterError`].
    pub async fn keep_demo(
        &self,
        accounts: Vec<(AccountId, DemoAccount)>,
    ) -> Result<(), RegisterError> {
        if !self.is_demo() {
            return Ok(());
        }
        let mut sealed = Vec::with_capacity(accounts.len());
        for (id, account) in &accounts {
            sealed.push(self.ledger().vault().seal(id.subject(), account).await?);
        }
        let text = serde_json::to_string(&sealed).map_err(ledger::StoreError::from)?;
        self.ledger().set(SETTING, &text).await?;
        self.show_demo(accounts.into_iter().map(|(_, account)| account).collect());
        Ok(())
    }

    /// Whether this is the demonstration.
    pub fn is_demo(&self) -> bool {
        self.inner.parts.is_demo
    }

    fn show_demo(&self, accounts: Vec<DemoAccount>) {
        let mut list = self.inner.demo.write().unwrap_or_else(PoisonError::into_inner);
        *list = Arc::new(accounts);
    }

    /// Opens the list that an earlier run kept; answers how many logins are new in memory.
    async fn load_demo(&self) -> Result<u64, RegisterError> {
        if !self.is_demo() || !self.list().is_empty() {
            return Ok(0);
        }
        let Some(text) = self.ledger().setting(SETTING).await? else { return Ok(0) };
        let sealed: Vec<Sealed> = serde_json::from_str(&text).map_err(ledger::StoreError::from)?;
        let mut accounts = Vec::with_capacity(sealed.len());
        for it in &sealed {
            match self.ledger().vault().open(it).await {
                Ok(account) => accounts.push(account),
                // Somebody who was erased is not shown any more.
                Err(ledger::VaultError::Erased) => {}
                Err(other) => return Err(other.into()),
            }
        }
        let count = accounts.len() as u64;
        self.show_demo(accounts);
        Ok(count)
    }
}

impl DemoAccounts for Accounts {
    fn list(&self) -> Vec<DemoAccount> {
        self.inner.demo.read().unwrap_or_else(PoisonError::into_inner).as_ref().clone()
    }
}

/// The job `accounts.load_demo`.
pub struct LoadDemo {
    accounts: Accounts,
}

impl LoadDemo {
    /// A job for this register.
    pub fn new(accounts: Accounts) -> Self {
        Self { accounts }
    }
}

#[async_trait::async_trait]
impl Job for LoadDemo {
    fn name(&self) -> &'static str {
        "accounts.load_demo"
    }

    async fn run(&self) -> anyhow::Result<u64> {
        Ok(self.accounts.load_demo().await?)
    }
}
