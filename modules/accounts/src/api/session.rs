//! `/api/v1/session`: a token for a person, and its end.

use ::web::{Failure, Incident, Outcome, Visitor};
use axum::{
    Json,
    extract::{State, rejection::JsonRejection},
    http::StatusCode,
    response::IntoResponse,
};
use kernel::id::AccountId;
use serde::{Deserialize, Serialize};

use super::parts::body;
use crate::{
    service::{
        Accounts, Admission, Beginning, Door, ForWhom, Kind, Proven, RegisterError, SignInError,
        SignedIn,
    },
    web::{at_the_door, called, caller, code_word, confirm, demo_code, noted},
};

/// With what somebody signs in.
#[derive(Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct EntryBody {
    /// Identity number of a citizen, or login name of a staff member.
    login: String,
    /// Their password.
    password: String,
    /// The code of their authenticator app, or a backup code: where they have one, and for staff.
    #[serde(default)]
    code: Option<String>,
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

impl SessionBody {
    /// A session under the name by which its actor is called.
    pub fn of(session: &::web::Session, name: String) -> Self {
        let ends_at = session.ends_at.to_string();
        Self { token: session.token().to_owned(), name, ends_at }
    }
}

/// Opens a session.
#[utoipa::path(
    post,
    path = "/api/v1/session",
    request_body = EntryBody,
    responses(
        (status = 201, body = SessionBody),
        (status = 422, description = "Wrong login, password or code, a code is needed, or no agent of the firm"),
        (status = 429, description = "Too many wrong tries")
    )
)]
pub async fn open(
    State(accounts): State<Accounts>,
    visitor: Visitor,
    sent: Result<Json<EntryBody>, JsonRejection>,
) -> Outcome {
    let sent = body(sent)?;
    let (door, from) = (Door::Either, caller(&visitor));
    let checked = accounts.check_password(door, &sent.login, sent.password, &from).await;
    let proven = noted(&visitor, checked).map_err(|error| failure(&visitor, error))?;
    let found = second_step(&accounts, &visitor, proven, sent.code.as_deref()).await?;
    let (actor, name) = match sent.acting_for {
        None => (found.actor, found.name),
        Some(code) => {
            let refused = |error| no_agent(&visitor, error);
            let firm = accounts.firm_of_code(&code).await.map_err(refused)?;
            let whom = ForWhom::Firm(firm);
            let acting = accounts.act_for(&found.actor, whom).await.map_err(refused)?;
            (acting.0, called(&visitor, &acting.1, acting.2.as_deref()))
        }
    };
    let session =
        visitor.web().sessions.open(visitor.new_session(actor, &name, &found.methods)).await?;
    visitor.note_of(Incident::SignedIn, &session.actor);
    let body = SessionBody::of(&session, name);
    Ok((StatusCode::CREATED, Json(body)).into_response())
}

/// Checks the code of those who need one.
async fn second_step(
    accounts: &Accounts,
    visitor: &Visitor,
    proven: Proven,
    code: Option<&str>,
) -> Result<SignedIn, Failure> {
    let account = proven.account;
    let admitted = match accounts.admit(proven).await {
        Ok(admitted) => admitted,
        Err(error) => return Err(at_the_door(accounts, visitor, account, error).await),
    };
    let begun = match admitted {
        Admission::Enter(found) => return Ok(found),
        Admission::Second(begun) => begun,
        Admission::Enrol(_) => {
            return Err(Failure::refused("sign_in.enrol", visitor.t("accounts-enrol-lead")));
        }
    };
    let Proven { account, methods } = begun.proven;
    let Some(code) = code else {
        return Err(code_needed(accounts, visitor, account).await?);
    };
    let new = Beginning { account: Some(account), methods: &methods, ..Beginning::default() };
    let secret = accounts.begin(Kind::Second, new).await?;
    let flow = accounts.flow(Kind::Second, &secret).await?.ok_or(Failure::SignIn)?;
    let checked = accounts.check_code(&flow, code).await;
    accounts.finish(&flow).await?;
    let method = noted(visitor, checked).map_err(|error| code_failure(visitor, error))?;
    let proven = Proven { account, methods: [methods.as_slice(), &[method]].concat() };
    match accounts.admit(proven).await {
        Ok(Admission::Enter(found)) => Ok(found),
        Ok(_) => Err(Failure::Forbidden),
        Err(error) => Err(at_the_door(accounts, visitor, account, error).await),
    }
}

/// What somebody confirms, and with what.
#[derive(Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct StepUpBody {
    /// The action that a refusal with the code `step_up` names.
    action: String,
    /// The code of their authenticator app, or a backup code.
    #[serde(default)]
    code: String,
    /// The password of those who have no second factor.
    #[serde(default)]
    password: String,
}

/// Confirms an act of power. The session goes on under the answered token, and the act is let
/// through for two minutes.
#[utoipa::path(
    post,
    path = "/api/v1/session/step-up",
    request_body = StepUpBody,
    responses(
        (status = 201, body = SessionBody),
        (status = 422, description = "Wrong code or password"),
        (status = 429, description = "Too many wrong tries")
    )
)]
pub async fn step_up(
    State(accounts): State<Accounts>,
    visitor: Visitor,
    sent: Result<Json<StepUpBody>, JsonRejection>,
) -> Outcome {
    let sent = body(sent)?;
    let session = visitor.session().ok_or(Failure::SignIn)?;
    if !visitor.may(&sent.action) {
        return Err(Failure::Forbidden);
    }
    let account = session.actor.account.ok_or(Failure::SignIn)?;
    let is_empty = sent.code.is_empty() && sent.password.is_empty();
    if is_empty && accounts.security(account).await?.has_second_factor() {
        return Err(code_needed(&accounts, &visitor, account).await?);
    }
    let confirmed = confirm(&accounts, &visitor, &sent.code, sent.password).await;
    if matches!(confirmed, Err(SignInError::Over)) {
        visitor.web().sessions.close(session.token()).await?;
    }
    let method = confirmed.map_err(|error| code_failure(&visitor, error))?;
    let session = visitor.web().sessions.step_up(session, &sent.action, &[method]).await?;
    let body = SessionBody {
        token: session.token().to_owned(),
        name: session.name,
        ends_at: session.ends_at.to_string(),
    };
    Ok((StatusCode::CREATED, Json(body)).into_response())
}

/// A code is missing; the demonstration says which.
async fn code_needed(
    accounts: &Accounts,
    visitor: &Visitor,
    account: AccountId,
) -> Result<Failure, Failure> {
    let shown = demo_code(accounts, visitor, account).await?;
    let lead = visitor.t("accounts-second-lead");
    let text = shown.map_or_else(|| lead.to_owned(), |shown| format!("{lead} {shown}"));
    Ok(Failure::refused("sign_in.code_needed", text))
}

pub(super) fn code_failure(visitor: &Visitor, error: SignInError) -> Failure {
    let code = match error {
        SignInError::Used => "sign_in.code_used",
        _ => "sign_in.code_wrong",
    };
    match code_word(&error) {
        Some(word) => Failure::refused(code, visitor.t(word)),
        None => error.into(),
    }
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
        other => other.into(),
    }
}

fn no_agent(visitor: &Visitor, error: RegisterError) -> Failure {
    match error {
        RegisterError::Refused(code) => Failure::refused(code, visitor.t("accounts-party-refused")),
        other => other.into(),
    }
}
