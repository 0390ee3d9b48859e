//! The same acts for machines.

mod change;
mod own;
mod verify;

use utoipa::OpenApi;
use web::{Audit, Face, Limit, Needs, Route, Routes};

use crate::service::Licensing;

#[derive(OpenApi)]
#[openapi(
    paths(verify::verify, own::list, own::pdf, own::signature, own::proof, change::change,),
    components(schemas(crate::document::SignatureFile))
)]
struct Description;

/// The subject's part of the API description.
pub fn description() -> utoipa::openapi::OpenApi {
    Description::openapi()
}

/// The subject's API.
pub fn routes(service: &Licensing) -> Vec<Route> {
    let mut routes = Routes::new("licences", service.clone());
    let verify = Needs::new("licences.verify", Audit::Public, Limit::Lookup);
    routes.get(Face::Api, "/verify/{no}", verify, verify::verify);
    let own = |limit| Needs::new("licences.read_own", Audit::Own, limit);
    routes.get(Face::Api, "/licences", own(Limit::Page), own::list);
    routes.get(Face::Api, "/licences/{id}/pdf", own(Limit::Document), own::pdf);
    routes.get(Face::Api, "/licences/{id}/signature", own(Limit::Document), own::signature);
    routes.get(Face::Api, "/licences/{id}/proof", own(Limit::Document), own::proof);
    let change = Needs::new("licences.change", Audit::Event, Limit::Change).power();
    routes.post(Face::Api, "/licences/{no}/status", change, change::change);
    routes.done()
}
