//! `/api/v1/me/firms`: memberships, and looking after a firm's members.

use ::web::{Api, Failure, Outcome, Visitor};
use accounts_domain::{FirmRole, Member, Scope};
use axum::{
    Json,
    extract::{Path, State, rejection::JsonRejection},
    response::IntoResponse,
};
use serde::{Deserialize, Serialize};

use super::{
    parts::{body, id, told, unknown},
    scope::ScopeBody,
};
use crate::{
    service::{Accounts, MemberAct},
    web::refusal,
};

/// A membership.
#[derive(Serialize, utoipa::ToSchema)]
pub struct MembershipBody {
    /// The firm's id.
    firm: String,
    name: String,
    /// `legal_representative`, `administrator`, `agent` or `reader`.
    role: &'static str,
    /// `invited`, `accepted`, `confirmed` or `suspended`. Only who is confirmed acts.
    stage: &'static str,
    /// About which services an agent acts; none stands for all.
    #[serde(skip_serializing_if = "Option::is_none")]
    scope: Option<ScopeBody>,
}

/// A member.
#[derive(Serialize, utoipa::ToSchema)]
pub struct MemberBody {
    /// The member's id.
    member: String,
    name: String,
    /// Masked.
    id_number: String,
    role: &'static str,
    stage: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    scope: Option<ScopeBody>,
}

/// Who is asked to join, as what.
#[derive(Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct InvitationBody {
    /// As on the identity card.
    name: String,
    id_number: String,
    /// `administrator`, `agent` or `reader`.
    #[schema(pattern = "^(administrator|agent|reader)$")]
    role: String,
    /// About which services an agent acts; none stands for all.
    #[serde(default)]
    scope: Option<ScopeBody>,
}

/// A role.
#[derive(Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct RoleBody {
    /// `administrator`, `agent` or `reader`.
    #[schema(pattern = "^(administrator|agent|reader)$")]
    role: String,
    /// About which services an agent acts; none stands for all.
    #[serde(default)]
    scope: Option<ScopeBody>,
}

impl RoleBody {
    fn role(self, visitor: &Visitor) -> Result<FirmRole, Failure> {
        match self.role.as_str() {
            "administrator" => Ok(FirmRole::Administrator),
            "reader" => Ok(FirmRole::Reader),
            "agent" => Ok(FirmRole::Agent { scope: ScopeBody::scope(self.scope) }),
            _ => Err(unknown(visitor, "role")),
        }
    }
}

fn scope(member: &Member) -> Option<ScopeBody> {
    match &member.role {
        FirmRole::Agent { scope: Scope::Named { themes, services } } => {
            Some(ScopeBody { themes: themes.clone(), services: services.clone() })
        }
        _ => None,
    }
}

/// The firms to which the caller belongs, or is asked to.
#[utoipa::path(
    get,
    path = "/api/v1/me/firms",
    responses((status = 200, body = Vec<MembershipBody>))
)]
pub async fn list(State(accounts): State<Accounts>, visitor: Visitor) -> Outcome {
    let found = accounts.memberships(&visitor.actor).await?;
    let all: Vec<_> = found
        .into_iter()
        .map(|it| MembershipBody {
            firm: it.id.to_string(),
            name: it.facts.name,
            role: it.member.role.word(),
            stage: it.member.stage.word(),
            scope: scope(&it.member),
        })
        .collect();
    Ok(Json(all).into_response())
}

/// The members of a firm for those who look after them; for everybody else themselves.
#[utoipa::path(
    get,
    path = "/api/v1/me/firms/{firm}/members",
    params(("firm" = String, Path, description = "The firm's id")),
    responses(
        (status = 200, body = Vec<MemberBody>),
        (status = 422, description = "The caller does not belong to it")
    )
)]
pub async fn members(
    State(accounts): State<Accounts>,
    visitor: Visitor,
    Path(firm): Path<String>,
) -> Outcome {
    let roll = accounts.roll(&visitor.actor, id(&firm)?).await;
    let roll = roll.map_err(|error| refusal(&visitor, error))?;
    let all: Vec<_> = roll
        .members
        .into_iter()
        .map(|it| MemberBody {
            member: it.member.account.to_string(),
            name: it.name,
            id_number: it.id_number,
            role: it.member.role.word(),
            stage: it.member.stage.word(),
            scope: scope(&it.member),
        })
        .collect();
    Ok(Json(all).into_response())
}

/// Asks somebody to join.
#[utoipa::path(
    post,
    path = "/api/v1/me/firms/{firm}/members",
    params(("firm" = String, Path, description = "The firm's id")),
    request_body = InvitationBody,
    responses((status = 204), (status = 422, description = "Refused, with a stable code"))
)]
pub async fn invite(
    State(accounts): State<Accounts>,
    api: Api,
    Path(firm): Path<String>,
    sent: Result<Json<InvitationBody>, JsonRejection>,
) -> Outcome {
    let sent = body(sent)?;
    let Api { visitor, key } = api;
    let who = (sent.name.as_str(), sent.id_number.as_str());
    let role = RoleBody { role: sent.role, scope: sent.scope }.role(&visitor)?;
    told(&visitor, accounts.invite(&visitor.actor, key, id(&firm)?, who, role).await)
}

/// Agrees to join.
#[utoipa::path(
    post,
    path = "/api/v1/me/firms/{firm}/accept",
    params(("firm" = String, Path, description = "The firm's id")),
    responses((status = 204), (status = 422, description = "Refused, with a stable code"))
)]
pub async fn accept(
    State(accounts): State<Accounts>,
    api: Api,
    Path(firm): Path<String>,
) -> Outcome {
    act(&accounts, api, &firm, MemberAct::Accept).await
}

/// Goes, or does not wish to come.
#[utoipa::path(
    post,
    path = "/api/v1/me/firms/{firm}/leave",
    params(("firm" = String, Path, description = "The firm's id")),
    responses((status = 204), (status = 422, description = "Refused, with a stable code"))
)]
pub async fn leave(
    State(accounts): State<Accounts>,
    api: Api,
    Path(firm): Path<String>,
) -> Outcome {
    act(&accounts, api, &firm, MemberAct::Leave).await
}

type Two = Path<(String, String)>;

/// Confirms a member, or lifts a suspension.
#[utoipa::path(
    post,
    path = "/api/v1/me/firms/{firm}/members/{member}/confirm",
    params(
        ("firm" = String, Path, description = "The firm's id"),
        ("member" = String, Path, description = "The member's id")
    ),
    responses((status = 204), (status = 422, description = "Refused, with a stable code"))
)]
pub async fn confirm(
    State(accounts): State<Accounts>,
    api: Api,
    Path((firm, member)): Two,
) -> Outcome {
    act(&accounts, api, &firm, MemberAct::Confirm(id(&member)?)).await
}

/// Suspends a member.
#[utoipa::path(
    post,
    path = "/api/v1/me/firms/{firm}/members/{member}/suspend",
    params(
        ("firm" = String, Path, description = "The firm's id"),
        ("member" = String, Path, description = "The member's id")
    ),
    responses((status = 204), (status = 422, description = "Refused, with a stable code"))
)]
pub async fn suspend(
    State(accounts): State<Accounts>,
    api: Api,
    Path((firm, member)): Two,
) -> Outcome {
    act(&accounts, api, &firm, MemberAct::Suspend(id(&member)?)).await
}

/// Takes a member out.
#[utoipa::path(
    post,
    path = "/api/v1/me/firms/{firm}/members/{member}/remove",
    params(
        ("firm" = String, Path, description = "The firm's id"),
        ("member" = String, Path, description = "The member's id")
    ),
    responses((status = 204), (status = 422, description = "Refused, with a stable code"))
)]
pub async fn remove(
    State(accounts): State<Accounts>,
    api: Api,
    Path((firm, member)): Two,
) -> Outcome {
    act(&accounts, api, &firm, MemberAct::Remove(id(&member)?)).await
}

/// Gives a member another role.
#[utoipa::path(
    post,
    path = "/api/v1/me/firms/{firm}/members/{member}/role",
    params(
        ("firm" = String, Path, description = "The firm's id"),
        ("member" = String, Path, description = "The member's id")
    ),
    request_body = RoleBody,
    responses((status = 204), (status = 422, description = "Refused, with a stable code"))
)]
pub async fn role(
    State(accounts): State<Accounts>,
    api: Api,
    Path((firm, member)): Two,
    sent: Result<Json<RoleBody>, JsonRejection>,
) -> Outcome {
    let role = body(sent)?.role(&api.visitor)?;
    act(&accounts, api, &firm, MemberAct::Role(id(&member)?, role)).await
}

async fn act(accounts: &Accounts, api: Api, firm: &str, act: MemberAct) -> Outcome {
    let Api { visitor, key } = api;
    told(&visitor, accounts.change_member(&visitor.actor, key, id(firm)?, act).await)
}
