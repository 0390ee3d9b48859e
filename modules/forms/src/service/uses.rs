//! What is being filled in, for whoever changes a service.

use catalogue_domain::{InUse, ServiceUser, Usage, UsesDown};
use ledger::{Row, StoreError};

use super::Forms;
use crate::store;

#[async_trait::async_trait]
impl ServiceUser for Forms {
    async fn uses(&self, service: &str) -> Result<Vec<InUse>, UsesDown> {
        let down = |error: StoreError| UsesDown(error.to_string());
        let rows = self.ledger().rows(&store::IN_USE, &[service.into()]).await.map_err(down)?;
        rows.iter().map(in_use).collect::<Result<_, _>>().map_err(down)
    }
}

fn in_use(row: &Row) -> Result<InUse, StoreError> {
    let revision = u32::try_from(row.count(0)?).map_err(StoreError::contradiction)?;
    Ok(InUse { usage: Usage::Drafts, revision: Some(revision), count: row.count(1)? })
}
