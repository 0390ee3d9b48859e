//! Signing in, and who one is, for machines.

mod me;
mod session;

use ::web::{Audit, Face, Limit, Needs, Route, Routes};
use utoipa::OpenApi as _;

use crate::{policy, service::Accounts};

#[derive(utoipa::OpenApi)]
#[openapi(
    paths(session::open, session::end, me::show),
    components(schemas(session::EntryBody, session::SessionBody, me::MeBody, me::FirmBody))
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
    routes.get(Face::Api, "/me", me, me::show);
    routes.done()
}
