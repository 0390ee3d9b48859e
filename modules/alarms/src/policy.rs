//! Who may see alarms and take care of them: those who run the installation and those who supervise
//! it.

use authz::{Grant, Relation::Any, Rule};
use kernel::Role::{Administrator, Supervisor};

/// See alarms.
pub const READ: &str = "alarms.read";
/// Say that one has looked at one.
pub const ACKNOWLEDGE: &str = "alarms.acknowledge";

const WATCH: &[Grant] = &[Grant(Supervisor, Any), Grant(Administrator, Any)];

/// The subject's rows.
pub const POLICY: &[Rule] =
    &[Rule { action: READ, grants: WATCH }, Rule { action: ACKNOWLEDGE, grants: WATCH }];
