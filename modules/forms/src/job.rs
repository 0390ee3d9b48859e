//! Drafts are kept for so many days, as the applicant was told, and not longer.

use crate::service::Forms;

/// Throws away drafts whose time is over.
pub(crate) struct Sweep(pub Forms);

#[async_trait::async_trait]
impl module::Job for Sweep {
    fn name(&self) -> &'static str {
        "forms.sweep"
    }

    async fn run(&self) -> anyhow::Result<u64> {
        let swept = self.0.sweep().await;
        swept.map_err(|problem| anyhow::anyhow!(forms_domain::ApplicationError::from(problem)))
    }
}
