//! What an authority sees of a licence and does with it.

use accounts_domain::Party;
use approvals_domain::{ProposalStep, StopError};
use authz::Relation;
use jiff::Timestamp;
use kernel::{
    Actor, Recorded, Role,
    id::{AccountId, ApprovalId, CommandId, FirmId},
};
use ledger::{Command, Read};
use licences_domain::{
    Because, Licence, LicenceAct, LicenceEvent, LicenceFacts, LicenceRefusal, Why,
};
use organisations_domain::Standing;
use serde::Serialize;
use web::Failure;

use super::Licensing;
use crate::{
    approve::{STOP, act_of, matter, to_type},
    reasons,
    store::Record,
};

/// Why a licence was not changed.
#[derive(Debug)]
pub enum Problem {
    /// The rules refuse.
    Refused(LicenceRefusal),
    /// Nobody does this alone.
    NeedsSecondPerson,
    /// What was typed is not the licence's number.
    Mistyped,
    /// Nothing waits that could be taken back.
    NothingWaits,
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
    /// The event's last word, such as `revoked`; of a proposal such as `proposed`.
    pub word: &'static str,
    /// Of a proposal: the act.
    pub act: Option<LicenceAct>,
    /// The code of the reason.
    pub code: Option<String>,
    /// Why, in words.
    pub reason: Option<String>,
}

/// An act that waits for a second person or for its time.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Waiting {
    /// The proposal.
    pub id: ApprovalId,
    /// The act.
    pub act: LicenceAct,
    /// When it is carried out; none before somebody approved it.
    pub due_at: Option<Timestamp>,
}

/// What somebody wishes to do with a licence.
#[derive(Debug, Clone, Copy)]
pub struct Deed<'a> {
    /// The act.
    pub act: LicenceAct,
    /// The code of the reason.
    pub code: &'a str,
    /// The facts and the legal basis.
    pub reason: &'a str,
    /// The licence's number, as it was typed to confirm that this one is meant.
    pub typed: &'a str,
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
    /// What waits.
    pub waiting: Option<Waiting>,
    /// Whether the reader may take back what waits.
    pub may_stop: bool,
}

#[derive(Serialize)]
struct ChangeContent<'a> {
    act: LicenceAct,
    code: &'a str,
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
        for event in self.ledger().history::<Licence>(record.id).await? {
            history.push(self.line(event).await);
        }
        let steps = self.steps(&record).await?;
        let waiting = waiting(&steps);
        for step in steps {
            history.push(self.step_line(step).await);
        }
        history.reverse();
        history.sort_by_key(|it| std::cmp::Reverse(it.at));
        let may_stop = waiting.is_some() && self.inner.policy.may(actor, STOP, &holds);
        Ok(StaffView { record, facts, acts, history, waiting, may_stop })
    }

    /// What was proposed about a licence and became of it, oldest first.
    async fn steps(&self, record: &Record) -> Result<Vec<ProposalStep>, Failure> {
        let steps = self.approvals().steps_on(&matter(record)).await;
        steps.map_err(Failure::internal)
    }

    async fn step_line(&self, step: ProposalStep) -> HistoryLine {
        let by = match step.by.account {
            Some(account) => self.staff_name(account).await,
            None => None,
        };
        HistoryLine {
            at: step.at,
            role: step.by.role,
            by,
            word: step.word,
            act: act_of(&step.kind),
            code: None,
            reason: step.reason,
        }
    }

    async fn line(&self, event: Recorded<LicenceEvent>) -> HistoryLine {
        let by = match event.by.account {
            Some(account) => self.staff_name(account).await,
            None => None,
        };
        let (word, why) = match event.event {
            LicenceEvent::Issued(_) => ("issued", None),
            LicenceEvent::Suspended(why) => ("suspended", Some(why)),
            LicenceEvent::Restored(why) => ("restored", Some(why)),
            LicenceEvent::Revoked(why) => ("revoked", Some(why)),
            LicenceEvent::Cancelled(why) => ("cancelled", Some(why)),
            LicenceEvent::Reinstated(why) => ("reinstated", Some(why)),
            LicenceEvent::Reissued(it) => {
                let (reason, reason_code) = (it.reason, Some(it.reason_code));
                ("reissued", Some(Why { reason, reason_code }))
            }
        };
        let reason = why.as_ref().map(|it| it.reason.to_string());
        let code = why.and_then(|it| it.reason_code);
        HistoryLine { at: event.at, role: event.by.role, by, word, act: None, code, reason }
    }

    async fn staff_name(&self, account: AccountId) -> Option<String> {
        self.inner.people.staff_name(account).await.ok().flatten()
    }

    /// Suspends, restores or cancels a licence of the actor's authority, for a reason of the table
    /// and with its number typed once more. What nobody does alone is refused here: it is proposed
    /// (`approve.rs`).
    ///
    /// # Errors
    /// [`Problem`].
    pub async fn change(
        &self,
        key: CommandId,
        actor: &Actor,
        identifier: &str,
        deed: Deed<'_>,
    ) -> Result<Record, Problem> {
        let record = self.readable(actor, identifier).await?;
        if !self.may_change(actor, &record).await? {
            authz::log_refusal(actor, "licences.change");
            return Err(Failure::Forbidden.into());
        }
        let Deed { act, code, reason, typed } = deed;
        if act.needs_second_person() || act.is_for_many() {
            return Err(Problem::NeedsSecondPerson);
        }
        if reasons::reason(act, code).is_none() {
            return Err(Problem::Refused(LicenceRefusal::NoCode));
        }
        if typed.trim() != to_type(&record) {
            return Err(Problem::Mistyped);
        }
        let content = ChangeContent { act, code, reason };
        let command = Command::new::<Licence>(key, actor.clone(), record.id, &content)
            .about(record.holder, None);
        let (code, reason) = (code.to_owned(), reason.to_owned());
        self.ledger()
            .execute::<Licence, LicenceRefusal, _>(command, move |licence, _| {
                licence.act(act, Because { code: &code, text: &reason })
            })
            .await
            .map_err(|error| match error {
                ledger::CommandError::Refused(refusal) => Problem::Refused(refusal),
                other => Problem::Failure(Failure::from_command(other, Failure::internal)),
            })?;
        Ok(self.record(record.id).await?.ok_or(Failure::NotFound)?)
    }

    /// Takes back an act on a licence that waits: for a supervisor. Who proposed or approved it
    /// does so on the page of the proposal.
    ///
    /// # Errors
    /// [`Problem`].
    pub async fn stop(
        &self,
        key: CommandId,
        actor: &Actor,
        identifier: &str,
        reason: &str,
    ) -> Result<Record, Problem> {
        let record = self.readable(actor, identifier).await?;
        let holds = self.relations(actor, &record);
        self.inner.policy.require(actor, STOP, &holds).map_err(|_| Failure::NotFound)?;
        if reason.trim().is_empty() {
            return Err(Problem::Refused(LicenceRefusal::NoReason));
        }
        let steps = self.steps(&record).await?;
        // The same form again: it was taken back by it.
        let waiting = match waiting(&steps) {
            Some(waiting) => waiting.id,
            None if self.ledger().was_run(actor, key).await.map_err(Failure::from)? => {
                return Ok(record);
            }
            None => return Err(Problem::NothingWaits),
        };
        match self.approvals().stop(key, actor, waiting, reason).await {
            Ok(()) => Ok(record),
            Err(StopError::Over) => Err(Problem::NothingWaits),
            Err(StopError::Down(error)) => Err(Failure::internal(error).into()),
        }
    }
}

/// What waits, if anything does.
fn waiting(steps: &[ProposalStep]) -> Option<Waiting> {
    let last = steps.iter().rev().find(|step| act_of(&step.kind).is_some())?;
    let is_open = matches!(last.word, "proposed" | "approved");
    let act = act_of(&last.kind).filter(|_| is_open)?;
    Some(Waiting { id: last.id, act, due_at: last.due_at })
}
