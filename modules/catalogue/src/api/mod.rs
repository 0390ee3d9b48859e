//! The catalogue for machines: the same services as the pages.

mod office;
mod services;

use utoipa::OpenApi as _;
use web::{Audit, Face, Limit, Needs, Route, Routes};

use crate::service::Catalogue;

/// What the API description says about the catalogue.
#[derive(utoipa::OpenApi)]
#[openapi(
    paths(
        services::list,
        services::one,
        services::revision,
        services::form,
        office::find_office
    ),
    components(schemas(
        services::ServiceList,
        services::Summary,
        services::Whole,
        services::Text,
        office::OfficesFound,
        office::OfficeBody,
        office::OfficeService,
        office::OfficeHall,
        office::OfficeHours
    )),
    tags((name = "catalogue", description = "Published services"))
)]
struct Description;

/// The part of the API description.
pub(crate) fn description() -> utoipa::openapi::OpenApi {
    Description::openapi()
}

/// The addresses for machines.
pub(crate) fn routes(catalogue: &Catalogue) -> Vec<Route> {
    let mut routes = Routes::new("catalogue", catalogue.clone());
    let find = Needs::new("catalogue.read", Audit::Public, Limit::Search);
    let read = Needs::new("catalogue.read", Audit::Public, Limit::Page);
    routes.get(Face::Api, "/services", find, services::list);
    routes.get(Face::Api, "/find-office", find, office::find_office);
    routes.get(Face::Api, "/services/{id}", read, services::one);
    routes.get(Face::Api, "/services/{id}/revisions/{n}", read, services::revision);
    let print = Needs::new("catalogue.read", Audit::Public, Limit::Document);
    routes.get(Face::Api, "/services/{id}/form.pdf", print, services::form);
    routes.done()
}
