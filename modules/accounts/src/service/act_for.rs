//! For whom a person acts, and what they see about themselves.

use std::collections::BTreeSet;

use accounts_domain::{
    Act, Firm, FirmFacts, FirmRole, Mandate, MandateKind, MandateStage, MemberStage, PersonFacts,
    Scope,
};
use authz::Relation;
use jiff::civil::Date;
use kernel::{
    Actor,
    id::{AccountId, FirmId, MandateId, SubjectId},
};

use super::{Accounts, RegisterError};
use crate::{policy, store};

/// A firm for which a person may act.
pub struct FirmChoice {
    /// The firm.
    pub id: FirmId,
    /// Its facts.
    pub facts: FirmFacts,
    /// What the person is there.
    pub role: FirmRole,
    /// Whether the person acts for it now.
    pub is_current: bool,
}

/// A person for whom a person may act.
pub struct PersonChoice {
    /// The mandate; where there are several, one of them.
    pub mandate: MandateId,
    /// Their name.
    pub name: String,
    /// What kind of help it is.
    pub kind: MandateKind,
    /// About which services.
    pub scope: Scope,
    /// Which acts.
    pub acts: BTreeSet<Act>,
    /// The last day.
    pub until: Date,
    /// Whether the person acts for them now.
    pub is_current: bool,
}

/// A signed-in person, as they see themselves.
pub struct Me {
    /// Their facts.
    pub facts: PersonFacts,
    /// The firms for which they may act.
    pub firms: Vec<FirmChoice>,
    /// The people for whom they may act.
    pub people: Vec<PersonChoice>,
}

/// For whom somebody goes on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ForWhom {
    /// For themselves.
    Self_,
    /// For a firm.
    Firm(FirmId),
    /// For the principal of a mandate.
    Mandate(MandateId),
}

impl ForWhom {
    /// Reads what a form or a machine sends: `self`, `firm:…`, `mandate:…`; a bare id is a firm's.
    pub fn parse(text: &str) -> Option<ForWhom> {
        match text.split_once(':') {
            None if text == "self" => Some(ForWhom::Self_),
            None => text.parse().ok().map(ForWhom::Firm),
            Some(("firm", id)) => id.parse().ok().map(ForWhom::Firm),
            Some(("mandate", id)) => id.parse().ok().map(ForWhom::Mandate),
            Some(_) => None,
        }
    }
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
        Ok(Me {
            facts,
            firms: self.firm_choices(actor, account).await?,
            people: self.person_choices(actor, account).await?,
        })
    }

    /// A field of the actor's own record, as they may see it.
    pub fn own_field(&self, actor: &Actor, field: &str, value: &str) -> String {
        self.policy().shown(actor, field, &[Relation::Own], value).unwrap_or_default()
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

    /// The firms and people among whom a citizen chooses.
    ///
    /// # Errors
    /// [`RegisterError`].
    pub async fn choices(
        &self,
        actor: &Actor,
    ) -> Result<(Vec<FirmChoice>, Vec<PersonChoice>), RegisterError> {
        self.policy().require(actor, policy::ACT_FOR, &[Relation::Own])?;
        let account = own(actor)?;
        let firms = self.firm_choices(actor, account).await?;
        Ok((firms, self.person_choices(actor, account).await?))
    }

    async fn firm_choices(
        &self,
        actor: &Actor,
        account: AccountId,
    ) -> Result<Vec<FirmChoice>, RegisterError> {
        let mut choices = Vec::new();
        for id in self.firms(account).await? {
            let Some((firm, _)) = self.ledger().load::<Firm>(id).await? else { continue };
            let Some(facts) = &firm.facts else { continue };
            let facts = self.ledger().vault().open(facts).await?;
            let Some(member) = firm.member(account) else { continue };
            let is_current = actor.acting_for == Some(id.subject());
            choices.push(FirmChoice { id, facts, role: member.role.clone(), is_current });
        }
        Ok(choices)
    }

    async fn person_choices(
        &self,
        actor: &Actor,
        account: AccountId,
    ) -> Result<Vec<PersonChoice>, RegisterError> {
        let rows =
            self.ledger().rows(&store::MANDATES_RECEIVED, &[account.to_string().into()]).await?;
        let mut choices = Vec::new();
        for row in rows {
            let id: MandateId = row.parsed(0)?;
            let Some(terms) = self.in_force(id, account).await? else { continue };
            let subject = terms.principal.subject();
            choices.push(PersonChoice {
                mandate: id,
                name: self.facts(terms.principal).await?.map(|it| it.name).unwrap_or_default(),
                kind: terms.kind,
                scope: terms.scope,
                acts: terms.acts,
                until: terms.until,
                is_current: actor.acting_for == Some(subject),
            });
        }
        Ok(choices)
    }

    /// The terms of a mandate that is in force today and the helper's.
    async fn in_force(
        &self,
        id: MandateId,
        helper: AccountId,
    ) -> Result<Option<accounts_domain::Terms>, RegisterError> {
        let today = self.ledger().clock().today();
        let Some((mandate, _)) = self.ledger().load::<Mandate>(id).await? else { return Ok(None) };
        let is_live = mandate.stage == MandateStage::Consented;
        Ok(mandate
            .terms
            .filter(|it| is_live && it.helper == helper && it.from <= today && today <= it.until))
    }

    /// The actor with whom a citizen goes on and the names for it: their own, and that of the one
    /// for whom they act. What they may do is not kept: it is asked each time.
    ///
    /// # Errors
    /// [`RegisterError`]; `firm.no_agent` or `mandate.unknown` when they may not act for them.
    pub async fn act_for(
        &self,
        actor: &Actor,
        whom: ForWhom,
    ) -> Result<(Actor, String, Option<String>), RegisterError> {
        self.policy().require(actor, policy::ACT_FOR, &[Relation::Own])?;
        let account = own(actor)?;
        let name = self.facts(account).await?.ok_or(UNKNOWN)?.name;
        let (subject, whom) = match whom {
            ForWhom::Self_ => return Ok((Actor::citizen(account), name, None)),
            ForWhom::Firm(firm) => self.firm_to_act_for(account, firm).await?,
            ForWhom::Mandate(id) => {
                let terms = self.in_force(id, account).await?;
                let principal = terms.ok_or(super::mandates::UNKNOWN)?.principal;
                let facts = self.facts(principal).await?.unwrap_or_default();
                (principal.subject(), facts.name)
            }
        };
        let acting = Actor { acting_for: Some(subject), ..Actor::citizen(account) };
        Ok((acting, name, Some(whom)))
    }

    async fn firm_to_act_for(
        &self,
        account: AccountId,
        firm: FirmId,
    ) -> Result<(SubjectId, String), RegisterError> {
        let (found, _) = self.ledger().load::<Firm>(firm).await?.ok_or(NO_AGENT)?;
        let is_confirmed =
            found.member(account).is_some_and(|it| it.stage == MemberStage::Confirmed);
        let facts = found.facts.filter(|_| is_confirmed).ok_or(NO_AGENT)?;
        let facts: FirmFacts = self.ledger().vault().open(&facts).await?;
        Ok((firm.subject(), facts.name))
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
