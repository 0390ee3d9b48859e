//! Pages of the desk: what waits for me, what is mine, what was decided, and one proposal whole.

mod decide;
mod list;
mod show;

pub use list::place;

use ::web::{Audit, Face, Failure, Limit, MenuEntry, Needs, Route, Routes, Visitor};

use crate::{
    policy,
    service::{Problem, SecondPerson},
};

/// The subject's entry of the menu.
pub const MENU: &[MenuEntry] = &[MenuEntry {
    face: Face::Staff,
    path: "/approvals",
    key: "approvals-menu",
    action: policy::READ,
}];

/// The pages' addresses.
pub fn routes(service: &SecondPerson) -> Vec<Route> {
    let look = Needs::new(policy::READ, Audit::Own, Limit::Page);
    let read = Needs::new(policy::READ, Audit::Read, Limit::Page);
    let decide = Needs::new(policy::DECIDE, Audit::Event, Limit::Change);
    let mut routes = Routes::new("approvals", service.clone());
    routes.get(Face::Staff, "/approvals", look, list::show);
    routes.get(Face::Staff, "/approvals/history", look, list::history);
    routes.get(Face::Staff, "/approvals/{id}", read, show::show);
    routes.post(Face::Staff, "/approvals/{id}/approve", decide, decide::approve);
    routes.post(Face::Staff, "/approvals/{id}/refuse", decide, decide::refuse);
    routes.post(Face::Staff, "/approvals/{id}/withdraw", decide, decide::withdraw);
    routes.done()
}

/// A problem in the reader's words.
pub fn told(visitor: &Visitor, problem: Problem) -> Failure {
    match problem {
        Problem::Refused(refusal) => {
            let key = format!("approvals-refused-{}", &refusal.code()["approval.".len()..]);
            Failure::refused(refusal.code(), visitor.t(&key.replace('_', "-")))
        }
        Problem::Doubt(doubt) => doubt.failure(visitor),
        Problem::WorldChanged => Failure::Conflict("approval.world_changed"),
        Problem::Failure(failure) => failure,
    }
}
