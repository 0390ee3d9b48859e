//! What the addresses of this subject have in common.

use std::str::FromStr;

use ::web::{Failure, FieldError, Outcome, Visitor};
use axum::{
    Json,
    extract::rejection::JsonRejection,
    http::StatusCode,
    response::{IntoResponse, Response},
};
use serde::Deserialize;

use crate::{
    service::{RegisterError, StaffingProblem},
    web::{refusal, staff_refusal},
};

/// What was sent, or what is wrong with it.
pub fn body<T>(sent: Result<Json<T>, JsonRejection>) -> Result<T, Failure> {
    sent.map(|Json(it)| it).map_err(Failure::from)
}

/// A member that holds none of the values it may have.
pub fn unknown(visitor: &Visitor, member: &str) -> Failure {
    Failure::Invalid(vec![FieldError {
        field: member.to_owned(),
        code: "unknown".to_owned(),
        message: visitor.t("accounts-value-unknown").to_owned(),
    }])
}

/// An id in an address; what is none leads nowhere.
pub fn id<T: FromStr>(text: &str) -> Result<T, Failure> {
    text.parse().map_err(|_| Failure::NotFound)
}

/// It is done, and there is nothing to say.
pub fn done() -> Response {
    StatusCode::NO_CONTENT.into_response()
}

/// Why an administrator does something with the account or the post of somebody else.
#[derive(Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ReasonBody {
    pub reason: String,
}

/// What came of what an administrator did.
pub fn settled(visitor: &Visitor, changed: Result<(), StaffingProblem>) -> Outcome {
    match changed {
        Ok(()) => Ok(done()),
        Err(StaffingProblem::Failure(failure)) => Err(failure),
        Err(StaffingProblem::Doubt(doubt)) => Err(doubt.failure(visitor)),
        Err(StaffingProblem::Refused(refusal)) => {
            Err(Failure::refused(refusal.code(), visitor.t(staff_refusal(refusal))))
        }
    }
}

/// What came of a change that the rules may refuse.
pub fn told(visitor: &Visitor, changed: Result<(), RegisterError>) -> Outcome {
    changed.map(|()| done()).map_err(|error| refusal(visitor, error))
}
