//! Who does a task: drawn when it opens and when whoever had it leaves, taken over with a reason,
//! and what supervisors see of that.

use std::collections::{BTreeSet, HashMap};

use accounts_domain::Party;
use cases_domain::{
    Case, CaseRefusal, Colleague, Duty, DutyEvent, Opening, OwnTask, Seed, Task, candidates,
};
use catalogue_domain::definition::{ProcessStep, ServiceDefinition};
use kernel::{
    Actor,
    id::{AccountId, CaseId, CommandId},
};
use ledger::{Command, derived_command};

use super::{Desk, Order, Trouble};
use crate::store::{
    self,
    duty::{Override, OverridePlace},
};

/// So many rows are read at once, and so many are looked through for one page.
const READ: u32 = 200;
const LOOKED_THROUGH: usize = 2_000;

/// A task that was taken over or done out of turn, as supervisors see it.
#[derive(Debug, Clone)]
pub(crate) struct OverrideView {
    pub row: Override,
    /// The officer's name.
    pub name: String,
    /// The name of whoever had the task.
    pub was: Option<String>,
    /// Why, in the officer's words; empty where none had to be given.
    pub reason: String,
}

/// A page of them, and where the next begins.
pub(crate) struct Overrides {
    pub items: Vec<OverrideView>,
    pub next: Option<OverridePlace>,
}

impl Desk {
    /// What must hold while an officer does their task of this case, if they have one.
    pub(super) fn own_task(task: &Task, id: CaseId, by: &Actor) -> Option<OwnTask> {
        by.account.map(|officer| OwnTask { case: id, task: task.key(), officer })
    }

    /// Whose the task is that waits for the actor's post, where it is another officer's.
    pub async fn another_on_duty(
        &self,
        case: &Case,
        id: CaseId,
        by: &Actor,
    ) -> Result<Option<AccountId>, Trouble> {
        let Some(task) = case.task_of(by) else { return Ok(None) };
        let holder = self.duty(id).await?.officer_of(&task.key());
        Ok(holder.filter(|it| Some(*it) != by.account))
    }

    /// Refuses where the task is another officer's.
    pub async fn on_duty(&self, case: &Case, id: CaseId, by: &Actor) -> Result<(), Trouble> {
        match self.another_on_duty(case, id, by).await? {
            Some(_) => Err(Trouble::Refused(CaseRefusal::AnothersTask)),
            None => Ok(()),
        }
    }

    async fn duty(&self, id: CaseId) -> Result<Duty, Trouble> {
        Ok(self.ledger.load::<Duty>(id).await?.map(|(duty, _)| duty).unwrap_or_default())
    }

    /// Gives the waiting tasks of a case to officers, as far as they are nobody's, or those whose
    /// they are may not do them any more.
    pub async fn assign(&self, id: CaseId, key: CommandId) -> Result<(), Trouble> {
        let Some((case, _)) = self.ledger.load::<Case>(id).await? else { return Ok(()) };
        let tasks = case.tasks();
        let Some(party) = case.party.as_ref().filter(|_| !tasks.is_empty()) else { return Ok(()) };
        let published = self.definition(&case)?;
        let mut openings = Vec::new();
        for task in &tasks {
            let colleagues = self.colleagues(id, party, &published.definition, task).await?;
            let candidates = candidates(&colleagues);
            openings.push(Opening { task: task.key(), candidates, seed: self.new_seed() });
        }
        if self.duty(id).await?.assign(&openings).is_empty() {
            return Ok(());
        }
        // Asked twice it is answered once: the seed of the second time counts for nothing.
        let command = Command::new::<Duty>(key, Actor::SYSTEM, id, &"assign");
        self.ledger
            .execute::<Duty, CaseRefusal, _>(command, move |duty, _| Ok(duty.assign(&openings)))
            .await?;
        Ok(())
    }

    fn new_seed(&self) -> Seed {
        let mut random = [0u8; 16];
        self.ledger.chance().fill(&mut random);
        Seed::from_bytes(random)
    }

    /// The officers in the post that a task waits for, with what bars them from it.
    async fn colleagues(
        &self,
        id: CaseId,
        party: &Party,
        definition: &ServiceDefinition,
        task: &Task,
    ) -> Result<Vec<Colleague>, Trouble> {
        let is_decision = matches!(definition.step(&task.step), Some(ProcessStep::Decide(_)));
        let hands = if is_decision { self.hands(id).await? } else { BTreeSet::new() };
        let mut found = Vec::new();
        for officer in self.staff.at_work(&task.wait.unit, task.wait.role).await? {
            let Some(account) = officer.account.filter(|_| self.counts(&officer)) else {
                continue;
            };
            let is_tied = self.conflicts.touches(account, party).await?;
            found.push(Colleague { account, is_tied, has_hand: hands.contains(&account) });
        }
        Ok(found)
    }

    /// An officer left, or is tied to others than before: their waiting tasks are looked at anew.
    pub async fn officer_changed(
        &self,
        officer: AccountId,
        cause: &impl std::fmt::Display,
    ) -> Result<(), Trouble> {
        let mut last = String::new();
        loop {
            let cases = store::duty::waiting_for(&self.ledger, officer, &last).await?;
            let Some(end) = cases.last() else { return Ok(()) };
            last = end.to_string();
            self.assign_all(&cases, cause).await?;
        }
    }

    /// Others act for a firm than before, and officers may be tied to it through them.
    pub async fn firm_changed(
        &self,
        firm: kernel::id::FirmId,
        cause: &impl std::fmt::Display,
    ) -> Result<(), Trouble> {
        let mut last = String::new();
        loop {
            let cases = store::duty::open_of(&self.ledger, firm.subject(), &last).await?;
            let Some(end) = cases.last() else { return Ok(()) };
            last = end.to_string();
            self.assign_all(&cases, cause).await?;
        }
    }

    async fn assign_all(
        &self,
        cases: &[CaseId],
        cause: &impl std::fmt::Display,
    ) -> Result<(), Trouble> {
        for case in cases {
            let key = derived_command("cases.reassign", format!("{cause}/{case}"));
            self.assign(*case, key).await?;
        }
        Ok(())
    }

    /// Takes over the task of another officer, for a reason that supervisors read.
    pub async fn take_over(
        &self,
        order: &Order<'_>,
        id: CaseId,
        reason: &str,
    ) -> Result<(), Trouble> {
        let (case, version) = self.ledger.load::<Case>(id).await?.ok_or(Trouble::NotFound)?;
        let task = case.task_of(order.by);
        let check = async {
            self.allow(&case, order.by, "cases.take_over").await?;
            if order.seen.is_some_and(|seen| seen != version) {
                return Err(Trouble::Conflict);
            }
            let published = self.definition(&case)?;
            let step = task.as_ref().and_then(|it| published.definition.step(&it.step));
            if matches!(step, Some(ProcessStep::Decide(_))) {
                self.with_fresh_eyes(order, id).await?;
            }
            Ok(())
        };
        self.unless_given(order, check).await?;
        let officer = order.by.account.ok_or(Trouble::Denied)?;
        let subject = case.party.as_ref().ok_or(Trouble::NotFound)?.subject;
        let content = ("take_over", reason);
        let command = Command::new::<Duty>(order.key, order.by.clone(), id, &content)
            .about(subject, Some(id.record()));
        let (key, text) = (task.map(|it| it.key()), reason.to_owned());
        self.ledger
            .execute::<Duty, CaseRefusal, _>(command, move |duty, _| {
                let task = key.as_ref().ok_or(CaseRefusal::NotYourTask)?;
                duty.take_over(task, &text, officer)
            })
            .await?;
        Ok(())
    }

    /// How many tasks of the officer's own are more urgent than this one.
    pub(super) async fn ahead(&self, task: &Task, id: CaseId, by: &Actor) -> Result<u64, Trouble> {
        Ok(store::duty::ahead(&self.ledger, by, task.wait.due.on, id).await?)
    }

    /// Notes that a task was done while so many were more urgent. It is done: what fails here does
    /// not take it back.
    pub(super) async fn note_out_of_turn(&self, order: &Order<'_>, own: OwnTask, ahead: u64) {
        let key = derived_command("cases.out_of_turn", order.key);
        let command = Command::new::<Duty>(key, order.by.clone(), own.case, &"out_of_turn");
        let noted = self
            .ledger
            .execute::<Duty, CaseRefusal, _>(command, move |_, _| {
                Ok(vec![DutyEvent::OutOfTurn { task: own.task.clone(), ahead }])
            })
            .await;
        if let Err(error) = noted {
            tracing::error!(case = %own.case, %error, "an act out of turn was not noted");
        }
    }

    /// What was taken over or done out of turn in the supervisor's division or line, newest first.
    pub async fn overrides(
        &self,
        by: &Actor,
        after: OverridePlace,
        limit: usize,
    ) -> Result<Overrides, Trouble> {
        let (mut rows, mut place, mut looked) = (Vec::new(), after, 0);
        let is_more = loop {
            let page = store::duty::overrides(&self.ledger, &place, READ).await?;
            let is_last = page.len() < READ as usize;
            looked += page.len();
            for row in page {
                if rows.len() >= limit {
                    break;
                }
                place = row.place();
                if self.may_oversee_office(by, &row.authority, "cases.oversee") {
                    rows.push(row);
                }
            }
            if rows.len() >= limit || looked >= LOOKED_THROUGH || is_last {
                break !is_last || rows.len() >= limit;
            }
        };
        let next = is_more.then_some(place);
        let mut names = HashMap::new();
        let mut items = Vec::new();
        for row in rows {
            items.push(self.override_view(row, &mut names).await?);
        }
        Ok(Overrides { items, next })
    }

    async fn override_view(
        &self,
        row: Override,
        names: &mut HashMap<AccountId, String>,
    ) -> Result<OverrideView, Trouble> {
        let history = self.ledger.history::<Duty>(row.case).await?;
        let event = history.into_iter().find(|it| it.seq == row.seq).map(|it| it.event);
        let reason = match event {
            Some(DutyEvent::TakenOver { reason, .. }) => reason.to_string(),
            _ => String::new(),
        };
        let name = self.name_of(row.officer, names).await?;
        let was = match row.was {
            Some(officer) => Some(self.name_of(officer, names).await?),
            None => None,
        };
        Ok(OverrideView { row, name, was, reason })
    }

    async fn name_of(
        &self,
        officer: AccountId,
        known: &mut HashMap<AccountId, String>,
    ) -> Result<String, Trouble> {
        if let Some(name) = known.get(&officer) {
            return Ok(name.clone());
        }
        let name = self.people.staff_name(officer).await?.unwrap_or_default();
        known.insert(officer, name.clone());
        Ok(name)
    }
}
