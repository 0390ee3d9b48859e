//! What an authority sees of a licence and does with it.

use accounts_domain::Party;
use authz::Relation;
use jiff::Timestamp;
use kernel::{
    Actor, Recorded, Role,
    id::{AccountId, CommandId, FirmId},
};
use ledger::{Command, Read};
use licences_domain::{Licence, LicenceAct, LicenceEvent, LicenceFacts, LicenceRefusal};
use organisations_domain::Standing;
use serde::Serialize;
use web::Failure;

use super::Licensing;
use crate::store::Record;

/// Why a licence was not changed.
#[derive(Debug)]
pub enum Problem {
    /// The rules refuse.
    Refused(LicenceRefusal),
    /// Nobody does this alone.
    NeedsSecondPerson,
    /// Anything else.
    Failure(Failure),
}

impl From<Failure> for Problem {
    fn from(failure: Failure) -> Self {
        Self::Failure(failure)
    }
}

impl From<authz::Denied> for Problem {
    fn from(denied: authz::Denied) -> Self {
        Self::Failure(denied.into())
    }
}

/// One event of a licence, for its authority.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HistoryLine {
    /// When.
    pub at: Timestamp,
    /// In which role.
    pub role: Role,
    /// Who, if it was a person.
    pub by: Option<String>,
    /// The event's last word, such as `revoked`.
    pub word: &'static str,
    /// Why.
    pub reason: Option<String>,
}

/// A licence as its authority sees it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StaffView {
    /// The row.
    pub record: Record,
    /// The personal part; none where it was erased.
    pub facts: Option<LicenceFacts>,
    /// What the reader may do with it now.
    pub acts: Vec<LicenceAct>,
    /// What happened, newest first.
    pub history: Vec<HistoryLine>,
}

#[derive(Serialize)]
struct ChangeContent<'a> {
    act: LicenceAct,
    reason: &'a str,
}

impl Licensing {
    /// The licences of a number or identifier that the actor may see, by id and name.
    ///
    /// # Errors
    /// [`Failure`].
    pub async fn search(&self, actor: &Actor, typed: &str) -> Result<Vec<Record>, Failure> {
        let mut found = self.find(typed).await?;
        found.retain(|record| {
            self.inner.policy.may(actor, "licences.read", &self.relations(actor, record))
        });
        Ok(found)
    }

    /// The one licence that is meant; a number that several share does not say which. One that the
    /// actor may not read is answered as if there were none.
    pub(crate) async fn readable(&self, actor: &Actor, typed: &str) -> Result<Record, Failure> {
        let mut found = self.find(typed).await?;
        let is_meant =
            |it: &Record| self.inner.policy.may(actor, "licences.read", &self.relations(actor, it));
        if let [only] = found.as_slice()
            && !is_meant(only)
        {
            authz::log_refusal(actor, "licences.read");
        }
        found.retain(is_meant);
        if found.len() == 1 { found.pop().ok_or(Failure::NotFound) } else { Err(Failure::NotFound) }
    }

    /// The personal part as the actor may see it.
    fn seen(&self, actor: &Actor, holds: &[Relation], facts: LicenceFacts) -> LicenceFacts {
        let shown = |field: &str, value: &str| {
            self.inner.policy.shown(actor, field, holds, value).unwrap_or_default()
        };
        let contents = facts.contents.into_iter().map(|line| {
            let value = shown("licence.contents", &line.value);
            licences_domain::ContentLine { value, ..line }
        });
        LicenceFacts {
            holder_name: shown("licence.holder", &facts.holder_name),
            contents: contents.collect(),
        }
    }

    /// How the actor's post stands to a licence.
    pub(crate) fn relations(&self, actor: &Actor, record: &Record) -> Vec<Relation> {
        let standing = Standing::of(self.inner.directory.as_ref(), actor, &record.authority);
        authz::post_relations(standing.is_own, standing.is_in_division, standing.is_in_line)
    }

    /// Whether the actor may wish or do acts on a licence. Whoever is tied to its holder may not.
    pub(crate) async fn may_change(&self, actor: &Actor, record: &Record) -> Result<bool, Failure> {
        let holds = self.relations(actor, record);
        let may = self.inner.policy.may(actor, "licences.change", &holds);
        Ok(may && !self.is_touched(actor, record).await?)
    }

    /// Whether a licence's holder is the officer, a relative, a firm of theirs, or a firm for which
    /// one of them acts.
    pub(crate) async fn is_touched(&self, actor: &Actor, record: &Record) -> Result<bool, Failure> {
        let Some(officer) = actor.account.filter(|_| actor.role.is_staff()) else {
            return Ok(false);
        };
        let person = AccountId::from_uuid(record.holder.uuid());
        let mut party = Party::own(person);
        if self.is_firm(record.holder).await {
            party.firm = Some(FirmId::from_uuid(record.holder.uuid()));
        }
        self.inner.conflicts.touches(officer, &party).await.map_err(Failure::internal)
    }

    /// A licence with its personal part; the read is recorded.
    ///
    /// # Errors
    /// [`Failure::NotFound`], also for those who may not see it.
    pub async fn staff_view(&self, actor: &Actor, identifier: &str) -> Result<StaffView, Failure> {
        let record = self.readable(actor, identifier).await?;
        let holds = self.relations(actor, &record);
        let read = Read {
            subject: record.holder,
            by: actor,
            action: "licences.read",
            matter: &record.identifier,
            reason: "",
        };
        self.ledger().note_read(read).await?;
        let licence = self.licence(record.id).await?.ok_or(Failure::NotFound)?;
        let facts = self.opened(&licence).await?.map(|it| self.seen(actor, &holds, it));
        let acts = if self.may_change(actor, &record).await? {
            licence.possible_acts()
        } else {
            Vec::new()
        };
        let mut history = Vec::new();
        for event in self.ledger().history::<Licence>(record.id).await?.into_iter().rev() {
            history.push(self.line(event).await);
        }
        Ok(StaffView { record, facts, acts, history })
    }

    async fn line(&self, event: Recorded<LicenceEvent>) -> HistoryLine {
        let by = match event.by.account {
            Some(account) => self.staff_name(account).await,
            None => None,
        };
        let (word, reason) = match event.event {
            LicenceEvent::Issued(_) => ("issued", None),
            LicenceEvent::Suspended { reason } => ("suspended", Some(reason)),
            LicenceEvent::Restored { reason } => ("restored", Some(reason)),
            LicenceEvent::Revoked { reason } => ("revoked", Some(reason)),
            LicenceEvent::Cancelled { reason } => ("cancelled", Some(reason)),
            LicenceEvent::Reinstated { reason } => ("reinstated", Some(reason)),
        };
        let reason = reason.map(|it| it.to_string());
        HistoryLine { at: event.at, role: event.by.role, by, word, reason }
    }

    async fn staff_name(&self, account: AccountId) -> Option<String> {
        self.inner.people.staff_name(account).await.ok().flatten()
    }

    /// Suspends, restores or cancels a licence of the actor's authority. What nobody does alone is
    /// refused here: it is proposed (`approve.rs`).
    ///
    /// # Errors
    /// [`Problem`].
    pub async fn change(
        &self,
        key: CommandId,
        actor: &Actor,
        identifier: &str,
        act: LicenceAct,
        reason: &str,
    ) -> Result<Record, Problem> {
        let record = self.readable(actor, identifier).await?;
        if !self.may_change(actor, &record).await? {
            authz::log_refusal(actor, "licences.change");
            return Err(Failure::Forbidden.into());
        }
        if act.needs_second_person() {
            return Err(Problem::NeedsSecondPerson);
        }
        let content = ChangeContent { act, reason };
        let command = Command::new::<Licence>(key, actor.clone(), record.id, &content)
            .about(record.holder, None);
        let reason = reason.to_owned();
        self.ledger()
            .execute::<Licence, LicenceRefusal, _>(command, move |licence, _| {
                licence.act(act, &reason)
            })
            .await
            .map_err(|error| match error {
                ledger::CommandError::Refused(refusal) => Problem::Refused(refusal),
                other => Problem::Failure(Failure::from_command(other, Failure::internal)),
            })?;
        Ok(self.record(record.id).await?.ok_or(Failure::NotFound)?)
    }
}
