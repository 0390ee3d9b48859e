//! Conflicts of interest: an officer whose own people or firms are in a case stands in no relation
//! to it, so that it goes to others; where nobody is left, the supervisor sees it.

use accounts_domain::Party;
use authz::Relation;
use cases_domain::Case;
use kernel::{Actor, id::CaseId};

use super::{Desk, Trouble};
use crate::store::{self, Part, QueuePlace, Queued, Urgent};

/// So many tasks are looked through for those that nobody may do, the most urgent first.
const LOOKED_THROUGH: u32 = 200;

impl Desk {
    /// How the actor stands to a case, all considered: in no way to one that touches them.
    pub async fn held(&self, case: &Case, actor: &Actor) -> Result<Vec<Relation>, Trouble> {
        let mut held = self.relations(case, actor);
        if self.elevation(actor).await?.is_some() {
            held.push(Relation::Elevated);
        }
        match &case.party {
            Some(party) if !held.is_empty() && self.is_touched(party, actor).await? => {
                Ok(Vec::new())
            }
            _ => Ok(held),
        }
    }

    /// Whether a party is, or acts for, or belongs to somebody to whom this officer is tied.
    pub async fn is_touched(&self, party: &Party, actor: &Actor) -> Result<bool, Trouble> {
        match actor.account.filter(|_| actor.role.is_staff()) {
            Some(officer) => Ok(self.conflicts.touches(officer, party).await?),
            None => Ok(false),
        }
    }

    /// The tasks of a page of a part of the queue that do not touch the officer.
    pub(super) async fn untouched(
        &self,
        by: &Actor,
        part: (Part, &str),
        after: &QueuePlace,
        limit: u32,
    ) -> Result<Vec<Queued>, Trouble> {
        let Some(officer) = by.account else { return Ok(Vec::new()) };
        if !self.conflicts.has_interests(officer).await? {
            return Ok(store::queue(&self.ledger, by, part, after, limit).await?);
        }
        let wanted = usize::try_from(limit).unwrap_or(usize::MAX);
        let (mut found, mut place) = (Vec::new(), after.clone());
        loop {
            let page = store::queue(&self.ledger, by, part, &place, limit).await?;
            let is_last = page.len() < wanted;
            if let Some(end) = page.last() {
                place = end.place();
            }
            for task in page {
                if found.len() < wanted && !self.touches_case(by, task.case).await? {
                    found.push(task);
                }
            }
            if is_last || found.len() >= wanted {
                return Ok(found);
            }
        }
    }

    async fn touches_case(&self, by: &Actor, case: CaseId) -> Result<bool, Trouble> {
        let loaded = self.ledger.load::<Case>(case).await?;
        match loaded.and_then(|(case, _)| case.party) {
            Some(party) => self.is_touched(&party, by).await,
            None => Ok(false),
        }
    }

    /// The tasks in the supervisor's division or line that nobody of the office may do, because
    /// there is nobody, or everybody is tied to the party.
    pub async fn stuck(&self, by: &Actor) -> Result<Vec<Urgent>, Trouble> {
        let mut stuck = Vec::new();
        for task in store::most_urgent(&self.ledger, LOOKED_THROUGH).await? {
            let standing = self.standing(by, &task.authority);
            let held = authz::post_relations(
                standing.is_own,
                standing.is_in_division,
                standing.is_in_line,
            );
            if self.policy.may(by, "cases.oversee", &held) && self.is_stuck(&task).await? {
                stuck.push(task);
            }
        }
        Ok(stuck)
    }

    async fn is_stuck(&self, task: &Urgent) -> Result<bool, Trouble> {
        let Some((case, _)) = self.ledger.load::<Case>(task.case).await? else {
            return Ok(false);
        };
        let Some(party) = case.party else { return Ok(false) };
        for officer in self.staff.staff_of(&task.unit, task.role).await? {
            if !self.conflicts.touches(officer, &party).await? {
                return Ok(false);
            }
        }
        Ok(true)
    }
}
