//! Pages: public verification, the holder's own licences, the authority's desk.

mod change;
mod confirm;
mod file;
mod keys;
mod many;
mod my;
mod showing;
mod staff;
mod verify;
mod view;

pub use many::refusal_key as many_refusal_key;
pub use showing::{refused as showing_refused, told as showing_told};
pub use view::told;

use axum::{
    http::{HeaderValue, header},
    response::{IntoResponse, Response},
};
use web::{Audit, Face, Limit, MenuEntry, Needs, Route, Routes};

use crate::{
    approve::STOP,
    many::{CHANGE, CHANGE_KEYS, READ},
    service::{Download, Licensing},
};

/// The subject's entries of the menus.
pub const MENU: &[MenuEntry] = &[
    MenuEntry {
        face: Face::Public,
        path: "/my/licences",
        key: "licences-menu-my",
        action: "licences.read_own",
    },
    MenuEntry {
        face: Face::Public,
        path: "/verify",
        key: "licences-menu-verify",
        action: "licences.verify",
    },
    MenuEntry {
        face: Face::Staff,
        path: "/licences",
        key: "licences-menu-staff",
        action: "licences.read",
    },
    MenuEntry {
        face: Face::Staff,
        path: "/licences/keys",
        key: "licences-menu-keys",
        action: crate::many::READ,
    },
];

/// The subject's pages.
pub fn routes(service: &Licensing) -> Vec<Route> {
    let mut routes = Routes::new("licences", service.clone());
    let verify = |limit| Needs::new("licences.verify", Audit::Public, limit);
    let ask = |limit| Needs::new("licences.verify", Audit::Event, limit).while_read_only();
    routes.get(Face::Public, "/verify", verify(Limit::Page), verify::form);
    routes.post(Face::Public, "/verify", ask(Limit::Lookup), verify::ask);
    routes.get(Face::Public, "/verify/{no}", verify(Limit::Lookup), verify::show);
    routes.get(Face::Public, "/verify/file", verify(Limit::Page), file::form);
    routes.post(Face::Public, "/verify/file", ask(Limit::Document), file::check);
    routes.get(Face::Public, "/verify/shown", verify(Limit::Page), showing::ask);
    routes.get(Face::Public, "/verify/shown/{code}", verify(Limit::Page), showing::ask_with);
    routes.post(Face::Public, "/verify/shown", ask(Limit::Lookup), showing::see);
    let own = |limit| Needs::new("licences.read_own", Audit::Own, limit);
    routes.get(Face::Public, "/my/licences", own(Limit::Page), my::list);
    routes.get(Face::Public, "/my/licences/{id}/pdf", own(Limit::Document), my::pdf);
    routes.get(Face::Public, "/my/licences/{id}/signature", own(Limit::Document), my::signature);
    routes.get(Face::Public, "/my/licences/{id}/proof", own(Limit::Document), my::proof);
    routes.get(Face::Public, "/my/licences/{id}/show", own(Limit::Page), showing::form);
    let code = "/my/licences/{id}/show/{showing}";
    routes.get(Face::Public, code, own(Limit::Page), showing::code);
    let show = Needs::new("licences.show_own", Audit::Event, Limit::Change).repeating(&["fields"]);
    routes.post(Face::Public, "/my/licences/{id}/show", show, showing::offer);
    let read = Needs::new("licences.read", Audit::Read, Limit::Lookup);
    routes.get(Face::Staff, "/licences", read, staff::search);
    routes.get(Face::Staff, "/licences/{no}", read, staff::show);
    let change = Needs::new("licences.change", Audit::Event, Limit::Change);
    routes.post(Face::Staff, "/licences/{no}/confirm", change, confirm::confirm);
    routes.post(Face::Staff, "/licences/{no}/change", change.power(), change::change);
    let stop = Needs::new(STOP, Audit::Event, Limit::Change);
    routes.post(Face::Staff, "/licences/{no}/stop", stop, change::stop);
    many_routes(&mut routes);
    routes.done()
}

/// The pages of keys and of acts on many licences, which show no personal data.
fn many_routes(routes: &mut Routes<Licensing>) {
    let read = Needs::new(READ, Audit::Public, Limit::Lookup);
    routes.get(Face::Staff, "/licences/keys", read, keys::list);
    routes.get(Face::Staff, "/licences/keys/{key}", read, keys::show);
    let declare = Needs::new(CHANGE_KEYS, Audit::Event, Limit::Change).power();
    routes.post(Face::Staff, "/licences/keys/{key}", declare, keys::declare);
    routes.get(Face::Staff, "/licences/many", read, many::form);
    routes.get(Face::Staff, "/licences/many/{batch}", read, many::show);
    let propose = Needs::new(CHANGE, Audit::Event, Limit::Change).power();
    routes.post(Face::Staff, "/licences/many", propose, many::propose);
}

/// A file to be saved.
pub fn download(file: Download) -> Response {
    let mut response = file.bytes.into_response();
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(file.mime));
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    let attachment = format!("attachment; filename=\"{}\"", file.name);
    if let Ok(value) = HeaderValue::from_str(&attachment) {
        headers.insert(header::CONTENT_DISPOSITION, value);
    }
    response
}
