//! How many open cases stand on the revisions of a service, for whoever changes it.

use catalogue_domain::{InUse, ServiceUser, Usage, UsesDown};
use ledger::{Row, StoreError};

use super::Desk;
use crate::store;

#[async_trait::async_trait]
impl ServiceUser for Desk {
    async fn uses(&self, service: &str) -> Result<Vec<InUse>, UsesDown> {
        let down = |error: StoreError| UsesDown(error.to_string());
        let rows = self.ledger.rows(&store::IN_USE, &[service.into()]).await.map_err(down)?;
        rows.iter().map(in_use).collect::<Result<_, _>>().map_err(down)
    }
}

fn in_use(row: &Row) -> Result<InUse, StoreError> {
    let revision = u32::try_from(row.count(0)?).map_err(StoreError::contradiction)?;
    Ok(InUse { usage: Usage::Cases, revision: Some(revision), count: row.count(1)? })
}
