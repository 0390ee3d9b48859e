//! The rows of cases in the policy table.

use authz::{FieldRule, Form, Grant, Relation, Rule, See, Sight};
use kernel::Role;

const OWNER: &[Grant] = authz::CITIZEN_OWN;
const OFFICER_TASK: &[Grant] =
    &[Grant(Role::Examiner, Relation::Task), Grant(Role::Approver, Relation::Task)];

/// Who may do what with cases.
pub(crate) const POLICY: &[Rule] = &[
    Rule { action: "cases.submit", grants: OWNER },
    Rule { action: "cases.take_in", grants: &[Grant(Role::Clerk, Relation::Centre)] },
    Rule { action: "cases.mark_messages", grants: OWNER },
    Rule { action: "cases.own", grants: OWNER },
    Rule {
        action: "cases.track",
        grants: &[
            Grant(Role::Anonymous, Relation::Code),
            Grant(Role::Citizen, Relation::Own),
            Grant(Role::Citizen, Relation::Code),
            Grant(Role::Clerk, Relation::Code),
            Grant(Role::Examiner, Relation::Code),
            Grant(Role::Approver, Relation::Code),
            Grant(Role::Supervisor, Relation::Code),
            Grant(Role::Editor, Relation::Code),
            Grant(Role::Administrator, Relation::Code),
        ],
    },
    Rule { action: "cases.correct", grants: OWNER },
    Rule { action: "cases.withdraw", grants: OWNER },
    Rule {
        action: "cases.queue",
        grants: &[Grant(Role::Examiner, Relation::Any), Grant(Role::Approver, Relation::Any)],
    },
    Rule {
        action: "cases.read",
        grants: &[
            Grant(Role::Clerk, Relation::Centre),
            Grant(Role::Examiner, Relation::Task),
            Grant(Role::Examiner, Relation::Authority),
            Grant(Role::Approver, Relation::Task),
            Grant(Role::Approver, Relation::Authority),
            Grant(Role::Supervisor, Relation::Division),
            Grant(Role::Supervisor, Relation::Line),
            Grant(Role::Examiner, Relation::Elevated),
            Grant(Role::Approver, Relation::Elevated),
            Grant(Role::Supervisor, Relation::Elevated),
        ],
    },
    Rule {
        action: "cases.unmask",
        grants: &[
            Grant(Role::Clerk, Relation::Centre),
            Grant(Role::Examiner, Relation::Task),
            Grant(Role::Approver, Relation::Task),
        ],
    },
    Rule { action: "cases.oversee", grants: authz::OVERSIGHT },
    Rule { action: "cases.review_elevation", grants: authz::OVERSIGHT },
    Rule {
        action: "cases.break_glass",
        grants: &[
            Grant(Role::Examiner, Relation::Own),
            Grant(Role::Approver, Relation::Own),
            Grant(Role::Supervisor, Relation::Own),
        ],
    },
    Rule { action: "cases.take_over", grants: OFFICER_TASK },
    Rule { action: "cases.return", grants: OFFICER_TASK },
    Rule { action: "cases.accept", grants: OFFICER_TASK },
    Rule { action: "cases.not_accept", grants: OFFICER_TASK },
    Rule { action: "cases.review", grants: &[Grant(Role::Examiner, Relation::Task)] },
    Rule {
        action: "cases.suspend",
        grants: &[Grant(Role::Examiner, Relation::Task), Grant(Role::Approver, Relation::Task)],
    },
    Rule {
        action: "cases.resume",
        grants: &[
            Grant(Role::Examiner, Relation::Authority),
            Grant(Role::Approver, Relation::Authority),
        ],
    },
    Rule { action: "cases.decide", grants: &[Grant(Role::Approver, Relation::Task)] },
    Rule {
        action: crate::service::SECOND_LOOK,
        grants: &[Grant(Role::Approver, Relation::Authority)],
    },
    Rule { action: "cases.undo", grants: &[Grant(Role::Approver, Relation::Authority)] },
    Rule {
        action: "cases.amend",
        grants: &[
            Grant(Role::Examiner, Relation::Authority),
            Grant(Role::Approver, Relation::Authority),
        ],
    },
    Rule {
        action: "cases.approve_amendment",
        grants: &[Grant(Role::Approver, Relation::Authority)],
    },
    Rule { action: crate::export::EXPORT, grants: &[Grant(Role::Approver, Relation::Any)] },
    Rule {
        action: "cases.approve_export",
        grants: &[
            Grant(Role::Approver, Relation::Authority),
            Grant(Role::Supervisor, Relation::Any),
        ],
    },
    Rule {
        action: "cases.fetch",
        grants: &[
            Grant(Role::Anonymous, Relation::Code),
            Grant(Role::Citizen, Relation::Own),
            Grant(Role::Citizen, Relation::Code),
        ],
    },
    Rule { action: "cases.deliver", grants: &[Grant(Role::Clerk, Relation::Centre)] },
    Rule { action: crate::service::REHEARSE, grants: &[Grant(Role::Editor, Relation::Any)] },
    Rule { action: "cases.intake", grants: &[Grant(Role::Clerk, Relation::Centre)] },
];

/// What a case says about people.
pub(crate) const FIELDS: &[FieldRule] = &[
    FieldRule { field: "case.applicant", form: Form::Name, written_by: FILING, sights: FILE },
    FieldRule { field: "case.agent", form: Form::Name, written_by: FILING, sights: FILE },
    FieldRule {
        field: "case.applicant_in_queue",
        form: Form::Name,
        written_by: FILING,
        sights: &[
            See(Role::Examiner, Relation::Task, Sight::Masked),
            See(Role::Approver, Relation::Task, Sight::Masked),
        ],
    },
    FieldRule {
        field: "case.answers",
        form: Form::Text,
        written_by: &["forms.begin", "forms.answer", "cases.intake"],
        sights: FILE,
    },
    FieldRule {
        field: "case.query_code",
        form: Form::Text,
        written_by: FILING,
        sights: &[
            See(Role::Citizen, Relation::Own, Sight::Clear),
            See(Role::Clerk, Relation::Centre, Sight::Clear),
        ],
    },
];

const FILING: &[&str] = &["cases.submit", "cases.take_in"];

/// Who may open the file sees what it says.
const FILE: &[See] = &[
    See(Role::Citizen, Relation::Own, Sight::Clear),
    See(Role::Clerk, Relation::Centre, Sight::Clear),
    See(Role::Examiner, Relation::Task, Sight::Clear),
    See(Role::Examiner, Relation::Authority, Sight::Clear),
    See(Role::Approver, Relation::Task, Sight::Clear),
    See(Role::Approver, Relation::Authority, Sight::Clear),
    See(Role::Supervisor, Relation::Division, Sight::Clear),
    See(Role::Supervisor, Relation::Line, Sight::Clear),
    See(Role::Examiner, Relation::Elevated, Sight::Clear),
    See(Role::Approver, Relation::Elevated, Sight::Clear),
    See(Role::Supervisor, Relation::Elevated, Sight::Clear),
];
