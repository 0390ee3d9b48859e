//! `/api/v1/staff/{account}/training`: training on record, for administrators.

use ::web::{Api, Failure, FieldError, Outcome, Visitor};
use accounts_domain::TrainingRecord;
use axum::{
    Json,
    extract::{Path, State, rejection::JsonRejection},
    response::IntoResponse,
};
use serde::{Deserialize, Serialize};

use super::parts::{body, done, id};
use crate::{
    service::{Accounts, training::TrainingProblem},
    web::{training_course, training_refusal},
};

/// What somebody was taught.
#[derive(Serialize, utoipa::ToSchema)]
pub struct TrainingBody {
    /// Whether any record counts today.
    is_valid: bool,
    records: Vec<TrainingRecordBody>,
}

/// A record of training.
#[derive(Serialize, utoipa::ToSchema)]
pub struct TrainingRecordBody {
    number: u32,
    course: String,
    /// The day of the examination.
    held_on: String,
    /// The last day on which it counts.
    valid_until: String,
    /// `passed` or `failed`.
    result: &'static str,
    /// The account that recorded it.
    recorded_by: String,
    recorded_at: String,
    is_withdrawn: bool,
}

/// A course of somebody else.
#[derive(Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewTrainingBody {
    course: String,
    /// The day of the examination.
    held_on: String,
    /// The last day on which it counts.
    valid_until: String,
    /// `passed` or `failed`.
    result: String,
}

/// Why a record is taken back.
#[derive(Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct WithdrawTrainingBody {
    reason: String,
}

fn shown(it: &TrainingRecord) -> TrainingRecordBody {
    TrainingRecordBody {
        number: it.number,
        course: it.course.name.to_string(),
        held_on: it.course.held_on.to_string(),
        valid_until: it.course.valid_until.to_string(),
        result: it.course.result.word(),
        recorded_by: it.by.to_string(),
        recorded_at: it.at.to_string(),
        is_withdrawn: it.is_withdrawn,
    }
}

fn told(visitor: &Visitor, changed: Result<(), TrainingProblem>) -> Outcome {
    match changed {
        Ok(()) => Ok(done()),
        Err(TrainingProblem::Failure(failure)) => Err(failure),
        Err(TrainingProblem::Refused(refusal)) => {
            Err(Failure::refused(refusal.code(), visitor.t(training_refusal(refusal))))
        }
    }
}

/// What training somebody has on record.
#[utoipa::path(
    get,
    path = "/api/v1/staff/{account}/training",
    params(("account" = String, Path, description = "The account")),
    responses((status = 200, body = TrainingBody), (status = 404, description = "Out of reach"))
)]
pub async fn show(
    State(accounts): State<Accounts>,
    visitor: Visitor,
    Path(account): Path<String>,
) -> Outcome {
    let (training, _) = accounts.training(&visitor.actor, id(&account)?).await?;
    let is_valid = training.is_valid_on(accounts.today());
    let records = training.records.iter().map(shown).collect();
    Ok(Json(TrainingBody { is_valid, records }).into_response())
}

/// Records a course of somebody else.
#[utoipa::path(
    post,
    path = "/api/v1/staff/{account}/training",
    params(("account" = String, Path, description = "The account")),
    request_body = NewTrainingBody,
    responses((status = 204, description = "Recorded"), (status = 422, description = "Refused"))
)]
pub async fn record(
    State(accounts): State<Accounts>,
    api: Api,
    Path(account): Path<String>,
    sent: Result<Json<NewTrainingBody>, JsonRejection>,
) -> Outcome {
    let it = body(sent)?;
    let course = training_course(&it.course, &[it.held_on, it.valid_until], &it.result);
    let visitor = &api.visitor;
    let error = |(field, key): (&str, &str)| FieldError {
        field: field.to_owned(),
        code: "wrong".to_owned(),
        message: visitor.t(key).to_owned(),
    };
    let course =
        course.map_err(|wrong| Failure::Invalid(wrong.into_iter().map(error).collect()))?;
    let done = accounts.record_training(&visitor.actor, api.key, id(&account)?, course).await;
    told(visitor, done)
}

/// Takes a record back that was made by mistake.
#[utoipa::path(
    post,
    path = "/api/v1/staff/{account}/training/{number}/withdraw",
    params(
        ("account" = String, Path, description = "The account"),
        ("number" = u32, Path, description = "The record's number")
    ),
    request_body = WithdrawTrainingBody,
    responses((status = 204, description = "Done"), (status = 422, description = "Refused"))
)]
pub async fn withdraw(
    State(accounts): State<Accounts>,
    api: Api,
    Path((account, number)): Path<(String, u32)>,
    sent: Result<Json<WithdrawTrainingBody>, JsonRejection>,
) -> Outcome {
    let reason = body(sent)?.reason;
    let by = &api.visitor.actor;
    let done = accounts.withdraw_training(by, api.key, id(&account)?, number, &reason).await;
    told(&api.visitor, done)
}
