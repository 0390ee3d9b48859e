//! Who may do what with the directory.

use authz::{Grant, Relation::Any, Rule};
use kernel::Role::{
    Administrator, Anonymous, Approver, Citizen, Clerk, Editor, Examiner, Partner, Supervisor,
};

/// Look something up in the directory.
pub const READ: &str = "organisations.read";

/// The subject's rows.
pub const POLICY: &[Rule] = &[Rule {
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
}];
