//! The pages of the applicant: begin, situations, one screen for each topic, and throwing a draft
//! away. The list of what is left, the documents and the check belong to later subjects.

mod apply;
mod discard;
mod fields;
mod removed;
mod situation;
mod topic;

pub(crate) use fields::error_text;

use forms_domain::{Application, Stop};
use kernel::id::ApplicationId;
use web::{Audit, Face, Failure, Limit, Needs, Page, Route, Routes, Visitor};

use crate::service::{Forms, Opened};

/// The routes of the pages.
pub(crate) fn routes(forms: Forms) -> Vec<Route> {
    let read = |action| Needs::new(action, Audit::Own, Limit::Page);
    let change = |action| Needs::new(action, Audit::Event, Limit::Change);
    let mut routes = Routes::new("forms", forms);
    routes.get(Face::Public, "/apply/{code}", read("forms.begin"), apply::get);
    routes.post(Face::Public, "/apply/{code}", change("forms.begin"), apply::post);
    let situation = "/applications/{id}/situation";
    routes.get(Face::Public, situation, read("forms.read"), situation::get);
    routes.post(Face::Public, situation, change("forms.answer"), situation::post);
    let discard = "/applications/{id}/discard";
    routes.get(Face::Public, discard, read("forms.discard"), discard::get);
    routes.post(Face::Public, discard, change("forms.discard"), discard::post);
    routes.get(Face::Public, "/my/removed", read("forms.restore"), removed::get);
    let restore = "/applications/{id}/restore";
    routes.post(Face::Public, restore, change("forms.restore"), removed::restore);
    let topic = "/applications/{id}/{topic}";
    routes.get(Face::Public, topic, read("forms.read"), topic::get);
    routes.post(Face::Public, topic, change("forms.answer"), topic::post);
    routes.done()
}

/// The id in an address; what is no id is not found.
fn id(text: &str) -> Result<ApplicationId, Failure> {
    text.parse().map_err(|_| Failure::NotFound)
}

/// The address of an application's list of what is left, without language.
fn hub(id: ApplicationId) -> String {
    format!("/applications/{id}")
}

/// The frame of a screen of an application.
fn page(visitor: &Visitor, opened: &Opened, title: &str) -> Page {
    let service = opened.definition().name().get(visitor.lang);
    visitor.page(title).crumb("/my/", visitor.t("web-my")).crumb(&hub(opened.id), service)
}

/// The address of a stop.
fn address(visitor: &Visitor, id: ApplicationId, stop: Stop<'_>) -> String {
    let hub = hub(id);
    visitor.path_to(&match stop {
        Stop::Situation => format!("{hub}/{}", Application::SITUATION),
        Stop::Topic(topic) => format!("{hub}/{topic}"),
        Stop::Documents => format!("{hub}/documents"),
        Stop::Check => format!("{hub}/check"),
        Stop::Hub => hub,
    })
}

/// The page to return to, as it stands in forms: the check, or nothing for the next screen.
const fn back_to(is_check: bool) -> &'static str {
    if is_check { "check" } else { "" }
}
