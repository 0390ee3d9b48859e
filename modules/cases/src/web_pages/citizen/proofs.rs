//! `/{l}/track/{reference}/proofs/{seq}`: the proof that a step stands in the public record.

use askama::Template;
use axum::{
    extract::{Path, State},
    http::{HeaderValue, header},
    response::{IntoResponse, Response},
};
use record::Receipt;
use web::{Failure, Outcome, Page, Visitor};

use super::{below, uncached};
use crate::{
    service::{Desk, Trouble},
    trouble::failure,
};

#[derive(Template)]
#[template(path = "cases/citizen/proof.html")]
struct ProofPage {
    p: Page,
    title: &'static str,
    text: &'static str,
    again: Option<String>,
    back: String,
}

/// The proof as a file, or a page that says why there is none.
pub(super) async fn show(
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
    let receipt = desk.proof(found.id, seq).await.map_err(worded)?;
    let (title, text) = match receipt {
        Receipt::Proven(proof) => {
            return Ok(file(&format!("{}-{seq}", found.case.reference), proof.text));
        }
        Receipt::Pending => ("cases-proof-pending", "cases-proof-pending-text"),
        Receipt::Missing => ("cases-proof-missing", "cases-proof-missing-text"),
        Receipt::Unkept => ("cases-proof-unkept", "cases-proof-unkept-text"),
    };
    let base = visitor.path_to(&format!("/track/{}", found.case.reference));
    let again = format!("{base}/proofs/{seq}");
    let page = ProofPage {
        p: visitor.page(visitor.t(title)),
        title,
        text,
        again: (title == "cases-proof-pending").then_some(again),
        back: base,
    };
    Ok(uncached(visitor.html(&page)?))
}

/// A proof file that no cache keeps.
pub(crate) fn file(name: &str, text: String) -> Response {
    let headers = [
        (header::CONTENT_TYPE, "text/plain; charset=utf-8".to_owned()),
        (header::CONTENT_DISPOSITION, format!("attachment; filename=\"{name}.tlog-proof\"")),
    ];
    let mut response = (headers, text).into_response();
    let value = HeaderValue::from_static("no-store");
    response.headers_mut().insert(header::CACHE_CONTROL, value);
    response
}
