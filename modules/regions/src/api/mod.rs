//! The same questions and changes for machines.

mod calendar;
mod deadline;

use ::web::{Audit, Face, Limit, Needs, Route, Routes};
use utoipa::OpenApi as _;

use crate::{policy, service::Regions};

#[derive(utoipa::OpenApi)]
#[openapi(
    paths(calendar::show, calendar::change, deadline::show),
    components(schemas(
        calendar::YearBody,
        calendar::HolidayBody,
        calendar::ChangeBody,
        deadline::DeadlineBody,
        deadline::CountedDayBody
    ))
)]
struct Description;

/// The subject's part of the API description.
pub fn description() -> utoipa::openapi::OpenApi {
    Description::openapi()
}

/// The addresses.
pub fn routes(regions: &Regions) -> Vec<Route> {
    let read = Needs::new(policy::READ, Audit::Public, Limit::Page);
    let publish = Needs::new(policy::PUBLISH, Audit::Event, Limit::Change).power();
    let mut routes = Routes::new("regions", regions.clone());
    routes.get(Face::Api, "/calendar/{year}", read, calendar::show);
    routes.post(Face::Api, "/calendar", publish, calendar::change);
    routes.get(Face::Api, "/deadline", read, deadline::show);
    routes.done()
}
