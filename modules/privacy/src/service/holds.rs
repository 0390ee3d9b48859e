//! Holds: records that must not go although their time is over.

use jiff::{Timestamp, civil::Date};
use kernel::{
    Actor,
    id::{CommandId, EventId, SubjectId},
};
use ledger::{Command, derived_command};
use materials_domain::MaterialError;
use privacy_domain::Hold;
use web::Failure;

use super::{Privacy, Problem, refused};
use crate::{policy, store};

/// So many holds are listed.
const LISTED: usize = 50;

/// A hold in the list.
#[derive(Debug, Clone)]
pub struct HoldView {
    /// Its id.
    pub id: String,
    /// When it was placed.
    pub placed_at: Timestamp,
    /// The last day; none until it is lifted.
    pub until: Option<Date>,
    /// Why.
    pub reason: Option<String>,
}

impl Privacy {
    /// Whether a hold protects somebody today.
    pub(super) async fn is_held(&self, subject: SubjectId) -> Result<bool, Failure> {
        let args = [subject.to_string().into(), self.today().to_string().into()];
        Ok(!self.ledger.rows(&store::HOLDS_ON, &args).await?.is_empty())
    }

    /// Places a hold on everything of the person or firm of a case.
    ///
    /// # Errors
    /// [`Problem`].
    pub async fn place_hold(
        &self,
        key: CommandId,
        actor: &Actor,
        reference: &str,
        reason: &str,
        until: Option<Date>,
    ) -> Result<(), Problem> {
        self.policy.require(actor, policy::HOLD, &[])?;
        let case = self.cases.find(reference).await.map_err(Failure::internal)?;
        let subject = case.ok_or(Failure::NotFound)?.subject;
        let content = (subject, self.print(reason), until);
        let sealed = self.ledger.vault().seal(subject, &reason).await?;
        let id = EventId::from_uuid(derived_command("privacy.hold", key).uuid());
        let command = Command::new::<Hold>(key, actor.clone(), id, &content);
        let decide = move |state: &Hold, given: &kernel::Given| {
            state.place(subject, sealed.clone(), until, given.today)
        };
        self.ledger.execute(command, decide).await.map_err(refused)?;
        Ok(())
    }

    /// Lifts a hold.
    ///
    /// # Errors
    /// [`Problem`].
    pub async fn lift_hold(
        &self,
        key: CommandId,
        actor: &Actor,
        id: EventId,
    ) -> Result<(), Problem> {
        self.policy.require(actor, policy::HOLD, &[])?;
        let command = Command::new::<Hold>(key, actor.clone(), id, &"lift");
        let decide = |state: &Hold, given: &kernel::Given| state.lift(given.today);
        self.ledger.execute(command, decide).await.map_err(refused)?;
        Ok(())
    }

    /// The holds that were not lifted.
    ///
    /// # Errors
    /// [`Failure`].
    pub async fn holds(&self, actor: &Actor) -> Result<Vec<HoldView>, Failure> {
        self.policy.require(actor, policy::RETENTION, &[])?;
        let rows = self.ledger.rows(&store::HOLDS, &[0_i64.into(), LISTED.into()]).await?;
        let mut found = Vec::with_capacity(rows.len());
        for row in &rows {
            let id = row.text(0)?.to_owned();
            let Some((hold, _)) = self.ledger.load::<Hold>(&id).await? else { continue };
            let reason = match &hold.reason {
                Some(sealed) => self.opened(sealed).await?,
                None => None,
            };
            let (placed_at, until) = (row.instant(1)?, row.date_or_null(2)?);
            found.push(HoldView { id, placed_at, until, reason });
        }
        Ok(found)
    }
}

/// What is not needed any more is kept while a hold lies on it.
#[async_trait::async_trait]
impl materials_domain::Holds for Privacy {
    async fn is_held(&self, subject: SubjectId) -> Result<bool, MaterialError> {
        let held = Privacy::is_held(self, subject).await;
        held.map_err(|failure| MaterialError::Down(failure.code().to_owned()))
    }
}
