//! Who may do what with accounts.

use authz::{
    Grant,
    Relation::{Any, Own},
    Rule,
};
use kernel::Role::{Administrator, Approver, Citizen, Clerk, Editor, Examiner, Supervisor, System};

/// Sign in, also as somebody else.
pub const SIGN_IN: &str = "accounts.sign_in";
/// End one's own session.
pub const SIGN_OUT: &str = "accounts.sign_out";
/// Choose for whom one acts.
pub const ACT_FOR: &str = "accounts.act_for";
/// See who one is.
pub const READ_OWN: &str = "accounts.read_own";
/// See one's own facts and firms.
pub const READ_PROFILE: &str = "accounts.read_profile";
/// Say where e-mails go, for oneself or for the firm for which one acts.
pub const CHANGE_CONTACT: &str = "accounts.change_contact";
/// See one's own place as a staff member.
pub const READ_POST: &str = "accounts.read_post";
/// Register a person who comes to the counter.
pub const REGISTER: &str = "accounts.register";

/// The subject's rows.
pub const POLICY: &[Rule] = &[
    Rule { action: SIGN_IN, grants: authz::VISITORS },
    Rule { action: SIGN_OUT, grants: SIGNED_IN },
    Rule { action: READ_OWN, grants: SIGNED_IN },
    Rule { action: ACT_FOR, grants: authz::CITIZEN_OWN },
    Rule { action: READ_PROFILE, grants: authz::CITIZEN_OWN },
    Rule { action: CHANGE_CONTACT, grants: authz::CITIZEN_OWN },
    Rule {
        action: READ_POST,
        grants: &[
            Grant(Clerk, Own),
            Grant(Examiner, Own),
            Grant(Approver, Own),
            Grant(Supervisor, Own),
            Grant(Editor, Own),
            Grant(Administrator, Own),
        ],
    },
    Rule { action: REGISTER, grants: &[Grant(Clerk, Any), Grant(System, Any)] },
];

const SIGNED_IN: &[Grant] = &[
    Grant(Citizen, Own),
    Grant(Clerk, Own),
    Grant(Examiner, Own),
    Grant(Approver, Own),
    Grant(Supervisor, Own),
    Grant(Editor, Own),
    Grant(Administrator, Own),
];
