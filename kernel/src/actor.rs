//! Who acts. Acting for somebody is always a separate field, so that a helper's act can never
//! look like the helped person's own.

use serde::{Deserialize, Serialize};

use crate::id::{AccountId, SubjectId};

/// What an actor may be. A person may hold several; a session acts in one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// Nobody has signed in.
    Anonymous,
    /// A natural person, acting for themselves or for a firm.
    Citizen,
    /// Counter clerk of a service centre (综合窗口).
    Clerk,
    /// Examiner of an authority (审查).
    Examiner,
    /// Decision maker of an authority (决定).
    Approver,
    /// Supervisor: reads all in scope, never decides (监察).
    Supervisor,
    /// Editor of guides and service definitions.
    Editor,
    /// Administrator of an installation; never reads case content.
    Administrator,
    /// A system of another agency, by API key.
    Partner,
    /// The product itself, for what the law does by itself.
    System,
}

impl Role {
    /// All roles, in the order of the permission matrix.
    pub const ALL: [Role; 10] = [
        Role::Anonymous,
        Role::Citizen,
        Role::Clerk,
        Role::Examiner,
        Role::Approver,
        Role::Supervisor,
        Role::Editor,
        Role::Administrator,
        Role::Partner,
        Role::System,
    ];

    /// The role's word in tables, tokens and the policy.
    pub const fn word(self) -> &'static str {
        match self {
            Role::Anonymous => "anonymous",
            Role::Citizen => "citizen",
            Role::Clerk => "clerk",
            Role::Examiner => "examiner",
            Role::Approver => "approver",
            Role::Supervisor => "supervisor",
            Role::Editor => "editor",
            Role::Administrator => "administrator",
            Role::Partner => "partner",
            Role::System => "system",
        }
    }

    /// Whether this role works for an authority.
    pub const fn is_staff(self) -> bool {
        matches!(
            self,
            Role::Clerk
                | Role::Examiner
                | Role::Approver
                | Role::Supervisor
                | Role::Editor
                | Role::Administrator
        )
    }

    /// Reads [`Role::word`].
    pub fn parse(word: &str) -> Option<Role> {
        Role::ALL.into_iter().find(|role| role.word() == word)
    }
}

/// Who does something, in which role, for whom and from which authority.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Actor {
    /// In which role.
    pub role: Role,
    /// The account; absent for the anonymous and the system.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub account: Option<AccountId>,
    /// The person or firm for whom they act, where it is not themselves.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub acting_for: Option<SubjectId>,
    /// The authority for which a staff member acts: its id in the organisation directory.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub authority: Option<String>,
    /// The division in which their post counts, with all below it (块): twelve digits.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub region: Option<String>,
    /// The line to which their post is limited (条): the authority's two digits in basic codes.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub line: Option<String>,
}

impl Actor {
    /// Somebody who has not signed in.
    pub const ANONYMOUS: Actor = Actor::nobody(Role::Anonymous);

    /// The product itself.
    pub const SYSTEM: Actor = Actor::nobody(Role::System);

    const fn nobody(role: Role) -> Actor {
        Actor { role, account: None, acting_for: None, authority: None, region: None, line: None }
    }

    /// A citizen acting for themselves.
    pub const fn citizen(account: AccountId) -> Actor {
        let mut actor = Actor::nobody(Role::Citizen);
        actor.account = Some(account);
        actor
    }

    /// A staff member of `authority`. Their post counts nowhere until [`Actor::within`] says where.
    pub fn staff(role: Role, account: AccountId, authority: impl Into<String>) -> Actor {
        Actor { account: Some(account), authority: Some(authority.into()), ..Actor::nobody(role) }
    }

    /// The same staff member, whose post counts in this division and those below it.
    #[must_use]
    pub fn within(mut self, region: impl Into<String>) -> Actor {
        self.region = Some(region.into());
        self
    }

    /// The same staff member, whose post is limited to a line, where one is given.
    #[must_use]
    pub fn in_line(mut self, line: Option<String>) -> Actor {
        self.line = line;
        self
    }

    /// Whether the post counts in this division.
    pub fn covers(&self, region: &str) -> bool {
        self.region.as_deref().is_some_and(|own| crate::code::division_covers(own, region))
    }

    /// Whether both are the same human being, whatever the role.
    pub fn is_same_person(&self, other: &Actor) -> bool {
        self.account.is_some() && self.account == other.account
    }
}
