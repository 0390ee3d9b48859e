//! Members of firms: who belongs to one, and what those who look after them do.

use accounts_domain::{Firm, FirmEvent, FirmFacts, FirmRefusal, FirmRole, Member};
use authz::Relation;
use kernel::{
    Actor,
    id::{AccountId, CommandId, FirmId},
};
use ledger::{Command, CommandError};

use super::{
    Accounts, RegisterError,
    act_for::{NO_AGENT, own},
    register::failed,
};
use crate::{policy, store};

/// A membership of the person who looks.
pub struct Membership {
    /// The firm.
    pub id: FirmId,
    /// Its facts.
    pub facts: FirmFacts,
    /// What they are there.
    pub member: Member,
    /// Whether they look after the other members.
    pub is_head: bool,
}

/// A member as those who look after them see them.
pub struct MemberView {
    /// The membership.
    pub member: Member,
    /// The person's name.
    pub name: String,
    /// Their identity number, masked.
    pub id_number: String,
    /// Whether it is the one who looks.
    pub is_self: bool,
}

/// A firm with its members, for those who look after them.
pub struct Roll {
    /// The firm.
    pub id: FirmId,
    /// Its facts.
    pub facts: FirmFacts,
    /// What the one who looks is there.
    pub own: Member,
    /// Everybody else sees themselves only.
    pub members: Vec<MemberView>,
}

/// What is done with a member.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum MemberAct {
    /// The person themselves agrees.
    Accept,
    /// The person themselves goes, or does not wish to come.
    Leave,
    /// Confirmed, or a suspension lifted.
    Confirm(AccountId),
    /// Stopped for the time being.
    Suspend(AccountId),
    /// Given another role.
    Role(AccountId, FirmRole),
    /// Taken out.
    Remove(AccountId),
}

impl MemberAct {
    /// What distinguishes the command.
    fn content(&self) -> (&'static str, Option<AccountId>, Option<&FirmRole>) {
        match self {
            MemberAct::Accept => ("accept", None, None),
            MemberAct::Leave => ("leave", None, None),
            MemberAct::Confirm(member) => ("confirm", Some(*member), None),
            MemberAct::Suspend(member) => ("suspend", Some(*member), None),
            MemberAct::Role(member, role) => ("role", Some(*member), Some(role)),
            MemberAct::Remove(member) => ("remove", Some(*member), None),
        }
    }

    fn decide(&self, firm: &Firm, by: AccountId) -> Result<Vec<FirmEvent>, FirmRefusal> {
        match self {
            MemberAct::Accept => firm.accept(by),
            MemberAct::Leave => firm.leave(by),
            MemberAct::Confirm(member) => firm.confirm(by, *member),
            MemberAct::Suspend(member) => firm.suspend(by, *member),
            MemberAct::Role(member, role) => firm.change_role(by, *member, role.clone()),
            MemberAct::Remove(member) => firm.remove(by, *member),
        }
    }
}

impl Accounts {
    /// The firms to which the actor belongs, or is asked to.
    ///
    /// # Errors
    /// [`RegisterError`].
    pub async fn memberships(&self, actor: &Actor) -> Result<Vec<Membership>, RegisterError> {
        self.policy().require(actor, policy::READ_MEMBERS, &[Relation::Own])?;
        let account = own(actor)?;
        let rows = self.ledger().rows(&store::MEMBERSHIPS, &[account.to_string().into()]).await?;
        let mut found = Vec::new();
        for row in rows {
            let id: FirmId = row.parsed(0)?;
            if let Some((firm, facts)) = self.opened_firm(id).await?
                && let Some(member) = firm.member(account).filter(|it| it.stage.is_open())
            {
                let is_head = firm.heads().any(|it| it.account == account);
                found.push(Membership { id, facts, member: member.clone(), is_head });
            }
        }
        Ok(found)
    }

    /// A firm with those whom the actor may see: all for its heads, themselves for the others.
    ///
    /// # Errors
    /// [`RegisterError`]; `firm.no_agent` for whoever does not belong to it.
    pub async fn roll(&self, actor: &Actor, id: FirmId) -> Result<Roll, RegisterError> {
        self.policy().require(actor, policy::READ_MEMBERS, &[Relation::Own])?;
        let account = self.member_of(actor, id)?;
        let (firm, facts) = self.opened_firm(id).await?.ok_or(NO_AGENT)?;
        let own = firm.member(account).filter(|it| it.stage.is_open()).ok_or(NO_AGENT)?.clone();
        let is_head = firm.heads().any(|it| it.account == account);
        let mut members = Vec::new();
        for member in &firm.members {
            let is_self = member.account == account;
            if member.stage.is_open() && (is_head || is_self) {
                members.push(self.member_view(member, is_self).await?);
            }
        }
        Ok(Roll { id, facts, own, members })
    }

    async fn member_view(
        &self,
        member: &Member,
        is_self: bool,
    ) -> Result<MemberView, RegisterError> {
        let facts = self.facts(member.account).await?.unwrap_or_default();
        let id_number = accounts_domain::masked(&facts.id_number);
        Ok(MemberView { member: member.clone(), name: facts.name, id_number, is_self })
    }

    /// Asks a person to join, by name and number as they stand on the card.
    ///
    /// # Errors
    /// [`RegisterError`]; `person.unknown` when name and number are no account's.
    pub async fn invite(
        &self,
        actor: &Actor,
        key: CommandId,
        id: FirmId,
        (name, id_number): (&str, &str),
        role: FirmRole,
    ) -> Result<(), RegisterError> {
        self.policy().require(actor, policy::CHANGE_MEMBERS, &[Relation::Own])?;
        let by = self.member_of(actor, id)?;
        let member = self.person_of(name, id_number).await?;
        let command = Command::new::<Firm>(key, actor.clone(), id, &("invite", member, &role));
        let decide = move |firm: &Firm, _: &_| firm.invite(by, member, role.clone());
        firm_done(self.ledger().execute(command, decide).await)
    }

    /// Does something with a member.
    ///
    /// # Errors
    /// [`RegisterError`].
    pub async fn change_member(
        &self,
        actor: &Actor,
        key: CommandId,
        id: FirmId,
        act: MemberAct,
    ) -> Result<(), RegisterError> {
        let action = match act {
            MemberAct::Accept | MemberAct::Leave => policy::OWN_MEMBERSHIP,
            _ => policy::CHANGE_MEMBERS,
        };
        self.policy().require(actor, action, &[Relation::Own])?;
        let by = self.member_of(actor, id)?;
        let command = Command::new::<Firm>(key, actor.clone(), id, &act.content());
        let decide = move |firm: &Firm, _: &_| act.decide(firm, by);
        firm_done(self.ledger().execute(command, decide).await)
    }

    /// Who acts in this firm. A session for somebody else has nothing to say here.
    fn member_of(&self, actor: &Actor, id: FirmId) -> Result<AccountId, RegisterError> {
        if actor.acting_for.is_some_and(|it| it != id.subject()) {
            return Err(NO_AGENT);
        }
        own(actor)
    }

    /// The account of a name and number; a name alone or a number alone tells nothing.
    pub(super) async fn person_of(
        &self,
        name: &str,
        id_number: &str,
    ) -> Result<AccountId, RegisterError> {
        let found = self.by_prints(&self.number_prints(id_number)).await?;
        let account = found.ok_or(UNKNOWN_PERSON)?;
        let facts = self.facts(account).await?.ok_or(UNKNOWN_PERSON)?;
        let plain = |text: &str| text.chars().filter(|it| !it.is_whitespace()).collect::<String>();
        if plain(&facts.name) == plain(name) { Ok(account) } else { Err(UNKNOWN_PERSON) }
    }

    async fn opened_firm(&self, id: FirmId) -> Result<Option<(Firm, FirmFacts)>, RegisterError> {
        let Some((firm, _)) = self.ledger().load::<Firm>(id).await? else { return Ok(None) };
        let Some(facts) = &firm.facts else { return Ok(None) };
        let facts = self.ledger().vault().open(facts).await?;
        Ok(Some((firm, facts)))
    }
}

/// A name and number that are no account's, or not one's.
pub(super) const UNKNOWN_PERSON: RegisterError = RegisterError::Refused("person.unknown");

pub(super) fn firm_done<T>(
    done: Result<T, CommandError<FirmRefusal>>,
) -> Result<(), RegisterError> {
    match done {
        Ok(_) => Ok(()),
        // To whoever does not belong to it there is no such firm.
        Err(CommandError::Refused(FirmRefusal::Unknown | FirmRefusal::NoAgent)) => Err(NO_AGENT),
        Err(CommandError::Refused(refusal)) => Err(RegisterError::Refused(refusal.code())),
        Err(other) => Err(failed(other)),
    }
}
