//! Mandates: proposed, agreed to, taken back, given back, over.

use std::collections::BTreeSet;

use accounts_domain::{
    Act, Consent, Mandate, MandateBounds, MandateEvent, MandateKind, MandateRefusal, MandateStage,
    Offering, Proof, Scope, Terms,
};
use authz::Relation;
use jiff::civil::Date;
use kernel::{
    Actor, Given,
    code::IdNumber,
    id::{AccountId, CommandId, MandateId},
};
use ledger::{Command, CommandError, Done, Statement, derived_command};

use super::{Accounts, RegisterError, act_for::own, register::failed};
use crate::{policy, store};

/// The setting with the bounds of mandates, as JSON.
pub const BOUNDS: &str = "accounts.mandates";
/// Nobody has more proposals waiting than this.
const OFFERS: u64 = 20;
/// How often a place is looked for when several are taken at the same moment.
const TRIES: usize = 8;

/// What somebody proposes.
#[derive(Debug, Clone)]
pub struct Proposal {
    /// What kind of help it is.
    pub kind: MandateKind,
    /// About which services.
    pub scope: Scope,
    /// Which acts.
    pub acts: BTreeSet<Act>,
    /// The first day; the day of the proposal where none is said.
    pub from: Option<Date>,
    /// The last day.
    pub until: Date,
}

/// Which of the two proposes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Side {
    /// Who is to be helped.
    Principal,
    /// Who is to help.
    Helper,
}

/// A mandate as one of the two sees it.
pub struct MandateView {
    /// Its id.
    pub id: MandateId,
    /// What was agreed upon.
    pub terms: Terms,
    /// Where it stands.
    pub stage: MandateStage,
    /// How the principal agreed.
    pub consent: Option<Consent>,
    /// Which of the two looks.
    pub side: Side,
    /// The principal's name.
    pub principal: String,
    /// The helper's name.
    pub helper: String,
}

/// The mandates of a person.
pub struct Mandates {
    /// Those who may act for them, or want to.
    pub given: Vec<MandateView>,
    /// Those for whom they may act, or want to.
    pub received: Vec<MandateView>,
    /// What is over.
    pub past: Vec<MandateView>,
}

impl Accounts {
    /// The bounds of mandates of this installation.
    ///
    /// # Errors
    /// [`RegisterError`].
    pub async fn mandate_bounds(&self) -> Result<MandateBounds, RegisterError> {
        let set = self.ledger().setting(BOUNDS).await?;
        // What cannot be read was written by hand: the ordinary bounds are the safe ones.
        Ok(set.and_then(|text| serde_json::from_str(&text).ok()).unwrap_or_default())
    }

    /// The mandates of the actor, as themselves.
    ///
    /// # Errors
    /// [`RegisterError`].
    pub async fn mandates(&self, actor: &Actor) -> Result<Mandates, RegisterError> {
        self.policy().require(actor, policy::READ_MANDATES, &[Relation::Own])?;
        let account = themselves(actor)?;
        Ok(Mandates {
            given: self.listed(&store::MANDATES_GIVEN, account).await?,
            received: self.listed(&store::MANDATES_RECEIVED, account).await?,
            past: self.listed(&store::MANDATES_PAST, account).await?,
        })
    }

    /// Every mandate of a person, oldest first, for the copy of what is held about them.
    pub(crate) async fn mandates_of(
        &self,
        account: AccountId,
    ) -> Result<Vec<MandateView>, RegisterError> {
        let (mut views, mut after) = (Vec::new(), String::new());
        loop {
            let args = [account.to_string().into(), after.as_str().into()];
            let rows = self.ledger().rows(&store::MANDATES_OF, &args).await?;
            let Some(last) = rows.last() else { return Ok(views) };
            last.text(0)?.clone_into(&mut after);
            for row in rows {
                views.push(self.view(row.parsed(0)?, account).await?);
            }
        }
    }

    async fn listed(
        &self,
        list: &'static Statement,
        account: AccountId,
    ) -> Result<Vec<MandateView>, RegisterError> {
        let rows = self.ledger().rows(list, &[account.to_string().into()]).await?;
        let mut views = Vec::new();
        for row in rows {
            views.push(self.view(row.parsed(0)?, account).await?);
        }
        Ok(views)
    }

    /// A mandate of the actor's; to everybody else it does not exist.
    ///
    /// # Errors
    /// [`RegisterError`]; `mandate.unknown`.
    pub async fn mandate(
        &self,
        actor: &Actor,
        id: MandateId,
    ) -> Result<MandateView, RegisterError> {
        self.policy().require(actor, policy::READ_MANDATES, &[Relation::Own])?;
        self.view(id, themselves(actor)?).await
    }

    async fn view(&self, id: MandateId, by: AccountId) -> Result<MandateView, RegisterError> {
        let found = self.ledger().load::<Mandate>(id).await?;
        let (mandate, _) = found.ok_or(UNKNOWN)?;
        let terms = mandate.terms.ok_or(UNKNOWN)?;
        let side = match by {
            _ if by == terms.principal => Side::Principal,
            _ if by == terms.helper => Side::Helper,
            _ => return Err(UNKNOWN),
        };
        let name = async |account| -> Result<String, RegisterError> {
            Ok(self.facts(account).await?.map(|it| it.name).unwrap_or_default())
        };
        Ok(MandateView {
            id,
            principal: name(terms.principal).await?,
            helper: name(terms.helper).await?,
            stage: mandate.stage,
            consent: mandate.consent,
            terms,
            side,
        })
    }

    /// Proposes a mandate to somebody, by name and number as they stand on the card. It counts
    /// once the principal agrees.
    ///
    /// # Errors
    /// [`RegisterError`].
    pub async fn offer_mandate(
        &self,
        actor: &Actor,
        key: CommandId,
        side: Side,
        (name, id_number): (&str, &str),
        proposal: Proposal,
    ) -> Result<MandateId, RegisterError> {
        self.policy().require(actor, policy::OFFER_MANDATE, &[Relation::Own])?;
        let own = themselves(actor)?;
        if proposal.kind.is_for_counter() {
            return Err(refused(MandateRefusal::AtCounter));
        }
        let other = self.person_of(name, id_number).await?;
        let (principal, helper) = match side {
            Side::Principal => (own, other),
            Side::Helper => (other, own),
        };
        let rows = self.ledger().rows(&store::OFFERS_OF, &[helper.to_string().into()]).await?;
        if rows.first().is_some_and(|row| row.count(0).unwrap_or(0) >= OFFERS) {
            return Err(RegisterError::Refused("mandate.too_many_offers"));
        }
        self.propose(actor, key, principal, helper, proposal).await
    }

    /// Proposes a mandate between two people.
    pub(super) async fn propose(
        &self,
        actor: &Actor,
        key: CommandId,
        principal: AccountId,
        helper: AccountId,
        proposal: Proposal,
    ) -> Result<MandateId, RegisterError> {
        let by = own(actor)?;
        let id = derived_command("accounts.mandate", format!("{by}/{key}")).uuid();
        let id = MandateId::from_uuid(id);
        let bounds = self.mandate_bounds().await?.of(proposal.kind);
        let number = self.facts(principal).await?.map(|it| it.id_number).unwrap_or_default();
        let born_on = IdNumber::parse(&number).ok().map(|it| it.birth_date());
        let content = (principal, helper, proposal.kind, &proposal.scope, &proposal.acts);
        let command = Command::new::<Mandate>(key, actor.clone(), id, &content);
        let decide = move |mandate: &Mandate, given: &Given| {
            let terms = Terms {
                principal,
                helper,
                kind: proposal.kind,
                scope: proposal.scope.clone(),
                acts: proposal.acts.clone(),
                from: proposal.from.unwrap_or(given.today),
                until: proposal.until,
            };
            mandate.offer(terms, Offering { bounds, today: given.today, born_on })
        };
        mandate_done(self.ledger().execute(command, decide).await)?;
        Ok(id)
    }

    /// The principal agrees online. That they proved anew who they are was asked before.
    ///
    /// # Errors
    /// [`RegisterError`].
    pub async fn consent(
        &self,
        actor: &Actor,
        key: CommandId,
        id: MandateId,
    ) -> Result<(), RegisterError> {
        self.policy().require(actor, policy::CONSENT_MANDATE, &[Relation::Own])?;
        let by = themselves(actor)?;
        if self.view(id, by).await?.side != Side::Principal {
            return Err(UNKNOWN);
        }
        self.take_consent(actor, key, id, Consent::Online).await
    }

    /// The principal agrees in person, before the clerk who acts.
    ///
    /// # Errors
    /// [`RegisterError`].
    pub(super) async fn consent_at_counter(
        &self,
        actor: &Actor,
        key: CommandId,
        id: MandateId,
        proof: Proof,
    ) -> Result<(), RegisterError> {
        let clerk = own(actor)?;
        self.take_consent(actor, key, id, Consent::Counter { clerk, proof }).await
    }

    /// Notes a consent. It takes a place among those of the helper, which are as many as their
    /// kind allows; who takes the same place at the same moment is second and looks for another.
    async fn take_consent(
        &self,
        actor: &Actor,
        key: CommandId,
        id: MandateId,
        consent: Consent,
    ) -> Result<(), RegisterError> {
        let (mandate, _) = self.ledger().load::<Mandate>(id).await?.ok_or(UNKNOWN)?;
        let terms = mandate.terms.ok_or(UNKNOWN)?;
        let most = self.mandate_bounds().await?.of(terms.kind).principals;
        for _ in 0..TRIES {
            let slot = self.free_slot(&terms, most).await?;
            let command = Command::new::<Mandate>(key, actor.clone(), id, &consent);
            let consent = consent.clone();
            let decide = move |mandate: &Mandate, given: &Given| match slot {
                Some(slot) => mandate.consent(consent.clone(), slot, given.today),
                None => Err(MandateRefusal::Full),
            };
            match self.ledger().execute(command, decide).await {
                Err(CommandError::Taken(what)) if what.starts_with("accounts_helping") => {}
                done => return mandate_done(done).map(|_| ()),
            }
        }
        Err(RegisterError::Refused("taken"))
    }

    /// The first free place among a helper's mandates of this kind.
    async fn free_slot(&self, terms: &Terms, most: u32) -> Result<Option<u32>, RegisterError> {
        let args = [terms.helper.to_string().into(), terms.kind.word().into()];
        let mut rows = self.ledger().rows(&store::SLOTS, &args).await?;
        if rows.len() >= most as usize {
            // What is over by now does not keep its place.
            self.expire_mandates().await?;
            rows = self.ledger().rows(&store::SLOTS, &args).await?;
        }
        let taken = rows.iter().map(|row| row.int(0)).collect::<Result<BTreeSet<_>, _>>()?;
        Ok((1..=most).find(|slot| !taken.contains(&i64::from(*slot))))
    }

    /// The principal does not agree, or takes back what they agreed to; the helper gives it back.
    ///
    /// # Errors
    /// [`RegisterError`].
    pub async fn end_mandate(
        &self,
        actor: &Actor,
        key: CommandId,
        id: MandateId,
    ) -> Result<(), RegisterError> {
        self.policy().require(actor, policy::END_MANDATE, &[Relation::Own])?;
        let by = themselves(actor)?;
        let side = self.view(id, by).await?.side;
        let command = Command::new::<Mandate>(key, actor.clone(), id, &"end");
        let decide = move |mandate: &Mandate, _: &Given| match (side, mandate.stage) {
            (Side::Helper, _) => mandate.end(by),
            (Side::Principal, MandateStage::Offered | MandateStage::Declined) => {
                mandate.decline(by)
            }
            (Side::Principal, _) => mandate.revoke(by),
        };
        mandate_done(self.ledger().execute(command, decide).await).map(|_| ())
    }

    /// Notes which mandates are over by now; answers how many.
    ///
    /// # Errors
    /// [`RegisterError`].
    pub async fn expire_mandates(&self) -> Result<u64, RegisterError> {
        let today = self.ledger().clock().today();
        let rows = self.ledger().rows(&store::MANDATES_DUE, &[today.into()]).await?;
        let mut count = 0;
        for row in rows {
            let id: MandateId = row.parsed(0)?;
            let key = derived_command("accounts.expire", id);
            let command = Command::new::<Mandate>(key, Actor::SYSTEM, id, &"expire");
            let decide = |mandate: &Mandate, given: &Given| mandate.expire(given.today);
            match self.ledger().execute(command, decide).await {
                Ok(done) => count += u64::from(!done.events.is_empty()),
                Err(CommandError::Refused(_)) => {}
                Err(other) => return Err(failed(other)),
            }
        }
        Ok(count)
    }
}

/// A person as themselves: mandates are nobody else's business, also not a helper's.
fn themselves(actor: &Actor) -> Result<AccountId, RegisterError> {
    match actor.acting_for {
        None => own(actor),
        Some(_) => Err(RegisterError::Refused("mandate.as_yourself")),
    }
}

/// Unknown mandates and those of others are answered alike.
pub(super) const UNKNOWN: RegisterError = refused(MandateRefusal::Unknown);

pub(super) const fn refused(refusal: MandateRefusal) -> RegisterError {
    RegisterError::Refused(refusal.code())
}

fn mandate_done(
    done: Result<Done<Mandate>, CommandError<MandateRefusal>>,
) -> Result<Vec<MandateEvent>, RegisterError> {
    match done {
        Ok(done) => Ok(done.events.into_iter().map(|it| it.event).collect()),
        Err(CommandError::Refused(refusal)) => Err(refused(refusal)),
        Err(other) => Err(failed(other)),
    }
}

/// Notes day by day which mandates are over.
pub struct ExpireMandates(pub Accounts);

#[async_trait::async_trait]
impl module::Job for ExpireMandates {
    fn name(&self) -> &'static str {
        "accounts.expire_mandates"
    }

    async fn run(&self) -> anyhow::Result<u64> {
        Ok(self.0.expire_mandates().await?)
    }
}
