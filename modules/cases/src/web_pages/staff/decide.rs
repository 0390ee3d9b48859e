//! Acceptance and decision: what is negative or final is seen as a letter before it is sent.

use axum::extract::{Path, State};
use cases_domain::{CaseEvent, DELIVERY_DAYS, Due, Ruling};
use kernel::calendar::TimeLimit;
use web::{ErrorLink, Outcome, Posted, Visitor};

use super::{
    case_page::{again, refused},
    form::Typed,
    preview::{Draft, preview},
    shared::{case_id, next_case, open, order, wrong},
};
use crate::{letters::NOT_ACCEPTED, service::Desk};

/// `POST …/accept`: accept, ask for corrections, or not accept.
pub(super) async fn accept(
    State(desk): State<Desk>,
    visitor: Visitor,
    Path(reference): Path<String>,
    posted: Posted,
) -> Outcome {
    let typed = Typed::read(&posted);
    match typed.outcome.as_str() {
        "accept" => {
            let id = case_id(&desk, &visitor, &reference).await?;
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
        "not_accept" => not_accept(&desk, &visitor, &reference, &posted, &typed).await,
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
    posted: &Posted,
    typed: &Typed,
) -> Outcome {
    let errors = not_accept_errors(visitor, typed);
    if !errors.is_empty() || posted.get("step") == "edit" {
        return again(desk, visitor, reference, typed, errors).await;
    }
    let (code, text) = (typed.code.clone(), typed.text.clone());
    let competent = (!typed.competent.is_empty()).then(|| typed.competent.clone());
    if posted.get("step") != "send" {
        let found = open(desk, visitor, reference, "").await?;
        let event = CaseEvent::NotAccepted { code, text, competent };
        let draft = Draft {
            title: "cases-staff-preview-not-accept",
            confirm: "cases-staff-confirm-not-accept",
            action: "accept",
            hidden: typed.hidden(),
        };
        return preview(desk, visitor, &found, event, draft).await;
    }
    let id = case_id(desk, visitor, reference).await?;
    let order = order(visitor, posted)?;
    match desk.not_accept(&order, id, Ruling { code, text }, competent).await {
        Ok(case) => done(desk, visitor, "not-accepted", &case.reference).await,
        Err(trouble) => refused(desk, visitor, reference, typed, trouble).await,
    }
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
    posted: Posted,
) -> Outcome {
    let typed = Typed::read(&posted);
    let errors = decision_errors(&visitor, &typed);
    if !errors.is_empty() || posted.get("step") == "edit" {
        return again(&desk, &visitor, &reference, &typed, errors).await;
    }
    if posted.get("step") != "send" {
        return decision_preview(&desk, &visitor, &reference, &typed).await;
    }
    let id = case_id(&desk, &visitor, &reference).await?;
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

async fn decision_preview(
    desk: &Desk,
    visitor: &Visitor,
    reference: &str,
    typed: &Typed,
) -> Outcome {
    let found = open(desk, visitor, reference, "").await?;
    let granted = typed.outcome == "grant";
    let limit = TimeLimit::working(DELIVERY_DAYS);
    let today = desk.ledger.clock().today();
    let event = CaseEvent::Decided {
        granted,
        code: (!granted).then(|| typed.code.clone()),
        text: typed.text.clone(),
        delivery: Due::new(today, limit, &[], &desk.calendars.current()),
    };
    let (title, confirm) = if granted {
        ("cases-staff-preview-grant", "cases-staff-confirm-grant")
    } else {
        ("cases-staff-preview-refuse", "cases-staff-confirm-refuse")
    };
    let draft = Draft { title, confirm, action: "decide", hidden: typed.hidden() };
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
