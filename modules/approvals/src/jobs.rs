//! What happens by itself: acts whose time has come, proposals whose time is over.

use ::module::Job;

use crate::service::SecondPerson;

/// The job `approvals.due`.
pub struct Due(pub SecondPerson);

#[async_trait::async_trait]
impl Job for Due {
    fn name(&self) -> &'static str {
        "approvals.due"
    }

    async fn run(&self) -> anyhow::Result<u64> {
        self.0.work().await.map_err(anyhow::Error::msg)
    }
}
