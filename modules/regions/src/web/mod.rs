//! Pages: any deadline explained, and the calendars of the administrator.

mod calendars;
mod change;
mod deadline;
mod preview;

pub use change::{ChangeForm, refusal};
pub use deadline::Ask;

use ::web::{Audit, Face, Limit, MenuEntry, Needs, Route, Routes};
use deadline::weekday;

use crate::{policy, service::Regions};

/// The subject's entries of the menus.
pub const MENU: &[MenuEntry] = &[MenuEntry {
    face: Face::Staff,
    path: "/admin/calendars",
    key: "regions-menu-calendars",
    action: policy::PUBLISH,
}];

/// The pages' addresses.
pub fn routes(regions: &Regions) -> Vec<Route> {
    let read = Needs::new(policy::READ, Audit::Public, Limit::Page);
    let look = Needs::new(policy::PUBLISH, Audit::Public, Limit::Page);
    let publish = Needs::new(policy::PUBLISH, Audit::Event, Limit::Change).power();
    let mut routes = Routes::new("regions", regions.clone());
    routes.get(Face::Public, "/deadline", read, deadline::show);
    routes.get(Face::Staff, "/admin/calendars", look, calendars::show);
    // Which dates would move is reckoned over all that goes on.
    let reckon = Needs::new(policy::PUBLISH, Audit::Public, Limit::Search);
    routes.get(Face::Staff, "/admin/calendars/preview", reckon, preview::show);
    routes.post(Face::Staff, "/admin/calendars", publish, calendars::publish);
    routes.done()
}
