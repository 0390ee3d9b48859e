//! `/{l}/halls/`: where to go, and whether it is open.

use std::sync::Arc;

use ::web::{Outcome, Page, Visitor};
use askama::Template;
use axum::extract::State;
use organisations_domain::{Directory as _, ServiceCentre};

use super::opening::{OpeningView, opening};
use crate::service::Organisations;

#[derive(Template)]
#[template(path = "organisations/halls.html")]
struct HallsPage {
    p: Page,
    halls: Vec<HallView>,
}

struct HallView {
    hall: Arc<ServiceCentre>,
    opening: OpeningView,
}

/// Shows all service centres.
pub async fn show(State(organisations): State<Organisations>, visitor: Visitor) -> Outcome {
    let halls = organisations.centres().into_iter().map(|hall| {
        let opening = opening(&visitor, &organisations.opening(&hall));
        HallView { hall, opening }
    });
    let halls = halls.collect();
    visitor.html(&HallsPage { p: visitor.page(visitor.t("organisations-halls-title")), halls })
}
