//! The documents of a case as PDF: the letters of its events, and its result.

use accounts_domain::Power;
use axum::extract::{Path, State};
use cases_domain::CaseEvent;
use web::{Bound, Failure, Outcome, Visitor};

use super::{below, is_own};
use crate::{
    api::{note_fetched, pdf_response, result_pdf},
    letters,
    service::{Desk, Trouble},
    trouble::failure,
};

/// The name of the letter that an event gives, if it gives one.
pub(super) fn title_key(event: &CaseEvent) -> Option<&'static str> {
    match event {
        CaseEvent::Submitted { .. } => Some("cases-doc-receipt"),
        CaseEvent::Returned { .. } => Some("cases-doc-correction"),
        CaseEvent::Corrected { .. } => Some("cases-doc-corrected"),
        CaseEvent::Accepted { .. } => Some("cases-doc-acceptance"),
        CaseEvent::NotAccepted { .. } => Some("cases-doc-non-acceptance"),
        CaseEvent::Suspended { .. } => Some("cases-doc-suspension"),
        CaseEvent::Decided { granted: true, .. } => Some("cases-doc-grant"),
        CaseEvent::Decided { .. } => Some("cases-doc-refusal"),
        CaseEvent::DecisionAmended { .. } => Some("cases-doc-amendment"),
        CaseEvent::Issued { .. } => Some("cases-doc-conclusion"),
        CaseEvent::Withdrawn { .. } => Some("cases-doc-withdrawal"),
        CaseEvent::Reviewed { .. }
        | CaseEvent::DecisionSent { .. }
        | CaseEvent::DecisionUndone
        | CaseEvent::Resumed { .. }
        | CaseEvent::Delivered { .. }
        | CaseEvent::Recomputed { .. } => None,
    }
}

/// The letter of an event.
pub(super) async fn letter(
    State(desk): State<Desk>,
    visitor: Visitor,
    Path((reference, seq)): Path<(String, String)>,
) -> Outcome {
    let seq: u64 = seq.parse().map_err(|_| Failure::NotFound)?;
    let worded = |trouble: Trouble| failure(&visitor, trouble);
    let found = match below(&desk, &visitor, &reference).await? {
        Ok(found) => found,
        Err(elsewhere) => return Ok(elsewhere),
    };
    let history = desk.told(found.id).await.map_err(worded)?;
    let event = history.iter().find(|it| it.seq == seq).ok_or(Failure::NotFound)?;
    // A helper's letter leaves the code out: it would go on opening the case when the help is over.
    // Whoever opened the case with the code has it.
    let is_shown = !is_own(&found) || found.power == Power::OWN;
    let code = match is_shown {
        true => Some(desk.query_code(&found.case).await.map_err(worded)?),
        false => None,
    };
    let code = code.as_ref().map(|it| it.as_str());
    let made = letters::document(&desk, &found, event, visitor.lang, code).await;
    let pdf = made.map_err(worded)?.ok_or(Failure::NotFound)?;
    Ok(pdf_response(&format!("{}-{seq}", found.case.reference), pdf))
}

/// The result, to be read. It notes nothing: see [`fetch`].
pub(super) async fn result(
    State(desk): State<Desk>,
    visitor: Visitor,
    Path(reference): Path<String>,
) -> Outcome {
    let worded = |trouble: Trouble| failure(&visitor, trouble);
    let found = match below(&desk, &visitor, &reference).await? {
        Ok(found) => found,
        Err(elsewhere) => return Ok(elsewhere),
    };
    let Some(pdf) = result_pdf(&desk, &visitor.actor, &found).await.map_err(worded)? else {
        return Ok(visitor.go(visitor.path_to(&format!("/track/{}", found.case.reference))));
    };
    Ok(pdf_response(&found.case.reference, pdf))
}

/// `POST /results/{reference}`: who fetches the result has it, so the case is delivered; then on to
/// the document. Where it is not made yet, back to the case.
pub(super) async fn fetch(
    State(desk): State<Desk>,
    visitor: Visitor,
    Path(reference): Path<String>,
    bound: Bound,
) -> Outcome {
    let worded = |trouble: Trouble| failure(&visitor, trouble);
    let found = match below(&desk, &visitor, &reference).await? {
        Ok(found) => found,
        Err(elsewhere) => return Ok(elsewhere),
    };
    let reference = &found.case.reference;
    let held = desk.licences.of_case(found.id).await.map_err(|it| worded(it.into()))?;
    let pdf = result_pdf(&desk, &visitor.actor, &found).await.map_err(worded)?;
    let (Some(held), Some(_)) = (held, pdf) else {
        return Ok(visitor.go(visitor.path_to(&format!("/track/{reference}"))));
    };
    bound.open(&(reference, &held.number))?;
    note_fetched(&desk, &visitor.actor, &found).await;
    Ok(visitor.go(visitor.path_to(&format!("/results/{reference}"))))
}
