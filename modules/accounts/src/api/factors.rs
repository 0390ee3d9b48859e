//! `/api/v1/me/factors`: with what one signs in besides the password.

use ::web::{Api, Failure, Meant, Outcome, Visitor};
use axum::{
    Json,
    extract::{State, rejection::JsonRejection},
    http::StatusCode,
    response::IntoResponse,
};
use kernel::id::AccountId;
use serde::{Deserialize, Serialize};

use super::{
    parts::{body, done, told},
    session::code_failure,
};
use crate::service::{Accounts, Going, Kind, Stays};

/// With what somebody signs in.
#[derive(Serialize, utoipa::ToSchema)]
pub struct FactorsBody {
    has_password: bool,
    /// Whether an authenticator app is set up.
    has_code: bool,
    passkeys: Vec<PasskeyBody>,
    /// How many backup codes are left.
    backup_codes: usize,
}

/// A passkey.
#[derive(Serialize, utoipa::ToSchema)]
pub struct PasskeyBody {
    /// By which it is taken away.
    passkey: String,
    label: String,
    added_at: String,
}

/// What an authenticator app is set up with.
#[derive(Serialize, utoipa::ToSchema)]
pub struct SecretBody {
    /// The secret as people type it.
    secret: String,
    /// The address that a camera reads.
    address: String,
}

/// The first code of the app.
#[derive(Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct FirstCodeBody {
    code: String,
}

/// Backup codes; they are answered this once.
#[derive(Serialize, utoipa::ToSchema)]
pub struct BackupCodesBody {
    codes: Vec<String>,
}

/// What a browser is asked with for a passkey.
#[derive(Serialize, utoipa::ToSchema)]
pub struct OptionsBody {
    /// For `navigator.credentials.create`, as JSON; none where the site cannot keep passkeys.
    options: Option<String>,
}

/// What the browser made.
#[derive(Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CredentialBody {
    /// As JSON.
    credential: String,
}

/// That the last second factor is meant to go; where another one stays, nothing is asked.
#[derive(Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct GoingBody {
    /// The name of the account's owner.
    #[serde(default)]
    typed: String,
    /// `lost`, `changing`, `unused` or `other`.
    #[serde(default)]
    why: String,
}

/// A passkey that goes.
#[derive(Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct PasskeyIdBody {
    passkey: String,
    /// The name of the account's owner, where it is the last second factor.
    #[serde(default)]
    typed: String,
    /// `lost`, `changing`, `unused` or `other`, where it is the last second factor.
    #[serde(default)]
    why: String,
}

/// The account and the public id of the session.
fn who(visitor: &Visitor) -> Result<(AccountId, String), Failure> {
    let session = visitor.session().ok_or(Failure::SignIn)?;
    Ok((session.actor.account.ok_or(Failure::SignIn)?, session.id.clone()))
}

/// With what the asker signs in.
#[utoipa::path(get, path = "/api/v1/me/factors", responses((status = 200, body = FactorsBody)))]
pub async fn show(State(accounts): State<Accounts>, visitor: Visitor) -> Outcome {
    let me = accounts.security(who(&visitor)?.0).await?;
    let passkeys = me.passkeys.into_iter().map(|it| PasskeyBody {
        passkey: it.print,
        label: it.label,
        added_at: it.added_at.to_string(),
    });
    let body = FactorsBody {
        has_password: me.has_password,
        has_code: me.has_code,
        passkeys: passkeys.collect(),
        backup_codes: me.backup_codes,
    };
    Ok(Json(body).into_response())
}

/// Begins to set an authenticator app up.
#[utoipa::path(
    post,
    path = "/api/v1/me/factors/code",
    responses((status = 201, body = SecretBody), (status = 403, description = "To be confirmed"))
)]
pub async fn begin_code(State(accounts): State<Accounts>, visitor: Visitor) -> Outcome {
    let (account, session) = who(&visitor)?;
    accounts.begin_code_in(&session, account).await?;
    let flow = accounts.flow(Kind::SetCode, &session).await?.ok_or(Failure::SignIn)?;
    let secret = accounts.new_secret(&flow, visitor.t("web-site-name")).await?;
    let body = SecretBody { secret: secret.text, address: secret.address };
    Ok((StatusCode::CREATED, Json(body)).into_response())
}

/// Sets the app up with its first code.
#[utoipa::path(
    post,
    path = "/api/v1/me/factors/code/confirm",
    request_body = FirstCodeBody,
    responses((status = 204), (status = 404, description = "Nothing was begun"), (status = 422))
)]
pub async fn confirm_code(
    State(accounts): State<Accounts>,
    api: Api,
    sent: Result<Json<FirstCodeBody>, JsonRejection>,
) -> Outcome {
    let sent = body(sent)?;
    let (_, session) = who(&api.visitor)?;
    let flow = accounts.flow(Kind::SetCode, &session).await?.ok_or(Failure::NotFound)?;
    let confirmed = accounts.confirm_code(&flow, api.key, &sent.code).await;
    confirmed.map(|()| done()).map_err(|error| code_failure(&api.visitor, error))
}

/// Uses the app no more; the other sessions end.
#[utoipa::path(
    post,
    path = "/api/v1/me/factors/code/remove",
    request_body = GoingBody,
    responses((status = 204), (status = 422, description = "The last one, and not meant"))
)]
pub async fn remove_code(
    State(accounts): State<Accounts>,
    api: Api,
    sent: Result<Json<GoingBody>, JsonRejection>,
) -> Outcome {
    let GoingBody { typed, why } = body(sent)?;
    remove(&accounts, api, Going::Code, &Meant { typed, why }).await
}

async fn remove(accounts: &Accounts, api: Api, going: Going<'_>, meant: &Meant) -> Outcome {
    let (account, session) = who(&api.visitor)?;
    let removed = match accounts.remove_factor(account, api.key, going, meant).await {
        Ok(()) => Ok(()),
        Err(Stays::Doubt(doubt)) => return Err(doubt.failure(&api.visitor)),
        Err(Stays::Register(error)) => Err(error),
    };
    let answer = told(&api.visitor, removed)?;
    api.visitor.web().sessions.close_others(account, &session).await?;
    Ok(answer)
}

/// Makes new backup codes; the former ones are over.
#[utoipa::path(
    post,
    path = "/api/v1/me/factors/codes",
    responses((status = 201, body = BackupCodesBody), (status = 409, description = "No factor"))
)]
pub async fn make_codes(State(accounts): State<Accounts>, api: Api) -> Outcome {
    let (account, _) = who(&api.visitor)?;
    let codes = accounts.make_backup_codes(account, api.key).await?;
    Ok((StatusCode::CREATED, Json(BackupCodesBody { codes })).into_response())
}

/// Begins to set a passkey up.
#[utoipa::path(
    post,
    path = "/api/v1/me/factors/passkeys/begin",
    responses((status = 201, body = OptionsBody), (status = 403, description = "To be confirmed"))
)]
pub async fn begin_passkey(State(accounts): State<Accounts>, visitor: Visitor) -> Outcome {
    let (account, session) = who(&visitor)?;
    let site_name = visitor.t("web-site-name");
    let options = accounts.offer_passkey(account, &session, site_name).await?;
    Ok((StatusCode::CREATED, Json(OptionsBody { options })).into_response())
}

/// Takes the passkey in that the browser made.
#[utoipa::path(
    post,
    path = "/api/v1/me/factors/passkeys",
    request_body = CredentialBody,
    responses((status = 204), (status = 422, description = "It is not to be believed"))
)]
pub async fn add_passkey(
    State(accounts): State<Accounts>,
    api: Api,
    sent: Result<Json<CredentialBody>, JsonRejection>,
) -> Outcome {
    let sent = body(sent)?;
    let (account, session) = who(&api.visitor)?;
    let label = api.visitor.device_label();
    let added = accounts.add_passkey(account, &session, api.key, &sent.credential, &label).await;
    added.map(|()| done()).map_err(|error| code_failure(&api.visitor, error))
}

/// Takes a passkey away; the other sessions end.
#[utoipa::path(
    post,
    path = "/api/v1/me/factors/passkeys/remove",
    request_body = PasskeyIdBody,
    responses(
        (status = 204),
        (status = 409, description = "The last factor of staff stays"),
        (status = 422, description = "The last one, and not meant")
    )
)]
pub async fn remove_passkey(
    State(accounts): State<Accounts>,
    api: Api,
    sent: Result<Json<PasskeyIdBody>, JsonRejection>,
) -> Outcome {
    let PasskeyIdBody { passkey, typed, why } = body(sent)?;
    remove(&accounts, api, Going::Passkey(&passkey), &Meant { typed, why }).await
}
