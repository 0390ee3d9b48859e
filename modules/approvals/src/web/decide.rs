//! What is decided on the page of a proposal. Each answers with the page, as it is now.

use std::collections::BTreeMap;

use ::web::{Bound, Changed, Meant, Outcome, Posted, Visitor};
use approvals_domain::ApprovalRefusal;
use axum::{
    extract::{Path, State},
    http::StatusCode,
};

use super::{
    show::{self, Wrong},
    told,
};
use crate::service::{Agreed, Problem, SecondPerson};

/// `POST /staff/approvals/{id}/approve`: approves what was shown.
pub async fn approve(
    State(service): State<SecondPerson>,
    visitor: Visitor,
    Path(id): Path<String>,
    bound: Bound,
) -> Outcome {
    let id = show::read_id(&id)?;
    let posted = opened(bound)?;
    let agreed = Agreed {
        digest: posted.get("digest").to_owned(),
        meant: Meant::read(&posted),
        reviews: reasons(&posted),
    };
    match service.approve(posted.key, &visitor.actor, id, agreed).await {
        Ok(()) => Ok(visitor.go(format!("/staff/approvals/{id}"))),
        // The page says that things have changed, and what to do.
        Err(Problem::WorldChanged) => {
            show::page(&service, &visitor, id, StatusCode::CONFLICT, Wrong::Nothing).await
        }
        Err(Problem::Doubt(doubt)) => {
            let status = StatusCode::UNPROCESSABLE_ENTITY;
            show::page(&service, &visitor, id, status, Wrong::Meant(&posted, &doubt)).await
        }
        Err(Problem::Refused(ApprovalRefusal::NoReview)) => {
            let status = StatusCode::UNPROCESSABLE_ENTITY;
            show::page(&service, &visitor, id, status, Wrong::Reviews(&posted)).await
        }
        Err(problem) => Err(told(&visitor, problem)),
    }
}

/// `POST /staff/approvals/{id}/refuse`: refuses what was shown.
pub async fn refuse(
    State(service): State<SecondPerson>,
    visitor: Visitor,
    Path(id): Path<String>,
    bound: Bound,
) -> Outcome {
    let id = show::read_id(&id)?;
    let posted = opened(bound)?;
    match service.refuse(posted.key, &visitor.actor, id, posted.get("reason")).await {
        Ok(()) => Ok(visitor.go(format!("/staff/approvals/{id}"))),
        Err(Problem::Refused(ApprovalRefusal::NoReason)) => {
            let status = StatusCode::UNPROCESSABLE_ENTITY;
            show::page(&service, &visitor, id, status, Wrong::Reason).await
        }
        Err(problem) => Err(told(&visitor, problem)),
    }
}

/// `POST /staff/approvals/{id}/withdraw`: takes back what was shown.
pub async fn withdraw(
    State(service): State<SecondPerson>,
    visitor: Visitor,
    Path(id): Path<String>,
    bound: Bound,
) -> Outcome {
    let id = show::read_id(&id)?;
    let posted = opened(bound)?;
    service
        .withdraw(posted.key, &visitor.actor, id, posted.get("why"))
        .await
        .map_err(|problem| told(&visitor, problem))?;
    Ok(visitor.go(format!("/staff/approvals/{id}")))
}

/// The reasons that were typed, by the names of what they let pass.
fn reasons(posted: &Posted) -> BTreeMap<String, String> {
    let named = posted.named(show::REVIEW);
    named.map(|(id, reason)| (id.to_owned(), reason.to_owned())).collect()
}

/// The form, if its digest is that of the proposal that was shown. Whether it still is the
/// proposal's is the domain's question.
fn opened(bound: Bound) -> Result<Posted, Changed> {
    let digest = bound.typed().get("digest").to_owned();
    bound.open(&digest)
}
