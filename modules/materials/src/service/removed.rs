//! What was taken back: brought back for a while, and kept while a hold lies on it.

use std::sync::{Arc, PoisonError};

use jiff::{SignedDuration, Timestamp};
use kernel::{
    Actor,
    id::{CommandId, MaterialId, SubjectId},
};
use ledger::Command;
use materials_domain::{Folder, Holds, Removed, Sweeping};

use super::{Folders, Matter};
use crate::problem::Problem;

impl Folders {
    /// So long what was taken back can be brought back.
    pub fn restore_within(&self) -> SignedDuration {
        self.inner.restore
    }

    /// Before this instant, what was taken back is gone.
    pub fn restorable_since(&self) -> Timestamp {
        self.inner.ledger.clock().now() - self.inner.restore
    }

    /// What can be brought back now for a requirement.
    pub fn restorable<'a>(&self, matter: &'a Matter, requirement: &str) -> Vec<&'a Removed> {
        let now = self.inner.ledger.clock().now();
        matter.folder.restorable(requirement, now, self.inner.restore)
    }

    /// Brings back what was taken back.
    pub async fn restore(
        &self,
        actor: &Actor,
        key: CommandId,
        matter: &Matter,
        material: MaterialId,
    ) -> Result<(), Problem> {
        let found = matter.folder.removed.iter().find(|it| it.material.id == material);
        if let Some(found) = found {
            matter.check_open(&found.material.requirement)?;
        }
        let command = Command::new::<Folder>(key, actor.clone(), matter.id, &("restore", material))
            .under(matter.power.firm.clone())
            .under(matter.power.mandate.clone());
        let within = self.inner.restore;
        let decide =
            move |state: &Folder, given: &kernel::Given| state.restore(material, given.now, within);
        self.inner.ledger.execute(command, decide).await?;
        Ok(())
    }

    /// Whether a hold lies on what belongs to somebody.
    pub async fn is_held(&self, subject: SubjectId) -> Result<bool, Problem> {
        let holds = self.inner.holds.read().unwrap_or_else(PoisonError::into_inner).clone();
        match holds {
            Some(holds) => holds.is_held(subject).await.map_err(super::down),
            None => Ok(false),
        }
    }
}

impl Sweeping for Folders {
    fn held_by(&self, holds: Arc<dyn Holds>) {
        *self.inner.holds.write().unwrap_or_else(PoisonError::into_inner) = Some(holds);
    }
}
