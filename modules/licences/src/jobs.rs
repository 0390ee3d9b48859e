//! What happens by itself: acts on many licences go on, step by step.

use ::module::Job;

use crate::service::Licensing;

/// The job `licences.batches`.
pub struct Batches(pub Licensing);

#[async_trait::async_trait]
impl Job for Batches {
    fn name(&self) -> &'static str {
        "licences.batches"
    }

    async fn run(&self) -> anyhow::Result<u64> {
        let worked = self.0.work_batches().await;
        worked.map_err(|failure| anyhow::anyhow!("{}", failure.code()))
    }
}
