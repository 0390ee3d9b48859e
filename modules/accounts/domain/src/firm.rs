//! Firms and those who act for them.

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
    /// A person may act for it.
    AgentAdded {
        /// Who.
        agent: AccountId,
    },
    /// A person may no longer act for it.
    AgentRemoved {
        /// Who.
        agent: AccountId,
    },
    /// An agent confirmed an address to which the firm's messages go as e-mails.
    ContactConfirmed {
        /// Sealed: address and language.
        contact: Sealed,
    },
    /// The firm wants no more e-mails.
    ContactRemoved,
}

/// Why something cannot be done with a firm.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum FirmRefusal {
    /// The firm is linked already.
    #[error("the firm is linked already")]
    Exists,
    /// There is no such firm.
    #[error("there is no such firm")]
    Unknown,
    /// They act for it already.
    #[error("they act for it already")]
    AlreadyAgent,
    /// They do not act for it.
    #[error("they do not act for it")]
    NoAgent,
    /// Nobody would be left to act for it.
    #[error("the last agent cannot be removed")]
    LastAgent,
}

impl FirmRefusal {
    /// Stable code.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Exists => "firm.exists",
            Self::Unknown => "firm.unknown",
            Self::AlreadyAgent => "firm.already_agent",
            Self::NoAgent => "firm.no_agent",
            Self::LastAgent => "firm.last_agent",
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
    /// Who may act for it.
    pub agents: Vec<AccountId>,
    /// Sealed: the confirmed e-mail address and its language; none without the wish for e-mails.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub contact: Option<Sealed>,
}

impl Firm {
    /// Links the firm, with its first agents.
    ///
    /// # Errors
    /// [`FirmRefusal::Exists`].
    pub fn link(
        &self,
        facts: Sealed,
        code: String,
        agents: &[AccountId],
    ) -> Result<Vec<FirmEvent>, FirmRefusal> {
        if self.facts.is_some() {
            return Err(FirmRefusal::Exists);
        }
        let first = FirmEvent::Linked { facts, code };
        let added = agents.iter().map(|agent| FirmEvent::AgentAdded { agent: *agent });
        Ok(std::iter::once(first).chain(added).collect())
    }

    /// Lets a person act for it.
    ///
    /// # Errors
    /// [`FirmRefusal`].
    pub fn add_agent(&self, agent: AccountId) -> Result<Vec<FirmEvent>, FirmRefusal> {
        if self.facts.is_none() {
            return Err(FirmRefusal::Unknown);
        }
        if self.agents.contains(&agent) {
            return Err(FirmRefusal::AlreadyAgent);
        }
        Ok(vec![FirmEvent::AgentAdded { agent }])
    }

    /// Ends a person's acting for it.
    ///
    /// # Errors
    /// [`FirmRefusal`].
    pub fn remove_agent(&self, agent: AccountId) -> Result<Vec<FirmEvent>, FirmRefusal> {
        if !self.agents.contains(&agent) {
            return Err(FirmRefusal::NoAgent);
        }
        if self.agents.len() == 1 {
            return Err(FirmRefusal::LastAgent);
        }
        Ok(vec![FirmEvent::AgentRemoved { agent }])
    }

    /// Sends the firm's messages to an address that `agent` confirmed.
    ///
    /// # Errors
    /// [`FirmRefusal::NoAgent`] when they do not act for it any more.
    pub fn confirm_contact(
        &self,
        agent: AccountId,
        contact: Sealed,
    ) -> Result<Vec<FirmEvent>, FirmRefusal> {
        if !self.agents.contains(&agent) {
            return Err(FirmRefusal::NoAgent);
        }
        Ok(vec![FirmEvent::ContactConfirmed { contact }])
    }

    /// Sends no more e-mails; nothing happens where none are sent.
    ///
    /// # Errors
    /// [`FirmRefusal::NoAgent`].
    pub fn remove_contact(&self, agent: AccountId) -> Result<Vec<FirmEvent>, FirmRefusal> {
        if !self.agents.contains(&agent) {
            return Err(FirmRefusal::NoAgent);
        }
        Ok(if self.contact.is_none() { Vec::new() } else { vec![FirmEvent::ContactRemoved] })
    }
}

impl Aggregate for Firm {
    type Event = FirmEvent;
    const KIND: &'static str = "firm";

    fn word(event: &FirmEvent) -> &'static str {
        match event {
            FirmEvent::Linked { .. } => "firm.linked",
            FirmEvent::AgentAdded { .. } => "firm.agent_added",
            FirmEvent::AgentRemoved { .. } => "firm.agent_removed",
            FirmEvent::ContactConfirmed { .. } => "firm.contact_confirmed",
            FirmEvent::ContactRemoved => "firm.contact_removed",
        }
    }

    fn apply(&mut self, event: &Recorded<FirmEvent>) {
        match event.event.clone() {
            FirmEvent::Linked { facts, code } => {
                self.facts = Some(facts);
                self.code = code;
            }
            FirmEvent::AgentAdded { agent } => self.agents.push(agent),
            FirmEvent::AgentRemoved { agent } => self.agents.retain(|it| *it != agent),
            FirmEvent::ContactConfirmed { contact } => self.contact = Some(contact),
            FirmEvent::ContactRemoved => self.contact = None,
        }
    }
}
