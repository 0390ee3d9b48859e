//! The same acts for machines.

mod copies;
mod dictionary;
mod reads;

use utoipa::OpenApi;
use web::{Audit, Face, Limit, Needs, Route, Routes};

use crate::{policy, service::Privacy};

#[derive(OpenApi)]
#[openapi(
    paths(
        reads::list,
        reads::question,
        copies::ask,
        copies::list,
        copies::fetch,
        dictionary::show
    ),
    components(schemas(
        reads::ReadView,
        reads::Reads,
        copies::CopyView,
        copies::Copies,
        dictionary::Dictionary,
        dictionary::RecordKind,
        dictionary::FieldEntry,
        dictionary::Worded
    ))
)]
struct Description;

/// The subject's part of the API description.
pub fn description() -> utoipa::openapi::OpenApi {
    Description::openapi()
}

/// The subject's API.
pub fn routes(privacy: &Privacy) -> Vec<Route> {
    let mut routes = Routes::new("privacy", privacy.clone());
    let see = Needs::new(policy::READ_OWN, Audit::Own, Limit::Page);
    let ask = Needs::new(policy::ASK, Audit::Event, Limit::Change);
    let see_copies = Needs::new(policy::EXPORT, Audit::Own, Limit::Page);
    let copy = Needs::new(policy::EXPORT, Audit::Event, Limit::Change).power();
    let fetch = Needs::new(policy::EXPORT, Audit::Event, Limit::Document).power();
    let notice = Needs::new(policy::NOTICE, Audit::Public, Limit::Page);
    routes.get(Face::Api, "/data-dictionary", notice, dictionary::show);
    routes.get(Face::Api, "/me/reads", see, reads::list);
    routes.post(Face::Api, "/me/reads/{access}/question", ask, reads::question);
    routes.get(Face::Api, "/me/copies", see_copies, copies::list);
    routes.post(Face::Api, "/me/copies", copy, copies::ask);
    routes.post(Face::Api, "/me/copies/{copy}/fetch", fetch, copies::fetch);
    routes.done()
}
