//! `/api/v1/calendar`: the days off and make-up days of a year, and their change.

use ::web::{Api, Failure, Outcome, Visitor};
use approvals_domain::{ActError, ProposeError};
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
    approve::{self, CalendarOrder, KIND},
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
#[serde(deny_unknown_fields)]
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
    /// The `digest` of the dry run; without it nothing is proposed.
    #[serde(default)]
    digest: Option<String>,
}

/// What a change would do.
#[derive(Serialize, utoipa::ToSchema)]
pub struct DryBody {
    year: YearBody,
    /// How many running dates move.
    moved: u64,
    /// Days that change and dates that move.
    lines: Vec<LineBody>,
    /// Stands for exactly this.
    digest: String,
}

/// One line of it.
#[derive(Serialize, utoipa::ToSchema)]
pub struct LineBody {
    #[schema(value_type = Object)]
    label: LocalText,
    #[schema(value_type = Object)]
    value: LocalText,
}

/// A change that waits for a second person.
#[derive(Serialize, utoipa::ToSchema)]
pub struct CalendarProposedBody {
    /// The proposal, for `/api/v1/approvals/{id}`.
    approval: String,
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

/// Proposes to change days of a year and to publish it; with `dry_run` only tells what it would do.
/// A second administrator approves it.
#[utoipa::path(
    post,
    path = "/api/v1/calendar",
    request_body = ChangeBody,
    params(("Idempotency-Key" = Option<String>, Header, description = "UUID of the request")),
    responses(
        (status = 200, description = "A dry run", body = DryBody),
        (status = 202, description = "Proposed", body = CalendarProposedBody),
        (status = 409, description = "It would do something else now: `shown.changed`"),
        (status = 422, description = "What is wrong"),
        (status = 428, description = "No digest of a dry run: `version.required`"),
    )
)]
pub async fn change(
    State(regions): State<Regions>,
    api: Api,
    sent: Result<Json<ChangeBody>, JsonRejection>,
) -> Outcome {
    let Json(sent) = sent.map_err(Failure::from)?;
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
    let preview = regions.preview(&visitor.actor, &change, &form.reason).map_err(wrong)?;
    let number = change.year();
    let order = CalendarOrder { change, reason: form.reason, version: preview.version };
    if sent.dry_run {
        let year = preview.after.years().find(|it| it.year == number);
        let year = year.ok_or_else(|| Failure::internal("the changed year is missing"))?;
        return dry(&regions, &visitor, &order, body(year, preview.after.version())).await;
    }
    let Some(digest) = sent.digest else { return Err(Failure::NoVersion) };
    let proposed = approve::propose(&regions, key, &visitor.actor, &order, &digest).await;
    let id = proposed.map_err(|error| match error {
        ProposeError::Changed(_) => Failure::Conflict("shown.changed"),
        ProposeError::Open(_) => Failure::Conflict("approval.open"),
        ProposeError::Down(cause) => Failure::internal(cause),
        ProposeError::Refused(_) | ProposeError::Typed(_) => Failure::Conflict("stale"),
    })?;
    let proposed = CalendarProposedBody { approval: id.to_string() };
    Ok((StatusCode::ACCEPTED, Json(proposed)).into_response())
}

/// What the change would do, with the digest that stands for it.
async fn dry(
    regions: &Regions,
    visitor: &Visitor,
    order: &CalendarOrder,
    year: YearBody,
) -> Outcome {
    let planned = regions.approvals().plan(KIND, &approve::value(order), &visitor.actor).await;
    let (plan, digest) = planned.map_err(|error| match error {
        ActError::Refused(_) => Failure::Conflict("stale"),
        ActError::Down(cause) => Failure::internal(cause),
    })?;
    let line = |it: approvals_domain::EffectLine| LineBody { label: it.label, value: it.value };
    let lines = plan.effect.lines.into_iter().map(line).collect();
    Ok(Json(DryBody { year, moved: plan.effect.touched, lines, digest }).into_response())
}
