//! `/api/v1/licences/many`: acts on many licences.

use approvals_domain::ProposeError;
use axum::{
    Json,
    extract::{Path, State},
    http::StatusCode,
    response::IntoResponse,
};
use jiff::civil::Date;
use kernel::id::ApprovalId;
use licences_domain::{LicenceAct, Selection};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use web::{Api, Failure, FieldError, Outcome, Visitor};

use super::change::Proposed;
use crate::{
    reasons,
    service::{BatchView, Licensing, ManyOrder},
    web::many_refusal_key,
};

/// An act on many licences.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ManyLicences {
    /// `reissue` or `revoke`.
    act: String,
    /// Those that stand under this issuing key.
    #[serde(default)]
    key: String,
    /// Those of this service. Key or service is given.
    #[serde(default)]
    service: String,
    /// Issued on this day or later, ISO date.
    #[serde(default)]
    #[schema(value_type = Option<String>)]
    from: Option<Date>,
    /// Issued on this day or before, ISO date.
    #[serde(default)]
    #[schema(value_type = Option<String>)]
    to: Option<Date>,
    /// The code of the reason.
    #[serde(default)]
    reason_code: String,
    /// Why: the facts and the legal basis.
    #[serde(default)]
    reason: String,
    /// How many licences it is, once more.
    #[serde(default)]
    typed: String,
    /// Only tells what it would do.
    #[serde(default)]
    dry_run: bool,
    /// The `digest` of the dry run.
    #[serde(default)]
    digest: Option<String>,
}

/// What an act on many licences would do.
#[derive(Debug, Serialize, ToSchema)]
pub struct ManyImpact {
    /// How many licences it touches.
    count: u64,
    /// The numbers of the first.
    sample: Vec<String>,
    /// Stands for exactly these licences as they are.
    digest: String,
}

/// An act on many licences that was approved.
#[derive(Debug, Serialize, ToSchema)]
pub struct LicenceBatch {
    /// Its id, which is that of the proposal.
    id: String,
    /// `reissue` or `revoke`.
    act: &'static str,
    /// How many licences it is about.
    total: u64,
    /// How many are seen to.
    done: u64,
    /// Those of them that were left as they are; only of a single batch.
    left: Vec<LeftLicence>,
    /// When it began.
    begun_at: Option<String>,
    /// When all were seen to.
    finished_at: Option<String>,
}

/// A licence that was left as it is.
#[derive(Debug, Serialize, ToSchema)]
pub struct LeftLicence {
    /// Its number.
    number: String,
    /// Why, in a word that stays.
    code: String,
}

/// Tells what an act on many licences would do, or proposes it. Somebody else approves it, and then
/// it waits, so that it can be taken back.
#[utoipa::path(
    post,
    path = "/api/v1/licences/many",
    operation_id = "licences_change_many",
    tag = "licences",
    request_body = ManyLicences,
    responses(
        (status = 200, description = "The dry run", body = ManyImpact),
        (status = 202, description = "It was proposed", body = Proposed),
        (status = 409, description = "It would touch other licences now: `shown.changed`"),
        (status = 422, description = "Nothing or too much is selected, a reason is missing, or the count was typed wrongly"),
        (status = 428, description = "No digest of a dry run: `version.required`"),
    )
)]
pub async fn change(
    State(service): State<Licensing>,
    api: Api,
    Json(body): Json<ManyLicences>,
) -> Outcome {
    let act = LicenceAct::parse(&body.act)
        .ok_or_else(|| Failure::Malformed("act is not one of the acts".to_owned()))?;
    let selection =
        Selection { key: body.key, service: body.service, from: body.from, to: body.to };
    let impact = service.impact(&selection, act).await?;
    let impact = impact
        .map_err(|code| Failure::refused(code, api.visitor.t(many_refusal_key(code)).to_owned()))?;
    if body.dry_run {
        let count = impact.count();
        let answer = ManyImpact { count, sample: impact.sample, digest: impact.digest };
        return Ok(Json(answer).into_response());
    }
    let digest = body.digest.ok_or(Failure::NoVersion)?;
    if digest != impact.digest {
        return Err(Failure::Conflict("shown.changed"));
    }
    let order = ManyOrder { selection, code: body.reason_code, reason: body.reason, digest };
    check(&api, act, &order)?;
    let actor = &api.visitor.actor;
    answered(&api, service.propose_many(api.key, actor, act, &order, &body.typed).await)
}

/// That a reason is given, with a code that goes with the act.
fn check(api: &Api, act: LicenceAct, order: &ManyOrder) -> Result<(), Failure> {
    if reasons::reason(act, &order.code).is_none() {
        return Err(wrong(api, "reason_code", "required", "licences-refused-no-code"));
    }
    if order.reason.trim().is_empty() {
        return Err(wrong(api, "reason", "required", "licences-refused-no-reason"));
    }
    Ok(())
}

/// The acts on many licences that were approved, newest first.
#[utoipa::path(
    get,
    path = "/api/v1/licences/many",
    operation_id = "licences_batches",
    tag = "licences",
    responses((status = 200, description = "Newest first", body = Vec<LicenceBatch>))
)]
pub async fn list(State(service): State<Licensing>, visitor: Visitor) -> Outcome {
    let found = service.batches(&visitor.actor).await?;
    Ok(Json(found.into_iter().map(batch).collect::<Vec<_>>()).into_response())
}

/// How far an act on many licences has come.
#[utoipa::path(
    get,
    path = "/api/v1/licences/many/{batch}",
    operation_id = "licences_batch",
    tag = "licences",
    params(("batch" = String, Path, description = "The id of the proposal")),
    responses(
        (status = 200, description = "The batch", body = LicenceBatch),
        (status = 404, description = "No such batch"),
    )
)]
pub async fn show(
    State(service): State<Licensing>,
    visitor: Visitor,
    Path(id): Path<String>,
) -> Outcome {
    let id = id.parse().map_err(|_| Failure::NotFound)?;
    Ok(Json(batch(service.batch(&visitor.actor, id).await?)).into_response())
}

fn batch(view: BatchView) -> LicenceBatch {
    let left = view.left.into_iter().map(|(number, code)| LeftLicence { number, code });
    LicenceBatch {
        id: view.id.to_string(),
        act: view.batch.begun.as_ref().map_or("", |it| it.act.word()),
        total: view.batch.total(),
        done: view.batch.done,
        left: left.collect(),
        begun_at: view.batch.begun_at.map(|it| it.to_string()),
        finished_at: view.batch.finished_at.map(|it| it.to_string()),
    }
}

fn wrong(api: &Api, field: &str, code: &str, key: &str) -> Failure {
    Failure::Invalid(vec![FieldError {
        field: field.to_owned(),
        code: code.to_owned(),
        message: api.visitor.t(key).to_owned(),
    }])
}

/// The proposal, or why there is none.
///
/// # Errors
/// [`Failure`].
pub fn answered(api: &Api, proposed: Result<ApprovalId, ProposeError>) -> Outcome {
    let id = proposed.map_err(|error| match error {
        ProposeError::Changed(_) => Failure::Conflict("shown.changed"),
        ProposeError::Open(_) => Failure::Conflict("approval.open"),
        ProposeError::Typed(_) => wrong(api, "typed", "typed.wrong", "licences-many-typed-wrong"),
        ProposeError::Refused(_) => Failure::Conflict("stale"),
        ProposeError::Down(cause) => Failure::internal(cause),
    })?;
    Ok((StatusCode::ACCEPTED, Json(Proposed::of(id))).into_response())
}
