//! The catalogue's pages: entrances, search, lists, guides, and the editors' desk.

mod check;
mod department;
mod entrance;
mod guide;
mod home;
mod info;
mod life;
mod list;
mod materials;
mod office;
pub(crate) mod paper;
pub(crate) mod powers;
mod rows;
mod search;
mod staff;
mod theme;
mod wrong;

use std::sync::Arc;

use catalogue_domain::{Published, Services as _};
use web::{Audit, Face, Failure, Limit, Needs, Route, Routes};

use crate::service::Catalogue;

/// How many services a list shows on one page.
const PAGE: usize = 25;

/// All pages with what they need.
pub(crate) fn routes(catalogue: &Catalogue) -> Vec<Route> {
    let mut routes = Routes::new("catalogue", catalogue.clone());
    let read = Needs::new("catalogue.read", Audit::Public, Limit::Page).shared();
    let find = Needs::new("catalogue.read", Audit::Public, Limit::Search);
    let report = Needs::new("catalogue.report_error", Audit::Event, Limit::Change);
    let face = Face::Public;
    routes.get(face, "/", read, home::home);
    routes.get(face, "/search", find, search::search);
    routes.get(face, "/find-office", find, office::find_office);
    routes.get(face, "/individuals/", read, entrance::individuals);
    routes.get(face, "/businesses/", read, entrance::businesses);
    routes.get(face, "/themes/{audience}/{code}", read, theme::theme);
    routes.get(face, "/life/{event}", read, life::life);
    routes.get(face, "/departments/{id}/services", read, department::department);
    routes.get(face, "/services/", read, list::list);
    routes.get(face, "/services/{code}", read, guide::guide);
    routes.get(face, "/services/{code}/check", read, check::check);
    routes.get(face, "/powers/", find, powers::powers);
    let look = Needs::new("catalogue.read", Audit::Public, Limit::Page);
    routes.get(face, "/powers/{code}", look, powers::power);
    let print = Needs::new("catalogue.read", Audit::Public, Limit::Document);
    routes.get(face, "/services/{code}/form.pdf", print, paper::form);
    let form = Needs::new("catalogue.report_error", Audit::Public, Limit::Page);
    routes.get(face, "/services/{code}/wrong", form, wrong::form);
    routes.post(face, "/services/{code}/wrong", report, wrong::send);
    staff::routes(&mut routes);
    routes.done()
}

/// The service of an address, if it is offered.
fn offered(catalogue: &Catalogue, code: &str) -> Result<Arc<Published>, Failure> {
    match catalogue.current(code) {
        Some(service) => Ok(service),
        None if catalogue.kept(code).is_some_and(|kept| kept.is_withdrawn()) => {
            Err(Failure::Gone(None))
        }
        None => Err(Failure::NotFound),
    }
}

/// A path with a query.
fn with_query<'a>(path: &str, pairs: impl IntoIterator<Item = (&'a str, &'a str)>) -> String {
    let mut query = form_urlencoded::Serializer::new(String::new());
    query.extend_pairs(pairs.into_iter().filter(|(_, value)| !value.is_empty()));
    let query = query.finish();
    if query.is_empty() { path.to_owned() } else { format!("{path}?{query}") }
}
