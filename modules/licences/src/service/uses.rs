//! How many valid licences a service has issued, for whoever changes it.

use catalogue_domain::{InUse, ServiceUser, Usage, UsesDown};
use ledger::StoreError;

use super::Licensing;
use crate::store;

/// Beyond this they are not counted further.
const COUNTED: u32 = 10_000;

#[async_trait::async_trait]
impl ServiceUser for Licensing {
    async fn uses(&self, service: &str) -> Result<Vec<InUse>, UsesDown> {
        let down = |error: StoreError| UsesDown(error.to_string());
        let args = [service.into(), COUNTED.into()];
        let rows = self.ledger().rows(&store::VALID_OF_SERVICE, &args).await.map_err(down)?;
        let count = rows.first().map_or(Ok(0), |row| row.count(0)).map_err(down)?;
        let one = InUse { usage: Usage::Licences, revision: None, count };
        Ok((count > 0).then_some(one).into_iter().collect())
    }
}
