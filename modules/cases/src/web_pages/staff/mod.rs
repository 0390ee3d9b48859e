//! The pages of the desk: the queue, the case with its one decision, the correction list, and the
//! counter. Each page shows at its end what the reader may do now, and nothing else.

mod amendment;
mod applicant;
mod case_page;
mod correction;
mod counter;
mod decide;
mod documents;
mod duty;
mod elevation;
mod export;
mod form;
mod judge;
mod preview;
mod queue;
mod rehearsal;
mod review;
mod second_looks;
mod shared;
mod stuck;
mod view;
mod watched;

use axum::extract::State;
use kernel::Role;
use web::{Audit, Face, Failure, Limit, Needs, Outcome, Route, Routes, Visitor};

use crate::{
    export::EXPORT,
    service::{Desk, REHEARSE, SECOND_LOOK, UNMASK},
};

/// The pages' addresses.
pub(super) fn routes(desk: Desk) -> Vec<Route> {
    let mut routes = Routes::new("cases", desk);
    let visit = Needs::new("accounts.read_post", Audit::Public, Limit::Page);
    routes.get(Face::Staff, "/", visit, home);
    desk_routes(&mut routes);
    counter_routes(&mut routes);
    elevation_routes(&mut routes);
    second_look_routes(&mut routes);
    export_routes(&mut routes);
    rehearsal_routes(&mut routes);
    routes.done()
}

fn desk_routes(routes: &mut Routes<Desk>) {
    let read = Needs::new("cases.read", Audit::Read, Limit::Page);
    let event = |action| Needs::new(action, Audit::Event, Limit::Change);
    let decide = event("cases.decide").power_when("step", "send");
    let queue = Needs::new("cases.queue", Audit::Read, Limit::Page);
    routes.get(Face::Staff, "/cases/", queue, queue::show);
    let take = Needs::new("cases.queue", Audit::Read, Limit::Change);
    routes.post(Face::Staff, "/cases/next", take, queue::next);
    routes.get(Face::Staff, "/cases/{case}", read, case_page::show);
    let say_why = Needs::new("cases.read", Audit::Read, Limit::Page);
    routes.post(Face::Staff, "/cases/{case}/why", say_why, case_page::say_why);
    let masked = Needs::new(UNMASK, Audit::Read, Limit::Page);
    routes.get(Face::Staff, "/cases/{case}/applicant", masked, applicant::show);
    let unmask = Needs::new(UNMASK, Audit::Read, Limit::Lookup).power();
    routes.post(Face::Staff, "/cases/{case}/applicant", unmask, applicant::unmask);
    routes.post(Face::Staff, "/cases/{case}/judge", event("cases.accept"), judge::judge);
    routes.post(Face::Staff, "/cases/{case}/accept", event("cases.accept"), decide::accept);
    routes.get(Face::Staff, "/cases/{case}/decide", read, case_page::back);
    routes.post(Face::Staff, "/cases/{case}/decide", decide, decide::decide);
    routes.post(Face::Staff, "/cases/{case}/undo", event("cases.undo"), review::undo);
    let take_over = event("cases.take_over");
    routes.post(Face::Staff, "/cases/{case}/take-over", take_over, duty::take_over);
    routes.post(Face::Staff, "/cases/{case}/review", event("cases.review"), review::review);
    routes.post(Face::Staff, "/cases/{case}/suspend", event("cases.suspend"), review::suspend);
    routes.post(Face::Staff, "/cases/{case}/resume", event("cases.resume"), review::resume);
    let ask = Needs::new("cases.return", Audit::Read, Limit::Page);
    routes.get(Face::Staff, "/cases/{case}/correction", ask, correction::show);
    routes.post(Face::Staff, "/cases/{case}/correction", event("cases.return"), correction::post);
    let put_right = Needs::new("cases.amend", Audit::Read, Limit::Page);
    routes.get(Face::Staff, "/cases/{case}/amendment", put_right, amendment::show);
    let amend = event("cases.amend").power_when("step", "send");
    routes.post(Face::Staff, "/cases/{case}/amendment", amend, amendment::post);
    let oversee = Needs::new("cases.oversee", Audit::Public, Limit::Search);
    routes.get(Face::Staff, "/oversight/stuck", oversee, stuck::show);
    routes.get(Face::Staff, "/oversight/overrides", oversee, duty::list);
    let document = Needs::new("cases.read", Audit::Read, Limit::Document);
    routes.get(Face::Staff, "/cases/{case}/documents/{seq}", document, documents::show);
}

fn export_routes(routes: &mut Routes<Desk>) {
    let look = Needs::new(EXPORT, Audit::Public, Limit::Search);
    let take = Needs::new(EXPORT, Audit::Event, Limit::Change);
    let fetch = Needs::new(EXPORT, Audit::Own, Limit::Document);
    routes.get(Face::Staff, "/cases/export", look, export::show);
    routes.post(Face::Staff, "/cases/export", take, export::take);
    routes.get(Face::Staff, "/cases/exports/{export}", fetch, export::fetch);
}

fn elevation_routes(routes: &mut Routes<Desk>) {
    let own = Needs::new("cases.break_glass", Audit::Own, Limit::Page);
    let event = |action| Needs::new(action, Audit::Event, Limit::Change);
    routes.get(Face::Staff, "/me/elevation", own, elevation::show);
    let break_glass = event("cases.break_glass");
    routes.post(Face::Staff, "/me/elevation", break_glass, elevation::begin);
    routes.post(Face::Staff, "/me/elevation/end", break_glass, elevation::end);
    let oversee = Needs::new("cases.oversee", Audit::Public, Limit::Page);
    routes.get(Face::Staff, "/oversight/elevations", oversee, elevation::list);
    routes.get(Face::Staff, "/oversight/elevations/{account}", oversee, elevation::one);
    let review = event("cases.review_elevation");
    routes.post(Face::Staff, "/oversight/elevations/{account}", review, elevation::review);
}

fn rehearsal_routes(routes: &mut Routes<Desk>) {
    let path = "/admin/services/{code}/rehearsal";
    let look = Needs::new(REHEARSE, Audit::Public, Limit::Page);
    routes.get(Face::Staff, path, look, rehearsal::form);
    // It is computed for whoever asks, and changes nothing.
    let run = Needs::new(REHEARSE, Audit::Own, Limit::Document);
    routes.post(Face::Staff, path, run, rehearsal::run);
}

fn second_look_routes(routes: &mut Routes<Desk>) {
    let look = Needs::new(SECOND_LOOK, Audit::Public, Limit::Page);
    routes.get(Face::Staff, "/second-looks", look, second_looks::list);
    routes.get(Face::Staff, "/second-looks/{look}", look, second_looks::show);
    let find = Needs::new(SECOND_LOOK, Audit::Event, Limit::Change);
    routes.post(Face::Staff, "/second-looks/{look}", find, second_looks::find);
    let oversee = Needs::new("cases.oversee", Audit::Public, Limit::Page);
    routes.get(Face::Staff, "/oversight/second-looks", oversee, watched::list);
    let read = Needs::new("cases.oversee", Audit::Read, Limit::Page);
    routes.get(Face::Staff, "/oversight/second-looks/{look}", read, watched::show);
    routes.get(Face::Staff, "/oversight/pace", oversee, watched::pace);
}

fn counter_routes(routes: &mut Routes<Desk>) {
    let look = Needs::new("cases.intake", Audit::Public, Limit::Page);
    let read = Needs::new("cases.intake", Audit::Read, Limit::Page);
    let event = Needs::new("cases.intake", Audit::Event, Limit::Change);
    routes.get(Face::Staff, "/counter/", look, counter::home);
    routes.get(Face::Staff, "/counter/intake", look, counter::start::show);
    routes.post(Face::Staff, "/counter/intake", event, counter::start::post);
    routes.get(Face::Staff, "/counter/intake/{id}", read, counter::intake::show);
    let answer = event.repeating(&["shown"]);
    routes.post(Face::Staff, "/counter/intake/{id}", answer, counter::intake::post);
    routes.get(Face::Staff, "/counter/intake/{id}/check", read, counter::check::show);
    let submit = Needs::new("cases.take_in", Audit::Event, Limit::Change);
    routes.post(Face::Staff, "/counter/intake/{id}/check", submit, counter::check::post);
    routes.get(Face::Staff, "/counter/intake/{id}/print", read, counter::print::show);
    let find = Needs::new("cases.deliver", Audit::Read, Limit::Lookup);
    routes.get(Face::Staff, "/counter/pickup", find, counter::pickup::show);
    let deliver = Needs::new("cases.deliver", Audit::Event, Limit::Change);
    routes.post(Face::Staff, "/counter/pickup", deliver, counter::pickup::post);
}

/// `/staff/`: to the place where this role works.
async fn home(State(_): State<Desk>, visitor: Visitor) -> Outcome {
    let place = match visitor.actor.role {
        Role::Clerk => "/staff/counter/".to_owned(),
        Role::Examiner | Role::Approver => "/staff/cases/".to_owned(),
        role if role.is_staff() => {
            let menu = visitor.page("").menu();
            menu.first().map_or_else(|| "/staff/me".to_owned(), |link| link.href.clone())
        }
        _ if visitor.session().is_none() => return Err(Failure::SignIn),
        _ => return Err(Failure::Forbidden),
    };
    Ok(visitor.go(place))
}
