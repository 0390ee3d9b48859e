//! The public counts of all services.

use askama::Template;
use axum::extract::{Query, State};
use ratings_domain::{Grade, Totals};
use serde::Deserialize;
use web::{Outcome, Page, Visitor};

use super::view::{grade_text, tenths};
use crate::service::{RatingService, SERVICES_ON_PAGE};

#[derive(Template)]
#[template(path = "ratings/totals.html")]
struct TotalsPage {
    p: Page,
    grades: Vec<String>,
    rows: Vec<TotalsRow>,
    previous: Option<String>,
    next: Option<String>,
}

struct TotalsRow {
    service: String,
    name: String,
    name_lang: &'static str,
    /// With the grade's word, for phones.
    counts: Vec<(String, u64)>,
    total: u64,
    average: Option<String>,
    satisfied: Option<u64>,
}

/// After which service the page begins.
#[derive(Deserialize)]
pub struct After {
    #[serde(default)]
    after: String,
}

/// `GET /ratings/?after=`
pub async fn list(
    State(service): State<RatingService>,
    visitor: Visitor,
    Query(After { after }): Query<After>,
) -> Outcome {
    let mut found = service.all_totals(&after).await?;
    let has_more = found.len() > SERVICES_ON_PAGE;
    found.truncate(SERVICES_ON_PAGE);
    let address = visitor.path_to("/ratings/");
    let last = found.last().filter(|_| has_more);
    let next = last.map(|(service, _)| format!("{address}?after={service}"));
    let previous = (!after.is_empty()).then_some(address);
    let rows = found.iter().map(|(id, totals)| row(&service, &visitor, id, totals)).collect();
    let grades = Grade::ALL.map(|it| grade_text(&visitor, it)).into();
    let p = visitor.page(visitor.t("ratings-totals-title"));
    visitor.html(&TotalsPage { p, grades, rows, previous, next })
}

fn row(service: &RatingService, visitor: &Visitor, id: &str, totals: &Totals) -> TotalsRow {
    let name = service.service_name(id);
    TotalsRow {
        service: id.to_owned(),
        name: name.get(visitor.lang).to_owned(),
        name_lang: name.lang(visitor.lang).tag(),
        counts: Grade::ALL.map(|it| (grade_text(visitor, it), totals.of(it))).into(),
        total: totals.total(),
        average: totals.average_tenths().map(tenths),
        satisfied: totals.satisfied_percent(),
    }
}
