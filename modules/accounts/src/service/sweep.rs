//! Forgets what is over: tries, codes, flows, challenges.

use ledger::{StoreError, Write};
use module::Job;

use super::{Accounts, budget::LONGEST};
use crate::store;

/// The job `accounts.forget_tries`.
pub struct ForgetTries {
    accounts: Accounts,
}

impl ForgetTries {
    /// A job for this register.
    pub fn new(accounts: Accounts) -> Self {
        Self { accounts }
    }
}

#[async_trait::async_trait]
impl Job for ForgetTries {
    fn name(&self) -> &'static str {
        "accounts.forget_tries"
    }

    async fn run(&self) -> anyhow::Result<u64> {
        Ok(self.accounts.forget().await?)
    }
}

impl Accounts {
    async fn forget(&self) -> Result<u64, StoreError> {
        let now = self.ledger().clock().now();
        let mut count = self.sweep_codes().await?;
        for (statement, before) in [
            (&store::SWEEP_TRIES, now - LONGEST),
            (&store::SWEEP_FLOWS, now),
            (&store::SWEEP_ERRANDS, now),
            (&store::SWEEP_CHALLENGES, now),
        ] {
            let write = Write::new(statement, vec![before.into()]);
            count += self.ledger().housekeep_one(write).await?;
        }
        Ok(count)
    }
}
