//! The pages of cases: for the people who apply, and for the desk.

mod citizen;
mod staff;

use web::Route;

use crate::service::Desk;

/// All pages.
pub(crate) fn routes(desk: &Desk) -> Vec<Route> {
    let mut routes = citizen::routes(desk.clone());
    routes.extend(staff::routes(desk.clone()));
    routes
}
