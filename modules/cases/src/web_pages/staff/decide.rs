//! Acceptance and decision: what is negative or final is seen as a letter before it is sent.

use axum::extract::{Path, State};
use cases_domain::{CaseEvent, DELIVERY_DAYS, Due, Ruling};
use kernel::calendar::TimeLimit;
use web::{Bound, ErrorLink, Outcome, Visitor};

use super::{
    case_page::{again, changed, refused},
    form::Typed,
    preview::{Draft, preview, summary},
    shared::{next_case, open, order, standing, wrong},
};
use crate::{letters::NOT_ACCEPTED, service::Desk};

/// `POST …/accept`: accept, ask for corrections, or not accept.
pub(super) async fn accept(
    State(desk): State<Desk>,
    visitor: Visitor,
    Path(reference): Path<String>,
    bound: Bound,
) -> Outcome {
    let typed = Typed::read(bound.typed());
    let (id, case, version) =
        standing(&desk, &visitor, &reference, "cases.accept", Some(&bound)).await?;
    match typed.outcome.as_str() {
        "accept" => {
            let Ok(posted) = bound.open_at(&case.reference, version) else {
                return changed(&desk, &visitor, &reference, &typed).await;
            };
            match desk.accept(&order(&visitor, &posted)?, id).await {
                Ok(case) => done(&desk, &visitor, "accepted", &case.reference).await,
                Err(trouble) => refused(&desk, &visitor, &reference, &typed, trouble).await,
            }
        }
        "return" => Ok(visitor.go(format!(
            "/staff/cases/{}/correction",
            desk.listed(&reference)
                .await
                .map_err(|it| crate::trouble::failure(&visitor, it))?
                .reference
        ))),
        "not_accept" => not_accept(&desk, &visitor, &reference, bound, &typed).await,
        _ => {
            let errors = vec![wrong(&visitor, "outcome", "cases-staff-outcome-needed")];
            again(&desk, &visitor, &reference, &typed, errors).await
        }
    }
}

async fn not_accept(
    desk: &Desk,
    visitor: &Visitor,
    reference: &str,
    bound: Bound,
    typed: &Typed,
) -> Outcome {
    let errors = not_accept_errors(visitor, typed);
    if !errors.is_empty() || bound.typed().get("step") == "edit" {
        return again(desk, visitor, reference, typed, errors).await;
    }
    if bound.typed().get("step") != "send" {
        return not_accept_preview(desk, visitor, reference, typed, false).await;
    }
    let (id, case, version) =
        standing(desk, visitor, reference, "cases.not_accept", Some(&bound)).await?;
    let Ok(posted) = bound.open(&summary(&case, version, &not_accepted(typed))) else {
        return not_accept_preview(desk, visitor, reference, typed, true).await;
    };
    let order = order(visitor, &posted)?;
    let ruling = Ruling { code: typed.code.clone(), text: typed.text.clone() };
    match desk.not_accept(&order, id, ruling, competent(typed)).await {
        Ok(case) => done(desk, visitor, "not-accepted", &case.reference).await,
        Err(trouble) => refused(desk, visitor, reference, typed, trouble).await,
    }
}

/// The ruling as it would be sent now.
fn not_accepted(typed: &Typed) -> CaseEvent {
    let (code, text) = (typed.code.clone(), typed.text.clone());
    CaseEvent::NotAccepted { code, text: text.into(), competent: competent(typed) }
}

fn competent(typed: &Typed) -> Option<String> {
    (!typed.competent.is_empty()).then(|| typed.competent.clone())
}

async fn not_accept_preview(
    desk: &Desk,
    visitor: &Visitor,
    reference: &str,
    typed: &Typed,
    has_changed: bool,
) -> Outcome {
    let found = open(desk, visitor, reference).await?;
    let draft = Draft {
        title: "cases-staff-preview-not-accept",
        confirm: "cases-staff-confirm-not-accept",
        action: "accept",
        permission: "cases.accept",
        has_changed,
        hidden: typed.hidden(),
    };
    preview(desk, visitor, &found, not_accepted(typed), draft).await
}

fn not_accept_errors(visitor: &Visitor, typed: &Typed) -> Vec<ErrorLink> {
    let mut errors = Vec::new();
    if !NOT_ACCEPTED.iter().any(|(code, _)| *code == typed.code) {
        errors.push(wrong(visitor, "code", "cases-staff-code-needed"));
    }
    // Whoever is not competent says who is (art. 32).
    if typed.code == "not_competent" && typed.competent.is_empty() {
        errors.push(wrong(visitor, "competent", "cases-staff-competent-needed"));
    }
    if typed.text.is_empty() {
        errors.push(wrong(visitor, "text", "cases-staff-text-needed"));
    }
    errors
}

/// `POST …/decide`: grant or refuse, first as a preview, then for good.
pub(super) async fn decide(
    State(desk): State<Desk>,
    visitor: Visitor,
    Path(reference): Path<String>,
    bound: Bound,
) -> Outcome {
    let typed = Typed::read(bound.typed());
    let (id, case, version) =
        standing(&desk, &visitor, &reference, "cases.decide", Some(&bound)).await?;
    let errors = decision_errors(&visitor, &typed);
    if !errors.is_empty() || bound.typed().get("step") == "edit" {
        return again(&desk, &visitor, &reference, &typed, errors).await;
    }
    if bound.typed().get("step") != "send" {
        return decision_preview(&desk, &visitor, &reference, &typed, false).await;
    }
    let Ok(posted) = bound.open(&summary(&case, version, &decision(&desk, &typed))) else {
        return decision_preview(&desk, &visitor, &reference, &typed, true).await;
    };
    let order = order(&visitor, &posted)?;
    let is_grant = typed.outcome == "grant";
    let decided = if is_grant {
        desk.grant(&order, id, typed.text.clone()).await
    } else {
        let ruling = Ruling { code: typed.code.clone(), text: typed.text.clone() };
        desk.refuse(&order, id, ruling).await
    };
    match decided {
        Ok(case) => {
            let what = if is_grant { "granted" } else { "refused" };
            done(&desk, &visitor, what, &case.reference).await
        }
        Err(trouble) => refused(&desk, &visitor, &reference, &typed, trouble).await,
    }
}

/// The decision as it would be made now.
fn decision(desk: &Desk, typed: &Typed) -> CaseEvent {
    let granted = typed.outcome == "grant";
    let limit = TimeLimit::working(DELIVERY_DAYS);
    let today = desk.ledger.clock().today();
    CaseEvent::Decided {
        granted,
        code: (!granted).then(|| typed.code.clone()),
        text: typed.text.clone().into(),
        delivery: Due::new(today, limit, &[], &desk.calendars.current()),
        leaves_at: None,
    }
}

async fn decision_preview(
    desk: &Desk,
    visitor: &Visitor,
    reference: &str,
    typed: &Typed,
    has_changed: bool,
) -> Outcome {
    let found = open(desk, visitor, reference).await?;
    let granted = typed.outcome == "grant";
    let event = decision(desk, typed);
    let (title, confirm) = if granted {
        ("cases-staff-preview-grant", "cases-staff-confirm-grant")
    } else {
        ("cases-staff-preview-refuse", "cases-staff-confirm-refuse")
    };
    let draft = Draft {
        title,
        confirm,
        action: "decide",
        permission: "cases.decide",
        has_changed,
        hidden: typed.hidden(),
    };
    preview(desk, visitor, &found, event, draft).await
}

fn decision_errors(visitor: &Visitor, typed: &Typed) -> Vec<ErrorLink> {
    let mut errors = Vec::new();
    match typed.outcome.as_str() {
        "grant" => {}
        "refuse" => {
            if typed.code.is_empty() {
                errors.push(wrong(visitor, "code", "cases-staff-code-needed"));
            }
            if typed.text.is_empty() {
                errors.push(wrong(visitor, "text", "cases-staff-text-needed"));
            }
        }
        _ => errors.push(wrong(visitor, "outcome", "cases-staff-outcome-needed")),
    }
    errors
}

/// On to the next case, with a word about the last one.
pub(super) async fn done(desk: &Desk, visitor: &Visitor, what: &str, of: &str) -> Outcome {
    let next = next_case(desk, visitor).await?;
    Ok(visitor.go(format!("{next}?done={what}&of={of}")))
}
