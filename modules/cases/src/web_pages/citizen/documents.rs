//! The documents of a case as PDF: the letters of its events, and its result.

use axum::{
    extract::{Path, Query, State},
    http::header,
    response::{IntoResponse, Response},
};
use cases_domain::CaseEvent;
use catalogue_domain::definition::Channel;
use kernel::Role;
use ledger::derived_command;
use web::{Failure, Outcome, Visitor};

use super::{Asked, clean_code, code_suffix, is_own, uncached};
use crate::{
    letters,
    service::{Desk, Found, Order, Trouble},
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
        CaseEvent::Issued { .. } => Some("cases-doc-conclusion"),
        CaseEvent::Withdrawn { .. } => Some("cases-doc-withdrawal"),
        CaseEvent::Reviewed { .. }
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
    let history = desk.history(found.id).await.map_err(worded)?;
    let event = history.iter().find(|it| it.seq == seq).ok_or(Failure::NotFound)?;
    let code = if is_own(&desk, &visitor, &found) {
        desk.query_code(&found.case).await.map_err(worded)?.as_str().to_owned()
    } else {
        code
    };
    let made = letters::document(&desk, &found, event, visitor.lang, Some(&code)).await;
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
    let Some(pdf) = result_pdf(&desk, &visitor, &found).await.map_err(worded)? else {
        let suffix = code_suffix(is_own(&desk, &visitor, &found), &code);
        let path = format!("/track/{}{suffix}", found.case.reference);
        return Ok(visitor.go(visitor.path_to(&path)));
    };
    Ok(pdf_response(&found.case.reference, pdf))
}

/// The PDF of a case's result, noted as delivered; none while it is being made.
pub(in crate::web_pages) async fn result_pdf(
    desk: &Desk,
    visitor: &Visitor,
    found: &Found,
) -> Result<Option<Vec<u8>>, Trouble> {
    let Some(held) = desk.licences.of_case(found.id).await? else { return Ok(None) };
    let Some(pdf) = desk.licences.pdf(held.id).await? else { return Ok(None) };
    let is_applicant = matches!(visitor.actor.role, Role::Citizen | Role::Anonymous);
    if is_applicant && found.case.delivered_at.is_none() {
        let key = derived_command("cases.download", found.id);
        let order = Order { key, by: &visitor.actor, seen: None };
        // Somebody who cannot be noted still gets what is theirs.
        if let Err(trouble) = desk.deliver(&order, found.id, Channel::Online).await {
            tracing::error!(case = %found.id, ?trouble, "the delivery was not noted");
        }
    }
    Ok(Some(pdf))
}

/// A PDF that no cache keeps.
pub(in crate::web_pages) fn pdf_response(name: &str, pdf: Vec<u8>) -> Response {
    let headers = [
        (header::CONTENT_TYPE, "application/pdf".to_owned()),
        (header::CONTENT_DISPOSITION, format!("inline; filename=\"{name}.pdf\"")),
    ];
    uncached((headers, pdf).into_response())
}
