//! Who may do what with the directory.

use authz::Rule;

/// Look something up in the directory.
pub const READ: &str = "organisations.read";

/// The subject's rows.
pub const POLICY: &[Rule] = &[Rule { action: READ, grants: authz::PUBLIC }];
