//! Pages for the people who apply: from the list of what is left to do, over the receipt and the
//! progress, to corrections, withdrawal and the result.

mod answers;
mod check;
mod corrections;
mod days;
mod documents;
mod drafts;
mod find;
mod hub;
mod materials;
mod messages;
mod my;
mod outcome;
mod progress;
mod proofs;
mod receipt;
mod track;
mod withdraw;
mod words;

use std::collections::BTreeMap;

use accounts_domain::{Act, Power, Powerless};
use authz::Relation;
use axum::{
    extract::Query,
    http::{HeaderValue, header},
    response::Response,
};
use forms_domain::{Filed, Stage};
use kernel::{code::QueryCode, id::ApplicationId};
use web::{Audit, Face, Failure, Limit, Needs, Route, Routes, Visitor};

use crate::{
    service::{Desk, Found, Proof, Trouble},
    trouble::failure,
};

pub(crate) use proofs::file as proof_file;

/// What stands in the query; a name that stands twice is no reason to refuse.
type Asked = Query<BTreeMap<String, String>>;

/// The pages' addresses.
pub(super) fn routes(desk: Desk) -> Vec<Route> {
    let mut routes = Routes::new("cases", desk);
    filing(&mut routes);
    tracking(&mut routes);
    own(&mut routes);
    routes.done()
}

fn filing(routes: &mut Routes<Desk>) {
    let look = Needs::new("forms.read", Audit::Own, Limit::Page);
    let submit = Needs::new("cases.submit", Audit::Event, Limit::Change);
    routes.get(Face::Public, "/applications/{id}", look, hub::show);
    routes.get(Face::Public, "/applications/{id}/check", look, check::show);
    routes.get(Face::Public, "/applications/{id}/submit", look, check::again);
    routes.post(Face::Public, "/applications/{id}/submit", submit, check::submit);
    routes.get(Face::Public, "/applications/{id}/submitted", look, receipt::show);
}

fn tracking(routes: &mut Routes<Desk>) {
    let find = Needs::new("cases.track", Audit::Own, Limit::Lookup);
    let document = Needs::new("cases.track", Audit::Own, Limit::Document);
    let short = Needs::new("web.visit", Audit::Public, Limit::Page);
    routes.get(Face::Public, "/track", find, find::show);
    routes.post(Face::Public, "/track", find, find::open);
    routes.get(Face::Root, "/t/{reference}", short, find::short);
    routes.get(Face::Public, "/track/{reference}", find, track::show);
    let path = "/track/{reference}/documents/{seq}";
    routes.get(Face::Public, path, document, documents::letter);
    routes.get(Face::Public, "/track/{reference}/proofs/{seq}", document, proofs::show);
    routes.get(Face::Public, "/results/{reference}", document, documents::result);
    let fetch = Needs::new("cases.fetch", Audit::Event, Limit::Document);
    routes.post(Face::Public, "/results/{reference}", fetch, documents::fetch);

    let look = Needs::new("cases.correct", Audit::Own, Limit::Page);
    let correct = Needs::new("cases.correct", Audit::Event, Limit::Change);
    routes.get(Face::Public, "/track/{reference}/corrections", look, corrections::show);
    routes.post(Face::Public, "/track/{reference}/corrections", correct, corrections::send);
    let look = Needs::new("cases.withdraw", Audit::Own, Limit::Page);
    let withdraw = Needs::new("cases.withdraw", Audit::Event, Limit::Change);
    routes.get(Face::Public, "/track/{reference}/withdraw", look, withdraw::show);
    routes.post(Face::Public, "/track/{reference}/withdraw", withdraw, withdraw::send);
}

fn own(routes: &mut Routes<Desk>) {
    let look = Needs::new("cases.own", Audit::Own, Limit::Page);
    let mark = Needs::new("cases.mark_messages", Audit::Event, Limit::Change);
    routes.get(Face::Public, "/my/", look, my::start);
    routes.get(Face::Public, "/my/applications", look, my::list);
    routes.get(Face::Public, "/my/messages", look, messages::show);
    routes.post(Face::Public, "/my/messages", mark, messages::mark);
}

/// An application of the visitor's own, or of the one for whom they act, and in which right. Whose
/// it is not may not learn that it exists.
async fn own_application(
    desk: &Desk,
    visitor: &Visitor,
    id: &str,
) -> Result<(ApplicationId, Filed, Power), Failure> {
    let id: ApplicationId = id.parse().map_err(|_| Failure::NotFound)?;
    let filed = desk.applications.get(id).await;
    let filed = filed.map_err(|error| failure(visitor, error.into()))?;
    let party = filed.application.party.as_ref().ok_or(Failure::NotFound)?;
    let act = match filed.application.stage {
        Stage::Reopened { .. } => Act::Correct,
        Stage::Submitted => Act::Track,
        _ => Act::Apply,
    };
    let (actor, service) = (&visitor.actor, filed.application.service.as_str());
    let power = desk.powers.power(actor, party.subject, act, Some(service)).await;
    let power = power.map_err(|error| match error {
        Powerless::NotTheirs => Failure::NotFound,
        other => failure(visitor, other.into()),
    })?;
    let allowed = desk.policy.require(actor, "forms.read", &[Relation::Own]);
    allowed.map_err(|_| Failure::NotFound)?;
    Ok((id, filed, power))
}

/// Who helps in a matter, in one line; nothing where nobody does.
fn helped_by(visitor: &Visitor, names: &[String]) -> Option<String> {
    let names = names.join(visitor.lang.list_mark());
    (!names.is_empty()).then(|| visitor.tr("cases-helped-by", &[("name", &names)]))
}

/// A case of the visitor's own.
async fn own_case(desk: &Desk, visitor: &Visitor, reference: &str) -> Result<Found, Failure> {
    let found = desk.track(&visitor.actor, reference, Proof::None).await;
    let found = found.map_err(|trouble| failure(visitor, trouble))?;
    if is_own(&found) { Ok(found) } else { Err(Failure::NotFound) }
}

fn is_own(found: &Found) -> bool {
    found.held.contains(&Relation::Own)
}

/// The query code as it is stored, however it was typed; empty where it is none.
fn clean_code(typed: &str) -> String {
    QueryCode::parse(typed).map_or_else(|_| String::new(), |code| code.as_str().to_owned())
}

/// A case of the visitor's own, or one that they opened with its query code.
async fn opened(desk: &Desk, visitor: &Visitor, reference: &str) -> Result<Found, Trouble> {
    desk.track(&visitor.actor, reference, Proof::Opened(&visitor.opened())).await
}

/// As [`opened`], for what stands below the page of a case: who had opened it and let too much time
/// pass is led back to where the code is asked for.
async fn below(
    desk: &Desk,
    visitor: &Visitor,
    reference: &str,
) -> Result<Result<Found, Response>, Failure> {
    match opened(desk, visitor, reference).await {
        Ok(found) => Ok(Ok(found)),
        Err(Trouble::NotFound) if visitor.had_opened(reference) => {
            Ok(Err(visitor.go(visitor.path_to(&format!("/track/{reference}")))))
        }
        Err(trouble) => Err(failure(visitor, trouble)),
    }
}

/// Addresses once held the query code. Such a one opens nothing; it leads to the same without.
fn without_code(visitor: &Visitor, asked: &BTreeMap<String, String>) -> Option<Response> {
    asked.contains_key("code").then(|| visitor.go(visitor.asked()))
}

/// Keeps an answer about a person out of every cache.
fn uncached(mut response: Response) -> Response {
    let value = HeaderValue::from_static("no-store");
    response.headers_mut().insert(header::CACHE_CONTROL, value);
    response
}
