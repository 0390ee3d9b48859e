//! Who may do what with proposals. Which proposals somebody may approve is the permission that the
//! proposal's kind names; these rows open the doors to the pages only.

use authz::{Grant, Relation::Any, Rule};
use kernel::Role::{Administrator, Approver, Clerk, Editor, Examiner, Supervisor};

/// See one's own proposals and those that one may approve.
pub const READ: &str = "approvals.read";
/// Approve, refuse or take back.
pub const DECIDE: &str = "approvals.decide";

const DESK: &[Grant] = &[
    Grant(Clerk, Any),
    Grant(Examiner, Any),
    Grant(Approver, Any),
    Grant(Supervisor, Any),
    Grant(Editor, Any),
    Grant(Administrator, Any),
];

/// The subject's rows.
pub const POLICY: &[Rule] =
    &[Rule { action: READ, grants: DESK }, Rule { action: DECIDE, grants: DESK }];
