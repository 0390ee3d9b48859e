//! What stands on a service when it is about to change, as later subjects count it.

use std::sync::{Arc, PoisonError};

use catalogue_domain::{InUse, ProposedServices, ServiceUser, ServiceUses, UsesDown};

use super::Catalogue;

impl Catalogue {
    /// Everything that stands on a service now, by what it is and the revision it is pinned to.
    ///
    /// # Errors
    /// [`UsesDown`].
    pub async fn uses(&self, service: &str) -> Result<Vec<InUse>, UsesDown> {
        let users = self.inner.users.read().unwrap_or_else(PoisonError::into_inner).clone();
        let mut all = Vec::new();
        for user in users {
            all.extend(user.uses(service).await?);
        }
        all.sort_by_key(|it| (it.usage, it.revision));
        Ok(all)
    }
}

impl ServiceUses for Catalogue {
    fn used_by(&self, user: Arc<dyn ServiceUser>) {
        self.inner.users.write().unwrap_or_else(PoisonError::into_inner).push(user);
    }
}

impl ProposedServices for Catalogue {
    fn proposed(&self, id: &str) -> Option<String> {
        let kept = self.kept(id)?;
        kept.item.proposed.as_ref().map(|it| it.source.clone())
    }
}
