//! Holds: records that must not go although their time is over.

use jiff::{Timestamp, civil::Date};
use kernel::{
    Actor,
    id::{CommandId, EventId, SubjectId},
};
use ledger::{Command, derived_command};
use materials_domain::MaterialError;
use privacy_domain::Hold;
use web::{Failure, Grave, Meant};

use super::{Privacy, Problem, refused};
use crate::{policy, store};

/// So many holds are listed.
const LISTED: usize = 50;

/// Lifting a hold: what was kept back may be destroyed in the next purge.
pub const LIFTING: Grave =
    Grave { words: "privacy-grave-hold-", reasons: &["settled", "ordered", "mistaken", "other"] };
/// So many characters of a hold's id are its number.
const NUMBER: usize = 8;

/// The number of a hold: the end of its id, which differs most.
pub fn hold_number(id: &str) -> String {
    let bare: Vec<char> = id.chars().filter(char::is_ascii_hexdigit).collect();
    bare.iter().skip(bare.len().saturating_sub(NUMBER)).collect::<String>().to_uppercase()
}

/// A hold in the list.
#[derive(Debug, Clone)]
pub struct HoldView {
    /// Its id.
    pub id: String,
    /// Its number, which is typed to lift it.
    pub number: String,
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
        meant: &Meant,
    ) -> Result<(), Problem> {
        self.policy.require(actor, policy::HOLD, &[])?;
        LIFTING.check(&hold_number(&id.to_string()), meant).map_err(Problem::Doubt)?;
        let why = meant.why.clone();
        let command = Command::new::<Hold>(key, actor.clone(), id, &("lift", &why));
        let decide = move |state: &Hold, given: &kernel::Given| state.lift(&why, given.today);
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
            let number = hold_number(&id);
            found.push(HoldView { id, number, placed_at, until, reason });
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

#[cfg(test)]
mod tests {
    use super::hold_number;

    #[test]
    fn the_number_of_a_hold_is_the_end_of_its_id() {
        assert_eq!(hold_number("01900000-0000-7000-8000-00abcdef0123"), "CDEF0123");
        assert_eq!(hold_number("ab-c"), "ABC");
    }
}
