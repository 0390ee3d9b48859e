//! The members of a firm: how they come in, what they may, and how they go.

use jiff::Timestamp;
use kernel::id::AccountId;
use serde::{Deserialize, Serialize};

use super::{Firm, FirmEvent, FirmRefusal};
use crate::{Act, Deed, NoPower, Scope};

/// What a member is in the firm.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "role", rename_all = "snake_case")]
pub enum FirmRole {
    /// The legal representative (法定代表人), as the business register has it.
    LegalRepresentative,
    /// Looks after the agents and readers (管理员).
    Administrator,
    /// Applies for the firm (经办人).
    Agent {
        /// For which services.
        scope: Scope,
    },
    /// Sees the firm's matters and does nothing in them.
    Reader,
}

impl FirmRole {
    /// The role's word in forms, tables and interfaces.
    pub const fn word(&self) -> &'static str {
        match self {
            FirmRole::LegalRepresentative => "legal_representative",
            FirmRole::Administrator => "administrator",
            FirmRole::Agent { .. } => "agent",
            FirmRole::Reader => "reader",
        }
    }

    /// Whether the role looks after members.
    pub const fn is_head(&self) -> bool {
        matches!(self, FirmRole::LegalRepresentative | FirmRole::Administrator)
    }

    /// Whether somebody in this role may do this for the firm.
    fn allows(&self, deed: &Deed) -> Result<(), NoPower> {
        match self {
            FirmRole::LegalRepresentative | FirmRole::Administrator => Ok(()),
            FirmRole::Agent { scope } if scope.covers(deed.matter.as_ref()) => Ok(()),
            FirmRole::Agent { .. } => Err(NoPower::Service),
            FirmRole::Reader if matches!(deed.act, Act::Track | Act::SeeData) => Ok(()),
            FirmRole::Reader => Err(NoPower::Act),
        }
    }
}

/// Where a membership stands. Only who is confirmed acts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum MemberStage {
    /// Asked to join.
    Invited,
    /// Agreed; somebody of the firm has to confirm that it is the right person.
    Accepted,
    /// Acts for the firm.
    Confirmed,
    /// Does not act for the time being.
    Suspended,
    /// Went, or did not wish to come.
    Left,
    /// Was taken out.
    Removed,
}

impl MemberStage {
    /// All stages, in the order of a membership's life.
    pub const ALL: [MemberStage; 6] = [
        MemberStage::Invited,
        MemberStage::Accepted,
        MemberStage::Confirmed,
        MemberStage::Suspended,
        MemberStage::Left,
        MemberStage::Removed,
    ];

    /// The stage's word in tables and interfaces.
    pub const fn word(self) -> &'static str {
        match self {
            MemberStage::Invited => "invited",
            MemberStage::Accepted => "accepted",
            MemberStage::Confirmed => "confirmed",
            MemberStage::Suspended => "suspended",
            MemberStage::Left => "left",
            MemberStage::Removed => "removed",
        }
    }

    /// Whether the person belongs to the firm in some way, or is asked to.
    pub const fn is_open(self) -> bool {
        !matches!(self, MemberStage::Left | MemberStage::Removed)
    }
}

/// A person in a firm.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Member {
    /// Who.
    pub account: AccountId,
    /// What they are there.
    pub role: FirmRole,
    /// Where the membership stands.
    pub stage: MemberStage,
    /// Since when it stands there.
    pub since: Timestamp,
}

impl Member {
    /// Whether they may look after somebody in this role. Administrators are the legal
    /// representative's business, who is nobody's.
    fn looks_after(&self, role: &FirmRole) -> Result<(), FirmRefusal> {
        match (&self.role, role) {
            (_, FirmRole::LegalRepresentative) => Err(FirmRefusal::OnlyRegister),
            (FirmRole::LegalRepresentative, _) => Ok(()),
            (FirmRole::Administrator, FirmRole::Administrator) => {
                Err(FirmRefusal::OnlyLegalRepresentative)
            }
            (FirmRole::Administrator, _) => Ok(()),
            _ => Err(FirmRefusal::NotHead),
        }
    }
}

impl Firm {
    /// Whether this person may do this for the firm now.
    ///
    /// # Errors
    /// [`NoPower`].
    pub fn allows(&self, member: AccountId, deed: &Deed) -> Result<(), NoPower> {
        let member = self.member(member).ok_or(NoPower::None)?;
        match member.stage {
            MemberStage::Confirmed => member.role.allows(deed),
            MemberStage::Invited | MemberStage::Accepted => Err(NoPower::Unconfirmed),
            MemberStage::Suspended => Err(NoPower::Suspended),
            MemberStage::Left | MemberStage::Removed => Err(NoPower::None),
        }
    }

    /// The membership of a person, also a former one.
    pub fn member(&self, account: AccountId) -> Option<&Member> {
        self.members.iter().find(|it| it.account == account)
    }

    /// Those who look after the members now.
    pub fn heads(&self) -> impl Iterator<Item = &Member> {
        self.members.iter().filter(|it| it.role.is_head() && it.stage == MemberStage::Confirmed)
    }

    /// Takes somebody in whom a register or an office vouches for: confirmed at once.
    ///
    /// # Errors
    /// [`FirmRefusal`].
    pub fn enlist(&self, member: AccountId, role: FirmRole) -> Result<Vec<FirmEvent>, FirmRefusal> {
        self.check_new(member, &role)?;
        Ok(vec![FirmEvent::MemberEnlisted { member, role }])
    }

    /// Asks somebody to join.
    ///
    /// # Errors
    /// [`FirmRefusal`].
    pub fn invite(
        &self,
        by: AccountId,
        member: AccountId,
        role: FirmRole,
    ) -> Result<Vec<FirmEvent>, FirmRefusal> {
        self.head(by)?.looks_after(&role)?;
        self.check_new(member, &role)?;
        Ok(vec![FirmEvent::MemberInvited { member, role }])
    }

    /// The invited person agrees.
    ///
    /// # Errors
    /// [`FirmRefusal`].
    pub fn accept(&self, member: AccountId) -> Result<Vec<FirmEvent>, FirmRefusal> {
        match self.known(member)?.stage {
            MemberStage::Invited => Ok(vec![FirmEvent::MemberAccepted { member }]),
            MemberStage::Accepted => Ok(Vec::new()),
            _ => Err(FirmRefusal::NotInvited),
        }
    }

    /// Confirms somebody who agreed, or lifts a suspension.
    ///
    /// # Errors
    /// [`FirmRefusal`].
    pub fn confirm(&self, by: AccountId, member: AccountId) -> Result<Vec<FirmEvent>, FirmRefusal> {
        match self.charge(by, member)?.stage {
            MemberStage::Accepted | MemberStage::Suspended => {
                Ok(vec![FirmEvent::MemberConfirmed { member }])
            }
            MemberStage::Invited => Err(FirmRefusal::NotAccepted),
            _ => Ok(Vec::new()),
        }
    }

    /// Stops somebody for the time being.
    ///
    /// # Errors
    /// [`FirmRefusal`].
    pub fn suspend(&self, by: AccountId, member: AccountId) -> Result<Vec<FirmEvent>, FirmRefusal> {
        match self.charge(by, member)?.stage {
            MemberStage::Confirmed => Ok(vec![FirmEvent::MemberSuspended { member }]),
            MemberStage::Suspended => Ok(Vec::new()),
            _ => Err(FirmRefusal::NotConfirmed),
        }
    }

    /// Gives somebody another role; both must be within what the head looks after.
    ///
    /// # Errors
    /// [`FirmRefusal`].
    pub fn change_role(
        &self,
        by: AccountId,
        member: AccountId,
        role: FirmRole,
    ) -> Result<Vec<FirmEvent>, FirmRefusal> {
        let charge = self.charge(by, member)?;
        self.head(by)?.looks_after(&role)?;
        check_scope(&role)?;
        if charge.role == role {
            return Ok(Vec::new());
        }
        Ok(vec![FirmEvent::MemberRoleChanged { member, role }])
    }

    /// Takes somebody out.
    ///
    /// # Errors
    /// [`FirmRefusal`].
    pub fn remove(&self, by: AccountId, member: AccountId) -> Result<Vec<FirmEvent>, FirmRefusal> {
        self.charge(by, member)?;
        Ok(vec![FirmEvent::MemberRemoved { member }])
    }

    /// Somebody goes, or does not wish to come. The last who looks after the members stays, and
    /// so does the legal representative, whom the register names.
    ///
    /// # Errors
    /// [`FirmRefusal`].
    pub fn leave(&self, member: AccountId) -> Result<Vec<FirmEvent>, FirmRefusal> {
        let leaver = self.known(member)?;
        let is_head = leaver.role.is_head() && leaver.stage == MemberStage::Confirmed;
        if is_head && self.heads().count() == 1 {
            return Err(FirmRefusal::LastAdministrator);
        }
        if leaver.role == FirmRole::LegalRepresentative {
            return Err(FirmRefusal::OnlyRegister);
        }
        Ok(vec![FirmEvent::MemberLeft { member }])
    }

    fn check_new(&self, member: AccountId, role: &FirmRole) -> Result<(), FirmRefusal> {
        if self.facts.is_none() {
            return Err(FirmRefusal::Unknown);
        }
        if self.member(member).is_some_and(|it| it.stage.is_open()) {
            return Err(FirmRefusal::AlreadyMember);
        }
        check_scope(role)
    }

    /// An open membership.
    fn known(&self, member: AccountId) -> Result<&Member, FirmRefusal> {
        self.member(member).filter(|it| it.stage.is_open()).ok_or(FirmRefusal::NotMember)
    }

    /// Who looks after the members; nobody else learns who is one.
    pub(super) fn head(&self, by: AccountId) -> Result<&Member, FirmRefusal> {
        self.heads().find(|it| it.account == by).ok_or(FirmRefusal::NotHead)
    }

    /// A member whom `by` looks after. Nobody looks after themselves.
    fn charge(&self, by: AccountId, member: AccountId) -> Result<&Member, FirmRefusal> {
        let head = self.head(by)?;
        if by == member {
            return Err(FirmRefusal::Yourself);
        }
        let charge = self.known(member)?;
        head.looks_after(&charge.role)?;
        Ok(charge)
    }

    /// A confirmed member takes the place of what stood there.
    pub(super) fn put(
        &mut self,
        account: AccountId,
        role: FirmRole,
        stage: MemberStage,
        at: Timestamp,
    ) {
        self.members.retain(|it| it.account != account);
        self.members.push(Member { account, role, stage, since: at });
    }

    pub(super) fn set_stage(&mut self, account: AccountId, stage: MemberStage, at: Timestamp) {
        if let Some(member) = self.members.iter_mut().find(|it| it.account == account) {
            member.stage = stage;
            member.since = at;
        }
    }

    pub(super) fn set_role(&mut self, account: AccountId, role: FirmRole) {
        if let Some(member) = self.members.iter_mut().find(|it| it.account == account) {
            member.role = role;
        }
    }

    /// How an event of former times is read: an agent counts as a confirmed agent for all
    /// services, and the first of a firm without administrators as its administrator.
    pub(super) fn put_former_agent(&mut self, account: AccountId, at: Timestamp) {
        let role = match self.heads().next() {
            None => FirmRole::Administrator,
            Some(_) => FirmRole::Agent { scope: Scope::All },
        };
        self.put(account, role, MemberStage::Confirmed, at);
    }

    /// As [`Firm::put_former_agent`]: when the administrator goes, the next agent takes over.
    pub(super) fn take_out_former_agent(&mut self, account: AccountId, at: Timestamp) {
        self.set_stage(account, MemberStage::Removed, at);
        if self.heads().next().is_none()
            && let Some(next) =
                self.members.iter_mut().find(|it| it.stage == MemberStage::Confirmed)
        {
            next.role = FirmRole::Administrator;
        }
    }
}

fn check_scope(role: &FirmRole) -> Result<(), FirmRefusal> {
    match role {
        FirmRole::Agent { scope } if scope.is_empty() => Err(FirmRefusal::NoScope),
        _ => Ok(()),
    }
}
