//! Pages: departments and halls.

mod department;
mod departments;
mod hall;
mod halls;
mod opening;

use ::web::{Audit, Face, Limit, MenuEntry, Needs, Route, Routes};

use crate::{policy, service::Organisations};

/// The subject's entries of the menus.
pub const MENU: &[MenuEntry] = &[MenuEntry {
    face: Face::Public,
    path: "/halls/",
    key: "organisations-menu-halls",
    action: policy::READ,
}];

/// The pages' addresses.
pub fn routes(organisations: &Organisations) -> Vec<Route> {
    let read = Needs::new(policy::READ, Audit::Public, Limit::Page);
    let mut routes = Routes::new("organisations", organisations.clone());
    routes.get(Face::Public, "/departments/", read, departments::show);
    routes.get(Face::Public, "/departments/{id}", read, department::show);
    routes.get(Face::Public, "/halls/", read, halls::show);
    routes.get(Face::Public, "/halls/{id}", read, hall::show);
    routes.done()
}
