//! Pages: signing in, acting for a firm, and who one is.

mod act_for;
mod email;
mod me;
mod profile;
mod sign_in;
mod staff_sign_in;

pub use email::email_word;

use ::web::{Audit, Face, Limit, Needs, Route, Routes};
use kernel::Role;

use crate::{policy, service::Accounts};

/// The pages' addresses.
pub fn routes(accounts: &Accounts) -> Vec<Route> {
    let ask = Needs::new(policy::SIGN_IN, Audit::Public, Limit::Page);
    let sign_in = Needs::new(policy::SIGN_IN, Audit::Event, Limit::SignIn);
    let choose = Needs::new(policy::ACT_FOR, Audit::Own, Limit::Page);
    let act_for = Needs::new(policy::ACT_FOR, Audit::Event, Limit::Change);
    let profile = Needs::new(policy::READ_PROFILE, Audit::Own, Limit::Page);
    let see_email = Needs::new(policy::CHANGE_CONTACT, Audit::Own, Limit::Page);
    let email = Needs::new(policy::CHANGE_CONTACT, Audit::Event, Limit::Change);
    let code = Needs::new(policy::CHANGE_CONTACT, Audit::Event, Limit::SignIn);
    let me = Needs::new(policy::READ_POST, Audit::Own, Limit::Page);
    let mut routes = Routes::new("accounts", accounts.clone());
    routes.get(Face::Public, "/sign-in", ask, sign_in::show);
    routes.post(Face::Public, "/sign-in", sign_in, sign_in::enter);
    routes.get(Face::Staff, "/sign-in", ask, staff_sign_in::show);
    routes.post(Face::Staff, "/sign-in", sign_in, staff_sign_in::enter);
    routes.get(Face::Public, "/my/act-for", choose, act_for::show);
    routes.post(Face::Public, "/my/act-for", act_for, act_for::choose);
    routes.get(Face::Public, "/my/profile", profile, profile::show);
    routes.get(Face::Public, "/my/email", see_email, email::show);
    routes.post(Face::Public, "/my/email", code, email::ask);
    routes.post(Face::Public, "/my/email/confirm", code, email::confirm);
    routes.post(Face::Public, "/my/email/remove", email, email::remove);
    routes.get(Face::Staff, "/me", me, me::show);
    routes.done()
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
