//! `/api/v1/staff`: posts of staff, for administrators.

use std::collections::BTreeMap;

use ::web::{Api, Failure, FieldError, Outcome, Visitor};
use accounts_domain::PostTerms;
use axum::{
    Json,
    extract::{Path, Query, State, rejection::JsonRejection},
    http::StatusCode,
    response::IntoResponse,
};
use serde::{Deserialize, Serialize};

use super::parts::{ReasonBody, body, id, settled};
use crate::{
    service::{Accounts, Member, NewStaff, check_new},
    web::staff_terms,
};

/// A member of staff.
#[derive(Serialize, utoipa::ToSchema)]
pub struct StaffBody {
    account: String,
    name: String,
    is_suspended: bool,
    /// The posts that count today, unless the account is suspended.
    posts: Vec<PostBody>,
    /// What waits for a second administrator.
    proposed: Vec<PostBody>,
}

/// A post.
#[derive(Serialize, utoipa::ToSchema)]
pub struct PostBody {
    number: u32,
    role: &'static str,
    authority: String,
    region: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    line: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    until: Option<String>,
}

/// A new member of staff with their post.
#[derive(Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewStaffBody {
    name: String,
    /// What they sign in with.
    login: String,
    post: NewPostBody,
}

/// The account that was opened.
#[derive(Serialize, utoipa::ToSchema)]
pub struct OpenedBody {
    account: String,
}

/// A post that is proposed.
#[derive(Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewPostBody {
    /// `clerk`, `examiner`, `approver`, `supervisor`, `editor` or `administrator`.
    role: String,
    /// The office's id.
    authority: String,
    /// The division's twelve digits.
    region: String,
    /// The line's two digits, where the post is limited to one.
    #[serde(default)]
    line: String,
    /// The first day.
    from: String,
    /// The last day, where there is one.
    #[serde(default)]
    until: String,
}

/// The answer to a proposal.
#[derive(Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct AnswerBody {
    grant: bool,
}

/// Whether an account is suspended, and why.
#[derive(Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SuspensionBody {
    suspend: bool,
    #[serde(default)]
    reason: String,
}

fn shown(member: Member) -> StaffBody {
    let post = |number: u32, terms: PostTerms| PostBody {
        number,
        role: terms.post.role.word(),
        authority: terms.post.authority,
        region: terms.post.region,
        line: terms.line,
        until: terms.until.map(|it| it.to_string()),
    };
    StaffBody {
        account: member.account.to_string(),
        name: member.name,
        is_suspended: member.is_suspended,
        posts: member.posts.into_iter().map(|(number, terms)| post(number, terms)).collect(),
        proposed: member.proposed.into_iter().map(|it| post(it.number, it.terms)).collect(),
    }
}

/// The staff of an office.
#[utoipa::path(
    get,
    path = "/api/v1/staff",
    params(("authority" = String, Query, description = "The office's id")),
    responses((status = 200, body = Vec<StaffBody>), (status = 404, description = "Out of reach"))
)]
pub async fn list(
    State(accounts): State<Accounts>,
    visitor: Visitor,
    Query(asked): Query<BTreeMap<String, String>>,
) -> Outcome {
    let office = asked.get("authority").map_or("", String::as_str);
    let members = accounts.members(&visitor.actor, office).await?;
    Ok(Json(members.into_iter().map(shown).collect::<Vec<_>>()).into_response())
}

/// One member of staff.
#[utoipa::path(
    get,
    path = "/api/v1/staff/{account}",
    params(("account" = String, Path, description = "The account")),
    responses((status = 200, body = StaffBody), (status = 404, description = "Out of reach"))
)]
pub async fn show(
    State(accounts): State<Accounts>,
    visitor: Visitor,
    Path(account): Path<String>,
) -> Outcome {
    let member = accounts.member(&visitor.actor, id(&account)?).await?;
    Ok(Json(shown(member)).into_response())
}

/// Proposes a post; another administrator grants it.
#[utoipa::path(
    post,
    path = "/api/v1/staff/{account}/posts",
    params(("account" = String, Path, description = "The account")),
    request_body = NewPostBody,
    responses((status = 204, description = "Proposed"), (status = 422, description = "Refused"))
)]
pub async fn propose(
    State(accounts): State<Accounts>,
    api: Api,
    Path(account): Path<String>,
    sent: Result<Json<NewPostBody>, JsonRejection>,
) -> Outcome {
    let terms = checked(&accounts, &api.visitor, body(sent)?, Vec::new())?;
    let by = &api.visitor.actor;
    let done = accounts.propose_post(by, api.key, id(&account)?, terms).await;
    settled(&api.visitor, done)
}

/// The terms of a post, unless something is wrong with them or was `wrong` before.
fn checked(
    accounts: &Accounts,
    visitor: &Visitor,
    it: NewPostBody,
    mut wrong: Vec<(&'static str, &'static str)>,
) -> Result<PostTerms, Failure> {
    let typed = BTreeMap::from([
        ("role", it.role),
        ("authority", it.authority),
        ("region", it.region),
        ("line", it.line),
        ("from", it.from),
        ("until", it.until),
    ]);
    let found = staff_terms(accounts, &typed);
    wrong.extend(found.as_ref().err().cloned().unwrap_or_default());
    let error = |(field, key): (&str, &str)| FieldError {
        field: field.split('-').next().unwrap_or(field).to_owned(),
        code: "wrong".to_owned(),
        message: visitor.t(key).to_owned(),
    };
    match found {
        Ok(terms) if wrong.is_empty() => Ok(terms),
        _ => Err(Failure::Invalid(wrong.into_iter().map(error).collect())),
    }
}

/// Opens the account of a new member of staff; another administrator grants the post.
#[utoipa::path(
    post,
    path = "/api/v1/staff",
    request_body = NewStaffBody,
    responses((status = 201, body = OpenedBody), (status = 422, description = "Refused"))
)]
pub async fn open(
    State(accounts): State<Accounts>,
    api: Api,
    sent: Result<Json<NewStaffBody>, JsonRejection>,
) -> Outcome {
    let NewStaffBody { name, login, post } = body(sent)?;
    let wrong = check_new(&name, &login);
    let terms = checked(&accounts, &api.visitor, post, wrong)?;
    let new = NewStaff { name, login, terms };
    match accounts.open_staff(&api.visitor.actor, api.key, new).await {
        Ok(account) => {
            let opened = OpenedBody { account: account.to_string() };
            Ok((StatusCode::CREATED, Json(opened)).into_response())
        }
        Err(problem) => settled(&api.visitor, Err(problem)),
    }
}

/// Grants or declines a post that another administrator proposed.
#[utoipa::path(
    post,
    path = "/api/v1/staff/{account}/posts/{number}/answer",
    params(
        ("account" = String, Path, description = "The account"),
        ("number" = u32, Path, description = "The post's number")
    ),
    request_body = AnswerBody,
    responses((status = 204, description = "Done"), (status = 422, description = "Refused"))
)]
pub async fn answer(
    State(accounts): State<Accounts>,
    api: Api,
    Path((account, number)): Path<(String, u32)>,
    sent: Result<Json<AnswerBody>, JsonRejection>,
) -> Outcome {
    let is_granted = body(sent)?.grant;
    let by = &api.visitor.actor;
    let done = accounts.answer_post(by, api.key, id(&account)?, number, is_granted).await;
    settled(&api.visitor, done)
}

/// Withdraws a post at once.
#[utoipa::path(
    post,
    path = "/api/v1/staff/{account}/posts/{number}/withdraw",
    params(
        ("account" = String, Path, description = "The account"),
        ("number" = u32, Path, description = "The post's number")
    ),
    request_body = ReasonBody,
    responses((status = 204, description = "Done"), (status = 422, description = "Refused"))
)]
pub async fn withdraw(
    State(accounts): State<Accounts>,
    api: Api,
    Path((account, number)): Path<(String, u32)>,
    sent: Result<Json<ReasonBody>, JsonRejection>,
) -> Outcome {
    let reason = body(sent)?.reason;
    let by = &api.visitor.actor;
    let done = accounts.withdraw_post(by, api.key, id(&account)?, number, &reason).await;
    settled(&api.visitor, done)
}

/// Suspends an account, or ends its suspension.
#[utoipa::path(
    post,
    path = "/api/v1/staff/{account}/suspension",
    params(("account" = String, Path, description = "The account")),
    request_body = SuspensionBody,
    responses((status = 204, description = "Done"), (status = 422, description = "Refused"))
)]
pub async fn suspend(
    State(accounts): State<Accounts>,
    api: Api,
    Path(account): Path<String>,
    sent: Result<Json<SuspensionBody>, JsonRejection>,
) -> Outcome {
    let it = body(sent)?;
    let reason = it.suspend.then_some(it.reason.as_str());
    let by = &api.visitor.actor;
    let done = accounts.suspend_staff(by, api.key, id(&account)?, reason).await;
    settled(&api.visitor, done)
}
