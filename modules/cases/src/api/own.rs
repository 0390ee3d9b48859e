//! What applicants do: hand in, look, correct, withdraw, fetch the result.

use std::collections::BTreeMap;

use accounts_domain::Power;
use axum::{
    Json,
    extract::{Path, Query, State, rejection::JsonRejection},
    http::HeaderMap,
    response::IntoResponse,
};
use catalogue_domain::definition::Channel;
use jiff::Timestamp;
use kernel::{LocalText, code::QueryCode, id::ApplicationId};
use record::Receipt;
use serde::{Deserialize, Serialize};
use web::{Api, Failure, LookUp, Outcome, Visitor};

use super::{
    pdf::{note_fetched, pdf_response, result_pdf},
    view::{CaseBody, case_body, changed, sent},
};
use crate::{
    service::{Desk, Found, Order, Proof, Trouble},
    store::Listed,
    trouble::failure,
    web_pages::proof_file,
};

/// The header that carries the query code of a receipt: what stands in addresses is kept by
/// everything on the way.
const QUERY_CODE: &str = "query-code";

/// So many cases in one answer.
const PAGE: u32 = 50;

/// The receipt.
#[derive(Serialize, utoipa::ToSchema)]
pub(crate) struct ReceiptBody {
    /// The reference, as people know it.
    reference: String,
    /// Six digits with which the case can be looked up without signing in; for the one whose matter
    /// it is only.
    #[serde(skip_serializing_if = "Option::is_none")]
    query_code: Option<String>,
    case: CaseBody,
}

/// Own cases, newest first.
#[derive(Serialize, utoipa::ToSchema)]
pub(crate) struct ListBody {
    cases: Vec<ListedBody>,
    /// For `before`, where there may be more.
    #[serde(skip_serializing_if = "Option::is_none")]
    next: Option<String>,
}

/// A case in a list.
#[derive(Serialize, utoipa::ToSchema)]
pub(crate) struct ListedBody {
    reference: String,
    /// The service's id.
    service: String,
    /// The service's name, by language tag.
    #[schema(value_type = Object)]
    name: LocalText,
    /// The competent authority's id.
    authority: String,
    status: String,
    submitted_at: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    promised_on: Option<String>,
    is_open: bool,
}

/// Why an application is withdrawn.
#[derive(Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct WithdrawBody {
    #[serde(default)]
    reason: String,
    /// The version that was seen.
    #[serde(default)]
    version: Option<u64>,
}

/// Corrections are made on the application; here they are handed in.
#[derive(Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct CorrectBody {
    /// The version that was seen.
    #[serde(default)]
    version: Option<u64>,
}

/// Hands an application in. Sent again, it answers the same receipt.
#[utoipa::path(
    post,
    path = "/api/v1/applications/{id}/submit",
    params(("id" = String, Path, description = "The application's id")),
    responses(
        (status = 200, body = ReceiptBody),
        (status = 404, description = "No such application of one's own"),
        (status = 422, description = "Topics and materials that are missing, or more must be proved (identity.too_low)")
    )
)]
pub(super) async fn submit(State(desk): State<Desk>, api: Api, Path(id): Path<String>) -> Outcome {
    let visitor = api.visitor;
    let id: ApplicationId = id.parse().map_err(|_| Failure::NotFound)?;
    let receipt = desk.submit(&visitor.actor, visitor.identity_level(), id, Channel::Online).await;
    let receipt = receipt.map_err(|trouble| hidden(&visitor, trouble))?;
    let Json(case) = changed(&desk, id.case()).await?;
    let query_code = receipt.query_code.map(|it| it.as_str().to_owned());
    let reference = receipt.case.reference;
    Ok(Json(ReceiptBody { reference, query_code, case }).into_response())
}

/// A case, for its owner or with its query code.
#[utoipa::path(
    get,
    path = "/api/v1/cases/{reference}",
    params(
        ("reference" = String, Path, description = "Reference or case number"),
        ("Query-Code" = Option<String>, Header, description = "The query code of the receipt")
    ),
    responses((status = 200, body = CaseBody), (status = 404, description = "None with this code"))
)]
pub(super) async fn show(
    State(desk): State<Desk>,
    visitor: Visitor,
    Path(reference): Path<String>,
    headers: HeaderMap,
) -> Outcome {
    let found = tracked(&desk, &visitor, &reference, &headers).await?;
    Ok(Json(case_body(&desk, &found.case, found.version)).into_response())
}

/// One's own cases, newest first.
#[utoipa::path(
    get,
    path = "/api/v1/cases",
    params(
        ("before" = Option<String>, Query, format = DateTime,
            description = "`next` of the answer before")
    ),
    responses((status = 200, body = ListBody))
)]
pub(super) async fn list(
    State(desk): State<Desk>,
    visitor: Visitor,
    Query(asked): Query<BTreeMap<String, String>>,
) -> Outcome {
    let before = match asked.get("before") {
        None => None,
        Some(text) => {
            let at: Result<Timestamp, _> = text.parse();
            Some(at.map_err(|_| Failure::Malformed("before".to_owned()))?)
        }
    };
    let cases = desk.own(&visitor.actor, before, PAGE).await;
    let cases = cases.map_err(|trouble| failure(&visitor, trouble))?;
    let last = cases.last().filter(|_| cases.len() >= PAGE as usize);
    let next = last.map(|it| it.submitted_at.to_string());
    let cases = cases.into_iter().map(listed).collect();
    Ok(Json(ListBody { cases, next }).into_response())
}

fn listed(case: Listed) -> ListedBody {
    ListedBody {
        reference: case.reference,
        service: case.service,
        name: case.name,
        authority: case.authority,
        status: case.stage,
        submitted_at: case.submitted_at.to_string(),
        promised_on: case.promised_on.map(|on| on.to_string()),
        is_open: case.is_open,
    }
}

/// The result as a PDF, to be read. It notes nothing.
#[utoipa::path(
    get,
    path = "/api/v1/cases/{reference}/result",
    params(
        ("reference" = String, Path, description = "Reference or case number"),
        ("Query-Code" = Option<String>, Header, description = "The query code of the receipt")
    ),
    responses(
        (status = 200, content_type = "application/pdf"),
        (status = 404, description = "No such case, or no result yet")
    )
)]
pub(super) async fn result(
    State(desk): State<Desk>,
    visitor: Visitor,
    Path(reference): Path<String>,
    headers: HeaderMap,
) -> Outcome {
    let found = tracked(&desk, &visitor, &reference, &headers).await?;
    let pdf = result_pdf(&desk, &visitor.actor, &found).await;
    let pdf = pdf.map_err(|trouble| failure(&visitor, trouble))?.ok_or(Failure::NotFound)?;
    Ok(pdf_response(&found.case.reference, pdf))
}

/// The result as a PDF, fetched for good: the case is delivered.
#[utoipa::path(
    post,
    path = "/api/v1/cases/{reference}/result",
    params(
        ("reference" = String, Path, description = "Reference or case number"),
        ("Query-Code" = Option<String>, Header, description = "The query code of the receipt")
    ),
    responses(
        (status = 200, content_type = "application/pdf"),
        (status = 404, description = "No such case, or no result yet")
    )
)]
pub(super) async fn fetch(
    State(desk): State<Desk>,
    api: Api,
    Path(reference): Path<String>,
    headers: HeaderMap,
) -> Outcome {
    let visitor = api.visitor;
    let found = tracked(&desk, &visitor, &reference, &headers).await?;
    let pdf = result_pdf(&desk, &visitor.actor, &found).await;
    let pdf = pdf.map_err(|trouble| failure(&visitor, trouble))?.ok_or(Failure::NotFound)?;
    note_fetched(&desk, &visitor.actor, &found).await;
    Ok(pdf_response(&found.case.reference, pdf))
}

/// The proof that a step stands in the public record, to be checked without this site. Steps with
/// proofs are the submission, the decision and the issue of the result.
#[utoipa::path(
    get,
    path = "/api/v1/cases/{reference}/proofs/{seq}",
    params(
        ("reference" = String, Path, description = "Reference or case number"),
        ("seq" = u64, Path, description = "The case's version after the step"),
        ("Query-Code" = Option<String>, Header, description = "The query code of the receipt")
    ),
    responses(
        (status = 200, description = "C2SP tlog-proof", content_type = "text/plain", body = String),
        (status = 404, description = "No such case or step, or no record is kept"),
        (status = 422, description = "`record.pending`: ask again in some seconds")
    )
)]
pub(super) async fn proof(
    State(desk): State<Desk>,
    visitor: Visitor,
    Path((reference, seq)): Path<(String, u64)>,
    headers: HeaderMap,
) -> Outcome {
    let found = tracked(&desk, &visitor, &reference, &headers).await?;
    let receipt = desk.proof(found.id, seq).await;
    match receipt.map_err(|trouble| failure(&visitor, trouble))? {
        Receipt::Proven(proof) => {
            Ok(proof_file(&format!("{}-{seq}", found.case.reference), proof.text))
        }
        Receipt::Pending => {
            Err(Failure::refused("record.pending", visitor.t("cases-proof-pending-text")))
        }
        Receipt::Missing | Receipt::Unkept => Err(Failure::NotFound),
    }
}

/// Withdraws an application, at any time before the decision.
#[utoipa::path(
    post,
    path = "/api/v1/cases/{reference}/withdraw",
    request_body = WithdrawBody,
    params(
        ("reference" = String, Path, description = "Reference or case number"),
        ("Idempotency-Key" = Option<String>, Header, description = "UUID of the request")
    ),
    responses((status = 200, body = CaseBody), (status = 409, description = "Changed meanwhile"))
)]
pub(super) async fn withdraw(
    State(desk): State<Desk>,
    api: Api,
    Path(reference): Path<String>,
    body: Result<Json<WithdrawBody>, JsonRejection>,
) -> Outcome {
    let body = sent(body)?;
    let Api { visitor, key } = api;
    let found = own(&desk, &visitor, &reference).await?;
    let order = Order { key, by: &visitor.actor, seen: body.version, power: Power::OWN };
    let done = desk.withdraw(&order, found.id, &body.reason).await;
    done.map_err(|trouble| hidden(&visitor, trouble))?;
    Ok(changed(&desk, found.id).await?.into_response())
}

/// Hands in the corrections of what was returned.
#[utoipa::path(
    post,
    path = "/api/v1/cases/{reference}/corrections",
    request_body = CorrectBody,
    params(
        ("reference" = String, Path, description = "Reference or case number"),
        ("Idempotency-Key" = Option<String>, Header, description = "UUID of the request")
    ),
    responses((status = 200, body = CaseBody), (status = 422, description = "Something is left"))
)]
pub(super) async fn correct(
    State(desk): State<Desk>,
    api: Api,
    Path(reference): Path<String>,
    body: Result<Json<CorrectBody>, JsonRejection>,
) -> Outcome {
    let body = sent(body)?;
    let Api { visitor, key } = api;
    let found = own(&desk, &visitor, &reference).await?;
    let order = Order { key, by: &visitor.actor, seen: body.version, power: Power::OWN };
    let done = desk.correct(&order, found.id).await;
    done.map_err(|trouble| hidden(&visitor, trouble))?;
    Ok(changed(&desk, found.id).await?.into_response())
}

async fn tracked(
    desk: &Desk,
    visitor: &Visitor,
    reference: &str,
    headers: &HeaderMap,
) -> Result<Found, Failure> {
    let typed = headers.get(QUERY_CODE).and_then(|it| it.to_str().ok()).unwrap_or_default();
    let code = QueryCode::parse(typed).map_or_else(|_| String::new(), |it| it.as_str().to_owned());
    visitor.may_prove()?;
    let found = desk.track(&visitor.actor, reference, Proof::Code(&code)).await;
    if matches!(found, Err(Trouble::NotFound)) && !code.is_empty() {
        visitor.looks_up(LookUp::Case, &format!("{reference} {code}"))?;
    }
    found.map_err(|trouble| failure(visitor, trouble))
}

async fn own(desk: &Desk, visitor: &Visitor, reference: &str) -> Result<Found, Failure> {
    let found = desk.track(&visitor.actor, reference, Proof::None).await;
    found.map_err(|trouble| failure(visitor, trouble))
}

/// Whose it is not may not learn that it exists.
fn hidden(visitor: &Visitor, trouble: Trouble) -> Failure {
    match trouble {
        Trouble::Denied => Failure::NotFound,
        other => failure(visitor, other),
    }
}
