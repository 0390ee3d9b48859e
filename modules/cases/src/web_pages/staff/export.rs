//! `/staff/cases/export`: the list of one's authority's cases as a file.

use std::collections::BTreeMap;

use approvals_domain::{ActError, ProposeError};
use askama::Template;
use axum::{
    extract::{Path, Query, State},
    http::{HeaderValue, StatusCode, header},
    response::IntoResponse,
};
use cases_domain::{ExportedCases, ROWS_ALONE};
use jiff::civil::Date;
use kernel::id::CommandId;
use web::{Bound, Failure, Field, Outcome, Page, Visitor};

use crate::{
    export::{EXPORT, MOST},
    service::{Desk, Trouble},
    trouble::failure,
};

#[derive(Template)]
#[template(path = "cases/staff/export.html")]
struct ExportPage {
    p: Page,
    errors: Vec<web::ErrorLink>,
    from: Field,
    to: Field,
    /// What was asked for; none before.
    asked: Option<Asked>,
}

#[derive(Template)]
#[template(path = "cases/staff/export-wait.html")]
struct WaitPage {
    p: Page,
    id: CommandId,
}

struct Asked {
    from: Date,
    to: Date,
    rows: u64,
    is_too_long: bool,
    needs_second: bool,
    seal: String,
}

/// The form, and how many rows there would be.
pub(super) async fn show(
    State(desk): State<Desk>,
    visitor: Visitor,
    Query(query): Query<BTreeMap<String, String>>,
) -> Outcome {
    let get = |name: &str| query.get(name).map_or("", |it| it.trim());
    let days = [web::date_of(get, "from"), web::date_of(get, "to")];
    page(&desk, &visitor, &days, StatusCode::OK).await
}

async fn page(desk: &Desk, visitor: &Visitor, days: &[String; 2], status: StatusCode) -> Outcome {
    let is_asked = days.iter().any(|it| !it.is_empty());
    let today = desk.ledger.clock().today();
    let [from, to] = days.each_ref().map(|it| it.parse::<Date>().ok());
    let is_wrong = is_asked && !matches!((from, to), (Some(from), Some(to)) if from <= to);
    let asked = match (from, to) {
        (Some(from), Some(to)) if !is_wrong => Some(asked(desk, visitor, (from, to)).await?),
        _ => None,
    };
    let error = is_wrong.then(|| visitor.t("cases-export-days-wrong").to_owned());
    let field = |name: &str, key: &str, typed: &str, usual: Date| {
        let value = if typed.is_empty() { usual.to_string() } else { typed.to_owned() };
        Field::text(name, visitor.t(key)).kind("date").value(value)
    };
    let from = field("from", "cases-export-from", &days[0], today.first_of_month());
    let to = field("to", "cases-export-to", &days[1], today).error(error);
    let errors: Vec<_> = to.error_link().into_iter().collect();
    let status = if is_wrong { StatusCode::UNPROCESSABLE_ENTITY } else { status };
    let notice = status == StatusCode::CONFLICT;
    let p = frame(visitor)
        .with_errors(is_wrong)
        .with_notice(notice.then(|| visitor.t("web-shown-changed").to_owned()));
    visitor.html_with(status, &ExportPage { p, errors, from, to, asked })
}

async fn asked(desk: &Desk, visitor: &Visitor, days: (Date, Date)) -> Result<Asked, Failure> {
    let cases = desk.exportable(&visitor.actor, days).await;
    let cases = cases.map_err(|it| failure(visitor, it))?;
    let ExportedCases { from, to, rows, .. } = cases;
    Ok(Asked {
        from,
        to,
        rows,
        is_too_long: rows > MOST,
        needs_second: rows > ROWS_ALONE,
        seal: visitor.seal(EXPORT, &cases),
    })
}

/// Takes what was shown, or proposes it to a second person.
pub(super) async fn take(State(desk): State<Desk>, visitor: Visitor, bound: Bound) -> Outcome {
    let days = ["from", "to"].map(|name| bound.typed().get(name).to_owned());
    let [Ok(from), Ok(to)] = days.each_ref().map(|it| it.parse::<Date>()) else {
        return page(&desk, &visitor, &days, StatusCode::UNPROCESSABLE_ENTITY).await;
    };
    let cases = desk.exportable(&visitor.actor, (from, to)).await;
    let cases = cases.map_err(|it| failure(&visitor, it))?;
    let Ok(posted) = bound.open(&cases) else {
        return page(&desk, &visitor, &days, StatusCode::CONFLICT).await;
    };
    if cases.rows <= ROWS_ALONE {
        let id = desk.export_alone(posted.key, &visitor.actor, cases).await;
        let id = id.map_err(|it| failure(&visitor, it))?;
        return Ok(visitor.go(format!("/staff/cases/exports/{id}")));
    }
    propose(&desk, &visitor, posted.key, &cases, &days).await
}

async fn propose(
    desk: &Desk,
    visitor: &Visitor,
    key: CommandId,
    cases: &ExportedCases,
    days: &[String; 2],
) -> Outcome {
    let digest = match desk.plan_export(&visitor.actor, cases).await {
        Ok((_, digest)) => digest,
        Err(ActError::Refused(_)) => {
            return page(desk, visitor, days, StatusCode::CONFLICT).await;
        }
        Err(ActError::Down(cause)) => return Err(Failure::internal(cause)),
    };
    match desk.propose_export(key, &visitor.actor, cases, &digest).await {
        Ok(id) | Err(ProposeError::Open(id)) => {
            Ok(visitor.go(format!("/staff/cases/exports/{id}")))
        }
        Err(ProposeError::Down(error)) => Err(Failure::internal(error)),
        Err(_) => page(desk, visitor, days, StatusCode::CONFLICT).await,
    }
}

/// The file, for who asked for it; until it is approved, that it waits.
pub(super) async fn fetch(
    State(desk): State<Desk>,
    visitor: Visitor,
    Path(export): Path<String>,
) -> Outcome {
    let id: CommandId = export.parse().map_err(|_| Failure::NotFound)?;
    let bytes = match desk.exported(&visitor.actor, id, visitor.lang).await {
        Err(Trouble::NotFound) => {
            let waits = desk.waits_for_export(&visitor.actor, id).await;
            return match waits.map_err(|it| failure(&visitor, it))? {
                true => visitor.html(&WaitPage { p: frame(&visitor), id }),
                false => Err(Failure::NotFound),
            };
        }
        bytes => bytes.map_err(|it| failure(&visitor, it))?,
    };
    let mut response = bytes.into_response();
    let headers = response.headers_mut();
    let name = HeaderValue::from_static("attachment; filename=\"cases.csv\"");
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("text/csv; charset=utf-8"));
    headers.insert(header::CONTENT_DISPOSITION, name);
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    Ok(response)
}

fn frame(visitor: &Visitor) -> Page {
    let title = visitor.t("cases-export-title");
    visitor.page(title).crumb("/cases/", visitor.t("cases-staff-queue-title"))
}
