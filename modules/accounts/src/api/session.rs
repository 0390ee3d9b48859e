//! `/api/v1/session`: a token for a person, and its end.

use ::web::{Failure, Outcome, Visitor};
use axum::{
    Json,
    extract::{State, rejection::JsonRejection},
    http::StatusCode,
    response::IntoResponse,
};
use serde::{Deserialize, Serialize};

use crate::service::{Accounts, Door, RegisterError, SignInError};

/// With what somebody signs in.
#[derive(Deserialize, utoipa::ToSchema)]
pub struct EntryBody {
    /// Identity number of a citizen, or login name of a staff member.
    login: String,
    /// Their password.
    password: String,
    /// Credit code of the firm for which a citizen acts.
    #[serde(default)]
    acting_for: Option<String>,
}

/// A session.
#[derive(Serialize, utoipa::ToSchema)]
pub struct SessionBody {
    /// Sent as `Authorization: Bearer …` from now on.
    token: String,
    /// How the actor is called.
    name: String,
    /// When it ends if nothing is asked for.
    ends_at: String,
}

/// Opens a session.
#[utoipa::path(
    post,
    path = "/api/v1/session",
    request_body = EntryBody,
    responses(
        (status = 201, body = SessionBody),
        (status = 422, description = "Wrong login or password, or no agent of the firm"),
        (status = 429, description = "Too many wrong tries")
    )
)]
pub async fn open(
    State(accounts): State<Accounts>,
    visitor: Visitor,
    sent: Result<Json<EntryBody>, JsonRejection>,
) -> Outcome {
    let Json(sent) = sent.map_err(|_| Failure::Malformed("login and password".to_owned()))?;
    let found = accounts
        .sign_in(Door::Either, &sent.login, sent.password)
        .await
        .map_err(|error| failure(&visitor, error))?;
    let (actor, name) = match sent.acting_for {
        None => (found.actor, found.name),
        Some(code) => {
            let refused = |error| no_agent(&visitor, error);
            let firm = accounts.firm_of_code(&code).await.map_err(refused)?;
            accounts.act_for(&found.actor, Some(firm)).await.map_err(refused)?
        }
    };
    let session = visitor.web().sessions.open(actor, &name).await?;
    let body = SessionBody {
        token: session.token().to_owned(),
        name,
        ends_at: session.ends_at.to_string(),
    };
    Ok((StatusCode::CREATED, Json(body)).into_response())
}

/// Ends the session of the request.
#[utoipa::path(post, path = "/api/v1/session/end", responses((status = 204)))]
pub async fn end(State(_accounts): State<Accounts>, visitor: Visitor) -> Outcome {
    let session = visitor.session().ok_or(Failure::SignIn)?;
    visitor.web().sessions.close(session.token()).await?;
    Ok(StatusCode::NO_CONTENT.into_response())
}

fn failure(visitor: &Visitor, error: SignInError) -> Failure {
    match error {
        SignInError::Wrong => {
            Failure::refused("sign_in.wrong", visitor.t("accounts-sign-in-wrong"))
        }
        SignInError::TooMany(seconds) => Failure::TooMany(seconds),
        SignInError::Register(error) => error.into(),
    }
}

fn no_agent(visitor: &Visitor, error: RegisterError) -> Failure {
    match error {
        RegisterError::Refused(code) => Failure::refused(code, visitor.t("accounts-party-refused")),
        other => other.into(),
    }
}
