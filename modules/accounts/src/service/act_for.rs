//! For whom a person acts, and what they see about themselves.

use accounts_domain::{FirmFacts, PersonFacts};
use authz::Relation;
use kernel::{
    Actor,
    id::{AccountId, FirmId},
};

use super::{Accounts, RegisterError};
use crate::policy;

/// A firm for which a person may act.
pub struct FirmChoice {
    /// The firm.
    pub id: FirmId,
    /// Its facts.
    pub facts: FirmFacts,
    /// Whether the person acts for it now.
    pub is_current: bool,
}

/// A signed-in person, as they see themselves.
pub struct Me {
    /// Their facts.
    pub facts: PersonFacts,
    /// The firms for which they may act.
    pub firms: Vec<FirmChoice>,
}

impl Accounts {
    /// What a citizen sees about themselves.
    ///
    /// # Errors
    /// [`RegisterError`].
    pub async fn profile(&self, actor: &Actor) -> Result<Me, RegisterError> {
        self.policy().require(actor, policy::READ_PROFILE, &[Relation::Own])?;
        let account = own(actor)?;
        let facts = self.facts(account).await?.ok_or(UNKNOWN)?;
        Ok(Me { facts, firms: self.choices(actor, account).await? })
    }

    /// The name of a staff member, for their own page.
    ///
    /// # Errors
    /// [`RegisterError`].
    pub async fn own_name(&self, actor: &Actor) -> Result<String, RegisterError> {
        self.policy().require(actor, policy::READ_OWN, &[Relation::Own])?;
        let facts = self.facts(own(actor)?).await?.ok_or(UNKNOWN)?;
        Ok(facts.name)
    }

    /// The firms among which a citizen chooses.
    ///
    /// # Errors
    /// [`RegisterError`].
    pub async fn firm_choices(&self, actor: &Actor) -> Result<Vec<FirmChoice>, RegisterError> {
        self.policy().require(actor, policy::ACT_FOR, &[Relation::Own])?;
        self.choices(actor, own(actor)?).await
    }

    async fn choices(
        &self,
        actor: &Actor,
        account: AccountId,
    ) -> Result<Vec<FirmChoice>, RegisterError> {
        let mut choices = Vec::new();
        for id in self.firms(account).await? {
            if let Some(facts) = self.firm_facts(id).await? {
                let is_current = actor.acting_for == Some(id.subject());
                choices.push(FirmChoice { id, facts, is_current });
            }
        }
        Ok(choices)
    }

    /// The actor and the name with which a citizen goes on: for a firm, or for themselves.
    ///
    /// # Errors
    /// [`RegisterError`]; `firm.no_agent` when they may not act for the firm.
    pub async fn act_for(
        &self,
        actor: &Actor,
        firm: Option<FirmId>,
    ) -> Result<(Actor, String), RegisterError> {
        self.policy().require(actor, policy::ACT_FOR, &[Relation::Own])?;
        let account = own(actor)?;
        let own = Actor::citizen(account);
        let Some(firm) = firm else {
            let facts = self.facts(account).await?.ok_or(UNKNOWN)?;
            return Ok((own, facts.name));
        };
        if !self.firms(account).await?.contains(&firm) {
            return Err(NO_AGENT);
        }
        let facts = self.firm_facts(firm).await?.ok_or(NO_AGENT)?;
        Ok((Actor { acting_for: Some(firm.subject()), ..own }, facts.name))
    }

    /// The firm that a machine names by its credit code.
    ///
    /// # Errors
    /// [`RegisterError`]; `firm.no_agent` when there is none.
    pub async fn firm_of_code(&self, code: &str) -> Result<FirmId, RegisterError> {
        self.by_code(code).await?.ok_or(NO_AGENT)
    }
}

const UNKNOWN: RegisterError = RegisterError::Refused("account.unknown");
/// Unknown firms and firms of others are answered alike.
pub(super) const NO_AGENT: RegisterError = RegisterError::Refused("firm.no_agent");

pub(super) fn own(actor: &Actor) -> Result<AccountId, RegisterError> {
    actor.account.ok_or(UNKNOWN)
}
