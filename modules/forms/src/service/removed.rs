//! Drafts that were thrown away: seen and brought back by whose they are, until the retention lists
//! take them.

use accounts_domain::Act;
use authz::Relation;
use forms_domain::Application;
use jiff::{SignedDuration, Timestamp};
use kernel::{
    Actor, LocalText,
    id::{ApplicationId, CommandId, SubjectId},
};
use ledger::Command;

use super::{Forms, Opened};
use crate::{
    problem::{Problem, TOO_MANY},
    store,
};

/// The permission.
const ACTION: &str = "forms.restore";

/// A draft that can be brought back.
#[derive(Debug, Clone)]
pub(crate) struct Removed {
    /// Its id.
    pub id: ApplicationId,
    /// The service's name.
    pub name: LocalText,
    /// When it was thrown away.
    pub at: Timestamp,
    /// Until when it can be brought back.
    pub until: Timestamp,
}

impl Forms {
    /// So long a draft that was thrown away can be brought back.
    pub fn restore_within(&self) -> SignedDuration {
        self.inner.restore
    }

    /// What the actor threw away, for the one they act for now, and can bring back; newest first.
    pub async fn removed(&self, actor: &Actor) -> Result<Vec<Removed>, Problem> {
        let account = actor.account.ok_or(Problem::Unknown)?;
        let subject = actor.acting_for.unwrap_or(account.subject());
        self.inner.policy.require(actor, ACTION, &[Relation::Own]).map_err(|_| Problem::Unknown)?;
        let since = self.inner.ledger.clock().now() - self.inner.restore;
        let args = [account.to_string().into(), since.into()];
        let rows = self.inner.ledger.rows(&store::REMOVED, &args).await?;
        let mut removed = Vec::new();
        for row in &rows {
            let id: ApplicationId = row.parsed(0)?;
            let (of, at): (SubjectId, Timestamp) = (row.parsed(1)?, row.instant(4)?);
            if subject != of || self.inner.ledger.vault().is_record_erased(of, &id.record()).await?
            {
                continue;
            }
            let revision =
                u32::try_from(row.count(3)?).map_err(ledger::StoreError::contradiction)?;
            let published = self.inner.services.revision(row.text(2)?, revision);
            let Some(published) = published else { continue };
            let name = published.definition.name().clone();
            removed.push(Removed { id, name, at, until: at + self.inner.restore });
        }
        Ok(removed)
    }

    /// A draft of the actor's own that was thrown away, or came back already.
    async fn own_removed(&self, actor: &Actor, id: ApplicationId) -> Result<Opened, Problem> {
        let mut opened = self.open_any(id).await?;
        let own = [Relation::Own];
        self.inner.policy.require(actor, ACTION, &own).map_err(|_| Problem::Unknown)?;
        let (subject, service) = (opened.party.subject, opened.application.service.clone());
        let power = self.inner.powers.power(actor, subject, Act::Apply, Some(&service)).await;
        opened.power = power?;
        if self.inner.ledger.vault().is_record_erased(subject, &id.record()).await? {
            return Err(Problem::Unknown);
        }
        Ok(opened)
    }

    /// Brings a draft back.
    pub async fn restore(
        &self,
        actor: &Actor,
        key: CommandId,
        id: ApplicationId,
    ) -> Result<(), Problem> {
        let opened = self.own_removed(actor, id).await?;
        let is_gone = opened.application.discarded_at.is_some();
        let open = self.drafts(opened.party.account).await?.len();
        if is_gone && open >= self.inner.drafts_limit {
            return Err(TOO_MANY);
        }
        let command = Command::new::<Application>(key, actor.clone(), id, &"restore")
            .under(opened.power.firm.clone())
            .under(opened.power.mandate.clone());
        let (within, kept_until) = (self.inner.restore, self.kept_until());
        let decide = move |state: &Application, given: &kernel::Given| {
            state.restore(given.now, within, kept_until)
        };
        self.inner.ledger.execute(command, decide).await?;
        Ok(())
    }
}
