//! `/api/v1/calendar`: the days off and make-up days of a year, and their change.

use ::web::{Api, Failure, Outcome, Visitor};
use axum::{
    Json,
    extract::{Path, State, rejection::JsonRejection},
    http::StatusCode,
    response::IntoResponse,
};
use kernel::{LocalText, calendar::YearCalendar};
use regions_domain::Calendars as _;
use serde::{Deserialize, Serialize};

use crate::{
    service::Regions,
    web::{ChangeForm, refusal},
};

/// A year's notice.
#[derive(Serialize, utoipa::ToSchema)]
pub struct YearBody {
    year: i16,
    /// Number of the notice.
    source: String,
    /// Days off, weekends inside the break included.
    holidays: Vec<HolidayBody>,
    /// Saturdays and Sundays that are worked, as `2026-10-10`.
    make_up: Vec<String>,
    /// Version of the calendar of all years.
    version: u32,
}

/// Consecutive days off.
#[derive(Serialize, utoipa::ToSchema)]
pub struct HolidayBody {
    /// The name, by language tag.
    #[schema(value_type = Object)]
    name: LocalText,
    /// First day off.
    from: String,
    /// Last day off, included.
    to: String,
}

/// A change of days of one year.
#[derive(Deserialize, utoipa::ToSchema)]
pub struct ChangeBody {
    /// What the days become: `off`, `make_up` or `ordinary`.
    becomes: String,
    /// First day, `2026-10-08`.
    from: String,
    /// Last day, included; the first where it is missing.
    #[serde(default)]
    to: String,
    /// What days off are called.
    #[serde(default)]
    name: String,
    /// Why, with the number of the notice.
    reason: String,
    /// Only tries the change.
    #[serde(default)]
    dry_run: bool,
}

fn body(year: &YearCalendar, version: u32) -> YearBody {
    let holidays = year.holidays.iter().map(|it| HolidayBody {
        name: it.name.clone(),
        from: it.from.to_string(),
        to: it.to.to_string(),
    });
    YearBody {
        year: year.year,
        source: year.source.clone(),
        holidays: holidays.collect(),
        make_up: year.make_up.iter().map(ToString::to_string).collect(),
        version,
    }
}

/// The days off and make-up days of a year.
#[utoipa::path(
    get,
    path = "/api/v1/calendar/{year}",
    params(("year" = i16, Path, description = "The year, such as 2026")),
    responses((status = 200, body = YearBody), (status = 404, description = "No notice yet"))
)]
pub async fn show(
    State(regions): State<Regions>,
    _visitor: Visitor,
    Path(year): Path<String>,
) -> Outcome {
    let year: i16 = year.parse().map_err(|_| Failure::NotFound)?;
    let (book, version) = (regions.book(), regions.current().version());
    let found = book.year(year).ok_or(Failure::NotFound)?;
    Ok(Json(body(found, version)).into_response())
}

/// Changes days of a year and publishes it; with `dry_run` only tells what it would be.
#[utoipa::path(
    post,
    path = "/api/v1/calendar",
    request_body = ChangeBody,
    params(("Idempotency-Key" = Option<String>, Header, description = "UUID of the request")),
    responses((status = 200, body = YearBody), (status = 422, description = "What is wrong"))
)]
pub async fn change(
    State(regions): State<Regions>,
    api: Api,
    sent: Result<Json<ChangeBody>, JsonRejection>,
) -> Outcome {
    let Json(sent) = sent.map_err(|it| Failure::Malformed(it.body_text()))?;
    let Api { visitor, key } = api;
    let form = ChangeForm {
        becomes: sent.becomes,
        from: sent.from,
        to: sent.to,
        name: sent.name,
        reason: sent.reason,
    };
    let change = form.read(&visitor, &regions.book()).map_err(Failure::Invalid)?;
    let wrong = |error| match refusal(&visitor, error) {
        Ok(field) => Failure::Invalid(vec![field]),
        Err(failure) => failure,
    };
    let number = change.year();
    if sent.dry_run {
        let preview = regions.preview(&visitor.actor, &change, &form.reason).map_err(wrong)?;
        let year = preview.after.years().find(|it| it.year == number);
        let year = year.ok_or_else(|| Failure::internal("the changed year is missing"))?;
        return Ok(Json(body(year, preview.after.version())).into_response());
    }
    let year =
        regions.change(&visitor.actor, key, change, form.reason, None).await.map_err(wrong)?;
    let version = regions.current().version();
    Ok((StatusCode::OK, Json(body(&year, version))).into_response())
}
