//! What the addresses of this subject have in common.

use std::str::FromStr;

use ::web::{Failure, FieldError, Outcome, Visitor};
use axum::{
    Json,
    extract::rejection::JsonRejection,
    http::StatusCode,
    response::{IntoResponse, Response},
};

use crate::{service::RegisterError, web::refusal};

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

/// What came of a change that the rules may refuse.
pub fn told(visitor: &Visitor, changed: Result<(), RegisterError>) -> Outcome {
    changed.map(|()| done()).map_err(|error| refusal(visitor, error))
}
