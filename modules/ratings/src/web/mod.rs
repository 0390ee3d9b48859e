//! Pages: rating a case, public counts, bad ratings to put right.

mod oversight;
mod rate;
mod totals;
mod view;

use web::{Audit, Face, Limit, MenuEntry, Needs, Route, Routes};

pub use view::told;

use crate::service::RatingService;

/// The subject's entries of the menus.
pub const MENU: &[MenuEntry] = &[
    MenuEntry {
        face: Face::Public,
        path: "/ratings/",
        key: "ratings-menu-public",
        action: "ratings.read",
    },
    MenuEntry {
        face: Face::Staff,
        path: "/oversight/ratings",
        key: "ratings-menu-oversight",
        action: "ratings.oversee",
    },
];

/// The subject's pages.
pub fn routes(service: &RatingService) -> Vec<Route> {
    let mut routes = Routes::new("ratings", service.clone());
    let see = Needs::new("ratings.rate", Audit::Own, Limit::Lookup);
    let rate =
        Needs::new("ratings.rate", Audit::Event, Limit::Lookup).repeating(&["praise", "problems"]);
    routes.get(Face::Public, "/rate/{reference}", see, rate::form);
    routes.post(Face::Public, "/rate/{reference}", rate, rate::rate);
    let open = see.repeating(&["praise", "problems"]);
    routes.post(Face::Public, "/rate/{reference}/code", open, rate::open);
    let read = Needs::new("ratings.read", Audit::Public, Limit::Page);
    routes.get(Face::Public, "/ratings/", read, totals::list);
    let oversee = Needs::new("ratings.oversee", Audit::Read, Limit::Page);
    routes.get(Face::Staff, "/oversight/ratings", oversee, oversight::list);
    routes.get(Face::Staff, "/oversight/ratings/{reference}", oversee, oversight::show);
    routes.done()
}
