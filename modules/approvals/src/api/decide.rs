//! `POST /api/v1/approvals/{id}/approve`, `/refuse` and `/withdraw`

use std::collections::BTreeMap;

use ::web::{Api, Failure, Meant, Outcome, Visitor};
use axum::{
    Json,
    extract::{Path, State, rejection::JsonRejection},
};
use kernel::id::ApprovalId;
use serde::Deserialize;

use super::show::{self, ApprovalBody};
use crate::{
    service::{Agreed, Problem, SecondPerson},
    web::told,
};

/// What is approved.
#[derive(Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ApproveBody {
    /// The `digest` of the proposal that was looked at.
    digest: String,
    /// What `to_type` of the proposal says, where there is no way back.
    #[serde(default)]
    typed: String,
    /// `checked`, `sampled` or `ordered`, where there is no way back.
    #[serde(default)]
    why: String,
    /// Why each of its `reviews` may pass, by its `id`.
    #[serde(default)]
    reviews: BTreeMap<String, String>,
}

/// Why it is refused or taken back.
#[derive(Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ApprovalReasonBody {
    #[serde(default)]
    reason: String,
}

type SentReason = Result<Json<ApprovalReasonBody>, JsonRejection>;

/// Which proposal, and why.
fn reason(id: &str, sent: SentReason) -> Result<(ApprovalId, String), Failure> {
    let Json(body) = sent.map_err(Failure::from)?;
    Ok((read_id(id)?, body.reason))
}

/// The proposal as it is now, or why nothing was decided.
async fn answered(
    service: &SecondPerson,
    visitor: &Visitor,
    id: ApprovalId,
    done: Result<(), Problem>,
) -> Outcome {
    done.map_err(|problem| told(visitor, problem))?;
    show::answer(service, visitor, id).await
}

fn read_id(text: &str) -> Result<ApprovalId, Failure> {
    text.parse().map_err(|_| Failure::NotFound)
}

/// Approves exactly what was looked at.
#[utoipa::path(
    post,
    path = "/api/v1/approvals/{id}/approve",
    operation_id = "approvals_approve",
    tag = "approvals",
    params(
        ("id" = String, Path, description = "The proposal"),
        ("Idempotency-Key" = Option<String>, Header, description = "UUID of the request"),
    ),
    request_body = ApproveBody,
    responses(
        (status = 200, description = "Approved", body = ApprovalBody),
        (status = 404, description = "No such proposal, or not for the asker"),
        (status = 409, description = "It would do something else now: `approval.world_changed`"),
        (status = 422, description = "Own proposal, over, something else was looked at, or a review \
            without a reason"),
    )
)]
pub async fn approve(
    State(service): State<SecondPerson>,
    api: Api,
    Path(id): Path<String>,
    sent: Result<Json<ApproveBody>, JsonRejection>,
) -> Outcome {
    let Json(ApproveBody { digest, typed, why, reviews }) = sent.map_err(Failure::from)?;
    let id = read_id(&id)?;
    let agreed = Agreed { digest, meant: Meant { typed, why }, reviews };
    let done = service.approve(api.key, &api.visitor.actor, id, agreed).await;
    answered(&service, &api.visitor, id, done).await
}

/// Refuses it.
#[utoipa::path(
    post,
    path = "/api/v1/approvals/{id}/refuse",
    operation_id = "approvals_refuse",
    tag = "approvals",
    params(
        ("id" = String, Path, description = "The proposal"),
        ("Idempotency-Key" = Option<String>, Header, description = "UUID of the request"),
    ),
    request_body = ApprovalReasonBody,
    responses(
        (status = 200, description = "Refused", body = ApprovalBody),
        (status = 404, description = "No such proposal, or not for the asker"),
        (status = 422, description = "Own proposal, over, or no reason"),
    )
)]
pub async fn refuse(
    State(service): State<SecondPerson>,
    api: Api,
    Path(id): Path<String>,
    sent: SentReason,
) -> Outcome {
    let (id, reason) = reason(&id, sent)?;
    let done = service.refuse(api.key, &api.visitor.actor, id, &reason).await;
    answered(&service, &api.visitor, id, done).await
}

/// Takes it back before it is carried out.
#[utoipa::path(
    post,
    path = "/api/v1/approvals/{id}/withdraw",
    operation_id = "approvals_withdraw",
    tag = "approvals",
    params(
        ("id" = String, Path, description = "The proposal"),
        ("Idempotency-Key" = Option<String>, Header, description = "UUID of the request"),
    ),
    request_body = ApprovalReasonBody,
    responses(
        (status = 200, description = "Taken back", body = ApprovalBody),
        (status = 404, description = "No such proposal, or not for the asker"),
        (status = 422, description = "Another's proposal, or over"),
    )
)]
pub async fn withdraw(
    State(service): State<SecondPerson>,
    api: Api,
    Path(id): Path<String>,
    sent: SentReason,
) -> Outcome {
    let (id, reason) = reason(&id, sent)?;
    let done = service.withdraw(api.key, &api.visitor.actor, id, &reason).await;
    answered(&service, &api.visitor, id, done).await
}
