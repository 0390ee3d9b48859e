//! What readers say is wrong in guides.

use askama::Template;
use axum::{
    extract::{Path, Query, State},
    http::StatusCode,
};
use jiff::Timestamp;
use web::{Bound, ErrorLink, Failure, Outcome, Page, Visitor};

use super::super::{list::After, with_query};
use crate::{
    service::{Catalogue, DESK_PAGE},
    store::Report,
};

#[derive(Template)]
#[template(path = "catalogue/staff-reports.html")]
struct ReportsPage {
    p: Page,
    errors: Vec<ErrorLink>,
    rows: Vec<Open>,
    next: Option<String>,
    sent: Sent,
}

/// What was sent about a report, so that nothing is lost, and what came of it.
#[derive(Default)]
struct Sent {
    id: String,
    outcome: String,
    has_changed: bool,
    error: Option<String>,
}

impl Sent {
    /// What was typed about this report.
    fn outcome_of(&self, id: &str) -> &str {
        if self.id == id { &self.outcome } else { "" }
    }
}

struct Open {
    report: Report,
    name: String,
    seal: String,
}

/// What is shown of a report, as its seal stands for it.
fn shown(it: &Report) -> Option<(&str, &str, u64, &str)> {
    Some((&it.id, &it.service, it.revision, &it.text))
}

pub(super) async fn reports(
    State(catalogue): State<Catalogue>,
    visitor: Visitor,
    Query(after): Query<After>,
) -> Outcome {
    page(&catalogue, &visitor, &after.after, Sent::default()).await
}

async fn page(catalogue: &Catalogue, visitor: &Visitor, after: &str, sent: Sent) -> Outcome {
    let reports = catalogue.open_reports(place(after)).await?;
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
            seal: visitor.seal("catalogue.edit", &shown(&report)),
            report,
        }
    };
    let error =
        |text: &String| ErrorLink { href: format!("#outcome-{}", sent.id), text: text.clone() };
    let errors: Vec<_> = sent.error.as_ref().map(error).into_iter().collect();
    let status = match (sent.has_changed, errors.is_empty()) {
        (true, _) => StatusCode::CONFLICT,
        (false, true) => StatusCode::OK,
        (false, false) => StatusCode::UNPROCESSABLE_ENTITY,
    };
    let page = ReportsPage {
        p: visitor
            .page(visitor.t("catalogue-reports-title"))
            .crumb("/content/", visitor.t("catalogue-content-title"))
            .with_notice(sent.has_changed.then(|| visitor.t("web-shown-changed").to_owned()))
            .with_errors(!errors.is_empty()),
        errors,
        next: next.filter(|_| reports.len() >= DESK_PAGE),
        rows: reports.into_iter().map(open).collect(),
        sent,
    };
    visitor.html_with(status, &page)
}

/// Is done with the report that was shown.
pub(super) async fn settle(
    State(catalogue): State<Catalogue>,
    visitor: Visitor,
    Path(id): Path<String>,
    bound: Bound,
) -> Outcome {
    let outcome = bound.typed().get("outcome").to_owned();
    let sent = Sent { id: id.clone(), outcome, ..Sent::default() };
    let report = catalogue.open_report(&id).await?;
    let Ok(posted) = bound.open(&report.as_ref().and_then(shown)) else {
        return page(&catalogue, &visitor, "", Sent { has_changed: true, ..sent }).await;
    };
    let by = &visitor.actor;
    match catalogue.settle_report(by, posted.key, &id, &sent.outcome).await {
        Ok(()) => Ok(visitor.go("/staff/content/reports")),
        Err(trouble) => match trouble.failure(&visitor) {
            Failure::Refused { text, .. } => {
                page(&catalogue, &visitor, "", Sent { error: Some(text), ..sent }).await
            }
            other => Err(other),
        },
    }
}

/// A place in the list: the instant in microseconds and the id.
fn place(after: &str) -> Option<(Timestamp, String)> {
    let (at, id) = after.split_once('.')?;
    Some((Timestamp::from_microsecond(at.parse().ok()?).ok()?, id.to_owned()))
}
