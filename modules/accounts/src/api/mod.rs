//! Signing in, and who one is, for machines.

mod email;
mod me;
mod session;

use ::web::{Audit, Face, Limit, Needs, Route, Routes};
use utoipa::OpenApi as _;

use crate::{policy, service::Accounts};

#[derive(utoipa::OpenApi)]
#[openapi(
    paths(
        session::open,
        session::end,
        me::show,
        email::show,
        email::ask,
        email::confirm,
        email::remove
    ),
    components(schemas(
        session::EntryBody,
        session::SessionBody,
        me::MeBody,
        me::FirmBody,
        email::EmailBody,
        email::ContactBody,
        email::CodeBody
    ))
)]
struct Description;

/// The subject's part of the API description.
pub fn description() -> utoipa::openapi::OpenApi {
    Description::openapi()
}

/// The addresses.
pub fn routes(accounts: &Accounts) -> Vec<Route> {
    let sign_in = Needs::new(policy::SIGN_IN, Audit::Event, Limit::SignIn);
    let sign_out = Needs::new(policy::SIGN_OUT, Audit::Event, Limit::Change);
    let me = Needs::new(policy::READ_OWN, Audit::Own, Limit::Page);
    let mut routes = Routes::new("accounts", accounts.clone());
    routes.post(Face::Api, "/session", sign_in, session::open);
    routes.post(Face::Api, "/session/end", sign_out, session::end);
    let see_email = Needs::new(policy::CHANGE_CONTACT, Audit::Own, Limit::Page);
    let email = Needs::new(policy::CHANGE_CONTACT, Audit::Event, Limit::Change);
    let code = Needs::new(policy::CHANGE_CONTACT, Audit::Event, Limit::SignIn);
    routes.get(Face::Api, "/me", me, me::show);
    routes.get(Face::Api, "/me/email", see_email, email::show);
    routes.post(Face::Api, "/me/email", code, email::ask);
    routes.post(Face::Api, "/me/email/confirm", code, email::confirm);
    routes.post(Face::Api, "/me/email/remove", email, email::remove);
    routes.done()
}
