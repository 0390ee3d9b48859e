//! The job that keeps a node's memory fresh.

use crate::service::Catalogue;

/// Takes over what other nodes published, and forgets old searches.
pub(crate) struct Refresh(pub Catalogue);

#[async_trait::async_trait]
impl module::Job for Refresh {
    fn name(&self) -> &'static str {
        "catalogue.refresh"
    }

    async fn run(&self) -> anyhow::Result<u64> {
        let read = self.0.refresh().await?;
        Ok(read + self.0.forget_misses().await?)
    }
}
