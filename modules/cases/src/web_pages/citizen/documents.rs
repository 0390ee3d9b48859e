//! The documents of a case as PDF: the letters of its events, and its result.

use accounts_domain::Power;
use axum::extract::{Path, Query, State};
use cases_domain::CaseEvent;
use kernel::code::QueryCode;
use web::{Failure, Outcome, Visitor};

use super::{Asked, clean_code, code_suffix, is_own};
use crate::{
    api::{pdf_response, result_pdf},
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
    Query(asked): Asked,
) -> Outcome {
    let seq: u64 = seq.parse().map_err(|_| Failure::NotFound)?;
    let code = clean_code(asked.get("code").map_or("", String::as_str));
    let worded = |trouble: Trouble| failure(&visitor, trouble);
    let found = desk.track(&visitor.actor, &reference, &code).await.map_err(worded)?;
    let history = desk.told(found.id).await.map_err(worded)?;
    let event = history.iter().find(|it| it.seq == seq).ok_or(Failure::NotFound)?;
    // A helper's letter leaves the code out: it would go on opening the case when the help is over.
    let code = match (is_own(&found), found.power == Power::OWN) {
        (true, true) => Some(desk.query_code(&found.case).await.map_err(worded)?),
        (true, false) => None,
        (false, _) => QueryCode::parse(&code).ok(),
    };
    let code = code.as_ref().map(QueryCode::as_str);
    let made = letters::document(&desk, &found, event, visitor.lang, code).await;
    let pdf = made.map_err(worded)?.ok_or(Failure::NotFound)?;
    Ok(pdf_response(&format!("{}-{seq}", found.case.reference), pdf))
}

/// The result. Who downloads it has it: the case is delivered.
pub(super) async fn result(
    State(desk): State<Desk>,
    visitor: Visitor,
    Path(reference): Path<String>,
    Query(asked): Asked,
) -> Outcome {
    let code = clean_code(asked.get("code").map_or("", String::as_str));
    let worded = |trouble: Trouble| failure(&visitor, trouble);
    let found = desk.track(&visitor.actor, &reference, &code).await.map_err(worded)?;
    let Some(pdf) = result_pdf(&desk, &visitor.actor, &found).await.map_err(worded)? else {
        let suffix = code_suffix(is_own(&found), &code);
        let path = format!("/track/{}{suffix}", found.case.reference);
        return Ok(visitor.go(visitor.path_to(&path)));
    };
    Ok(pdf_response(&found.case.reference, pdf))
}
