//! Four eyes: who decides is no one who had a hand in the case.

use std::collections::BTreeSet;

use cases_domain::{CaseRefusal, without_undone};
use forms_domain::Application;
use kernel::{
    Aggregate,
    id::{AccountId, CaseId},
};
use materials_domain::Folder;

use super::{Desk, Order, Trouble};

impl Desk {
    /// Everybody who had a hand in a case, in whatever role and post and for whomever: in the case,
    /// in its application and in its materials.
    pub async fn hands(&self, id: CaseId) -> Result<BTreeSet<AccountId>, Trouble> {
        let application = id.application();
        let history = without_undone(self.history(id).await?);
        let mut hands: BTreeSet<_> =
            history.into_iter().filter_map(|event| event.by.account).collect();
        hands.extend(self.accounts::<Application>(application).await?);
        hands.extend(self.accounts::<Folder>(application).await?);
        Ok(hands)
    }

    async fn accounts<A: Aggregate>(
        &self,
        key: impl std::fmt::Display,
    ) -> Result<BTreeSet<AccountId>, Trouble> {
        let history = self.ledger.history::<A>(key).await?;
        Ok(history.into_iter().filter_map(|event| event.by.account).collect())
    }

    /// Refuses a decision by somebody who had a hand in the case. The case itself and the database
    /// refuse what they know of; this also knows who judged materials and who filled in answers.
    pub(super) async fn with_fresh_eyes(
        &self,
        order: &Order<'_>,
        id: CaseId,
    ) -> Result<(), Trouble> {
        let hands = self.hands(id).await?;
        if order.by.account.is_none_or(|it| hands.contains(&it)) {
            return Err(Trouble::Refused(CaseRefusal::SamePerson));
        }
        Ok(())
    }
}
