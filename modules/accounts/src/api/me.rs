//! `/api/v1/me`: who the token stands for.

use ::web::{Outcome, Visitor};
use axum::{Json, extract::State, response::IntoResponse};
use kernel::Role;
use serde::Serialize;

use crate::service::{Accounts, FirmChoice, PersonChoice};

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
    /// What they have proved about who they are, `L0` to `L4`; citizens only.
    #[serde(skip_serializing_if = "Option::is_none")]
    identity_level: Option<&'static str>,
    /// What this session proves, `L0` to `L4`. Whichever is lower counts.
    session_level: &'static str,
    /// Id of a staff member's authority.
    #[serde(skip_serializing_if = "Option::is_none")]
    authority: Option<String>,
    /// The firms for which a citizen may act.
    firms: Vec<FirmBody>,
    /// The people for whom a citizen may act.
    people: Vec<PersonBody>,
}

/// A person for whom one may act.
#[derive(Serialize, utoipa::ToSchema)]
pub struct PersonBody {
    /// The mandate, for `POST /me/act-for`.
    mandate: String,
    name: String,
    /// The last day.
    until: String,
    /// Whether this session acts for them.
    is_current: bool,
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

impl MeBody {
    /// A member of staff.
    fn staff(visitor: &Visitor, name: String) -> Self {
        let actor = &visitor.actor;
        Self {
            role: actor.role.word(),
            name,
            id_number: None,
            mobile: None,
            identity_level: None,
            session_level: visitor.identity_level().word(),
            authority: actor.authority.clone(),
            firms: Vec::new(),
            people: Vec::new(),
        }
    }
}

impl From<FirmChoice> for FirmBody {
    fn from(it: FirmChoice) -> Self {
        Self {
            id: it.id.to_string(),
            name: it.facts.name,
            credit_code: it.facts.credit_code,
            is_current: it.is_current,
        }
    }
}

impl From<PersonChoice> for PersonBody {
    fn from(it: PersonChoice) -> Self {
        Self {
            mandate: it.mandate.to_string(),
            name: it.name,
            until: it.until.to_string(),
            is_current: it.is_current,
        }
    }
}

/// Who the token stands for.
#[utoipa::path(get, path = "/api/v1/me", responses((status = 200, body = MeBody)))]
pub async fn show(State(accounts): State<Accounts>, visitor: Visitor) -> Outcome {
    let actor = &visitor.actor;
    if actor.role != Role::Citizen {
        let body = MeBody::staff(&visitor, accounts.own_name(actor).await?);
        return Ok(Json(body).into_response());
    }
    let me = accounts.profile(actor).await?;
    let standing = accounts.own_standing(actor).await?;
    let own = |field: &str, value: &str| Some(accounts.own_field(actor, field, value));
    let body = MeBody {
        role: actor.role.word(),
        id_number: own("person.id_number", &me.facts.id_number),
        mobile: own("person.mobile", &me.facts.mobile),
        identity_level: Some(standing.level.word()),
        session_level: visitor.identity_level().word(),
        name: me.facts.name,
        authority: None,
        firms: me.firms.into_iter().map(FirmBody::from).collect(),
        people: me.people.into_iter().map(PersonBody::from).collect(),
    };
    Ok(Json(body).into_response())
}
