//! The job that keeps a node's memory fresh.

use crate::service::Catalogue;

/// Takes over what other nodes published. On a new day what is due from that day holds: revisions
/// and changes of the catalogue list; and old searches are forgotten.
pub(crate) struct Refresh(pub Catalogue);

#[async_trait::async_trait]
impl module::Job for Refresh {
    fn name(&self) -> &'static str {
        "catalogue.refresh"
    }

    async fn run(&self) -> anyhow::Result<u64> {
        let is_new_day = self.0.memory().loaded_on != Some(self.0.today());
        let read = self.0.refresh().await?;
        let forgotten = if is_new_day { self.0.forget_misses().await? } else { 0 };
        Ok(read + forgotten)
    }
}
