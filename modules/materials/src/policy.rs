//! Who may hand in and read materials.

use authz::{CITIZEN_OWN, FieldRule, Form, Grant, Relation, Rule, See, Sight};
use catalogue_domain::definition::ServiceDefinition;
use kernel::{Actor, Role};
use organisations_domain::{Directory, Standing};

/// The rows of the policy table.
pub(crate) const POLICY: &[Rule] = &[
    Rule { action: "materials.read", grants: CITIZEN_OWN },
    Rule { action: "materials.hand_in", grants: CITIZEN_OWN },
    Rule { action: "materials.remove", grants: CITIZEN_OWN },
    Rule { action: "materials.restore", grants: CITIZEN_OWN },
    Rule {
        action: "materials.read_file",
        grants: &[
            Grant(Role::Clerk, Relation::Centre),
            Grant(Role::Examiner, Relation::Authority),
            Grant(Role::Approver, Relation::Authority),
            Grant(Role::Supervisor, Relation::Division),
            Grant(Role::Supervisor, Relation::Line),
        ],
    },
];

/// What is handed in: the file as it was sent, and the sender's name for it.
pub(crate) const FIELDS: &[FieldRule] = &[FieldRule {
    field: "material.file",
    form: Form::Text,
    written_by: &["materials.hand_in", "materials.remove"],
    sights: &[
        See(Role::Citizen, Relation::Own, Sight::Clear),
        See(Role::Clerk, Relation::Centre, Sight::Clear),
        See(Role::Examiner, Relation::Authority, Sight::Clear),
        See(Role::Approver, Relation::Authority, Sight::Clear),
        See(Role::Supervisor, Relation::Division, Sight::Clear),
        See(Role::Supervisor, Relation::Line, Sight::Clear),
    ],
}];

/// How an officer stands to a service: competent, or taking part in a step of its process, or
/// overseeing it.
pub(crate) fn relations(
    directory: &dyn Directory,
    actor: &Actor,
    definition: &ServiceDefinition,
) -> Vec<Relation> {
    let competent = &definition.implementation.authority;
    let standing = Standing::of(directory, actor, competent);
    let mut holds = authz::post_relations(false, standing.is_in_division, standing.is_in_line);
    if actor.role == Role::Clerk && standing.is_in_division {
        holds.push(Relation::Centre);
    }
    let takes_part =
        |own: &str| takes_part(own, definition) && Standing::of(directory, actor, own).is_own;
    if actor.authority.as_deref().is_some_and(takes_part) {
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
