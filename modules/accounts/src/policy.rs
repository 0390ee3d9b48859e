//! Who may do what with accounts.

use authz::{
    FieldRule, Form, Grant,
    Relation::{Any, Centre, Division, Line, Own, Task},
    Rule, See,
    Sight::{Clear, Masked},
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
/// See to which firms one belongs and, looking after one, its members.
pub const READ_MEMBERS: &str = "accounts.read_members";
/// Agree to join a firm, or go.
pub const OWN_MEMBERSHIP: &str = "accounts.own_membership";
/// Look after the members of a firm: the legal representative and the administrators.
pub const CHANGE_MEMBERS: &str = "accounts.change_members";
/// See who may act for one, for whom one may act, and what was done.
pub const READ_MANDATES: &str = "accounts.read_mandates";
/// Propose that one acts for another.
pub const OFFER_MANDATE: &str = "accounts.offer_mandate";
/// Agree that somebody acts for one.
pub const CONSENT_MANDATE: &str = "accounts.consent_mandate";
/// Decline a mandate, take it back or give it back.
pub const END_MANDATE: &str = "accounts.end_mandate";
/// Take a mandate in whose principal stands at the counter.
pub const TAKE_CONSENT: &str = "accounts.take_consent";
/// Say where e-mails go, for oneself or for the firm for which one acts.
pub const CHANGE_CONTACT: &str = "accounts.change_contact";
/// See with what one signs in and where one has, and end sessions.
pub const SEE_SECURITY: &str = "accounts.see_security";
/// Confirm that it is oneself, before an act of power.
pub const STEP_UP: &str = "accounts.step_up";
/// Change with what one signs in.
pub const CHANGE_FACTORS: &str = "accounts.change_factors";
/// See one's own place as a staff member.
pub const READ_POST: &str = "accounts.read_post";
/// Say which people and firms one is tied to, as a staff member.
pub const DECLARE_INTERESTS: &str = "accounts.declare_interests";
/// See who works where.
pub const READ_STAFF: &str = "accounts.read_staff";
/// Propose a post for somebody else; another administrator grants it.
pub const PROPOSE_POST: &str = "accounts.propose_post";
/// Grant or decline a post that another administrator proposed.
pub const GRANT_POST: &str = "accounts.grant_post";
/// See what training somebody else has on record.
pub const READ_TRAINING: &str = "accounts.read_training";
/// Record what somebody else was taught and how they passed.
pub const RECORD_TRAINING: &str = "accounts.record_training";
/// Withdraw somebody else's post.
pub const WITHDRAW_POST: &str = "accounts.withdraw_post";
/// Suspend somebody else's posts, or end the suspension.
pub const SUSPEND_STAFF: &str = "accounts.suspend_staff";
/// See how somebody else gets in: their sessions and with what they sign in.
pub const READ_ACCESS: &str = "accounts.read_access";
/// End sessions of somebody else.
pub const END_SESSIONS: &str = "accounts.end_sessions";
/// Close somebody else's account, or open it again.
pub const BLOCK_ACCOUNT: &str = "accounts.block";
/// Take the second factors of somebody who lost them away.
pub const RESET_FACTORS: &str = "accounts.reset_factors";
/// Issue the code with which a member of staff sets a password.
pub const ISSUE_ACTIVATION: &str = "accounts.issue_activation";
/// Open the account of a new member of staff.
pub const OPEN_STAFF: &str = "accounts.open_staff";
/// What administrators do with the accounts of citizens as well.
pub const ON_PEOPLE: [&str; 4] = [READ_ACCESS, END_SESSIONS, BLOCK_ACCOUNT, RESET_FACTORS];
/// Set a password in the place of a forgotten one, or a first one.
pub const RECOVER: &str = "accounts.recover";
/// Work in another of one's posts.
pub const CHOOSE_POST: &str = "accounts.choose_post";
/// Register a person who comes to the counter.
pub const REGISTER: &str = "accounts.register";

/// Sign in through an identity provider from now on, or no more.
pub const BIND: &str = "accounts.bind";
/// Note that a person's card was looked at.
pub const CHECK_CARD: &str = "accounts.check_card";

/// The subject's rows.
pub const POLICY: &[Rule] = &[
    Rule { action: SIGN_IN, grants: authz::VISITORS },
    Rule { action: SIGN_OUT, grants: SIGNED_IN },
    Rule { action: READ_OWN, grants: SIGNED_IN },
    Rule { action: SEE_SECURITY, grants: SIGNED_IN },
    Rule { action: STEP_UP, grants: SIGNED_IN },
    Rule { action: CHANGE_FACTORS, grants: SIGNED_IN },
    Rule { action: ACT_FOR, grants: authz::CITIZEN_OWN },
    Rule { action: READ_PROFILE, grants: authz::CITIZEN_OWN },
    Rule { action: CHANGE_CONTACT, grants: authz::CITIZEN_OWN },
    Rule { action: READ_MEMBERS, grants: authz::CITIZEN_OWN },
    Rule { action: OWN_MEMBERSHIP, grants: authz::CITIZEN_OWN },
    Rule { action: CHANGE_MEMBERS, grants: authz::CITIZEN_OWN },
    Rule { action: READ_MANDATES, grants: authz::CITIZEN_OWN },
    Rule { action: OFFER_MANDATE, grants: authz::CITIZEN_OWN },
    Rule { action: CONSENT_MANDATE, grants: authz::CITIZEN_OWN },
    Rule { action: END_MANDATE, grants: authz::CITIZEN_OWN },
    Rule { action: TAKE_CONSENT, grants: &[Grant(Clerk, Any)] },
    Rule { action: READ_POST, grants: STAFF_OWN },
    Rule { action: DECLARE_INTERESTS, grants: STAFF_OWN },
    Rule { action: CHOOSE_POST, grants: STAFF_OWN },
    Rule { action: READ_STAFF, grants: ADMINISTRATION },
    Rule { action: PROPOSE_POST, grants: ADMINISTRATION },
    Rule { action: GRANT_POST, grants: ADMINISTRATION },
    Rule { action: WITHDRAW_POST, grants: ADMINISTRATION },
    Rule { action: SUSPEND_STAFF, grants: ADMINISTRATION },
    Rule { action: READ_TRAINING, grants: ADMINISTRATION },
    Rule { action: RECORD_TRAINING, grants: ADMINISTRATION },
    Rule { action: READ_ACCESS, grants: ADMINISTRATION },
    Rule { action: END_SESSIONS, grants: ADMINISTRATION },
    Rule { action: BLOCK_ACCOUNT, grants: ADMINISTRATION },
    Rule { action: RESET_FACTORS, grants: ADMINISTRATION },
    Rule { action: ISSUE_ACTIVATION, grants: ADMINISTRATION },
    Rule { action: OPEN_STAFF, grants: ADMINISTRATION },
    Rule { action: RECOVER, grants: authz::VISITORS },
    Rule { action: BIND, grants: SIGNED_IN },
    Rule { action: CHECK_CARD, grants: &[Grant(Clerk, Any)] },
    Rule { action: REGISTER, grants: &[Grant(Clerk, Any), Grant(System, Any)] },
];

/// An administrator, for the offices in the division or line of their own post.
const ADMINISTRATION: &[Grant] = &[Grant(Administrator, Division), Grant(Administrator, Line)];

const STAFF_OWN: &[Grant] = &[
    Grant(Clerk, Own),
    Grant(Examiner, Own),
    Grant(Approver, Own),
    Grant(Supervisor, Own),
    Grant(Editor, Own),
    Grant(Administrator, Own),
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

/// Who deals with a person sees enough of a number to compare it; in clear it is shown for a reason
/// only (`cases.unmask`).
const MASKED: &[See] = &[
    See(Citizen, Own, Masked),
    See(Clerk, Centre, Masked),
    See(Examiner, Task, Masked),
    See(Approver, Task, Masked),
];

/// The facts of people and firms: who sees them.
pub const FIELDS: &[FieldRule] = &[
    FieldRule { field: "person.name", form: Form::Name, written_by: &[REGISTER], sights: NAMES },
    FieldRule {
        field: "person.id_number",
        form: Form::Number,
        written_by: &[REGISTER],
        sights: MASKED,
    },
    FieldRule {
        field: "person.mobile",
        form: Form::Number,
        written_by: &[REGISTER],
        sights: MASKED,
    },
    FieldRule {
        field: "person.address",
        form: Form::Text,
        written_by: &[REGISTER],
        sights: OWN_CLEAR,
    },
    FieldRule {
        field: "person.email",
        form: Form::Text,
        written_by: &[CHANGE_CONTACT],
        sights: OWN_CLEAR,
    },
    FieldRule { field: "firm.name", form: Form::Text, written_by: &[REGISTER], sights: NAMES },
    FieldRule {
        field: "staff.interests",
        form: Form::Text,
        written_by: &[DECLARE_INTERESTS],
        sights: &[
            See(Clerk, Own, Clear),
            See(Examiner, Own, Clear),
            See(Approver, Own, Clear),
            See(Supervisor, Own, Clear),
            See(Editor, Own, Clear),
            See(Administrator, Own, Clear),
        ],
    },
    FieldRule {
        field: "staff.posts",
        form: Form::Text,
        written_by: &[PROPOSE_POST, GRANT_POST, WITHDRAW_POST, SUSPEND_STAFF],
        sights: &[
            See(Clerk, Own, Clear),
            See(Examiner, Own, Clear),
            See(Approver, Own, Clear),
            See(Supervisor, Own, Clear),
            See(Editor, Own, Clear),
            See(Administrator, Own, Clear),
            See(Administrator, Division, Clear),
            See(Administrator, Line, Clear),
        ],
    },
    FieldRule {
        field: "firm.credit_code",
        form: Form::Number,
        written_by: &[REGISTER],
        sights: OWN_CLEAR,
    },
    FieldRule {
        field: "firm.legal_representative",
        form: Form::Name,
        written_by: &[REGISTER],
        sights: OWN_CLEAR,
    },
    FieldRule {
        field: "firm.address",
        form: Form::Text,
        written_by: &[REGISTER],
        sights: OWN_CLEAR,
    },
];

const OWN_CLEAR: &[See] = &[See(Citizen, Own, Clear)];

/// Whom one deals with is known by name.
const NAMES: &[See] = &[See(Citizen, Own, Clear), See(Clerk, Centre, Clear)];
