//! Proofs that steps of a case stand in the public record.

use cases_domain::{Case, CaseEvent};
use kernel::{Aggregate as _, id::CaseId};
use record::Receipt;

use super::{Desk, Trouble};

/// Whether an event is one whose proof people take home. Opinions are the desk's own.
pub(crate) fn is_provable(event: &CaseEvent) -> bool {
    matches!(
        event,
        CaseEvent::Submitted { .. }
            | CaseEvent::NotAccepted { .. }
            | CaseEvent::Decided { .. }
            | CaseEvent::Issued { .. }
    )
}

impl Desk {
    /// The proof of a step that people may take home, as far as there is one. A decision that has not
    /// left yet has none.
    pub async fn proof(&self, id: CaseId, seq: u64) -> Result<Receipt, Trouble> {
        let history = self.told(id).await?;
        let event = history.iter().find(|it| it.seq == seq && is_provable(&it.event));
        if event.is_none() {
            return Err(Trouble::NotFound);
        }
        Ok(self.record.receipt(&format!("{}/{id}", Case::KIND), seq).await?)
    }
}
