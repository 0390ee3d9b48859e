//! The home page: one search, the ways in, and where to get help.

use std::sync::Arc;

use askama::Template;
use axum::extract::State;
use organisations_domain::ServiceCentre;
use web::{Outcome, Page, Visitor};

use super::rows::Row;
use crate::{
    lists::{LifeEvent, Side},
    service::Catalogue,
};

#[derive(Template)]
#[template(path = "catalogue/home.html")]
struct HomePage {
    p: Page,
    frequent: Vec<Row>,
    people: Vec<LifeEvent>,
    firms: Vec<LifeEvent>,
    centre: Option<Arc<ServiceCentre>>,
}

pub(super) async fn home(State(catalogue): State<Catalogue>, visitor: Visitor) -> Outcome {
    visitor.html(&HomePage {
        p: visitor.page(visitor.t("catalogue-home-title")).entry(),
        frequent: Row::all(&visitor, catalogue.frequent(None)),
        people: catalogue.life_events(Side::Individuals),
        firms: catalogue.life_events(Side::Businesses),
        centre: catalogue.directory().centres().first().cloned(),
    })
}
