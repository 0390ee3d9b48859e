//! The documents page of an application, and files as they are served.

mod documents;
mod file;
mod hand_in;
mod remove;
mod slots;

use kernel::id::ApplicationId;
use web::{Audit, Face, Failure, Limit, Needs, Route, Routes};

use crate::service::Folders;

/// The routes of the pages.
pub(crate) fn routes(folders: Folders) -> Vec<Route> {
    let read = Needs::new("materials.read", Audit::Own, Limit::Page);
    let send = Needs::new("materials.hand_in", Audit::Event, Limit::Upload);
    let remove = Needs::new("materials.remove", Audit::Event, Limit::Change);
    let fetch = Needs::new("materials.read", Audit::Own, Limit::Document);
    let for_staff = Needs::new("materials.read_file", Audit::Read, Limit::Document);
    let mut routes = Routes::new("materials", folders);
    let documents = "/applications/{id}/documents";
    routes.get(Face::Public, documents, read, documents::get);
    routes.post(Face::Public, documents, send, hand_in::post);
    let removal = "/applications/{id}/documents/remove";
    routes.post(Face::Public, removal, remove, remove::post);
    let restore = Needs::new("materials.restore", Audit::Event, Limit::Change);
    let restoring = "/applications/{id}/documents/restore";
    routes.post(Face::Public, restoring, restore, remove::restore);
    routes.get(Face::Public, "/applications/{id}/files/{material}", fetch, file::get);
    let staff = "/materials/{application}/{material}";
    routes.get(Face::Staff, staff, for_staff, file::get_for_staff);
    routes.done()
}

/// The id in an address; what is no id is not found.
fn id(text: &str) -> Result<ApplicationId, Failure> {
    text.parse().map_err(|_| Failure::NotFound)
}
