//! The rows of this subject in the policy table.

use authz::{Grant, Relation, Rule};
use kernel::Role;

/// Seeing one's own data and who looked at it.
pub const READ_OWN: &str = "privacy.read_own";
/// Questioning a read, asking for a correction, closing the account.
pub const ASK: &str = "privacy.ask";
/// Taking a copy of everything.
pub const EXPORT: &str = "privacy.export";
/// Answering questions about reads.
pub const ANSWER: &str = "privacy.answer";
/// Deciding on corrections.
pub const CORRECT: &str = "privacy.correct";
/// Seeing the schedule of retention and what is due.
pub const RETENTION: &str = "privacy.retention";
/// Submitting what is due for approval, and approving it as the second person.
pub const PURGE: &str = "privacy.purge";
/// Placing and lifting holds.
pub const HOLD: &str = "privacy.hold";
/// The public page about data.
pub const NOTICE: &str = "privacy.notice";

/// Who may do what with people's data.
pub const POLICY: &[Rule] = &[
    Rule { action: READ_OWN, grants: authz::CITIZEN_OWN },
    Rule { action: ASK, grants: authz::CITIZEN_OWN },
    Rule { action: EXPORT, grants: authz::CITIZEN_OWN },
    Rule { action: ANSWER, grants: authz::OVERSIGHT },
    Rule { action: CORRECT, grants: &[Grant(Role::Clerk, Relation::Any)] },
    Rule {
        action: RETENTION,
        grants: &[
            Grant(Role::Supervisor, Relation::Any),
            Grant(Role::Administrator, Relation::Any),
        ],
    },
    Rule { action: PURGE, grants: &[Grant(Role::Administrator, Relation::Any)] },
    Rule { action: HOLD, grants: &[Grant(Role::Supervisor, Relation::Any)] },
    Rule { action: NOTICE, grants: authz::PUBLIC },
];
