//! The same for machines.

mod decide;
mod list;
mod show;

use ::web::{Audit, Face, Limit, Needs, Route, Routes};
use utoipa::OpenApi;

use crate::{policy, service::SecondPerson};

#[derive(OpenApi)]
#[openapi(paths(list::list, show::show, decide::approve, decide::refuse, decide::withdraw))]
struct Description;

/// The subject's part of the API description.
pub fn description() -> utoipa::openapi::OpenApi {
    Description::openapi()
}

/// The subject's API.
pub fn routes(service: &SecondPerson) -> Vec<Route> {
    let look = Needs::new(policy::READ, Audit::Own, Limit::Page);
    let read = Needs::new(policy::READ, Audit::Read, Limit::Page);
    let decide = Needs::new(policy::DECIDE, Audit::Event, Limit::Change);
    let mut routes = Routes::new("approvals", service.clone());
    routes.get(Face::Api, "/approvals", look, list::list);
    routes.get(Face::Api, "/approvals/{id}", read, show::show);
    routes.post(Face::Api, "/approvals/{id}/approve", decide, decide::approve);
    routes.post(Face::Api, "/approvals/{id}/refuse", decide, decide::refuse);
    routes.post(Face::Api, "/approvals/{id}/withdraw", decide, decide::withdraw);
    routes.done()
}
