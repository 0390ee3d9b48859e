//! What happens by itself: copies are made and deleted, what is due is listed. Nothing of people's
//! data goes by a job.

use module::Job;

use crate::service::Privacy;

/// The setting with the day of the last list.
const LISTED: &str = "privacy.due_listed";

/// The job `privacy.exports`.
pub struct Exports(pub Privacy);

#[async_trait::async_trait]
impl Job for Exports {
    fn name(&self) -> &'static str {
        "privacy.exports"
    }

    async fn run(&self) -> anyhow::Result<u64> {
        Ok(self.0.prepare_exports().await? + self.0.expire_exports().await?)
    }
}

/// The job `privacy.list_due`.
pub struct ListDue(pub Privacy);

#[async_trait::async_trait]
impl Job for ListDue {
    fn name(&self) -> &'static str {
        "privacy.list_due"
    }

    async fn run(&self) -> anyhow::Result<u64> {
        let today = self.0.today().to_string();
        if self.0.ledger.setting(LISTED).await?.as_deref() == Some(&today) {
            return Ok(0);
        }
        let listed = self.0.propose_due().await?;
        self.0.ledger.set(LISTED, &today).await?;
        Ok(listed)
    }
}
