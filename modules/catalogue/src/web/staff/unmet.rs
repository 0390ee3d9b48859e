//! What people looked for in vain, week by week (未满足的需求): for the editors, also as a file.

use askama::Template;
use axum::{
    extract::{Query, State},
    http::{HeaderValue, header},
    response::IntoResponse as _,
};
use serde::Deserialize;
use web::{Csv, Failure, Link, Outcome, Page, Visitor};

use super::super::with_query;
use crate::{
    service::{Catalogue, Unmet},
    store::Counted,
};

/// The week, by its Monday.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Chosen {
    week: String,
}

#[derive(Template)]
#[template(path = "catalogue/staff-unmet.html")]
struct UnmetPage {
    p: Page,
    lead: String,
    weeks: Vec<Link>,
    rows: Vec<Unmet>,
    file: String,
}

pub(super) async fn unmet(
    State(catalogue): State<Catalogue>,
    visitor: Visitor,
    Query(chosen): Query<Chosen>,
) -> Outcome {
    let weeks = catalogue.weeks().await?;
    let week = of(&weeks, &chosen)?;
    let rows = match &week {
        Some(week) => catalogue.unmet(&week.what).await?,
        None => Vec::new(),
    };
    let lead = week.as_ref().map_or_else(String::new, |week| {
        let args: [(&str, &dyn std::fmt::Display); 2] =
            [("week", &week.what), ("count", &week.count)];
        visitor.tr("catalogue-unmet-lead", &args)
    });
    let shown = week.map_or_else(String::new, |week| week.what);
    let link = |it: &Counted| Link {
        href: with_query("/staff/content/unmet", [("week", it.what.as_str())]),
        text: visitor.tr("catalogue-unmet-week", &[("week", &it.what), ("count", &it.count)]),
        current: it.what == shown,
    };
    visitor.html(&UnmetPage {
        p: visitor
            .page(visitor.t("catalogue-unmet-title"))
            .crumb("/content/", visitor.t("catalogue-content-title")),
        lead,
        weeks: weeks.iter().map(link).collect(),
        rows,
        file: with_query("/staff/content/unmet.csv", [("week", shown.as_str())]),
    })
}

/// The same week as a file.
pub(super) async fn file(
    State(catalogue): State<Catalogue>,
    visitor: Visitor,
    Query(chosen): Query<Chosen>,
) -> Outcome {
    let weeks = catalogue.weeks().await?;
    let week = of(&weeks, &chosen)?.ok_or(Failure::NotFound)?;
    let columns = ["monday", "words", "count", "found"]
        .map(|it| visitor.t(&format!("catalogue-unmet-{it}")).to_owned());
    let mut csv = Csv::new(&columns);
    for it in catalogue.unmet(&week.what).await? {
        csv.row(&[week.what.clone(), it.text, it.count.to_string(), it.found.to_string()]);
    }
    let mut response = csv.into_bytes().into_response();
    let headers = response.headers_mut();
    let name = HeaderValue::from_static("attachment; filename=\"unmet.csv\"");
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("text/csv; charset=utf-8"));
    headers.insert(header::CONTENT_DISPOSITION, name);
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    Ok(response)
}

/// The week that is asked for; the newest where none is.
fn of(weeks: &[Counted], chosen: &Chosen) -> Result<Option<Counted>, Failure> {
    if chosen.week.is_empty() {
        return Ok(weeks.first().cloned());
    }
    let found = weeks.iter().find(|it| it.what == chosen.week).cloned();
    found.map(Some).ok_or(Failure::NotFound)
}
