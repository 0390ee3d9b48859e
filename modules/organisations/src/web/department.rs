//! `/{l}/departments/{id}`: an authority, how to reach it and where to appeal.

use std::sync::Arc;

use ::web::{Failure, Outcome, Page, Visitor};
use askama::Template;
use axum::extract::{Path, State};
use kernel::LocalText;
use organisations_domain::{Authority, Directory as _};

use crate::service::Organisations;

#[derive(Template)]
#[template(path = "organisations/department.html")]
struct DepartmentPage {
    p: Page,
    department: Arc<Authority>,
    region: Option<LocalText>,
}

/// Shows an authority.
pub async fn show(
    State(organisations): State<Organisations>,
    visitor: Visitor,
    Path(id): Path<String>,
) -> Outcome {
    let department = organisations.authority(&id).ok_or(Failure::NotFound)?;
    let region = organisations.division(&department.region).map(|it| it.name.clone());
    let p = visitor
        .page(department.name.get(visitor.lang))
        .crumb("/departments/", visitor.t("organisations-departments-title"));
    visitor.html(&DepartmentPage { p, department, region })
}
