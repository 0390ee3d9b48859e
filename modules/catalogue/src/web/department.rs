//! The services of an authority.

use axum::extract::{Path, Query, State};
use web::{Failure, Outcome, Visitor};

use super::list::{After, ListPage};
use crate::service::Catalogue;

pub(super) async fn department(
    State(catalogue): State<Catalogue>,
    visitor: Visitor,
    Path(id): Path<String>,
    Query(after): Query<After>,
) -> Outcome {
    let authority = catalogue.directory().authority(&id).ok_or(Failure::NotFound)?;
    let services = catalogue.filtered(|it| it.definition.implementation.authority == id);
    let path = visitor.path_to(&format!("/departments/{id}/services"));
    let name = authority.name.get(visitor.lang);
    let title = visitor.tr("catalogue-department-title", &[("name", &name)]);
    let page = visitor
        .page(title)
        .crumb("/", visitor.t("web-home"))
        .crumb(&format!("/departments/{id}"), authority.short.get(visitor.lang));
    let list = ListPage::of(&visitor, page, &path, &services, &after);
    list.with_lead(authority.duties.get(visitor.lang)).show(&visitor)
}
