//! Who may do what with applications in the making. Clerks fill in applications at the counter
//! through the port, where the intake asks for its own permission.

use authz::{CITIZEN_OWN, Relation, Rule};
use kernel::Actor;

use accounts_domain::Party;

/// The rows of the policy table.
pub(crate) const POLICY: &[Rule] = &[
    Rule { action: "forms.begin", grants: CITIZEN_OWN },
    Rule { action: "forms.read", grants: CITIZEN_OWN },
    Rule { action: "forms.answer", grants: CITIZEN_OWN },
    Rule { action: "forms.discard", grants: CITIZEN_OWN },
];

/// How the actor stands to an application: it is their own where they began it, or where they act
/// for the one whose matter it is.
pub(crate) fn relations(actor: &Actor, party: &Party) -> Vec<Relation> {
    let began_it = actor.account == Some(party.account);
    let acts_for = actor.acting_for == Some(party.subject);
    if began_it || acts_for { vec![Relation::Own] } else { Vec::new() }
}
