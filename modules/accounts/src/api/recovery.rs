//! `/api/v1/recovery` and `/api/v1/activation`: forgotten and first passwords.

use ::web::{Api, Failure, Outcome, Visitor};
use axum::{
    Json,
    extract::{State, rejection::JsonRejection},
    http::StatusCode,
    response::IntoResponse,
};
use serde::{Deserialize, Serialize};

use super::{
    parts::{body, done},
    security::refused,
};
use crate::{
    service::{Accounts, Flow, Kind, PasswordRefused, Recovering, SignInError},
    web::{caller, noted},
};

/// Who forgot their password.
#[derive(Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ForgottenBody {
    /// Identity number.
    login: String,
}

/// What was begun.
#[derive(Serialize, utoipa::ToSchema)]
pub struct FlowBody {
    /// Sent along with the next step.
    flow: String,
}

/// The code that was sent to the contact.
#[derive(Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct RecoveryCodeBody {
    flow: String,
    code: String,
}

/// What the code led to.
#[derive(Serialize, utoipa::ToSchema)]
pub struct RecoveryBody {
    /// From when on a new password can be set, after the same two steps.
    #[serde(skip_serializing_if = "Option::is_none")]
    ready_at: Option<String>,
    /// Sent along with the new password, where it can be set now.
    #[serde(skip_serializing_if = "Option::is_none")]
    flow: Option<String>,
}

/// The new password.
#[derive(Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewPasswordBody {
    flow: String,
    new: String,
}

/// What prevents it.
#[derive(Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CancelBody {
    /// As in the address that the notices bring.
    cancel: String,
}

/// The code that an administrator issued, and the password.
#[derive(Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ActivationBody {
    /// User name of a member of staff.
    login: String,
    code: String,
    new: String,
}

/// Asks for a code. The answer is the same whether or not there is such an account.
#[utoipa::path(
    post,
    path = "/api/v1/recovery",
    request_body = ForgottenBody,
    responses((status = 201, body = FlowBody), (status = 429, description = "Too many requests"))
)]
pub async fn ask(
    State(accounts): State<Accounts>,
    visitor: Visitor,
    sent: Result<Json<ForgottenBody>, JsonRejection>,
) -> Outcome {
    let sent = body(sent)?;
    let flow = accounts.ask_recovery(&sent.login, &caller(&visitor)).await?;
    Ok((StatusCode::CREATED, Json(FlowBody { flow })).into_response())
}

/// Takes the code: the waiting begins or goes on, or a new password can be set.
#[utoipa::path(
    post,
    path = "/api/v1/recovery/code",
    request_body = RecoveryCodeBody,
    responses((status = 200, body = RecoveryBody), (status = 422, description = "Wrong code"))
)]
pub async fn code(
    State(accounts): State<Accounts>,
    api: Api,
    sent: Result<Json<RecoveryCodeBody>, JsonRejection>,
) -> Outcome {
    let (sent, visitor) = (body(sent)?, api.visitor);
    let flow = open(&accounts, &visitor, Kind::Recover, &sent.flow).await?;
    let taken = noted(&visitor, accounts.recovery_code(&flow, api.key, &sent.code).await);
    let answer = match taken.map_err(|error| failure(&visitor, error))? {
        Recovering::Waits(until) => RecoveryBody { ready_at: Some(until.to_string()), flow: None },
        Recovering::Ready(flow) => RecoveryBody { ready_at: None, flow: Some(flow) },
    };
    Ok(Json(answer).into_response())
}

/// Sets the new password; all sessions end.
#[utoipa::path(
    post,
    path = "/api/v1/recovery/password",
    request_body = NewPasswordBody,
    responses((status = 204), (status = 422, description = "Over, or it could be guessed"))
)]
pub async fn password(
    State(accounts): State<Accounts>,
    api: Api,
    sent: Result<Json<NewPasswordBody>, JsonRejection>,
) -> Outcome {
    let (sent, visitor) = (body(sent)?, api.visitor);
    let flow = open(&accounts, &visitor, Kind::NewPassword, &sent.flow).await?;
    match accounts.recover(&flow, api.key, sent.new).await {
        Ok(()) => Ok(done()),
        Err(PasswordRefused::SignIn(error)) => Err(failure(&visitor, error)),
        Err(weak) => Err(refused(&visitor, weak)),
    }
}

/// Prevents the new password.
#[utoipa::path(
    post,
    path = "/api/v1/recovery/cancel",
    request_body = CancelBody,
    responses((status = 204), (status = 404, description = "There is nothing to prevent"))
)]
pub async fn cancel(
    State(accounts): State<Accounts>,
    sent: Result<Json<CancelBody>, JsonRejection>,
) -> Outcome {
    match accounts.cancel_recovery(&body(sent)?.cancel).await? {
        true => Ok(done()),
        false => Err(Failure::NotFound),
    }
}

/// Sets the password of a member of staff with the code that an administrator issued.
#[utoipa::path(
    post,
    path = "/api/v1/activation",
    request_body = ActivationBody,
    responses((status = 204), (status = 422, description = "Wrong login or code, or it could be guessed"))
)]
pub async fn activate(
    State(accounts): State<Accounts>,
    api: Api,
    sent: Result<Json<ActivationBody>, JsonRejection>,
) -> Outcome {
    let (sent, visitor) = (body(sent)?, api.visitor);
    let who = (sent.login.as_str(), sent.code.as_str());
    match accounts.activate(api.key, who, sent.new, &caller(&visitor)).await {
        Ok(_) => Ok(done()),
        Err(PasswordRefused::SignIn(error)) => match noted::<()>(&visitor, Err(error)) {
            Err(SignInError::Wrong) => {
                let text = visitor.t("accounts-activate-wrong");
                Err(Failure::refused("activation.wrong", text))
            }
            Err(other) => Err(other.into()),
            Ok(()) => Err(Failure::Forbidden),
        },
        Err(weak) => Err(refused(&visitor, weak)),
    }
}

async fn open(
    accounts: &Accounts,
    visitor: &Visitor,
    kind: Kind,
    secret: &str,
) -> Result<Flow, Failure> {
    let found = accounts.flow(kind, secret).await?;
    found.ok_or_else(|| failure(visitor, SignInError::Over))
}

fn failure(visitor: &Visitor, error: SignInError) -> Failure {
    match error {
        SignInError::Wrong => {
            Failure::refused("recovery.code_wrong", visitor.t("accounts-email-code-wrong"))
        }
        SignInError::Over | SignInError::Used => {
            Failure::refused("recovery.over", visitor.t("accounts-forgotten-over"))
        }
        other => other.into(),
    }
}
