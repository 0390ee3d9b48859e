//! The same acts for machines.

mod change;
mod keys;
mod many;
mod own;
mod showing;
mod verify;

use utoipa::OpenApi;
use web::{Audit, Face, Limit, Needs, Route, Routes};

use crate::{
    approve::STOP,
    many::{CHANGE, CHANGE_KEYS, READ},
    service::Licensing,
};

#[derive(OpenApi)]
#[openapi(
    paths(
        verify::verify,
        own::list,
        own::pdf,
        own::signature,
        own::proof,
        change::change,
        change::stop,
        change::table,
        keys::list,
        keys::trust,
        many::change,
        many::list,
        many::show,
        showing::offer,
        showing::see,
    ),
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
    let stop = Needs::new(STOP, Audit::Event, Limit::Change);
    routes.post(Face::Api, "/licences/{no}/stop", stop, change::stop);
    let table = Needs::new("licences.read", Audit::Public, Limit::Page);
    routes.get(Face::Api, "/licences/reasons", table, change::table);
    let show = Needs::new("licences.show_own", Audit::Event, Limit::Change);
    routes.post(Face::Api, "/licences/{id}/showings", show, showing::offer);
    let see = Needs::new("licences.verify", Audit::Event, Limit::Lookup);
    routes.post(Face::Api, "/verify/shown", see, showing::see);
    let read = Needs::new(READ, Audit::Public, Limit::Lookup);
    routes.get(Face::Api, "/licences/keys", read, keys::list);
    let declare = Needs::new(CHANGE_KEYS, Audit::Event, Limit::Change).power();
    routes.post(Face::Api, "/licences/keys/{key}/trust", declare, keys::trust);
    let many = Needs::new(CHANGE, Audit::Event, Limit::Change).power();
    routes.post(Face::Api, "/licences/many", many, many::change);
    routes.get(Face::Api, "/licences/many", read, many::list);
    routes.get(Face::Api, "/licences/many/{batch}", read, many::show);
    routes.done()
}
