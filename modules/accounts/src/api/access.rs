//! `/api/v1/accounts`: how others get in, for administrators.

use ::web::{Api, Meant, Outcome, Visitor};
use axum::{
    Json,
    extract::{Path, State, rejection::JsonRejection},
    http::StatusCode,
    response::IntoResponse,
};
use serde::{Deserialize, Serialize};

use super::{
    parts::{ReasonBody, body, id, settled},
    security::OwnSessionBody,
};
use crate::service::{AccessDeed as Deed, AccessView, Accounts, Stated};

/// How somebody gets in.
#[derive(Serialize, utoipa::ToSchema)]
pub struct AccessBody {
    account: String,
    name: String,
    is_blocked: bool,
    has_password: bool,
    has_second_factor: bool,
    /// How long an activation code counts that was not used.
    #[serde(skip_serializing_if = "Option::is_none")]
    code_until: Option<String>,
    sessions: Vec<OwnSessionBody>,
}

/// The citizen who is looked for.
#[derive(Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct FindBody {
    id_number: String,
}

/// An account.
#[derive(Serialize, utoipa::ToSchema)]
pub struct AccountBody {
    account: String,
}

/// Which sessions end, and why.
#[derive(Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct EndSessionsBody {
    /// The id of a session, or `all`.
    id: String,
    reason: String,
}

/// Whether an account is closed, and why.
#[derive(Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct BlockBody {
    block: bool,
    reason: String,
    /// The name of whom it hits, to close the account.
    #[serde(default)]
    typed: String,
    /// `stolen`, `left`, `misuse`, `asked` or `other`, to close the account.
    #[serde(default)]
    why: String,
}

/// Whose second factors go, and why.
#[derive(Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ResetBody {
    reason: String,
    /// The name of whom it hits.
    #[serde(default)]
    typed: String,
    /// `lost`, `broken`, `replaced` or `other`.
    #[serde(default)]
    why: String,
}

/// A code that is shown this once.
#[derive(Serialize, utoipa::ToSchema)]
pub struct NewCodeBody {
    code: String,
    until: String,
}

fn view(me: AccessView) -> AccessBody {
    AccessBody {
        account: me.account.to_string(),
        name: me.name,
        is_blocked: me.is_blocked,
        has_password: me.has_password,
        has_second_factor: me.has_second_factor,
        code_until: me.code_until.map(|it| it.to_string()),
        sessions: me.sessions.into_iter().map(|it| OwnSessionBody::of(it, "")).collect(),
    }
}

/// Finds a citizen by their number, which stands in no address.
#[utoipa::path(
    post,
    path = "/api/v1/accounts/find",
    request_body = FindBody,
    responses((status = 200, body = AccountBody), (status = 404, description = "Out of reach"))
)]
pub async fn find(
    State(accounts): State<Accounts>,
    visitor: Visitor,
    sent: Result<Json<FindBody>, JsonRejection>,
) -> Outcome {
    let found = accounts.find_citizen(&visitor.actor, &body(sent)?.id_number).await?;
    Ok(Json(AccountBody { account: found.to_string() }).into_response())
}

/// How somebody gets in.
#[utoipa::path(
    get,
    path = "/api/v1/accounts/{account}",
    params(("account" = String, Path, description = "The account")),
    responses((status = 200, body = AccessBody), (status = 404, description = "Out of reach"))
)]
pub async fn show(
    State(accounts): State<Accounts>,
    visitor: Visitor,
    Path(account): Path<String>,
) -> Outcome {
    let me = accounts.access(&visitor.actor, id(&account)?, &visitor.web().sessions).await?;
    Ok(Json(view(me)).into_response())
}

/// Ends a session, or all.
#[utoipa::path(
    post,
    path = "/api/v1/accounts/{account}/sessions",
    params(("account" = String, Path, description = "The account")),
    request_body = EndSessionsBody,
    responses((status = 204, description = "Done"), (status = 409, description = "Refused"))
)]
pub async fn end(
    State(accounts): State<Accounts>,
    api: Api,
    Path(account): Path<String>,
    sent: Result<Json<EndSessionsBody>, JsonRejection>,
) -> Outcome {
    let sent = body(sent)?;
    let deed = if sent.id == "all" { Deed::EndAll } else { Deed::EndOne(sent.id) };
    change(&accounts, api, &account, &deed, &Stated::reason(&sent.reason)).await
}

/// Closes an account, or opens it again.
#[utoipa::path(
    post,
    path = "/api/v1/accounts/{account}/block",
    params(("account" = String, Path, description = "The account")),
    request_body = BlockBody,
    responses(
        (status = 204, description = "Done"),
        (status = 409, description = "Refused"),
        (status = 422, description = "The name or the reason is missing")
    )
)]
pub async fn block(
    State(accounts): State<Accounts>,
    api: Api,
    Path(account): Path<String>,
    sent: Result<Json<BlockBody>, JsonRejection>,
) -> Outcome {
    let BlockBody { block, reason, typed, why } = body(sent)?;
    let deed = if block { Deed::Block } else { Deed::Unblock };
    let stated = Stated { reason, meant: Meant { typed, why } };
    change(&accounts, api, &account, &deed, &stated).await
}

/// Takes lost second factors away.
#[utoipa::path(
    post,
    path = "/api/v1/accounts/{account}/factors",
    params(("account" = String, Path, description = "The account")),
    request_body = ResetBody,
    responses(
        (status = 204, description = "Done"),
        (status = 409, description = "Refused"),
        (status = 422, description = "The name or the reason is missing")
    )
)]
pub async fn reset(
    State(accounts): State<Accounts>,
    api: Api,
    Path(account): Path<String>,
    sent: Result<Json<ResetBody>, JsonRejection>,
) -> Outcome {
    let ResetBody { reason, typed, why } = body(sent)?;
    let stated = Stated { reason, meant: Meant { typed, why } };
    change(&accounts, api, &account, &Deed::ResetFactors, &stated).await
}

/// Issues a code with which a member of staff sets a password. It is answered this once.
#[utoipa::path(
    post,
    path = "/api/v1/accounts/{account}/activation",
    params(("account" = String, Path, description = "The account")),
    request_body = ReasonBody,
    responses((status = 201, body = NewCodeBody), (status = 409, description = "Refused"))
)]
pub async fn activation(
    State(accounts): State<Accounts>,
    api: Api,
    Path(account): Path<String>,
    sent: Result<Json<ReasonBody>, JsonRejection>,
) -> Outcome {
    let (reason, whose) = (body(sent)?.reason, id(&account)?);
    let new = accounts.issue_activation(&api.visitor.actor, api.key, whose, &reason).await?;
    let answer = NewCodeBody { code: new.code, until: new.until.to_string() };
    Ok((StatusCode::CREATED, Json(answer)).into_response())
}

async fn change(
    accounts: &Accounts,
    api: Api,
    account: &str,
    deed: &Deed,
    stated: &Stated,
) -> Outcome {
    let whose = id(account)?;
    let done = accounts.change_access(&api.visitor.actor, api.key, whose, deed, stated).await;
    settled(&api.visitor, done)
}
