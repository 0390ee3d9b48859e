//! `/api/v1/deadline`: when a time limit ends, and why.

use ::web::{Failure, Outcome, Visitor};
use axum::{
    Json,
    extract::{Query, State},
    response::IntoResponse,
};
use kernel::{
    LocalText,
    calendar::{DayVerdict, Deadline},
};
use serde::{Deserialize, Serialize};

use crate::{service::Regions, web::Ask};

/// A deadline with its derivation.
#[derive(Serialize, utoipa::ToSchema)]
pub struct DeadlineBody {
    /// Due at the end of this day.
    due: String,
    /// Whether a year on the way has no notice yet, so that the date may still move.
    provisional: bool,
    /// Version of the calendar that was used.
    calendar_version: u32,
    /// The day of the event, which never counts.
    start: String,
    /// Every day after it.
    days: Vec<CountedDayBody>,
}

/// One day of a deadline.
#[derive(Serialize, utoipa::ToSchema)]
pub struct CountedDayBody {
    date: String,
    /// `counted`, `weekend`, `holiday`, `suspended` or `moved`.
    verdict: &'static str,
    /// Which day of the limit it is, from 1.
    #[serde(skip_serializing_if = "Option::is_none")]
    number: Option<u32>,
    /// The holiday's name, by language tag.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<Object>)]
    name: Option<LocalText>,
}

/// What is asked.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Question {
    #[serde(default)]
    start: String,
    #[serde(default)]
    days: String,
    #[serde(default)]
    unit: String,
}

/// When a time limit that starts on a day ends.
#[utoipa::path(
    get,
    path = "/api/v1/deadline",
    params(
        ("start" = String, Query, format = Date, description = "The day of the event, such as 2026-10-08"),
        ("days" = u32, Query, description = "How many days, at most 366"),
        ("unit" = Option<String>, Query, description = "`working` (default) or `calendar`")
    ),
    responses((status = 200, body = DeadlineBody), (status = 422, description = "What is wrong"))
)]
pub async fn show(
    State(regions): State<Regions>,
    visitor: Visitor,
    Query(asked): Query<Question>,
) -> Outcome {
    let unit = if asked.unit.is_empty() { "working".to_owned() } else { asked.unit };
    let ask = Ask { start: asked.start, days: asked.days, unit };
    let (start, limit) = ask.read(&visitor).map_err(Failure::Invalid)?;
    Ok(Json(body(regions.deadline(start, limit))).into_response())
}

fn body(deadline: Deadline) -> DeadlineBody {
    let days = deadline.derivation.days.into_iter().map(|(date, verdict)| {
        let (verdict, number, name) = match verdict {
            DayVerdict::Counted(number) => ("counted", Some(number), None),
            DayVerdict::Weekend => ("weekend", None, None),
            DayVerdict::Holiday(name) => ("holiday", None, Some(name)),
            DayVerdict::Suspended => ("suspended", None, None),
            DayVerdict::Moved => ("moved", None, None),
        };
        CountedDayBody { date: date.to_string(), verdict, number, name }
    });
    DeadlineBody {
        due: deadline.due.to_string(),
        provisional: deadline.provisional,
        calendar_version: deadline.calendar_version,
        start: deadline.derivation.start.to_string(),
        days: days.collect(),
    }
}
