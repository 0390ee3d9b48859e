//! `/{l}/departments/`: who is competent.

use std::sync::Arc;

use ::web::{Outcome, Page, Visitor};
use askama::Template;
use axum::extract::State;
use organisations_domain::{Authority, Directory as _};

use crate::service::Organisations;

#[derive(Template)]
#[template(path = "organisations/departments.html")]
struct DepartmentsPage {
    p: Page,
    departments: Vec<Arc<Authority>>,
}

/// Shows all authorities.
pub async fn show(State(organisations): State<Organisations>, visitor: Visitor) -> Outcome {
    let title = visitor.t("organisations-departments-title");
    visitor
        .html(&DepartmentsPage { p: visitor.page(title), departments: organisations.authorities() })
}
