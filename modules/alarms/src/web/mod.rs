//! The page of the desk.

mod list;

pub use list::{place, told};

use ::web::{Audit, Face, Limit, MenuEntry, Needs, Route, Routes};

use crate::{policy, service::AlarmService};

/// The subject's entry of the menu.
pub const MENU: &[MenuEntry] =
    &[MenuEntry { face: Face::Staff, path: "/alarms", key: "alarms-menu", action: policy::READ }];

/// The pages' addresses.
pub fn routes(service: &AlarmService) -> Vec<Route> {
    let read = Needs::new(policy::READ, Audit::Public, Limit::Page);
    let change = Needs::new(policy::ACKNOWLEDGE, Audit::Event, Limit::Change);
    let mut routes = Routes::new("alarms", service.clone());
    routes.get(Face::Staff, "/alarms", read, list::show);
    routes.get(Face::Staff, "/alarms/history", read, list::history);
    routes.post(Face::Staff, "/alarms/{id}/acknowledge", change, list::acknowledge);
    routes.done()
}
