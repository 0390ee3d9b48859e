//! The same acts for machines.

mod rate;
mod totals;

use utoipa::OpenApi;
use web::{Audit, Face, Limit, Needs, Route, Routes};

use crate::service::RatingService;

#[derive(OpenApi)]
#[openapi(paths(rate::rate, totals::totals))]
struct Description;

/// The subject's part of the API description.
pub fn description() -> utoipa::openapi::OpenApi {
    Description::openapi()
}

/// The subject's API.
pub fn routes(service: &RatingService) -> Vec<Route> {
    let mut routes = Routes::new("ratings", service.clone());
    let rate = Needs::new("ratings.rate", Audit::Event, Limit::Lookup);
    routes.post(Face::Api, "/ratings", rate, rate::rate);
    let read = Needs::new("ratings.read", Audit::Public, Limit::Page);
    routes.get(Face::Api, "/ratings/{service}", read, totals::totals);
    routes.done()
}
