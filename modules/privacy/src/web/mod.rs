//! Pages: one's own data, who looked at it, and how long it is kept.

mod close;
mod correct;
mod corrections;
mod data;
mod desk;
mod holds;
mod inquiries;
mod notice;
mod purge;
mod reads;
mod retention;
mod view;

use web::{Audit, Face, Limit, MenuEntry, Needs, Route, Routes};

pub use data::archive;
pub use view::told;

use crate::{policy, service::Privacy};

/// The subject's entries of the menus.
pub const MENU: &[MenuEntry] = &[
    MenuEntry {
        face: Face::Public,
        path: "/my/data",
        key: "privacy-data-title",
        action: policy::READ_OWN,
    },
    MenuEntry {
        face: Face::Staff,
        path: "/oversight/reads",
        key: "privacy-menu-inquiries",
        action: policy::ANSWER,
    },
    MenuEntry {
        face: Face::Staff,
        path: "/data/corrections",
        key: "privacy-menu-corrections",
        action: policy::CORRECT,
    },
    MenuEntry {
        face: Face::Staff,
        path: "/data/retention",
        key: "privacy-menu-retention",
        action: policy::RETENTION,
    },
];

/// The subject's pages.
pub fn routes(privacy: &Privacy) -> Vec<Route> {
    let mut routes = Routes::new("privacy", privacy.clone());
    let notice = Needs::new(policy::NOTICE, Audit::Public, Limit::Page);
    routes.get(Face::Public, "/privacy", notice, notice::show);
    own(&mut routes);
    desk(&mut routes);
    routes.done()
}

fn own(routes: &mut Routes<Privacy>) {
    let see = Needs::new(policy::READ_OWN, Audit::Own, Limit::Page);
    let ask = Needs::new(policy::ASK, Audit::Event, Limit::Change);
    let see_asked = Needs::new(policy::ASK, Audit::Own, Limit::Page);
    let export = Needs::new(policy::EXPORT, Audit::Event, Limit::Change).power();
    let fetch = Needs::new(policy::EXPORT, Audit::Event, Limit::Document).power();
    routes.get(Face::Public, "/my/data", see, data::show);
    routes.post(Face::Public, "/my/data/export", export, data::ask);
    routes.post(Face::Public, "/my/data/export/{export}", fetch, data::fetch);
    routes.get(Face::Public, "/my/data/reads", see, reads::list);
    routes.get(Face::Public, "/my/data/reads/{access}", see_asked, reads::form);
    routes.post(Face::Public, "/my/data/reads/{access}", ask, reads::question);
    routes.get(Face::Public, "/my/data/correct", see_asked, correct::form);
    routes.post(Face::Public, "/my/data/correct", ask, correct::ask);
    routes.get(Face::Public, "/my/data/close", see_asked, close::form);
    routes.post(Face::Public, "/my/data/close", ask.power(), close::close);
}

fn desk(routes: &mut Routes<Privacy>) {
    let look = Needs::new(policy::ANSWER, Audit::Read, Limit::Page);
    let answer = Needs::new(policy::ANSWER, Audit::Event, Limit::Change);
    routes.get(Face::Staff, "/oversight/reads", look, inquiries::list);
    routes.get(Face::Staff, "/oversight/reads/{access}", look, inquiries::show);
    routes.post(Face::Staff, "/oversight/reads/{access}", answer, inquiries::answer);
    let see = Needs::new(policy::CORRECT, Audit::Read, Limit::Page);
    let decide = Needs::new(policy::CORRECT, Audit::Event, Limit::Change);
    routes.get(Face::Staff, "/data/corrections", see, corrections::list);
    routes.get(Face::Staff, "/data/corrections/{correction}", see, corrections::show);
    routes.post(Face::Staff, "/data/corrections/{correction}", decide, corrections::decide);
    let terms = Needs::new(policy::RETENTION, Audit::Public, Limit::Page);
    let submit = Needs::new(policy::PURGE, Audit::Event, Limit::Change);
    let hold = Needs::new(policy::HOLD, Audit::Event, Limit::Change);
    routes.get(Face::Staff, "/data/retention", terms, retention::show);
    let plan = Needs::new(policy::RETENTION, Audit::Public, Limit::Search);
    routes.get(Face::Staff, "/data/retention/{purge}", plan, purge::show);
    routes.post(Face::Staff, "/data/retention/{purge}", submit.power(), purge::submit);
    routes.post(Face::Staff, "/data/holds", hold, holds::place);
    routes.post(Face::Staff, "/data/holds/{hold}/lift", hold, holds::lift);
}
