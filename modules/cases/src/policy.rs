//! The rows of cases in the policy table.

use authz::{Grant, Relation, Rule};
use kernel::Role;

const OWNER: &[Grant] = authz::CITIZEN_OWN;
const OFFICER_TASK: &[Grant] =
    &[Grant(Role::Examiner, Relation::Task), Grant(Role::Approver, Relation::Task)];

/// Who may do what with cases.
pub(crate) const POLICY: &[Rule] = &[
    Rule {
        action: "cases.submit",
        grants: &[Grant(Role::Citizen, Relation::Own), Grant(Role::Clerk, Relation::Centre)],
    },
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
    Rule {
        action: "cases.correct",
        grants: &[Grant(Role::Citizen, Relation::Own), Grant(Role::Clerk, Relation::Centre)],
    },
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
            Grant(Role::Supervisor, Relation::Any),
        ],
    },
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
        action: "cases.fetch",
        grants: &[
            Grant(Role::Anonymous, Relation::Code),
            Grant(Role::Citizen, Relation::Own),
            Grant(Role::Citizen, Relation::Code),
        ],
    },
    Rule { action: "cases.deliver", grants: &[Grant(Role::Clerk, Relation::Centre)] },
    Rule { action: "cases.intake", grants: &[Grant(Role::Clerk, Relation::Any)] },
];
