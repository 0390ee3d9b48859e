//! Pages: signing in, acting for a firm, and who one is.

mod access;
mod act_for;
mod activate;
mod counter;
mod email;
mod enrol;
mod enter;
mod firm;
mod forgotten;
mod frame;
mod identity;
mod interests;
mod mandates;
mod me;
mod opening;
mod profile;
mod provider;
mod refused;
mod scope;
mod second;
mod security;
mod sign_in;
mod staff;
mod staff_sign_in;
mod step;
mod step_up;
mod training;
mod ways;

pub use act_for::called;
pub use email::email_word;
pub use enter::{caller, noted};
pub use refused::failure as refusal;
pub use second::{code_word, demo_code};
pub use security::password::weak_word;
pub use staff::{refusal_key as staff_refusal, terms as staff_terms};
pub use step_up::confirm;
pub use training::{at_the_door, course as training_course, refusal_key as training_refusal};

use ::web::{Audit, Face, Limit, MenuEntry, Needs, Route, Routes};
use kernel::Role;

use crate::{policy, service::Accounts};

/// The subject's entries of the menus.
pub const MENU: &[MenuEntry] = &[
    MenuEntry {
        face: Face::Staff,
        path: "/admin/staff",
        key: "accounts-menu-staff",
        action: policy::READ_STAFF,
    },
    MenuEntry {
        face: Face::Staff,
        path: "/admin/accounts",
        key: "accounts-menu-access",
        action: policy::READ_ACCESS,
    },
];

/// The pages' addresses.
pub fn routes(accounts: &Accounts) -> Vec<Route> {
    let ask = Needs::new(policy::SIGN_IN, Audit::Public, Limit::Page);
    let sign_in = Needs::new(policy::SIGN_IN, Audit::Event, Limit::SignIn).while_read_only();
    let choose = Needs::new(policy::ACT_FOR, Audit::Own, Limit::Page);
    let act_for = Needs::new(policy::ACT_FOR, Audit::Event, Limit::Change);
    let profile = Needs::new(policy::READ_PROFILE, Audit::Own, Limit::Page);
    let see_email = Needs::new(policy::CHANGE_CONTACT, Audit::Own, Limit::Page);
    let email = Needs::new(policy::CHANGE_CONTACT, Audit::Event, Limit::Change).power();
    let code = Needs::new(policy::CHANGE_CONTACT, Audit::Event, Limit::SignIn);
    let me = Needs::new(policy::READ_POST, Audit::Own, Limit::Page);
    let mut routes = Routes::new("accounts", accounts.clone());
    routes.get(Face::Public, "/sign-in", ask.patient(), sign_in::show);
    routes.post(Face::Public, "/sign-in", sign_in.patient(), sign_in::send);
    routes.get(Face::Staff, "/sign-in", ask, staff_sign_in::show);
    routes.post(Face::Staff, "/sign-in", sign_in, staff_sign_in::send);
    routes.get(Face::Public, "/my/act-for", choose, act_for::show);
    routes.post(Face::Public, "/my/act-for", act_for, act_for::choose);
    routes.get(Face::Public, "/my/profile", profile, profile::show);
    routes.get(Face::Public, "/my/email", see_email, email::show);
    routes.post(Face::Public, "/my/email", code.power(), email::ask);
    routes.post(Face::Public, "/my/email/confirm", code, email::confirm);
    routes.post(Face::Public, "/my/email/remove", email, email::remove);
    routes.get(Face::Staff, "/me", me, me::show);
    let see = Needs::new(policy::DECLARE_INTERESTS, Audit::Own, Limit::Page);
    let declare = Needs::new(policy::DECLARE_INTERESTS, Audit::Event, Limit::Change);
    routes.get(Face::Staff, "/me/interests", see, interests::show);
    routes.post(Face::Staff, "/me/interests", declare, interests::declare);
    staff_routes(&mut routes);
    sign_in_routes(&mut routes);
    recovery_routes(&mut routes);
    access_routes(&mut routes);
    for (face, paths) in [(Face::Public, &OWN_PUBLIC), (Face::Staff, &OWN_STAFF)] {
        security_routes(&mut routes, face, paths);
    }
    providers(&mut routes);
    members(&mut routes);
    helpers(&mut routes);
    routes.done()
}

fn staff_routes(routes: &mut Routes<Accounts>) {
    let own = Needs::new(policy::CHOOSE_POST, Audit::Own, Limit::Page);
    let choose = Needs::new(policy::CHOOSE_POST, Audit::Event, Limit::Change);
    routes.get(Face::Staff, "/me/post", own, staff::own);
    routes.post(Face::Staff, "/me/post", choose, staff::choose);
    let look = Needs::new(policy::READ_STAFF, Audit::Public, Limit::Page);
    let event = |action| Needs::new(action, Audit::Event, Limit::Change);
    routes.get(Face::Staff, "/admin/staff", look, staff::list);
    routes.get(Face::Staff, "/admin/staff/{account}", look, staff::show);
    let training = "/admin/staff/{account}/training";
    let see = Needs::new(policy::READ_TRAINING, Audit::Public, Limit::Page);
    routes.get(Face::Staff, training, see, training::show);
    routes.post(Face::Staff, training, event(policy::RECORD_TRAINING), training::change);
    let propose = event(policy::PROPOSE_POST);
    routes.post(Face::Staff, "/admin/staff/{account}", propose, staff::propose);
    let answer = "/admin/staff/{account}/posts/{number}/answer";
    routes.post(Face::Staff, answer, event(policy::GRANT_POST), staff::answer);
    let withdraw = "/admin/staff/{account}/posts/{number}/withdraw";
    routes.post(Face::Staff, withdraw, event(policy::WITHDRAW_POST), staff::withdraw);
    let suspend = "/admin/staff/{account}/suspension";
    routes.post(Face::Staff, suspend, event(policy::SUSPEND_STAFF), staff::suspend);
}

/// Forgotten and first passwords.
fn recovery_routes(routes: &mut Routes<Accounts>) {
    let ask = Needs::new(policy::RECOVER, Audit::Public, Limit::Page);
    let recover = Needs::new(policy::RECOVER, Audit::Event, Limit::SignIn);
    let public = Face::Public;
    routes.get(public, "/sign-in/forgotten", ask, forgotten::show);
    routes.post(public, "/sign-in/forgotten", recover, forgotten::send);
    routes.get(public, "/sign-in/forgotten/code", ask, forgotten::code);
    routes.post(public, "/sign-in/forgotten/code", recover, forgotten::send_code);
    routes.get(public, "/sign-in/forgotten/password", ask, forgotten::password);
    routes.post(public, "/sign-in/forgotten/password", recover, forgotten::send_password);
    routes.get(public, "/sign-in/forgotten/cancel", ask, forgotten::cancel);
    routes.post(
        public,
        "/sign-in/forgotten/cancel",
        recover.while_read_only(),
        forgotten::send_cancel,
    );
    routes.get(Face::Staff, "/sign-in/activate", ask, activate::show);
    routes.post(Face::Staff, "/sign-in/activate", recover, activate::send);
}

/// How others get in, and new members of staff.
fn access_routes(routes: &mut Routes<Accounts>) {
    let staff = Face::Staff;
    let open = Needs::new(policy::OPEN_STAFF, Audit::Event, Limit::Change);
    let form = Needs::new(policy::OPEN_STAFF, Audit::Public, Limit::Page);
    routes.get(staff, "/admin/staff/new", form, opening::show);
    routes.post(staff, "/admin/staff/new", open.power(), opening::send);
    let look = Needs::new(policy::READ_ACCESS, Audit::Read, Limit::Page);
    let find = Needs::new(policy::READ_ACCESS, Audit::Read, Limit::Lookup);
    let ask = Needs::new(policy::READ_ACCESS, Audit::Public, Limit::Page);
    routes.get(staff, "/admin/accounts", ask, access::ask);
    routes.post(staff, "/admin/accounts", find, access::find);
    routes.get(staff, "/admin/accounts/{account}", look, access::show);
    let act = |action| Needs::new(action, Audit::Event, Limit::Change).power();
    let sessions = "/admin/accounts/{account}/sessions";
    routes.post(staff, sessions, act(policy::END_SESSIONS), access::end);
    let block = "/admin/accounts/{account}/block";
    routes.post(staff, block, act(policy::BLOCK_ACCOUNT), access::block);
    let factors = "/admin/accounts/{account}/factors";
    routes.post(staff, factors, act(policy::RESET_FACTORS), access::reset);
    let activation = "/admin/accounts/{account}/activation";
    routes.post(staff, activation, act(policy::ISSUE_ACTIVATION), access::activation);
}

fn sign_in_routes(routes: &mut Routes<Accounts>) {
    let ask = Needs::new(policy::SIGN_IN, Audit::Public, Limit::Page);
    let sign_in = Needs::new(policy::SIGN_IN, Audit::Event, Limit::SignIn).while_read_only();
    for face in [Face::Public, Face::Staff] {
        routes.get(face, "/sign-in/second", ask, second::show);
        routes.post(face, "/sign-in/second", sign_in, second::send);
        routes.post(face, "/sign-in/passkey", sign_in, second::passkey);
    }
    routes.get(Face::Staff, "/sign-in/enrol", ask, enrol::show);
    routes.post(Face::Staff, "/sign-in/enrol", sign_in, enrol::send);
}

/// The addresses of one's own account: step up, the page, ending sessions; code and its end, backup
/// codes, passkey and its end, password.
type OwnPaths = [&'static str; 9];
const OWN_PUBLIC: OwnPaths = [
    "/my/step-up",
    "/my/security",
    "/my/security/end",
    "/my/security/code",
    "/my/security/code/remove",
    "/my/security/codes",
    "/my/security/passkey",
    "/my/security/passkey/remove",
    "/my/security/password",
];
const OWN_STAFF: OwnPaths = [
    "/step-up",
    "/security",
    "/security/end",
    "/security/code",
    "/security/code/remove",
    "/security/codes",
    "/security/passkey",
    "/security/passkey/remove",
    "/security/password",
];

fn security_routes(routes: &mut Routes<Accounts>, face: Face, paths: &OwnPaths) {
    let [step_up, page, end, code, no_code, codes, passkey, no_passkey, password] = *paths;
    // An officer without a passkey comes here to set one up, or to confirm with it, and not further.
    let ask = Needs::new(policy::STEP_UP, Audit::Own, Limit::Page).enrolling();
    let prove = Needs::new(policy::STEP_UP, Audit::Event, Limit::SignIn);
    let prove = prove.enrolling().while_read_only();
    routes.get(face, step_up, ask, step_up::show);
    routes.post(face, step_up, prove, step_up::send);
    let see = Needs::new(policy::SEE_SECURITY, Audit::Own, Limit::Page).enrolling();
    let change = Needs::new(policy::SEE_SECURITY, Audit::Event, Limit::Change).while_read_only();
    routes.get(face, page, see, security::show);
    routes.post(face, end, change, security::end);
    // What begins a change is confirmed; what ends it bears the flow or challenge that it began.
    let begin = Needs::new(policy::CHANGE_FACTORS, Audit::Own, Limit::Page).power();
    let finish = Needs::new(policy::CHANGE_FACTORS, Audit::Event, Limit::SignIn);
    let remove = Needs::new(policy::CHANGE_FACTORS, Audit::Event, Limit::Change).power();
    let look = Needs::new(policy::CHANGE_FACTORS, Audit::Own, Limit::Page);
    routes.get(face, code, begin, security::code::show);
    routes.post(face, code, finish, security::code::send);
    routes.post(face, no_code, remove, security::code::remove);
    routes.get(face, codes, look, security::codes::show);
    routes.post(face, codes, remove, security::codes::make);
    routes.get(face, passkey, begin.enrolling(), security::passkey::show);
    routes.post(face, passkey, finish.enrolling(), security::passkey::send);
    routes.post(face, no_passkey, remove, security::passkey::remove);
    // The present password is the confirmation.
    routes.get(face, password, look, security::password::show);
    routes.post(face, password, finish, security::password::send);
}

/// To identity providers and back.
fn providers(routes: &mut Routes<Accounts>) {
    let go = Needs::new(policy::SIGN_IN, Audit::Event, Limit::SignIn).while_read_only();
    let see = Needs::new(policy::READ_PROFILE, Audit::Own, Limit::Page);
    let bind = Needs::new(policy::BIND, Audit::Event, Limit::SignIn).power();
    routes.get(Face::Public, "/sign-in/with/{provider}", go, provider::go);
    routes.get(Face::Staff, "/sign-in/with/{provider}", go, provider::go_as_staff);
    routes.get(Face::Root, "/sign-in/from/{provider}", go, provider::back);
    routes.post(Face::Root, "/sign-out/from/{provider}", go, provider::left);
    routes.get(Face::Public, "/my/identity", see, identity::show);
    routes.get(Face::Public, "/my/identity/bind/{provider}", bind, provider::bind);
    routes.post(Face::Public, "/my/identity/unbind", bind, identity::unbind);
    routes.get(Face::Staff, "/me/bind/{provider}", bind, provider::bind);
}

/// Members of firms.
fn members(routes: &mut Routes<Accounts>) {
    let look = Needs::new(policy::READ_MEMBERS, Audit::Own, Limit::Page);
    let manage = Needs::new(policy::CHANGE_MEMBERS, Audit::Own, Limit::Page);
    let own = Needs::new(policy::OWN_MEMBERSHIP, Audit::Event, Limit::Change);
    let change = Needs::new(policy::CHANGE_MEMBERS, Audit::Event, Limit::Change);
    // By name and number: as few guesses as at the door.
    let invite =
        Needs::new(policy::CHANGE_MEMBERS, Audit::Event, Limit::SignIn).repeating(&["themes"]);
    routes.get(Face::Public, "/my/firm", look, firm::list);
    routes.get(Face::Public, "/my/firm/{firm}", look, firm::show);
    routes.get(Face::Public, "/my/firm/{firm}/invite", manage, firm::invite::show);
    routes.post(Face::Public, "/my/firm/{firm}/invite", invite, firm::invite::send);
    routes.post(Face::Public, "/my/firm/{firm}/accept", own, firm::accept);
    routes.post(Face::Public, "/my/firm/{firm}/leave", own, firm::leave);
    let member = "/my/firm/{firm}/members/{member}";
    routes.get(Face::Public, member, manage, firm::member::show);
    let confirm = "/my/firm/{firm}/members/{member}/confirm";
    routes.post(Face::Public, confirm, change.power(), firm::member::confirm);
    let suspend = "/my/firm/{firm}/members/{member}/suspend";
    routes.post(Face::Public, suspend, change, firm::member::suspend);
    let remove = "/my/firm/{firm}/members/{member}/remove";
    routes.post(Face::Public, remove, change, firm::member::remove);
    let role = "/my/firm/{firm}/members/{member}/role";
    routes.post(Face::Public, role, change.repeating(&["themes"]).power(), firm::member::role);
}

/// Who may act for whom.
fn helpers(routes: &mut Routes<Accounts>) {
    let look = Needs::new(policy::READ_MANDATES, Audit::Own, Limit::Page);
    let form = Needs::new(policy::OFFER_MANDATE, Audit::Own, Limit::Page);
    let offer = Needs::new(policy::OFFER_MANDATE, Audit::Event, Limit::SignIn)
        .repeating(&["themes", "acts"]);
    let consent = Needs::new(policy::CONSENT_MANDATE, Audit::Event, Limit::Change).power();
    let end = Needs::new(policy::END_MANDATE, Audit::Event, Limit::Change);
    routes.get(Face::Public, "/my/mandates", look, mandates::list);
    routes.post(Face::Public, "/my/mandates", offer, mandates::create);
    routes.get(Face::Public, "/my/mandates/new", form, mandates::new);
    routes.get(Face::Public, "/my/mandates/{id}", look, mandates::show);
    routes.post(Face::Public, "/my/mandates/{id}/consent", consent, mandates::consent);
    routes.post(Face::Public, "/my/mandates/{id}/end", end, mandates::end);
    let counter = Needs::new(policy::TAKE_CONSENT, Audit::Public, Limit::Page);
    let take = Needs::new(policy::TAKE_CONSENT, Audit::Event, Limit::Change)
        .repeating(&["themes", "acts"]);
    routes.get(Face::Staff, "/counter/mandate", counter, counter::show);
    routes.post(Face::Staff, "/counter/mandate", take, counter::post);
}

/// The key of a role's word.
pub fn role(role: Role) -> &'static str {
    match role {
        Role::Anonymous | Role::Citizen => "accounts-role-citizen",
        Role::Clerk => "accounts-role-clerk",
        Role::Examiner => "accounts-role-examiner",
        Role::Approver => "accounts-role-approver",
        Role::Supervisor => "accounts-role-supervisor",
        Role::Editor => "accounts-role-editor",
        Role::Administrator => "accounts-role-administrator",
        Role::Partner => "accounts-role-partner",
        Role::System => "accounts-role-system",
    }
}
