//! One policy table: who may do what, on which relation, and who sees which field.
//!
//! Each subject contributes its rows; the union is printed as the committed matrix
//! (`docs/permissions.md`, and for programs `docs/permissions.json`). Code asks about exactly the
//! thing it touches: the route asks whether the role may ever do the action, the service asks with
//! the relations that the actor really has. What is not granted is refused, and each refusal leaves
//! a line in the log. A right to read is never a right to write: they are different actions.

mod field;
mod print;
mod relation;

pub use field::{FieldRule, Form, See, Sight};
pub use relation::{Relation, post_relations};

use std::collections::BTreeMap;

use kernel::{Actor, Role};

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

/// A supervisor: what lies in their division, or what lies there in their line.
pub const OVERSIGHT: &[Grant] =
    &[Grant(Role::Supervisor, Relation::Division), Grant(Role::Supervisor, Relation::Line)];

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
    fields: BTreeMap<&'static str, FieldRule>,
}

impl Policy {
    /// Adds a subject's rows.
    pub fn add(&mut self, rules: &'static [Rule]) {
        self.rules.extend(rules.iter().map(|rule| (rule.action, rule.grants)));
    }

    /// Adds a subject's fields.
    pub fn add_fields(&mut self, fields: &'static [FieldRule]) {
        self.fields.extend(fields.iter().map(|rule| (rule.field, *rule)));
    }

    /// Whether `action` stands in the table at all.
    pub fn knows(&self, action: &str) -> bool {
        self.rules.contains_key(action)
    }

    /// Whether `role` may do `action` in some relation. Routes ask this before anything is read.
    pub fn may_ever(&self, role: Role, action: &str) -> bool {
        self.grants(action).iter().any(|grant| grant.0 == role)
    }

    /// Whether the actor may do `action` in one of the relations that it `holds`; for showing or
    /// hiding, where a refusal is no event.
    pub fn may(&self, actor: &Actor, action: &str, holds: &[Relation]) -> bool {
        let fits = |grant: &Grant| grant.0 == actor.role && grant.1.is_held(holds);
        self.grants(action).iter().any(fits)
    }

    /// Whether the actor may do `action` in one of the relations that it `holds`. A refusal is
    /// logged: who tried what in which role, but nothing about the thing.
    ///
    /// # Errors
    /// [`Denied`] when no grant fits.
    pub fn require(&self, actor: &Actor, action: &str, holds: &[Relation]) -> Result<(), Denied> {
        if self.may(actor, action, holds) {
            return Ok(());
        }
        log_refusal(actor, action);
        Err(Denied { role: actor.role.word(), action: action.to_owned() })
    }

    fn grants(&self, action: &str) -> &'static [Grant] {
        self.rules.get(action).copied().unwrap_or_default()
    }

    /// All actions, in alphabetical order.
    pub fn actions(&self) -> impl Iterator<Item = &'static str> {
        self.rules.keys().copied()
    }

    /// Who may do an action.
    pub fn granted(&self, action: &str) -> &'static [Grant] {
        self.grants(action)
    }

    /// All fields, in alphabetical order.
    pub fn fields(&self) -> impl Iterator<Item = &FieldRule> {
        self.fields.values()
    }

    /// How much of a field the actor sees, standing in these relations to the thing: the most that
    /// any of its rows gives. A field without a row is seen by nobody.
    pub fn sight(&self, actor: &Actor, field: &str, holds: &[Relation]) -> Sight {
        let Some(rule) = self.fields.get(field) else { return Sight::Hidden };
        let fits = |see: &&See| see.0 == actor.role && see.1.is_held(holds);
        rule.sights.iter().filter(fits).map(|see| see.2).max().unwrap_or(Sight::Hidden)
    }

    /// A field's value as the actor may see it: clear, masked, or nothing. Every view that shows
    /// personal data takes it from here.
    pub fn shown(
        &self,
        actor: &Actor,
        field: &str,
        holds: &[Relation],
        value: &str,
    ) -> Option<String> {
        let form = self.fields.get(field)?.form;
        match self.sight(actor, field, holds) {
            Sight::Hidden => None,
            Sight::Masked => Some(form.masked(value)),
            Sight::Clear => Some(value.to_owned()),
        }
    }
}

/// Leaves a line about a refusal in the log.
pub fn log_refusal(actor: &Actor, action: &str) {
    let account = actor.account.map(|it| it.to_string()).unwrap_or_default();
    let authority = actor.authority.as_deref().unwrap_or_default();
    tracing::warn!(target: "authz", action, role = actor.role.word(), account, authority, "refused");
}

/// Whether an action is one of looking, by its verb. What changes something has another action, so
/// that nobody may write because they may read.
pub fn is_reading(action: &str) -> bool {
    const VERBS: [&str; 8] =
        ["read", "own", "track", "queue", "verify", "visit", "oversee", "look"];
    let verb = action.rsplit('.').next().unwrap_or_default();
    let first = verb.split('_').next().unwrap_or_default();
    VERBS.contains(&first)
}

#[cfg(test)]
mod tests;
