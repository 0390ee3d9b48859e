//! Opinions, and special procedures that stop the clock.

use axum::extract::{Path, State};
use cases_domain::Opinion;
use web::{Bound, ErrorLink, Outcome, Visitor};

use super::{
    case_page::{again, changed, refused},
    decide::done,
    form::Typed,
    shared::{order, standing, wrong},
};
use crate::service::Desk;

/// `POST …/review`: an opinion on the step that waits.
pub(super) async fn review(
    State(desk): State<Desk>,
    visitor: Visitor,
    Path(reference): Path<String>,
    bound: Bound,
) -> Outcome {
    let typed = Typed::read(bound.typed());
    let (id, case, version) =
        standing(&desk, &visitor, &reference, "cases.review", Some(&bound)).await?;
    let mut errors = Vec::new();
    if !matches!(typed.outcome.as_str(), "for" | "against") {
        errors.push(wrong(&visitor, "outcome", "cases-staff-outcome-needed"));
    }
    if typed.text.is_empty() {
        errors.push(wrong(&visitor, "text", "cases-staff-opinion-needed"));
    }
    if !errors.is_empty() {
        return again(&desk, &visitor, &reference, &typed, errors).await;
    }
    let Ok(posted) = bound.open_at(&case.reference, version) else {
        return changed(&desk, &visitor, &reference, &typed).await;
    };
    let opinion = Opinion { in_favour: typed.outcome == "for", text: typed.text.clone().into() };
    match desk.review(&order(&visitor, &posted)?, id, opinion).await {
        Ok(case) => done(&desk, &visitor, "reviewed", &case.reference).await,
        Err(trouble) => refused(&desk, &visitor, &reference, &typed, trouble).await,
    }
}

/// `POST …/suspend`: the clock stops for a special procedure of the service.
pub(super) async fn suspend(
    State(desk): State<Desk>,
    visitor: Visitor,
    Path(reference): Path<String>,
    bound: Bound,
) -> Outcome {
    let typed = Typed::read(bound.typed());
    let (id, case, version) =
        standing(&desk, &visitor, &reference, "cases.suspend", Some(&bound)).await?;
    let days: u32 = typed.days.parse().unwrap_or(0);
    let errors = suspend_errors(&visitor, &typed, days);
    if !errors.is_empty() {
        return again(&desk, &visitor, &reference, &typed, errors).await;
    }
    let Ok(posted) = bound.open_at(&case.reference, version) else {
        return changed(&desk, &visitor, &reference, &typed).await;
    };
    let order = order(&visitor, &posted)?;
    let (procedure, reason) = (typed.procedure.clone(), typed.reason.clone());
    match desk.suspend(&order, id, procedure, reason, days).await {
        Ok(case) => stay(&visitor, "suspended", &case.reference),
        Err(trouble) => refused(&desk, &visitor, &reference, &typed, trouble).await,
    }
}

fn suspend_errors(visitor: &Visitor, typed: &Typed, days: u32) -> Vec<ErrorLink> {
    let checks = [
        (typed.procedure.is_empty(), "procedure", "cases-staff-procedure-needed"),
        (typed.reason.is_empty(), "reason", "cases-staff-reason-needed"),
        (days == 0, "days", "cases-staff-days-needed"),
    ];
    let wrongs = checks.into_iter().filter(|(is_wrong, _, _)| *is_wrong);
    wrongs.map(|(_, id, key)| wrong(visitor, id, key)).collect()
}

/// `POST …/resume`: the clock runs again.
pub(super) async fn resume(
    State(desk): State<Desk>,
    visitor: Visitor,
    Path(reference): Path<String>,
    bound: Bound,
) -> Outcome {
    let typed = Typed::read(bound.typed());
    let (id, case, version) =
        standing(&desk, &visitor, &reference, "cases.resume", Some(&bound)).await?;
    if typed.result.is_empty() {
        let errors = vec![wrong(&visitor, "result", "cases-staff-result-needed")];
        return again(&desk, &visitor, &reference, &typed, errors).await;
    }
    let Ok(posted) = bound.open_at(&case.reference, version) else {
        return changed(&desk, &visitor, &reference, &typed).await;
    };
    match desk.resume(&order(&visitor, &posted)?, id, typed.result.clone()).await {
        Ok(case) => stay(&visitor, "resumed", &case.reference),
        Err(trouble) => refused(&desk, &visitor, &reference, &typed, trouble).await,
    }
}

/// `POST …/undo`: the officer's own decision, as long as it has not left.
pub(super) async fn undo(
    State(desk): State<Desk>,
    visitor: Visitor,
    Path(reference): Path<String>,
    bound: Bound,
) -> Outcome {
    let (id, case, version) =
        standing(&desk, &visitor, &reference, "cases.undo", Some(&bound)).await?;
    let Ok(posted) = bound.open_at(&case.reference, version) else {
        return changed(&desk, &visitor, &reference, &Typed::default()).await;
    };
    match desk.undo_decision(&order(&visitor, &posted)?, id).await {
        Ok(case) => stay(&visitor, "undone", &case.reference),
        Err(trouble) => refused(&desk, &visitor, &reference, &Typed::default(), trouble).await,
    }
}

fn stay(visitor: &Visitor, what: &str, of: &str) -> Outcome {
    Ok(visitor.go(format!("/staff/cases/{of}?done={what}&of={of}")))
}
