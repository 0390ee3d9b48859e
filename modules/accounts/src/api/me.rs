//! `/api/v1/me`: who the token stands for.

use ::web::{Outcome, Visitor};
use accounts_domain::masked;
use axum::{Json, extract::State, response::IntoResponse};
use kernel::Role;
use serde::Serialize;

use crate::service::Accounts;

/// A signed-in person.
#[derive(Serialize, utoipa::ToSchema)]
pub struct MeBody {
    /// `citizen`, `clerk`, `examiner`, `approver`, `supervisor`, `editor` or `administrator`.
    role: &'static str,
    name: String,
    /// Identity number, masked; citizens only.
    #[serde(skip_serializing_if = "Option::is_none")]
    id_number: Option<String>,
    /// Mobile number, masked; citizens only.
    #[serde(skip_serializing_if = "Option::is_none")]
    mobile: Option<String>,
    /// Id of a staff member's authority.
    #[serde(skip_serializing_if = "Option::is_none")]
    authority: Option<String>,
    /// The firms for which a citizen may act.
    firms: Vec<FirmBody>,
}

/// A firm for which one may act.
#[derive(Serialize, utoipa::ToSchema)]
pub struct FirmBody {
    id: String,
    name: String,
    credit_code: String,
    /// Whether this session acts for it.
    is_current: bool,
}

/// Who the token stands for.
#[utoipa::path(get, path = "/api/v1/me", responses((status = 200, body = MeBody)))]
pub async fn show(State(accounts): State<Accounts>, visitor: Visitor) -> Outcome {
    let actor = &visitor.actor;
    if actor.role != Role::Citizen {
        let body = MeBody {
            role: actor.role.word(),
            name: accounts.own_name(actor).await?,
            id_number: None,
            mobile: None,
            authority: actor.authority.clone(),
            firms: Vec::new(),
        };
        return Ok(Json(body).into_response());
    }
    let me = accounts.profile(actor).await?;
    let firms = me.firms.into_iter().map(|it| FirmBody {
        id: it.id.to_string(),
        name: it.facts.name,
        credit_code: it.facts.credit_code,
        is_current: it.is_current,
    });
    let body = MeBody {
        role: actor.role.word(),
        id_number: Some(masked(&me.facts.id_number)),
        mobile: Some(masked(&me.facts.mobile)),
        name: me.facts.name,
        authority: None,
        firms: firms.collect(),
    };
    Ok(Json(body).into_response())
}
