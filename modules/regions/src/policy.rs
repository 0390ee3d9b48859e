//! Who may do what with divisions and calendars.

use authz::{Grant, Relation::Any, Rule};
use kernel::Role::Administrator;

/// Ask which days are worked and when a time limit ends.
pub const READ: &str = "regions.read";
/// Propose to publish or change a year's calendar.
pub const PUBLISH: &str = "regions.publish_calendar";
/// Approve, as a second person, that it is published.
pub const APPROVE: &str = "regions.approve_calendar";

/// The subject's rows.
pub const POLICY: &[Rule] = &[
    Rule { action: READ, grants: authz::PUBLIC },
    Rule { action: PUBLISH, grants: &[Grant(Administrator, Any)] },
    Rule { action: APPROVE, grants: &[Grant(Administrator, Any)] },
];
