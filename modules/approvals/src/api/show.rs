//! `GET /api/v1/approvals/{id}`

use ::web::{Failure, Outcome, Visitor};
use axum::{
    Json,
    extract::{Path, State},
    response::IntoResponse,
};
use kernel::{LocalText, id::ApprovalId};
use serde::Serialize;

use crate::service::{SecondPerson, Seen};

/// A proposal.
#[derive(Serialize, utoipa::ToSchema)]
pub struct ApprovalBody {
    id: String,
    kind: String,
    #[schema(value_type = Object)]
    title: LocalText,
    authority: String,
    matter: String,
    state: &'static str,
    /// What will happen; null where it was erased.
    effect: Option<EffectBody>,
    /// Stands for exactly this effect; an approval sends it back.
    digest: String,
    /// Whether it would do something else now, so that it cannot be approved.
    has_changed: bool,
    may_decide: bool,
    may_withdraw: bool,
    expires_at: Option<String>,
    due_at: Option<String>,
    /// Why it was refused or taken back; the code where the world had changed.
    reason: Option<String>,
}

/// What an act will do.
#[derive(Serialize, utoipa::ToSchema)]
pub struct EffectBody {
    #[schema(value_type = Object)]
    sentence: LocalText,
    lines: Vec<ApprovalLineBody>,
    /// What is let pass only with a reason for each.
    reviews: Vec<ApprovalReviewBody>,
    /// How many things it touches.
    touched: u64,
    /// What has to be typed to approve it, where there is no way back.
    to_type: Option<String>,
}

/// Something that is let pass only with a reason.
#[derive(Serialize, utoipa::ToSchema)]
pub struct ApprovalReviewBody {
    id: String,
    #[schema(value_type = Object)]
    label: LocalText,
    #[schema(value_type = Object)]
    value: LocalText,
    /// The reason with which it was let pass.
    reason: Option<String>,
}

/// One line of it.
#[derive(Serialize, utoipa::ToSchema)]
pub struct ApprovalLineBody {
    #[schema(value_type = Object)]
    label: LocalText,
    #[schema(value_type = Object)]
    value: LocalText,
}

/// One proposal whole.
#[utoipa::path(
    get,
    path = "/api/v1/approvals/{id}",
    operation_id = "approvals_show",
    tag = "approvals",
    params(("id" = String, Path, description = "The proposal")),
    responses(
        (status = 200, description = "The proposal", body = ApprovalBody),
        (status = 404, description = "No such proposal, or not for the asker"),
    )
)]
pub async fn show(
    State(service): State<SecondPerson>,
    visitor: Visitor,
    Path(id): Path<String>,
) -> Outcome {
    answer(&service, &visitor, id.parse().map_err(|_| Failure::NotFound)?).await
}

/// The proposal as it stands.
pub async fn answer(service: &SecondPerson, visitor: &Visitor, id: ApprovalId) -> Outcome {
    let seen = service.seen(&visitor.actor, id).await?;
    Ok(Json(body(service, seen)?).into_response())
}

fn body(service: &SecondPerson, seen: Seen) -> Result<ApprovalBody, Failure> {
    let approval = seen.approval;
    let proposal = approval.proposal.ok_or(Failure::NotFound)?;
    let to_type = service.to_type(&proposal.kind, seen.plan.as_ref());
    let effect = seen.plan.map(|it| it.effect);
    let lines = |lines: Vec<approvals_domain::EffectLine>| {
        lines.into_iter().map(|it| ApprovalLineBody { label: it.label, value: it.value }).collect()
    };
    let reasons = approval.reviews;
    let review = |it: approvals_domain::Review| ApprovalReviewBody {
        reason: reasons.iter().find(|one| one.id == it.id).map(|one| one.reason.to_string()),
        id: it.id,
        label: it.label,
        value: it.value,
    };
    Ok(ApprovalBody {
        id: seen.id.to_string(),
        kind: proposal.kind,
        title: seen.title,
        authority: proposal.authority,
        matter: proposal.matter,
        state: approval.state.word(),
        effect: effect.map(|it| EffectBody {
            sentence: it.sentence,
            lines: lines(it.lines),
            reviews: it.reviews.into_iter().map(review).collect(),
            touched: it.touched,
            to_type,
        }),
        digest: proposal.digest,
        has_changed: seen.sight.has_changed,
        may_decide: seen.sight.may_decide,
        may_withdraw: seen.sight.may_withdraw,
        expires_at: approval.expires_at.map(|at| at.to_string()),
        due_at: approval.due_at.map(|at| at.to_string()),
        reason: approval.reason.map(|it| it.to_string()).or(approval.code),
    })
}
