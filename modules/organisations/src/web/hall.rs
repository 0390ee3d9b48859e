//! `/{l}/halls/{id}`: a service centre: where, when, how to get there.

use std::sync::Arc;

use ::web::{Failure, Outcome, Page, Visitor};
use askama::Template;
use axum::extract::{Path, State};
use kernel::LocalText;
use organisations_domain::ServiceCentre;

use super::opening::{OpeningView, hours, opening};
use crate::service::Organisations;

#[derive(Template)]
#[template(path = "organisations/hall.html")]
struct HallPage {
    p: Page,
    hall: Arc<ServiceCentre>,
    opening: OpeningView,
    hours: Vec<String>,
    region: Option<LocalText>,
    has_notes: bool,
}

/// Shows a service centre.
pub async fn show(
    State(organisations): State<Organisations>,
    visitor: Visitor,
    Path(id): Path<String>,
) -> Outcome {
    let hall = organisations.centre(&id).ok_or(Failure::NotFound)?;
    let p = visitor
        .page(hall.name.get(visitor.lang))
        .crumb("/halls/", visitor.t("organisations-halls-title"));
    visitor.html(&HallPage {
        p,
        opening: opening(&visitor, &organisations.opening(&hall)),
        hours: hall.hours.iter().map(|it| hours(&visitor, it)).collect(),
        region: organisations.division(&hall.region).map(|it| it.name.clone()),
        has_notes: !hall.notes.zh_hans.is_empty(),
        hall,
    })
}
