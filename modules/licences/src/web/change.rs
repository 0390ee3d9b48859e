//! Changing a licence after it was confirmed.

use axum::extract::{Path, State};
use licences_domain::LicenceAct;
use web::{Failure, Outcome, Posted, Visitor};

use super::view;
use crate::service::Licensing;

/// `POST /staff/licences/{no}/change`
pub async fn change(
    State(service): State<Licensing>,
    visitor: Visitor,
    Path(no): Path<String>,
    posted: Posted,
) -> Outcome {
    let act = LicenceAct::parse(posted.get("act"))
        .ok_or_else(|| Failure::Malformed("act is not one of the acts".to_owned()))?;
    let changed = service
        .change(posted.key, &visitor.actor, &no, act, posted.get("reason"))
        .await
        .map_err(|problem| view::told(&visitor, problem))?;
    Ok(visitor.go(format!("/staff/licences/{}", changed.identifier)))
}
