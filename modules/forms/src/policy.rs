//! Who may do what with applications in the making. Clerks fill in applications at the counter
//! through the port, where the intake asks for its own permission.

use authz::{CITIZEN_OWN, FieldRule, Form, Relation, Rule, See, Sight};
use kernel::Role;

/// The rows of the policy table.
pub(crate) const POLICY: &[Rule] = &[
    Rule { action: "forms.begin", grants: CITIZEN_OWN },
    Rule { action: "forms.read", grants: CITIZEN_OWN },
    Rule { action: "forms.answer", grants: CITIZEN_OWN },
    Rule { action: "forms.discard", grants: CITIZEN_OWN },
    Rule { action: "forms.restore", grants: CITIZEN_OWN },
];

/// What was answered. Staff see it as part of a case, whose rows stand there.
pub(crate) const FIELDS: &[FieldRule] = &[FieldRule {
    field: "application.answers",
    form: Form::Text,
    written_by: &["forms.begin", "forms.answer", "cases.intake"],
    sights: &[See(Role::Citizen, Relation::Own, Sight::Clear)],
}];
