//! The editors' desk: what waits, services and their translations, reports, definitions.

mod content;
mod items;
mod listing;
mod powers;
mod release;
mod reports;
mod service;
mod unmet;
mod upload;

use web::{Audit, Face, Limit, Needs, Routes};

use crate::{approve::PUBLISH, power::CHANGE, service::Catalogue};

/// Adds the desk's pages.
pub(super) fn routes(routes: &mut Routes<Catalogue>) {
    let read = Needs::new("catalogue.edit", Audit::Public, Limit::Page);
    let edit = Needs::new("catalogue.edit", Audit::Event, Limit::Change);
    let upload = Needs::new("catalogue.edit", Audit::Event, Limit::Upload);
    // What would change is reckoned over all that goes on.
    let ask = Needs::new(PUBLISH, Audit::Public, Limit::Search);
    let publish = Needs::new(PUBLISH, Audit::Event, Limit::Change).power();
    let face = Face::Staff;
    routes.get(face, "/content/", read, content::content);
    routes.get(face, "/content/reports", read, reports::reports);
    routes.post(face, "/content/reports/{id}/settle", edit, reports::settle);
    // Each word of the week is searched anew.
    let list = Needs::new("catalogue.edit", Audit::Public, Limit::Search);
    routes.get(face, "/content/unmet", list, unmet::unmet);
    routes.get(face, "/content/unmet.csv", list, unmet::file);
    routes.get(face, "/content/items", read, items::form);
    routes.post(face, "/content/items", upload, items::send);
    let whole = Needs::new("catalogue.edit", Audit::Public, Limit::Document);
    routes.get(face, "/content/items.xlsx", whole, items::xlsx);
    routes.get(face, "/content/items.csv", whole, items::csv);
    routes.get(face, "/content/powers/", read, powers::powers);
    routes.get(face, "/content/powers/coverage", read, powers::coverage);
    routes.get(face, "/content/powers/coverage.csv", read, powers::coverage_csv);
    routes.get(face, "/content/powers/{code}", read, powers::power);
    let form = Needs::new(CHANGE, Audit::Public, Limit::Page);
    let look = Needs::new(CHANGE, Audit::Event, Limit::Change);
    let change = Needs::new(CHANGE, Audit::Event, Limit::Change).power();
    routes.get(face, "/content/powers/{code}/{act}", form, listing::form);
    routes.post(face, "/content/powers/{code}/{act}/check", look, listing::check);
    routes.post(face, "/content/powers/{code}/{act}", change, listing::propose);
    routes.get(face, "/admin/services/upload", read, upload::form);
    routes.post(face, "/admin/services/upload", upload, upload::send);
    routes.get(face, "/admin/services/{code}", read, service::service);
    let again = "/admin/services/{code}/revisions/{number}";
    routes.post(face, again, edit, release::take_up);
    routes.get(face, "/admin/services/{code}/publish", ask, release::ask_publish);
    routes.post(face, "/admin/services/{code}/publish", publish, release::publish);
    routes.get(face, "/admin/services/{code}/withdraw", ask, release::ask_withdraw);
    routes.post(face, "/admin/services/{code}/withdraw", publish, release::withdraw);
}
