//! `/api/v1/me/sessions` and `/api/v1/me/password`: where one has signed in, and with what.

use ::web::{Api, Failure, Outcome, SessionView, Visitor};
use axum::{
    Json,
    extract::{State, rejection::JsonRejection},
    http::StatusCode,
    response::IntoResponse,
};
use serde::{Deserialize, Serialize};

use super::parts::body;
use crate::{
    service::{Accounts, PasswordRefused, SignInError},
    web::{caller, weak_word},
};

/// A session of the asker.
#[derive(Serialize, utoipa::ToSchema)]
pub struct OwnSessionBody {
    /// By which it is ended.
    id: String,
    /// What the device is called; empty where it is not known.
    device: String,
    opened_at: String,
    seen_at: String,
    /// Whether it is the session of the request.
    is_current: bool,
}

impl OwnSessionBody {
    /// A session as the one with the public id `current` sees it.
    pub fn of(it: SessionView, current: &str) -> Self {
        Self {
            is_current: it.id == current,
            opened_at: it.opened_at.to_string(),
            seen_at: it.seen_at.to_string(),
            device: it.device,
            id: it.id,
        }
    }
}

/// Which session ends.
#[derive(Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct EndBody {
    /// Its id, or `others`.
    id: String,
}

/// The present and the new password.
#[derive(Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct PasswordBody {
    present: String,
    new: String,
}

/// The asker's sessions, the last used first.
#[utoipa::path(
    get,
    path = "/api/v1/me/sessions",
    responses((status = 200, body = Vec<OwnSessionBody>))
)]
pub async fn sessions(State(_accounts): State<Accounts>, visitor: Visitor) -> Outcome {
    let session = visitor.session().ok_or(Failure::SignIn)?;
    let account = visitor.actor.account.ok_or(Failure::SignIn)?;
    let own = visitor.web().sessions.of(account).await?;
    let all = own.into_iter().map(|it| OwnSessionBody::of(it, &session.id));
    Ok(Json(all.collect::<Vec<_>>()).into_response())
}

/// Ends one of the asker's sessions, or all others.
#[utoipa::path(
    post,
    path = "/api/v1/me/sessions/end",
    request_body = EndBody,
    responses((status = 204), (status = 404, description = "No such session"))
)]
pub async fn end_session(
    State(_accounts): State<Accounts>,
    visitor: Visitor,
    sent: Result<Json<EndBody>, JsonRejection>,
) -> Outcome {
    let sent = body(sent)?;
    let session = visitor.session().ok_or(Failure::SignIn)?;
    let account = visitor.actor.account.ok_or(Failure::SignIn)?;
    let sessions = &visitor.web().sessions;
    if sent.id == "others" {
        sessions.close_others(account, &session.id).await?;
    } else if !sessions.close_one(account, &sent.id).await? {
        return Err(Failure::NotFound);
    }
    Ok(StatusCode::NO_CONTENT.into_response())
}

/// Changes the password; the other sessions end.
#[utoipa::path(
    post,
    path = "/api/v1/me/password",
    request_body = PasswordBody,
    responses(
        (status = 204),
        (status = 422, description = "The present one is wrong, or the new one could be guessed"),
        (status = 429, description = "Too many wrong tries")
    )
)]
pub async fn change_password(
    State(accounts): State<Accounts>,
    api: Api,
    sent: Result<Json<PasswordBody>, JsonRejection>,
) -> Outcome {
    let sent = body(sent)?;
    let visitor = api.visitor;
    let session = visitor.session().ok_or(Failure::SignIn)?;
    let account = visitor.actor.account.ok_or(Failure::SignIn)?;
    let caller = caller(&visitor);
    accounts
        .change_password(account, api.key, sent.present, sent.new, &caller)
        .await
        .map_err(|error| refused(&visitor, error))?;
    visitor.web().sessions.close_others(account, &session.id).await?;
    Ok(StatusCode::NO_CONTENT.into_response())
}

pub(super) fn refused(visitor: &Visitor, error: PasswordRefused) -> Failure {
    match error {
        PasswordRefused::Weak(weak) => Failure::refused(weak.code(), visitor.t(weak_word(weak))),
        PasswordRefused::SignIn(SignInError::Wrong) => {
            Failure::refused("password.present_wrong", visitor.t("accounts-present-wrong"))
        }
        PasswordRefused::SignIn(other) => other.into(),
    }
}
