//! How an actor stands to a case, and what follows from it.

use accounts_domain::{Act, Power, Powerless};
use authz::Relation;
use cases_domain::Case;
use kernel::{Actor, Role};
use organisations_domain::Standing;

use super::{Desk, Order, Trouble};

impl Desk {
    /// How the actor stands to a case. A post counts only in its division, so that the same
    /// authority's officer of another place has no task here.
    pub fn relations(&self, case: &Case, actor: &Actor) -> Vec<Relation> {
        let mut held = self.party_relations(&case.authority, actor);
        let own_authority = actor.authority.as_deref();
        if !self.counts(actor) {
            return held;
        }
        if case.task_of(actor).is_some() {
            held.push(Relation::Task);
        }
        let has_handled = case.acts.iter().any(|act| act.by.authority.as_deref() == own_authority);
        if has_handled && !held.contains(&Relation::Authority) {
            held.push(Relation::Authority);
        }
        held
    }

    /// Whether the actor's post counts where their authority is competent.
    pub fn counts(&self, actor: &Actor) -> bool {
        let own = actor.authority.as_deref();
        own.is_some_and(|own| self.standing(actor, own).is_own)
    }

    /// How the actor's post stands to what an authority handles.
    pub fn standing(&self, actor: &Actor, authority: &str) -> Standing {
        Standing::of(self.directory.as_ref(), actor, authority)
    }

    /// How an officer stands to what this authority handles, whether or not it is a case yet.
    pub fn party_relations(&self, authority: &str, actor: &Actor) -> Vec<Relation> {
        let standing = self.standing(actor, authority);
        let mut held =
            authz::post_relations(standing.is_own, standing.is_in_division, standing.is_in_line);
        if actor.role == Role::Clerk && standing.is_in_division {
            held.push(Relation::Centre);
        }
        held
    }

    /// How the actor stands to a case in which they want to do something, and in which right: an
    /// officer by their post, everybody else as the one whose matter it is or who acts for them.
    pub async fn held_for(
        &self,
        case: &Case,
        actor: &Actor,
        act: Act,
    ) -> Result<(Vec<Relation>, Power), Trouble> {
        let mut held = self.held(case, actor).await?;
        let Some(party) = case.party.as_ref().filter(|_| actor.role == Role::Citizen) else {
            return Ok((held, Power::OWN));
        };
        match self.powers.power(actor, party.subject, act, Some(&case.service)).await {
            Ok(power) => {
                held.push(Relation::Own);
                Ok((held, power))
            }
            Err(Powerless::NotTheirs) => Ok((held, Power::OWN)),
            Err(other) => Err(other.into()),
        }
    }

    /// In which right the one whose matter a case is, or who acts for them, may do this with it.
    /// Whose it is not may not learn that there is one.
    pub async fn allow_own(
        &self,
        case: &Case,
        by: &Actor,
        (action, act): (&'static str, Act),
    ) -> Result<Power, Trouble> {
        let (held, power) = self.held_for(case, by, act).await?;
        self.policy
            .require(by, action, &held)
            .map_err(|_| if held.is_empty() { Trouble::NotFound } else { Trouble::Denied })?;
        Ok(power)
    }

    /// As [`Desk::allow_own`] for an order; who gave it before is answered the same.
    pub(super) async fn power_for(
        &self,
        order: &Order<'_>,
        case: &Case,
        wanted: (&'static str, Act),
    ) -> Result<Power, Trouble> {
        if self.was_given(order).await? {
            return Ok(Power::OWN);
        }
        self.allow_own(case, order.by, wanted).await
    }

    /// Whether the actor may do this with the case. Who may not even read it learns nothing, not
    /// even that there is one.
    pub async fn allow(
        &self,
        case: &Case,
        by: &Actor,
        action: &'static str,
    ) -> Result<(), Trouble> {
        let held = self.held(case, by).await?;
        let may_know = ["cases.read", "cases.own", "cases.track"];
        self.policy.require(by, action, &held).map_err(|_| {
            let knows = may_know.iter().any(|it| self.policy.may(by, it, &held));
            if knows { Trouble::Denied } else { Trouble::NotFound }
        })
    }

    /// A field of a case as the reader may see it; empty where they may not.
    pub fn shown(&self, by: &Actor, field: &str, held: &[Relation], value: &str) -> String {
        self.policy.shown(by, field, held, value).unwrap_or_default()
    }
}
