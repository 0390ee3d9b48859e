//! Who may do what with divisions and calendars.

use authz::{Grant, Relation::Any, Rule};
use kernel::Role::{
    Administrator, Anonymous, Approver, Citizen, Clerk, Editor, Examiner, Partner, Supervisor,
};

/// Ask which days are worked and when a time limit ends.
pub const READ: &str = "regions.read";
/// Publish or change a year's calendar.
pub const PUBLISH: &str = "regions.publish_calendar";

/// The subject's rows.
pub const POLICY: &[Rule] = &[
    Rule {
        action: READ,
        grants: &[
            Grant(Anonymous, Any),
            Grant(Citizen, Any),
            Grant(Clerk, Any),
            Grant(Examiner, Any),
            Grant(Approver, Any),
            Grant(Supervisor, Any),
            Grant(Editor, Any),
            Grant(Administrator, Any),
            Grant(Partner, Any),
        ],
    },
    Rule { action: PUBLISH, grants: &[Grant(Administrator, Any)] },
];
