//! `/api/v1/licences/keys`: the issuing keys, and saying that one was stolen.

use axum::{
    Json,
    extract::{Path, State},
    response::IntoResponse,
};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use web::{Api, Outcome, Visitor};

use super::many::answered;
use crate::{many::KeyOrder, service::Licensing};

/// A key under which licences are or were issued.
#[derive(Debug, Serialize, ToSchema)]
pub struct IssuingKey {
    /// Its id.
    id: String,
    /// Its suite: `ed25519` or `sm2-sm3`.
    suite: String,
    /// The public key in the suite's own encoding, base64.
    public_key: String,
    /// Since when it signs.
    since: String,
    /// Whether it signs now.
    is_current: bool,
    /// Since when it counts as stolen; null where it does not.
    stolen_since: Option<String>,
    /// How many licences stand under it and count.
    licences: u64,
}

/// The issuing keys, the current one first.
#[utoipa::path(
    get,
    path = "/api/v1/licences/keys",
    operation_id = "licences_keys",
    tag = "licences",
    responses((status = 200, description = "The current one first", body = Vec<IssuingKey>))
)]
pub async fn list(State(service): State<Licensing>, visitor: Visitor) -> Outcome {
    let lines = service.key_lines(&visitor.actor).await?.into_iter();
    let body: Vec<_> = lines
        .map(|it| IssuingKey {
            id: it.key.noted.id,
            suite: it.key.noted.suite,
            public_key: it.key.noted.public_key,
            since: it.key.since.to_string(),
            is_current: it.is_current,
            stolen_since: it.key.distrust.map(|it| it.from.to_string()),
            licences: it.licences,
        })
        .collect();
    Ok(Json(body).into_response())
}

/// What is known about a key.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct KeyTrust {
    /// Since when somebody else may have had it (RFC 3339); null: nobody had it after all.
    #[serde(default)]
    #[schema(value_type = Option<String>)]
    from: Option<Timestamp>,
    /// What is known; without names of people.
    reason: String,
    /// The id of the key once more.
    typed: String,
}

/// Proposes that a key was stolen, or was not; somebody else approves it, then it counts at once.
#[utoipa::path(
    post,
    path = "/api/v1/licences/keys/{key}/trust",
    operation_id = "licences_key_trust",
    tag = "licences",
    params(("key" = String, Path, description = "The id of the key")),
    request_body = KeyTrust,
    responses(
        (status = 202, description = "It was proposed", body = super::change::Proposed),
        (status = 409, description = "It is proposed already, or it changes nothing"),
        (status = 422, description = "The id was typed wrongly"),
    )
)]
pub async fn trust(
    State(service): State<Licensing>,
    api: Api,
    Path(key): Path<String>,
    Json(body): Json<KeyTrust>,
) -> Outcome {
    let order = KeyOrder { key, from: body.from, reason: body.reason };
    let proposed = service.propose_key(api.key, &api.visitor.actor, &order, &body.typed).await;
    answered(&api, proposed)
}
