//! The applicant's acts for machines: the same service functions as the pages.

mod answer;
mod begin;
mod read;
mod view;

use utoipa::OpenApi as _;
use web::{Audit, Face, Limit, Needs, Route, Routes};

use crate::service::Forms;

#[derive(utoipa::OpenApi)]
#[openapi(
    paths(begin::begin, answer::answer, read::read),
    components(schemas(begin::NewApplication, answer::Answers, view::ApplicationView))
)]
struct Description;

/// This subject's part of the API description.
pub(crate) fn description() -> utoipa::openapi::OpenApi {
    Description::openapi()
}

/// The routes of the API.
pub(crate) fn routes(forms: Forms) -> Vec<Route> {
    let change = |action| Needs::new(action, Audit::Event, Limit::Change);
    let read = Needs::new("forms.read", Audit::Own, Limit::Page);
    let mut routes = Routes::new("forms", forms);
    routes.post(Face::Api, "/applications", change("forms.begin"), begin::begin);
    routes.get(Face::Api, "/applications/{id}", read, read::read);
    let answers = "/applications/{id}/answers";
    routes.post(Face::Api, answers, change("forms.answer"), answer::answer);
    routes.done()
}
