//! Materials for machines: the same service functions as the pages.

mod hand_in;
mod list;
mod view;

use utoipa::OpenApi as _;
use web::{Audit, Face, Limit, Needs, Route, Routes};

use crate::service::Folders;

#[derive(utoipa::OpenApi)]
#[openapi(
    paths(list::list, hand_in::hand_in),
    components(schemas(view::FolderView, view::MaterialView))
)]
struct Description;

/// This subject's part of the API description.
pub(crate) fn description() -> utoipa::openapi::OpenApi {
    Description::openapi()
}

/// The routes of the API.
pub(crate) fn routes(folders: Folders) -> Vec<Route> {
    let read = Needs::new("materials.read", Audit::Own, Limit::Page);
    let send = Needs::new("materials.hand_in", Audit::Event, Limit::Upload);
    let mut routes = Routes::new("materials", folders);
    routes.get(Face::Api, "/applications/{id}/materials", read, list::list);
    let slot = "/applications/{id}/materials/{requirement}";
    routes.post(Face::Api, slot, send, hand_in::hand_in);
    routes.done()
}
