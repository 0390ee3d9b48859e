//! Firms and those who act for them.

mod member;

pub use member::{FirmRole, Member, MemberStage};

use kernel::{Aggregate, Recorded, Sealed, id::AccountId};
use serde::{Deserialize, Serialize};

/// What happens to a firm.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum FirmEvent {
    /// The firm was linked to the platform.
    Linked {
        /// Sealed `FirmFacts`.
        facts: Sealed,
        /// Fingerprint of the credit code.
        code: String,
    },
    /// The fingerprint of the credit code was made anew under another key.
    CodeRenewed {
        /// Fingerprint of the credit code.
        code: String,
    },
    /// A person may act for it. An event of former times, which is not written any more.
    AgentAdded {
        /// Who.
        agent: AccountId,
    },
    /// A person may no longer act for it. An event of former times, as [`FirmEvent::AgentAdded`].
    AgentRemoved {
        /// Who.
        agent: AccountId,
    },
    /// A register or an office vouches for a member.
    MemberEnlisted {
        /// Who.
        member: AccountId,
        /// As what.
        #[serde(flatten)]
        role: FirmRole,
    },
    /// Somebody was asked to join.
    MemberInvited {
        /// Who.
        member: AccountId,
        /// As what.
        #[serde(flatten)]
        role: FirmRole,
    },
    /// They agreed.
    MemberAccepted {
        /// Who.
        member: AccountId,
    },
    /// They act for the firm from now on, or again.
    MemberConfirmed {
        /// Who.
        member: AccountId,
    },
    /// They do not act for the time being.
    MemberSuspended {
        /// Who.
        member: AccountId,
    },
    /// They have another role.
    MemberRoleChanged {
        /// Who.
        member: AccountId,
        /// Which.
        #[serde(flatten)]
        role: FirmRole,
    },
    /// They went, or did not wish to come.
    MemberLeft {
        /// Who.
        member: AccountId,
    },
    /// They were taken out.
    MemberRemoved {
        /// Who.
        member: AccountId,
    },
    /// A member confirmed an address to which the firm's messages go as e-mails.
    ContactConfirmed {
        /// Sealed: address and language.
        contact: Sealed,
    },
    /// The firm wants no more e-mails.
    ContactRemoved,
}

/// Why something cannot be done with a firm.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, thiserror::Error)]
pub enum FirmRefusal {
    /// The firm is linked already.
    #[error("the firm is linked already")]
    Exists,
    /// There is no such firm.
    #[error("there is no such firm")]
    Unknown,
    /// They belong to it already, or were asked to.
    #[error("they belong to it already")]
    AlreadyMember,
    /// They do not belong to it.
    #[error("they do not belong to it")]
    NotMember,
    /// They do not act for it.
    #[error("they do not act for it")]
    NoAgent,
    /// Nobody would be left to look after the members.
    #[error("the last administrator cannot go")]
    LastAdministrator,
    /// Only the legal representative or an administrator may.
    #[error("only who looks after the members may")]
    NotHead,
    /// Only the legal representative may.
    #[error("only the legal representative may")]
    OnlyLegalRepresentative,
    /// Who is legal representative follows from the register.
    #[error("the register names the legal representative")]
    OnlyRegister,
    /// Nobody decides about themselves.
    #[error("nobody decides about themselves")]
    Yourself,
    /// They were not asked to join.
    #[error("they were not asked to join")]
    NotInvited,
    /// They have not agreed yet.
    #[error("they have not agreed yet")]
    NotAccepted,
    /// They are not confirmed.
    #[error("they are not confirmed")]
    NotConfirmed,
    /// An agent needs at least one service.
    #[error("an agent needs at least one service")]
    NoScope,
}

impl FirmRefusal {
    /// Stable code.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Exists => "firm.exists",
            Self::Unknown => "firm.unknown",
            Self::AlreadyMember => "firm.already_member",
            Self::NotMember => "firm.not_member",
            Self::NoAgent => "firm.no_agent",
            Self::LastAdministrator => "firm.last_administrator",
            Self::NotHead => "firm.not_head",
            Self::OnlyLegalRepresentative => "firm.only_legal_representative",
            Self::OnlyRegister => "firm.only_register",
            Self::Yourself => "firm.yourself",
            Self::NotInvited => "firm.not_invited",
            Self::NotAccepted => "firm.not_accepted",
            Self::NotConfirmed => "firm.not_confirmed",
            Self::NoScope => "firm.no_scope",
        }
    }
}

/// A firm.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Firm {
    /// Sealed facts; none before it is linked.
    pub facts: Option<Sealed>,
    /// Fingerprint of the credit code.
    pub code: String,
    /// Its members, also former ones.
    pub members: Vec<Member>,
    /// Sealed: the confirmed e-mail address and its language; none without the wish for e-mails.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub contact: Option<Sealed>,
}

impl Firm {
    /// Links the firm, with its first members.
    ///
    /// # Errors
    /// [`FirmRefusal::Exists`].
    pub fn link(
        &self,
        facts: Sealed,
        code: String,
        members: &[(AccountId, FirmRole)],
    ) -> Result<Vec<FirmEvent>, FirmRefusal> {
        if self.facts.is_some() {
            return Err(FirmRefusal::Exists);
        }
        let first = FirmEvent::Linked { facts, code };
        let enlisted = members.iter().map(|(member, role)| FirmEvent::MemberEnlisted {
            member: *member,
            role: role.clone(),
        });
        Ok(std::iter::once(first).chain(enlisted).collect())
    }

    /// Keeps another fingerprint of the same code, after the key was rotated.
    ///
    /// # Errors
    /// [`FirmRefusal::Unknown`].
    pub fn renew_code(&self, code: String) -> Result<Vec<FirmEvent>, FirmRefusal> {
        if self.facts.is_none() {
            return Err(FirmRefusal::Unknown);
        }
        let is_new = self.code != code;
        Ok(is_new.then_some(FirmEvent::CodeRenewed { code }).into_iter().collect())
    }

    /// Sends the firm's messages to an address that `member` confirmed.
    ///
    /// # Errors
    /// [`FirmRefusal::NoAgent`] when they do not act for it any more.
    pub fn confirm_contact(
        &self,
        member: AccountId,
        contact: Sealed,
    ) -> Result<Vec<FirmEvent>, FirmRefusal> {
        self.check_agent(member)?;
        Ok(vec![FirmEvent::ContactConfirmed { contact }])
    }

    /// Sends no more e-mails; nothing happens where none are sent.
    ///
    /// # Errors
    /// [`FirmRefusal::NoAgent`].
    pub fn remove_contact(&self, member: AccountId) -> Result<Vec<FirmEvent>, FirmRefusal> {
        self.check_agent(member)?;
        Ok(if self.contact.is_none() { Vec::new() } else { vec![FirmEvent::ContactRemoved] })
    }

    /// All messages of a firm go to its address, so it is for those who may see all of them.
    ///
    /// # Errors
    /// [`FirmRefusal::NoAgent`].
    pub fn check_agent(&self, member: AccountId) -> Result<(), FirmRefusal> {
        let all = crate::Deed { act: crate::Act::Apply, matter: None };
        self.allows(member, &all).map_err(|_| FirmRefusal::NoAgent)
    }
}

impl Aggregate for Firm {
    type Event = FirmEvent;
    const KIND: &'static str = "firm";
    const VERSION: u32 = 2;

    fn word(event: &FirmEvent) -> &'static str {
        match event {
            FirmEvent::Linked { .. } => "firm.linked",
            FirmEvent::CodeRenewed { .. } => "firm.code_renewed",
            FirmEvent::AgentAdded { .. } => "firm.agent_added",
            FirmEvent::AgentRemoved { .. } => "firm.agent_removed",
            FirmEvent::MemberEnlisted { .. } => "firm.member_enlisted",
            FirmEvent::MemberInvited { .. } => "firm.member_invited",
            FirmEvent::MemberAccepted { .. } => "firm.member_accepted",
            FirmEvent::MemberConfirmed { .. } => "firm.member_confirmed",
            FirmEvent::MemberSuspended { .. } => "firm.member_suspended",
            FirmEvent::MemberRoleChanged { .. } => "firm.member_role_changed",
            FirmEvent::MemberLeft { .. } => "firm.member_left",
            FirmEvent::MemberRemoved { .. } => "firm.member_removed",
            FirmEvent::ContactConfirmed { .. } => "firm.contact_confirmed",
            FirmEvent::ContactRemoved => "firm.contact_removed",
        }
    }

    fn apply(&mut self, event: &Recorded<FirmEvent>) {
        let at = event.at;
        match event.event.clone() {
            FirmEvent::Linked { facts, code } => {
                self.facts = Some(facts);
                self.code = code;
            }
            FirmEvent::CodeRenewed { code } => self.code = code,
            FirmEvent::AgentAdded { agent } => self.put_former_agent(agent, at),
            FirmEvent::AgentRemoved { agent } => self.take_out_former_agent(agent, at),
            FirmEvent::MemberEnlisted { member, role } => {
                self.put(member, role, MemberStage::Confirmed, at);
            }
            FirmEvent::MemberInvited { member, role } => {
                self.put(member, role, MemberStage::Invited, at);
            }
            FirmEvent::MemberAccepted { member } => {
                self.set_stage(member, MemberStage::Accepted, at);
            }
            FirmEvent::MemberConfirmed { member } => {
                self.set_stage(member, MemberStage::Confirmed, at);
            }
            FirmEvent::MemberSuspended { member } => {
                self.set_stage(member, MemberStage::Suspended, at);
            }
            FirmEvent::MemberRoleChanged { member, role } => self.set_role(member, role),
            FirmEvent::MemberLeft { member } => self.set_stage(member, MemberStage::Left, at),
            FirmEvent::MemberRemoved { member } => self.set_stage(member, MemberStage::Removed, at),
            FirmEvent::ContactConfirmed { contact } => self.contact = Some(contact),
            FirmEvent::ContactRemoved => self.contact = None,
        }
    }
}
