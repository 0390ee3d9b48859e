//! Changing a licence after it was confirmed: at once, or as a proposal to a second person.

use approvals_domain::ProposeError;
use axum::extract::{Path, State};
use licences_domain::{Because, LicenceAct};
use web::{Bound, Changed, Failure, Outcome, Posted, Visitor};

use super::{
    confirm::{self, Again, Summary},
    view,
};
use crate::{
    approve::{Wish, to_type},
    service::{Deed, Licensing, StaffView},
};

/// `POST /staff/licences/{no}/change`
pub async fn change(
    State(service): State<Licensing>,
    visitor: Visitor,
    Path(no): Path<String>,
    bound: Bound,
) -> Outcome {
    let typed = bound.typed();
    let act = LicenceAct::parse(typed.get("act"))
        .ok_or_else(|| Failure::Malformed("act is not one of the acts".to_owned()))?;
    let view = service.staff_view(&visitor.actor, &no).await?;
    let because = Because { code: typed.get("code"), text: typed.get("reason") };
    let summary = confirm::summary(&service, &visitor, &view, act, because).await.ok();
    let posted = match bound.open(&summary) {
        Ok(posted) => posted,
        Err(Changed(posted)) => {
            let again = Again { has_changed: true, ..Again::default() };
            return confirm::ask(&service, &visitor, &view, &posted, again).await;
        }
    };
    if posted.get("typed") != to_type(&view.record) {
        let again = Again { is_mistyped: true, ..Again::default() };
        return confirm::ask(&service, &visitor, &view, &posted, again).await;
    }
    if act.needs_second_person() {
        return propose(&service, &visitor, &view, act, &posted, summary).await;
    }
    let (code, reason) = (posted.get("code"), posted.get("reason"));
    let deed = Deed { act, code, reason, typed: posted.get("typed") };
    let changed = service
        .change(posted.key, &visitor.actor, &no, deed)
        .await
        .map_err(|problem| view::told(&visitor, problem))?;
    Ok(visitor.go(format!("/staff/licences/{}", changed.identifier)))
}

async fn propose(
    service: &Licensing,
    visitor: &Visitor,
    view: &StaffView,
    act: LicenceAct,
    posted: &Posted,
    summary: Option<Summary>,
) -> Outcome {
    let digest = summary.and_then(|it| it.digest).unwrap_or_default();
    let wish = Wish {
        act,
        code: posted.get("code"),
        reason: posted.get("reason"),
        digest: &digest,
        typed: posted.get("typed"),
    };
    match service.propose(posted.key, &visitor.actor, &view.record, wish).await {
        Ok(id) | Err(ProposeError::Open(id)) => Ok(visitor.go(format!("/staff/approvals/{id}"))),
        Err(ProposeError::Down(error)) => Err(Failure::internal(error)),
        Err(_) => Err(Failure::Conflict("shown.changed")),
    }
}

/// `POST /staff/licences/{no}/stop`: a supervisor takes back what waits.
pub async fn stop(
    State(service): State<Licensing>,
    visitor: Visitor,
    Path(no): Path<String>,
    bound: Bound,
) -> Outcome {
    let view = service.staff_view(&visitor.actor, &no).await?;
    let waiting = view.waiting.as_ref().map(|it| it.id.to_string());
    let posted = bound.open(&waiting)?;
    let stopped = service.stop(posted.key, &visitor.actor, &no, posted.get("why")).await;
    let stopped = stopped.map_err(|problem| view::told(&visitor, problem))?;
    Ok(visitor.go(format!("/staff/licences/{}", stopped.identifier)))
}
