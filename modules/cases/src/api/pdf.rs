//! The result of a case as a PDF, for machines and for the page that offers it.

use accounts_domain::Power;
use axum::{
    http::{HeaderValue, header},
    response::{IntoResponse, Response},
};
use kernel::{Actor, Role};
use ledger::derived_command;

use crate::service::{Desk, Found, Order, Trouble};

/// The PDF of a case's result, for who may have it; none while it is being made.
///
/// # Errors
/// [`Trouble`] when they may not, or when the licences do not answer.
pub(crate) async fn result_pdf(
    desk: &Desk,
    by: &Actor,
    found: &Found,
) -> Result<Option<Vec<u8>>, Trouble> {
    let Some(held) = desk.licences.of_case(found.id).await? else { return Ok(None) };
    let Some(pdf) = desk.licences.pdf(held.id).await? else { return Ok(None) };
    if is_applicant(by) {
        desk.may_fetch(by, found).await?;
    }
    Ok(Some(pdf))
}

/// An applicant who fetches the result has it: the case is delivered, once.
pub(crate) async fn note_fetched(desk: &Desk, by: &Actor, found: &Found) {
    if !is_applicant(by) || found.case.delivered_at.is_some() {
        return;
    }
    let key = derived_command("cases.download", found.id);
    let order = Order { key, by, seen: None, power: Power::OWN };
    // Somebody whose download cannot be noted still gets what is theirs.
    if let Err(trouble) = desk.fetched(&order, found).await {
        tracing::error!(case = %found.id, ?trouble, "the delivery was not noted");
    }
}

fn is_applicant(by: &Actor) -> bool {
    matches!(by.role, Role::Citizen | Role::Anonymous)
}

/// A PDF that no cache keeps. `name` is the file's name without ending, in ASCII.
pub(crate) fn pdf_response(name: &str, pdf: Vec<u8>) -> Response {
    let headers = [
        (header::CONTENT_TYPE, "application/pdf".to_owned()),
        (header::CONTENT_DISPOSITION, format!("inline; filename=\"{name}.pdf\"")),
    ];
    let mut response = (headers, pdf).into_response();
    let value = HeaderValue::from_static("no-store");
    response.headers_mut().insert(header::CACHE_CONTROL, value);
    response
}
