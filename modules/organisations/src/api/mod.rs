//! The directory for machines.

mod departments;
mod halls;

use ::web::{Audit, Face, Limit, Needs, Route, Routes};
use utoipa::OpenApi as _;

use crate::{policy, service::Organisations};

#[derive(utoipa::OpenApi)]
#[openapi(
    paths(departments::list, departments::show, halls::list, halls::show),
    components(schemas(
        departments::DepartmentBody,
        departments::BodyBody,
        halls::HallBody,
        halls::HoursBody
    ))
)]
struct Description;

/// The subject's part of the API description.
pub fn description() -> utoipa::openapi::OpenApi {
    Description::openapi()
}

/// The addresses.
pub fn routes(organisations: &Organisations) -> Vec<Route> {
    let read = Needs::new(policy::READ, Audit::Public, Limit::Page);
    let mut routes = Routes::new("organisations", organisations.clone());
    routes.get(Face::Api, "/departments", read, departments::list);
    routes.get(Face::Api, "/departments/{id}", read, departments::show);
    routes.get(Face::Api, "/halls", read, halls::list);
    routes.get(Face::Api, "/halls/{id}", read, halls::show);
    routes.done()
}
