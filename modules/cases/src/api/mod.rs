//! The same acts for machines, as JSON.

mod acts;
mod duty;
mod elevation;
mod file;
mod own;
mod pdf;
mod queue;
mod rehearsal;
mod second_looks;
mod view;

use utoipa::OpenApi as _;
use web::{Audit, Face, Limit, Needs, Route, Routes};

use crate::service::{Desk, REHEARSE, SECOND_LOOK};

pub(crate) use pdf::{note_fetched, pdf_response, result_pdf};

#[derive(utoipa::OpenApi)]
#[openapi(
    paths(
        own::submit,
        own::show,
        own::list,
        own::result,
        own::fetch,
        own::proof,
        own::withdraw,
        own::correct,
        queue::show,
        acts::accept,
        acts::return_for_correction,
        acts::not_accept,
        acts::review,
        acts::suspend,
        acts::resume,
        acts::grant,
        acts::refuse,
        acts::undo,
        acts::take_over,
        duty::list,
        elevation::begin,
        elevation::end,
        elevation::list,
        elevation::review,
        file::show,
        rehearsal::run,
        second_looks::list,
        second_looks::find,
        second_looks::overseen,
        second_looks::overseen_one,
        second_looks::pace
    ),
    components(schemas(
        view::CaseBody,
        view::DueBody,
        view::DayBody,
        view::WaitBody,
        own::ReceiptBody,
        own::ListBody,
        own::ListedBody,
        own::WithdrawBody,
        own::CorrectBody,
        queue::QueueBody,
        queue::TaskBody,
        acts::PlainBody,
        acts::ReturnBody,
        acts::ItemBody,
        acts::RulingBody,
        acts::NotAcceptBody,
        acts::ReviewBody,
        acts::SuspendBody,
        acts::ResumeBody,
        acts::GrantBody,
        acts::TakeOverBody,
        duty::OverridesBody,
        duty::OverrideBody,
        elevation::BreakBody,
        elevation::FindingBody,
        elevation::ElevationBody,
        file::FileBody,
        file::MaterialBody,
        file::OpinionBody,
        rehearsal::RehearsalBody,
        rehearsal::RehearsedBody,
        second_looks::SecondLookBody,
        second_looks::OverseenLookBody,
        second_looks::OverseenBody,
        second_looks::SecondLookWholeBody,
        second_looks::LotBody,
        second_looks::FoundBody,
        second_looks::SecondLookFindingBody,
        second_looks::PaceBody
    ))
)]
struct Description;

/// The subject's part of the API description.
pub(crate) fn description() -> utoipa::openapi::OpenApi {
    Description::openapi()
}

/// The addresses.
pub(crate) fn routes(desk: &Desk) -> Vec<Route> {
    let mut routes = Routes::new("cases", desk.clone());
    for_applicants(&mut routes);
    for_officers(&mut routes);
    for_elevations(&mut routes);
    for_second_looks(&mut routes);
    let run = Needs::new(REHEARSE, Audit::Own, Limit::Document);
    routes.post(Face::Api, "/services/{code}/rehearsal", run, rehearsal::run);
    routes.done()
}

fn for_applicants(routes: &mut Routes<Desk>) {
    let change = |action| Needs::new(action, Audit::Event, Limit::Change);
    let list = Needs::new("cases.own", Audit::Own, Limit::Page);
    let track = Needs::new("cases.track", Audit::Own, Limit::Lookup);
    let document = Needs::new("cases.track", Audit::Own, Limit::Document);
    let submit = change("cases.submit");
    routes.post(Face::Api, "/applications/{id}/submit", submit, own::submit);
    routes.get(Face::Api, "/cases", list, own::list);
    routes.get(Face::Api, "/cases/{reference}", track, own::show);
    routes.get(Face::Api, "/cases/{reference}/result", document, own::result);
    let fetch = Needs::new("cases.fetch", Audit::Event, Limit::Document);
    routes.post(Face::Api, "/cases/{reference}/result", fetch, own::fetch);
    routes.get(Face::Api, "/cases/{reference}/proofs/{seq}", document, own::proof);
    let withdraw = change("cases.withdraw");
    routes.post(Face::Api, "/cases/{reference}/withdraw", withdraw, own::withdraw);
    let correct = change("cases.correct");
    routes.post(Face::Api, "/cases/{reference}/corrections", correct, own::correct);
}

fn for_officers(routes: &mut Routes<Desk>) {
    let change = |action| Needs::new(action, Audit::Event, Limit::Change);
    let queue = Needs::new("cases.queue", Audit::Public, Limit::Page);
    routes.get(Face::Api, "/queue", queue, queue::show);
    let file = Needs::new("cases.read", Audit::Read, Limit::Page);
    routes.get(Face::Api, "/cases/{reference}/file", file, file::show);
    let post = routes;
    post.post(Face::Api, "/cases/{reference}/accept", change("cases.accept"), acts::accept);
    let back = change("cases.return");
    post.post(Face::Api, "/cases/{reference}/return", back, acts::return_for_correction);
    let refuse = change("cases.not_accept");
    post.post(Face::Api, "/cases/{reference}/not-accept", refuse, acts::not_accept);
    post.post(Face::Api, "/cases/{reference}/review", change("cases.review"), acts::review);
    post.post(Face::Api, "/cases/{reference}/suspend", change("cases.suspend"), acts::suspend);
    post.post(Face::Api, "/cases/{reference}/resume", change("cases.resume"), acts::resume);
    let decide = change("cases.decide").power();
    post.post(Face::Api, "/cases/{reference}/grant", decide, acts::grant);
    post.post(Face::Api, "/cases/{reference}/refuse", decide, acts::refuse);
    post.post(Face::Api, "/cases/{reference}/undo", change("cases.undo"), acts::undo);
    let take_over = change("cases.take_over");
    post.post(Face::Api, "/cases/{reference}/take-over", take_over, acts::take_over);
    let oversee = Needs::new("cases.oversee", Audit::Public, Limit::Page);
    post.get(Face::Api, "/overrides", oversee, duty::list);
}

fn for_elevations(routes: &mut Routes<Desk>) {
    let change = |action| Needs::new(action, Audit::Event, Limit::Change);
    let break_glass = change("cases.break_glass");
    routes.post(Face::Api, "/me/elevation", break_glass, elevation::begin);
    routes.post(Face::Api, "/me/elevation/end", break_glass, elevation::end);
    let oversee = Needs::new("cases.oversee", Audit::Public, Limit::Page);
    routes.get(Face::Api, "/elevations", oversee, elevation::list);
    let review = "/elevations/{account}/review";
    routes.post(Face::Api, review, change("cases.review_elevation"), elevation::review);
}

fn for_second_looks(routes: &mut Routes<Desk>) {
    let look = Needs::new(SECOND_LOOK, Audit::Public, Limit::Page);
    routes.get(Face::Api, "/second-looks", look, second_looks::list);
    let find = Needs::new(SECOND_LOOK, Audit::Event, Limit::Change);
    routes.post(Face::Api, "/second-looks/{look}", find, second_looks::find);
    let oversee = Needs::new("cases.oversee", Audit::Public, Limit::Page);
    routes.get(Face::Api, "/oversight/second-looks", oversee, second_looks::overseen);
    let read = Needs::new("cases.oversee", Audit::Read, Limit::Page);
    routes.get(Face::Api, "/oversight/second-looks/{look}", read, second_looks::overseen_one);
    routes.get(Face::Api, "/oversight/pace", oversee, second_looks::pace);
}
