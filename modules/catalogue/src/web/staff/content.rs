//! What editors have to do: proposals, reports, gaps in translations, searches without result.

use askama::Template;
use axum::extract::{Query, State};
use catalogue_domain::Services as _;
use web::{Outcome, Page, Visitor};

use super::super::{
    list::After,
    rows::{Paged, many},
    with_query,
};
use crate::{
    service::{Catalogue, gaps},
    store::{Miss, Waiting},
};

#[derive(Template)]
#[template(path = "catalogue/staff-content.html")]
struct ContentPage {
    p: Page,
    reports: u64,
    proposals: Vec<Waiting>,
    rows: Vec<ServiceRow>,
    count: String,
    misses: Vec<Miss>,
    previous: Option<String>,
    next: Option<String>,
}

struct ServiceRow {
    id: String,
    name: String,
    revision: u32,
    published_on: jiff::civil::Date,
    hant: usize,
    en: usize,
}

pub(super) async fn content(
    State(catalogue): State<Catalogue>,
    visitor: Visitor,
    Query(after): Query<After>,
) -> Outcome {
    let services = catalogue.all();
    let paged = Paged::cut(&services, &after.after);
    let row = |service: &std::sync::Arc<catalogue_domain::Published>| {
        let [(_, hant), (_, en)] = gaps(&service.definition);
        ServiceRow {
            id: service.definition.id.clone(),
            name: service.definition.name().get(visitor.lang).to_owned(),
            revision: service.revision,
            published_on: service.published_on,
            hant,
            en,
        }
    };
    let href = |after: String| with_query("/staff/content/", [("after", after.as_str())]);
    visitor.html(&ContentPage {
        p: visitor.page(visitor.t("catalogue-content-title")),
        reports: catalogue.count_reports().await?,
        proposals: catalogue.proposals().await?,
        rows: paged.services.iter().map(row).collect(),
        count: many(&visitor, "catalogue-count-services", services.len()),
        misses: catalogue.misses().await?,
        previous: paged.previous.map(href),
        next: paged.next.map(href),
    })
}
