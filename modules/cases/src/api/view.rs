//! What machines are told about a case.

use axum::{Json, extract::rejection::JsonRejection};
use cases_domain::{Case, Stage};
use kernel::{
    LocalText,
    calendar::{DayVerdict, Deadline},
    id::CaseId,
};
use serde::Serialize;
use web::{Failure, Visitor};

use crate::{
    service::{Desk, Trouble},
    trouble::failure,
};

/// A case as it stands. Dates are as `2026-11-24`, instants as `2026-11-23T02:00:00Z`.
#[derive(Serialize, utoipa::ToSchema)]
pub(crate) struct CaseBody {
    /// The reference, as people know it.
    reference: String,
    /// The case number of 45 digits.
    number: String,
    /// The service's id.
    service: String,
    /// The service's name, by language tag.
    #[schema(value_type = Object)]
    name: LocalText,
    /// The competent authority's id.
    authority: String,
    /// The word of the shared vocabulary, such as `in_review`.
    status: &'static str,
    /// To be sent back with the next change.
    version: u64,
    submitted_at: Option<String>,
    /// Until when it must be said what is missing.
    #[serde(skip_serializing_if = "Option::is_none")]
    notice_on: Option<String>,
    /// Until when the authority promised to decide.
    #[serde(skip_serializing_if = "Option::is_none")]
    promised_on: Option<String>,
    /// Until when the law wants a decision.
    #[serde(skip_serializing_if = "Option::is_none")]
    statutory_on: Option<String>,
    /// Until when the result must be delivered.
    #[serde(skip_serializing_if = "Option::is_none")]
    delivery_on: Option<String>,
    /// The date that matters to the applicant now, day by day.
    #[serde(skip_serializing_if = "Option::is_none")]
    due: Option<DueBody>,
    /// For whom it waits.
    waits: Vec<WaitBody>,
    /// Number of the result.
    #[serde(skip_serializing_if = "Option::is_none")]
    licence_number: Option<String>,
    delivered_at: Option<String>,
}

/// A date with its derivation.
#[derive(Serialize, utoipa::ToSchema)]
pub(crate) struct DueBody {
    /// Due at the end of this day.
    on: String,
    /// Whether a year on the way has no calendar yet, so that the date may still move.
    provisional: bool,
    /// Version of the working calendar.
    calendar_version: u32,
    /// The day of the event, which never counts.
    start: String,
    /// Every day after it.
    days: Vec<DayBody>,
}

/// One day of a date's derivation.
#[derive(Serialize, utoipa::ToSchema)]
pub(crate) struct DayBody {
    date: String,
    /// `counted`, `weekend`, `holiday`, `suspended` or `moved`.
    verdict: &'static str,
    /// Which day of the limit it is, from 1.
    #[serde(skip_serializing_if = "Option::is_none")]
    number: Option<u32>,
}

/// Somebody for whom a case waits.
#[derive(Serialize, utoipa::ToSchema)]
pub(crate) struct WaitBody {
    /// The step's id.
    step: String,
    /// The authority's id.
    authority: String,
    /// Until when.
    due_on: String,
}

/// The case at a version.
pub(super) fn case_body(desk: &Desk, case: &Case, version: u64) -> CaseBody {
    let waits = case.tasks().into_iter().map(|task| WaitBody {
        step: task.step,
        authority: task.wait.unit,
        due_on: task.wait.due.on.to_string(),
    });
    let is_running = !matches!(case.stage, Stage::Approved | Stage::Concluded { .. });
    let deadline = if is_running { desk.derivation(case) } else { None };
    CaseBody {
        reference: case.reference.clone(),
        number: case.number.clone(),
        service: case.service.clone(),
        name: case.name.clone(),
        authority: case.authority.clone(),
        status: case.status(),
        version,
        submitted_at: case.submitted_at.map(|at| at.to_string()),
        notice_on: case.notice.map(|due| due.on.to_string()),
        promised_on: case.promised.map(|due| due.on.to_string()),
        statutory_on: case.statutory.map(|due| due.on.to_string()),
        delivery_on: case.delivery.map(|due| due.on.to_string()),
        due: deadline.map(due_body),
        waits: waits.collect(),
        licence_number: case.licence_number.clone(),
        delivered_at: case.delivered_at.map(|at| at.to_string()),
    }
}

fn due_body(deadline: Deadline) -> DueBody {
    let day = |(date, verdict): (jiff::civil::Date, DayVerdict)| {
        let (verdict, number) = match verdict {
            DayVerdict::Counted(number) => ("counted", Some(number)),
            DayVerdict::Weekend => ("weekend", None),
            DayVerdict::Holiday(_) => ("holiday", None),
            DayVerdict::Suspended => ("suspended", None),
            DayVerdict::Moved => ("moved", None),
        };
        DayBody { date: date.to_string(), verdict, number }
    };
    DueBody {
        on: deadline.due.to_string(),
        provisional: deadline.provisional,
        calendar_version: deadline.calendar_version,
        start: deadline.derivation.start.to_string(),
        days: deadline.derivation.days.into_iter().map(day).collect(),
    }
}

/// The case after a change.
pub(super) async fn changed(desk: &Desk, id: CaseId) -> Result<Json<CaseBody>, Failure> {
    let loaded = desk.ledger.load::<Case>(id).await?;
    let (case, version) = loaded.ok_or(Failure::NotFound)?;
    Ok(Json(case_body(desk, &case, version)))
}

/// The case that a reference names.
pub(super) async fn id_of(
    desk: &Desk,
    visitor: &Visitor,
    reference: &str,
) -> Result<CaseId, Failure> {
    let listed = desk.listed(reference).await;
    listed.map(|it| it.id).map_err(|trouble: Trouble| failure(visitor, trouble))
}

/// What was sent, or what is wrong with it.
pub(super) fn sent<T>(body: Result<Json<T>, JsonRejection>) -> Result<T, Failure> {
    body.map(|Json(it)| it).map_err(|error| {
        // Who does not say what they saw is told so.
        if error.body_text().contains("missing field `version`") {
            return Failure::NoVersion;
        }
        error.into()
    })
}
