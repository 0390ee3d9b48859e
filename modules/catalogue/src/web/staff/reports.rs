//! What readers say is wrong in guides.

use askama::Template;
use axum::extract::{Path, Query, State};
use jiff::Timestamp;
use web::{Outcome, Page, Posted, Visitor};

use super::super::{list::After, with_query};
use crate::{
    service::{Catalogue, DESK_PAGE},
    store::Report,
};

#[derive(Template)]
#[template(path = "catalogue/staff-reports.html")]
struct ReportsPage {
    p: Page,
    rows: Vec<Open>,
    next: Option<String>,
}

struct Open {
    report: Report,
    name: String,
    key: String,
}

pub(super) async fn reports(
    State(catalogue): State<Catalogue>,
    visitor: Visitor,
    Query(after): Query<After>,
) -> Outcome {
    let reports = catalogue.open_reports(place(&after.after)).await?;
    let next = reports.last().map(|last| {
        let place = format!("{}.{}", last.reported_at.as_microsecond(), last.id);
        with_query("/staff/content/reports", [("after", place.as_str())])
    });
    let open = |report: Report| {
        let kept = catalogue.kept(&report.service);
        let current = kept.and_then(|kept| kept.revision(u32::try_from(report.revision).ok()?));
        let name = current.map(|it| it.definition.name().get(visitor.lang).to_owned());
        Open {
            name: name.unwrap_or_else(|| report.service.clone()),
            key: visitor.new_key().to_string(),
            report,
        }
    };
    visitor.html(&ReportsPage {
        p: visitor
            .page(visitor.t("catalogue-reports-title"))
            .crumb("/content/", visitor.t("catalogue-content-title")),
        next: next.filter(|_| reports.len() >= DESK_PAGE),
        rows: reports.into_iter().map(open).collect(),
    })
}

pub(super) async fn settle(
    State(catalogue): State<Catalogue>,
    visitor: Visitor,
    Path(id): Path<String>,
    posted: Posted,
) -> Outcome {
    let settled = catalogue.settle_report(&visitor.actor, posted.key, &id, posted.get("outcome"));
    settled.await.map_err(|trouble| trouble.failure(&visitor))?;
    Ok(visitor.go("/staff/content/reports"))
}

/// A place in the list: the instant in microseconds and the id.
fn place(after: &str) -> Option<(Timestamp, String)> {
    let (at, id) = after.split_once('.')?;
    Some((Timestamp::from_microsecond(at.parse().ok()?).ok()?, id.to_owned()))
}
