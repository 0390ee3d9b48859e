//! `/staff/cases/{case}/documents/{seq}`: the letter about an event, as a PDF.

use axum::{
    extract::{Path, Query, State},
    http::{HeaderValue, header},
    response::IntoResponse,
};
use kernel::{Lang, Role};
use serde::Deserialize;
use web::{Failure, Outcome, Visitor};

use crate::{
    letters,
    service::{Desk, Trouble, Why},
    trouble::failure,
};

/// In which language.
#[derive(Deserialize, Default)]
pub(super) struct Asked {
    #[serde(default)]
    lang: String,
}

/// The letter.
pub(super) async fn show(
    State(desk): State<Desk>,
    visitor: Visitor,
    Path((reference, seq)): Path<(String, u64)>,
    Query(asked): Query<Asked>,
) -> Outcome {
    let fail = |trouble| failure(&visitor, trouble);
    let found = match desk.open_file(&visitor.actor, &reference, Why::Known).await {
        Err(Trouble::ReasonNeeded) => return Ok(visitor.go(format!("/staff/cases/{reference}"))),
        found => found.map_err(fail)?,
    };
    let history = desk.history(found.id).await.map_err(fail)?;
    let event = history.iter().find(|it| it.seq == seq).ok_or(Failure::NotFound)?;
    // The code opens the case to whoever knows it: only the counter, which hands the receipt
    // over, prints it, and not where it is a helper who takes the receipt.
    let is_helped = found.party().map_err(fail)?.helper().is_some();
    let code = match visitor.actor.role {
        Role::Clerk if !is_helped => Some(desk.query_code(&found.case).await.map_err(fail)?),
        _ => None,
    };
    let lang = Lang::parse(&asked.lang).unwrap_or(visitor.lang);
    let code = code.as_ref().map(|it| it.as_str());
    let made = letters::document(&desk, &found, event, lang, code).await.map_err(fail)?;
    pdf(&found.case.reference, seq, made.ok_or(Failure::NotFound)?)
}

fn pdf(reference: &str, seq: u64, bytes: Vec<u8>) -> Outcome {
    let name = format!("inline; filename=\"{reference}-{seq:02}.pdf\"");
    let name = HeaderValue::from_str(&name).map_err(Failure::internal)?;
    let mut response = bytes.into_response();
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/pdf"));
    headers.insert(header::CONTENT_DISPOSITION, name);
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    Ok(response)
}
