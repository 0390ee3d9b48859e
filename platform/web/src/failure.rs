//! What a handler answers when it cannot do what was asked. The same failure is a full page for
//! people and problem+json for machines.

use authz::Denied;
use axum::{
    http::StatusCode,
    response::{IntoResponse, Response},
};
use ledger::{CommandError, StoreError, VaultError};
use serde::Serialize;

/// What a handler answers.
pub type Outcome = Result<Response, Failure>;

/// One field that was not filled in as it should be.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct FieldError {
    /// The field's name.
    pub field: String,
    /// A code without language, such as `required`.
    pub code: String,
    /// What to do, in the asked language.
    pub message: String,
}

/// Why something cannot be done.
#[derive(Debug, Clone)]
pub enum Failure {
    /// There is no such thing, or the asker may not know that there is.
    NotFound,
    /// It was here and is withdrawn; the address of what took its place, if any.
    Gone(Option<String>),
    /// One has to sign in first.
    SignIn,
    /// The role or relation does not allow it.
    Forbidden,
    /// The rules of the subject refuse: a stable code and a text in the reader's language.
    Refused {
        /// Stable code, such as `case.not_returned`.
        code: &'static str,
        /// What to do.
        text: String,
    },
    /// The form or body is wrong in these fields.
    Invalid(Vec<FieldError>),
    /// Somebody else changed it, or the command id was used for something else.
    Conflict(&'static str),
    /// The body is too large: the limit in megabytes.
    TooLarge(u64),
    /// The request cannot be read.
    Malformed(String),
    /// Too many requests: wait so many seconds.
    TooMany(u64),
    /// The database or another part does not answer at present.
    Unavailable,
    /// A fault of ours, under this reference in the log.
    Internal(String),
}

impl Failure {
    /// The HTTP status.
    pub fn status(&self) -> StatusCode {
        match self {
            Failure::NotFound => StatusCode::NOT_FOUND,
            Failure::Gone(_) => StatusCode::GONE,
            Failure::SignIn => StatusCode::UNAUTHORIZED,
            Failure::Forbidden => StatusCode::FORBIDDEN,
            Failure::Refused { .. } | Failure::Invalid(_) => StatusCode::UNPROCESSABLE_ENTITY,
            Failure::Conflict(_) => StatusCode::CONFLICT,
            Failure::TooLarge(_) => StatusCode::PAYLOAD_TOO_LARGE,
            Failure::Malformed(_) => StatusCode::BAD_REQUEST,
            Failure::TooMany(_) => StatusCode::TOO_MANY_REQUESTS,
            Failure::Unavailable => StatusCode::SERVICE_UNAVAILABLE,
            Failure::Internal(_) => StatusCode::INTERNAL_SERVER_ERROR,
        }
    }

    /// The stable code.
    pub fn code(&self) -> &'static str {
        match self {
            Failure::NotFound => "not_found",
            Failure::Gone(_) => "gone",
            Failure::SignIn => "sign_in",
            Failure::Forbidden => "forbidden",
            Failure::Refused { code, .. } | Failure::Conflict(code) => code,
            Failure::Invalid(_) => "invalid",
            Failure::TooLarge(_) => "too_large",
            Failure::Malformed(_) => "malformed",
            Failure::TooMany(_) => "too_many",
            Failure::Unavailable => "unavailable",
            Failure::Internal(_) => "internal",
        }
    }

    /// A fault of ours: logged with its cause, shown with a reference only.
    pub fn internal(cause: impl std::fmt::Display) -> Self {
        let text = cause.to_string();
        let reference = data_encoding::BASE32_NOPAD
            .encode(&<sha2::Sha256 as sha2::Digest>::digest(text.as_bytes())[..5]);
        tracing::error!(reference, cause = text, "internal failure");
        Failure::Internal(reference)
    }

    /// A refusal of the subject's rules.
    pub fn refused(code: &'static str, text: impl Into<String>) -> Self {
        Failure::Refused { code, text: text.into() }
    }

    /// Turns a command's error into a failure; `refusal` words the domain's own reasons.
    pub fn from_command<R>(error: CommandError<R>, refusal: impl FnOnce(R) -> Failure) -> Self {
        match error {
            CommandError::Refused(reason) => refusal(reason),
            CommandError::Reused => Failure::Conflict("command.reused"),
            CommandError::Stale(_) => Failure::Conflict("stale"),
            CommandError::Taken(_) => Failure::Conflict("taken"),
            CommandError::Store(error) => error.into(),
        }
    }
}

impl From<StoreError> for Failure {
    fn from(error: StoreError) -> Self {
        match error {
            StoreError::Unavailable(cause) => {
                tracing::error!(cause, "the database is unavailable");
                Failure::Unavailable
            }
            StoreError::Conflict(_) => Failure::Conflict("stale"),
            StoreError::Taken(_) => Failure::Conflict("taken"),
            other @ StoreError::Contradiction(_) => Failure::internal(other),
        }
    }
}

impl From<VaultError> for Failure {
    fn from(error: VaultError) -> Self {
        match error {
            VaultError::Erased => Failure::Gone(None),
            VaultError::Store(error) => error.into(),
            VaultError::Broken => Failure::internal(error),
        }
    }
}

impl From<Denied> for Failure {
    fn from(_: Denied) -> Self {
        Failure::Forbidden
    }
}

impl From<askama::Error> for Failure {
    fn from(error: askama::Error) -> Self {
        Failure::internal(error)
    }
}

impl IntoResponse for Failure {
    /// A bare answer that carries the failure; the gate, which knows the visitor, dresses it.
    fn into_response(self) -> Response {
        let mut response = self.status().into_response();
        response.extensions_mut().insert(self);
        response
    }
}
