//! `/{l}/track/{reference}/withdraw`: giving an application up, after a look at what it means.

use accounts_domain::Power;
use askama::Template;
use axum::extract::{Path, State};
use cases_domain::CaseRefusal;
use web::{Bound, Failure, Field, Outcome, Page, Visitor};

use super::{own_case, uncached, words::local};
use crate::{
    service::{Desk, Order, Trouble},
    trouble::failure,
};

/// A reason is not longer than this, in characters.
const LONGEST: usize = 500;

#[derive(Template)]
#[template(path = "cases/citizen/withdraw.html")]
struct WithdrawPage {
    p: Page,
    service: String,
    reference: String,
    field: Field,
    action: String,
    track: String,
    key: String,
    seal: String,
}

/// Asks whether it is really meant.
pub(super) async fn show(
    State(desk): State<Desk>,
    visitor: Visitor,
    Path(reference): Path<String>,
) -> Outcome {
    let found = own_case(&desk, &visitor, &reference).await?;
    let track = format!("/track/{}", found.case.reference);
    if found.case.decision.is_some() || found.case.is_concluded() {
        return Ok(visitor.go(visitor.path_to(&track)));
    }
    let p = visitor
        .page(visitor.t("cases-withdraw-title"))
        .crumb("/my/", visitor.t("web-my"))
        .crumb(&track, visitor.t("cases-track-title"));
    let track = visitor.path_to(&track);
    let page = WithdrawPage {
        key: p.key(),
        seal: p.seal_at("cases.withdraw", &found.case.reference, &found.version),
        p,
        service: local(&visitor, &found.case.name),
        reference: found.case.reference.clone(),
        field: Field::text("reason", visitor.t("cases-withdraw-reason"))
            .kind("long_text")
            .optional(),
        action: format!("{track}/withdraw"),
        track,
    };
    Ok(uncached(visitor.html(&page)?))
}

/// Withdraws.
pub(super) async fn send(
    State(desk): State<Desk>,
    visitor: Visitor,
    Path(reference): Path<String>,
    bound: Bound,
) -> Outcome {
    let found = own_case(&desk, &visitor, &reference).await?;
    let posted = bound.open_at(&found.case.reference, found.version)?;
    let order = Order { key: posted.key, by: &visitor.actor, seen: None, power: Power::OWN };
    let reason: String = posted.get("reason").chars().take(LONGEST).collect();
    match desk.withdraw(&order, found.id, &reason).await {
        Ok(case) => {
            let path = format!("/track/{}?done=withdrawn", case.reference);
            Ok(visitor.go(visitor.path_to(&path)))
        }
        // Decided in the meantime: there is nothing left to withdraw.
        Err(Trouble::Refused(refusal @ CaseRefusal::WrongStage(_))) => {
            Err(Failure::refused(refusal.code(), visitor.t("cases-withdraw-too-late")))
        }
        Err(trouble) => Err(failure(&visitor, trouble)),
    }
}
