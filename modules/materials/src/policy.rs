//! Who may hand in and read materials.

use accounts_domain::Party;
use authz::{CITIZEN_OWN, Grant, Relation, Rule};
use catalogue_domain::definition::ServiceDefinition;
use kernel::{Actor, Role};

/// The rows of the policy table.
pub(crate) const POLICY: &[Rule] = &[
    Rule { action: "materials.read", grants: CITIZEN_OWN },
    Rule { action: "materials.hand_in", grants: CITIZEN_OWN },
    Rule { action: "materials.remove", grants: CITIZEN_OWN },
    Rule {
        action: "materials.read_file",
        grants: &[
            Grant(Role::Clerk, Relation::Authority),
            Grant(Role::Examiner, Relation::Authority),
            Grant(Role::Approver, Relation::Authority),
            Grant(Role::Supervisor, Relation::Authority),
        ],
    },
];

/// How the actor stands to an application and to its service: own, or competent, or taking part in
/// a step of its process.
pub(crate) fn relations(
    actor: &Actor,
    party: &Party,
    definition: &ServiceDefinition,
) -> Vec<Relation> {
    let mut holds = Vec::new();
    let began_it = actor.account.is_some() && actor.account == Some(party.account);
    if began_it || actor.acting_for == Some(party.subject) {
        holds.push(Relation::Own);
    }
    if actor.authority.as_deref().is_some_and(|it| takes_part(it, definition)) {
        holds.push(Relation::Authority);
    }
    holds
}

fn takes_part(authority: &str, definition: &ServiceDefinition) -> bool {
    let in_step = definition.steps().iter().any(|step| {
        step.spec().is_some_and(|it| it.unit == authority)
            || step.members().iter().any(|it| it.unit == authority)
    });
    in_step || definition.implementation.authority == authority
}
