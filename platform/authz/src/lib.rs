//! One policy table: who may do what, on which relation.
//!
//! Each subject contributes its rows; the union is printed as the committed matrix
//! (`docs/permissions.md`). Code asks about exactly the thing it touches: the route asks whether
//! the role may ever do the action, the service asks with the relations that the actor really
//! has. What is not granted is refused.

use std::{collections::BTreeMap, fmt::Write as _};

use kernel::{Actor, Role};

/// How an actor stands to the thing that is touched.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Relation {
    /// No relation is needed.
    Any,
    /// It is the actor's own matter, or that of a firm or person they act for.
    Own,
    /// The actor knows its number and query code.
    Code,
    /// It waits for the actor's role in the actor's authority.
    Task,
    /// The actor's authority is competent for it.
    Authority,
    /// The actor's service centre took it in.
    Centre,
}

impl Relation {
    /// The relation's word in the matrix.
    pub const fn word(self) -> &'static str {
        match self {
            Relation::Any => "any",
            Relation::Own => "own",
            Relation::Code => "code",
            Relation::Task => "task",
            Relation::Authority => "authority",
            Relation::Centre => "centre",
        }
    }
}

/// A role that may do an action where it stands in the relation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Grant(pub Role, pub Relation);

/// One row of the policy table.
#[derive(Debug, Clone, Copy)]
pub struct Rule {
    /// `subject.verb`, the same word as in file, function, route and audit.
    pub action: &'static str,
    /// Who may.
    pub grants: &'static [Grant],
}

/// What is public: everybody at a page, signed in or not, and the machines of partners.
pub const PUBLIC: &[Grant] = &[
    Grant(Role::Anonymous, Relation::Any),
    Grant(Role::Citizen, Relation::Any),
    Grant(Role::Clerk, Relation::Any),
    Grant(Role::Examiner, Relation::Any),
    Grant(Role::Approver, Relation::Any),
    Grant(Role::Supervisor, Relation::Any),
    Grant(Role::Editor, Relation::Any),
    Grant(Role::Administrator, Relation::Any),
    Grant(Role::Partner, Relation::Any),
];

/// Everybody at a page: [`PUBLIC`] without its last row, the partners.
pub const VISITORS: &[Grant] = match PUBLIC.split_last() {
    Some((_, visitors)) => visitors,
    None => &[],
};

/// A citizen in their own matter, or in that of a firm for which they act.
pub const CITIZEN_OWN: &[Grant] = &[Grant(Role::Citizen, Relation::Own)];

/// The actor may not do this.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{role} may not {action}")]
pub struct Denied {
    /// The actor's role.
    pub role: &'static str,
    /// What was asked for.
    pub action: String,
}

/// The whole policy of an installation.
#[derive(Debug, Clone, Default)]
pub struct Policy {
    rules: BTreeMap<&'static str, &'static [Grant]>,
}

impl Policy {
    /// Adds a subject's rows.
    pub fn add(&mut self, rules: &'static [Rule]) {
        self.rules.extend(rules.iter().map(|rule| (rule.action, rule.grants)));
    }

    /// Whether `action` stands in the table at all.
    pub fn knows(&self, action: &str) -> bool {
        self.rules.contains_key(action)
    }

    /// Whether `role` may do `action` in some relation. Routes ask this before anything is read.
    pub fn may_ever(&self, role: Role, action: &str) -> bool {
        self.grants(action).iter().any(|grant| grant.0 == role)
    }

    /// Whether the actor may do `action` in one of the relations that it `holds`.
    ///
    /// # Errors
    /// [`Denied`] when no grant fits.
    pub fn require(&self, actor: &Actor, action: &str, holds: &[Relation]) -> Result<(), Denied> {
        let fits = |grant: &Grant| {
            grant.0 == actor.role && (grant.1 == Relation::Any || holds.contains(&grant.1))
        };
        if self.grants(action).iter().any(fits) {
            return Ok(());
        }
        Err(Denied { role: actor.role.word(), action: action.to_owned() })
    }

    fn grants(&self, action: &str) -> &'static [Grant] {
        self.rules.get(action).copied().unwrap_or_default()
    }

    /// All actions, in alphabetical order.
    pub fn actions(&self) -> impl Iterator<Item = &'static str> {
        self.rules.keys().copied()
    }

    /// The matrix as a Markdown table: a row for each action, a column for each role, the
    /// relations in the cells.
    pub fn matrix(&self) -> String {
        let mut text = String::from("| action |");
        for role in Role::ALL {
            let _ = write!(text, " {} |", role.word());
        }
        text.push_str("\n|---|");
        text.push_str(&"---|".repeat(Role::ALL.len()));
        text.push('\n');
        for (action, grants) in &self.rules {
            let _ = write!(text, "| {action} |");
            for role in Role::ALL {
                let mut cell: Vec<_> =
                    grants.iter().filter(|it| it.0 == role).map(|it| it.1.word()).collect();
                cell.sort_unstable();
                let _ = write!(
                    text,
                    " {} |",
                    if cell.is_empty() { "–".into() } else { cell.join(", ") }
                );
            }
            text.push('\n');
        }
        text
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const RULES: &[Rule] = &[Rule {
        action: "cases.read",
        grants: &[Grant(Role::Citizen, Relation::Own), Grant(Role::Supervisor, Relation::Any)],
    }];

    fn policy() -> Policy {
        let mut policy = Policy::default();
        policy.add(RULES);
        policy
    }

    #[test]
    fn a_citizen_reads_an_own_case_and_no_other() {
        let citizen = Actor { role: Role::Citizen, ..Actor::ANONYMOUS };
        assert!(policy().require(&citizen, "cases.read", &[Relation::Own]).is_ok());
        assert!(policy().require(&citizen, "cases.read", &[]).is_err());
        assert!(policy().require(&Actor::ANONYMOUS, "cases.read", &[Relation::Own]).is_err());
    }

    #[test]
    fn what_is_not_in_the_table_is_refused() {
        assert!(!policy().may_ever(Role::Administrator, "cases.read"));
        assert!(!policy().knows("cases.destroy"));
        assert!(policy().require(&Actor::SYSTEM, "cases.destroy", &[Relation::Any]).is_err());
    }

    #[test]
    fn what_is_public_is_open_to_every_visitor_and_to_partners_and_to_nobody_twice() {
        for role in Role::ALL.into_iter().filter(|it| *it != Role::System) {
            let count = |grants: &[Grant]| grants.iter().filter(|it| it.0 == role).count();
            assert_eq!(count(PUBLIC), 1, "{role:?}");
            assert_eq!(count(VISITORS), usize::from(role != Role::Partner), "{role:?}");
        }
    }

    #[test]
    fn the_matrix_has_a_cell_for_each_role() {
        let matrix = policy().matrix();
        assert!(matrix.contains("| cases.read | – | own | – |"), "{matrix}");
    }
}
