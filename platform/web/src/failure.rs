//! What a handler answers when it cannot do what was asked. The same failure is a full page for
//! people and problem+json for machines.

use authz::Denied;
use axum::{
    extract::rejection::JsonRejection,
    http::StatusCode,
    response::{IntoResponse, Response},
};
use ledger::{CommandError, StoreError, VaultError};
use serde::Serialize;

use crate::Pause;

/// What a program sends, unless it is a file, is not larger than so many megabytes.
pub(crate) const JSON_MB: u64 = 1;

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
    /// Staff work with a passkey here, and this session has not been proved with one.
    Passkey,
    /// It is allowed, but one has to confirm this action of the policy table first.
    StepUp(&'static str),
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
    /// An act of an officer that does not say which version was seen.
    NoVersion,
    /// The body is too large: the limit in megabytes.
    TooLarge(u64),
    /// The request cannot be read.
    Malformed(String),
    /// Too many requests: wait so many seconds.
    TooMany(u64),
    /// Patience has to be shown first, by computing or waiting; where a budget is used up, without
    /// it one waits so many seconds.
    Proof(Option<u64>),
    /// What would be shown is not what was published.
    Withheld,
    /// It would have taken longer than anybody is kept waiting, so it was given up.
    Overdue,
    /// Nothing is changed at present.
    ReadOnly(Pause),
    /// The database or another part does not answer at present.
    Unavailable,
    /// What HTTP itself refuses: an unsupported method, a media type, an address that is too long.
    Status(StatusCode),
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
            Failure::Forbidden | Failure::Passkey | Failure::StepUp(_) => StatusCode::FORBIDDEN,
            Failure::Refused { .. } | Failure::Invalid(_) => StatusCode::UNPROCESSABLE_ENTITY,
            Failure::Conflict(_) => StatusCode::CONFLICT,
            Failure::NoVersion => StatusCode::PRECONDITION_REQUIRED,
            Failure::TooLarge(_) => StatusCode::PAYLOAD_TOO_LARGE,
            Failure::Malformed(_) => StatusCode::BAD_REQUEST,
            Failure::TooMany(_) | Failure::Proof(_) => StatusCode::TOO_MANY_REQUESTS,
            Failure::Unavailable | Failure::Overdue | Failure::Withheld | Failure::ReadOnly(_) => {
                StatusCode::SERVICE_UNAVAILABLE
            }
            Failure::Status(status) => *status,
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
            Failure::Passkey => "sign_in.passkey_needed",
            Failure::StepUp(_) => "step_up",
            Failure::Refused { code, .. } | Failure::Conflict(code) => code,
            Failure::Invalid(_) => "invalid",
            Failure::NoVersion => "version.required",
            Failure::TooLarge(_) => "too_large",
            Failure::Malformed(_) => "malformed",
            Failure::TooMany(_) | Failure::Proof(Some(_)) => "too_many",
            Failure::Proof(None) => "proof_needed",
            Failure::Withheld => "page_withheld",
            Failure::Overdue => "overdue",
            Failure::ReadOnly(_) => "read_only",
            Failure::Unavailable => "unavailable",
            Failure::Status(status) => status_code(*status),
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
            CommandError::Withheld(code) => Failure::Conflict(code),
            CommandError::Stale(_) => Failure::Conflict("stale"),
            CommandError::Taken(_) => Failure::Conflict("taken"),
            CommandError::Store(error) => error.into(),
        }
    }
}

const fn status_code(status: StatusCode) -> &'static str {
    match status {
        StatusCode::METHOD_NOT_ALLOWED => "method_not_allowed",
        StatusCode::URI_TOO_LONG => "address_too_long",
        StatusCode::UNSUPPORTED_MEDIA_TYPE => "media_type",
        StatusCode::REQUEST_HEADER_FIELDS_TOO_LARGE => "headers_too_large",
        _ => "malformed",
    }
}

impl From<JsonRejection> for Failure {
    /// What is wrong with a body: it is too large, no JSON, or not what is asked for.
    fn from(rejection: JsonRejection) -> Self {
        match rejection.status() {
            StatusCode::PAYLOAD_TOO_LARGE => Failure::TooLarge(JSON_MB),
            StatusCode::UNSUPPORTED_MEDIA_TYPE => Failure::Status(rejection.status()),
            _ => Failure::Malformed(rejection.body_text()),
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
            StoreError::Overdue(cause) => {
                tracing::warn!(cause, "a statement was given up");
                Failure::Overdue
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
            VaultError::Broken | VaultError::Keys(_) => Failure::internal(error),
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
