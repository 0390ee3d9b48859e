//! The catalogue for machines: the same services as the pages.

mod interchange;
mod office;
mod powers;
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
        office::find_office,
        interchange::schema_org_of,
        interchange::cpsv_ap_of,
        interchange::cpsv_ap_of_all,
        interchange::exchange_of,
        interchange::code_tables,
        interchange::code_table,
        interchange::validate,
        powers::list,
        powers::one
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
        office::OfficeHours,
        interchange::TablesBody,
        interchange::TableBody,
        interchange::TableCode,
        interchange::CheckBody,
        interchange::DefinitionFinding,
        powers::PowerList,
        powers::Power,
        powers::WholePower,
        powers::ListedChange
    )),
    tags((name = "catalogue", description = "Published services, and the powers that they implement"))
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
    routes.get(Face::Api, "/powers", find, powers::list);
    routes.get(Face::Api, "/powers/{code}", read, powers::one);
    let print = Needs::new("catalogue.read", Audit::Public, Limit::Document);
    routes.get(Face::Api, "/services/{id}/form.pdf", print, services::form);
    others(&mut routes, read, print);
    routes.done()
}

/// The forms of other systems. What is made of all services, and what works through a stranger's
/// text, is asked for as rarely as a document.
fn others(routes: &mut Routes<Catalogue>, read: Needs, costly: Needs) {
    let face = Face::Api;
    routes.get(face, "/services/{id}/schema-org.jsonld", read, interchange::schema_org_of);
    routes.get(face, "/services/{id}/cpsv-ap.jsonld", read, interchange::cpsv_ap_of);
    routes.get(face, "/services/{id}/exchange", read, interchange::exchange_of);
    routes.get(face, "/catalogue/cpsv-ap.jsonld", costly, interchange::cpsv_ap_of_all);
    routes.get(face, "/code-tables", read, interchange::code_tables);
    routes.get(face, "/code-tables/{table}", read, interchange::code_table);
    routes.post(face, "/services/validate", costly, interchange::validate);
}
