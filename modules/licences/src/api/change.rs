//! `POST /api/v1/licences/{no}/status`

use approvals_domain::{ActError, ProposeError};
use axum::{
    Json,
    extract::{Path, State},
    http::StatusCode,
    response::IntoResponse,
};
use kernel::{LocalText, id::ApprovalId};
use licences_domain::{Because, LicenceAct, LicenceRefusal};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use web::{Api, Failure, Outcome, Visitor};

use crate::{
    approve::{Wish, to_type},
    reasons,
    service::{Deed, Licensing, Problem},
    store::Record,
    web::told,
};

/// What is to be done with a licence.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Change {
    /// `suspend`, `restore`, `revoke`, `cancel` or `reinstate`.
    act: String,
    /// The code of the reason, as `GET /api/v1/licences/reasons` lists them.
    #[serde(default)]
    reason_code: String,
    /// Why: the facts and the legal basis.
    reason: String,
    /// The licence's number once more; only a dry run needs none.
    #[serde(default)]
    typed: String,
    /// Only tells what `revoke` or `reinstate` would do.
    #[serde(default)]
    dry_run: bool,
    /// The `digest` of the dry run, for `revoke` and `reinstate`.
    #[serde(default)]
    digest: Option<String>,
}

/// The status after it.
#[derive(Debug, Serialize, ToSchema)]
pub struct Changed {
    /// The licence's identifier.
    identifier: String,
    /// Its status today.
    status: &'static str,
}

/// What an act would do.
#[derive(Debug, Serialize, ToSchema)]
pub struct Planned {
    #[schema(value_type = Object)]
    sentence: LocalText,
    /// Stands for exactly this.
    digest: String,
}

/// An act that waits for a second person.
#[derive(Debug, Serialize, ToSchema)]
pub struct Proposed {
    /// The proposal, for `/api/v1/approvals/{id}`.
    approval: String,
}

impl Proposed {
    /// Of a proposal.
    pub fn of(id: ApprovalId) -> Self {
        Self { approval: id.to_string() }
    }
}

/// Suspends, restores or cancels a licence of the asker's authority, or proposes to revoke or
/// reinstate it; a second person approves that.
#[utoipa::path(
    post,
    path = "/api/v1/licences/{no}/status",
    operation_id = "licences_change",
    tag = "licences",
    params(("no" = String, Path, description = "Identifier or number")),
    request_body = Change,
    responses(
        (status = 200, description = "It was done, or it was a dry run", body = Changed),
        (status = 202, description = "It was proposed", body = Proposed),
        (status = 404, description = "No such licence of the asker's authority"),
        (status = 409, description = "It would do something else now: `shown.changed`"),
        (status = 422, description = "The licence's status does not allow it, no reason or no code of it was given, or the number was typed wrongly"),
        (status = 428, description = "No digest of a dry run: `version.required`"),
    )
)]
pub async fn change(
    State(service): State<Licensing>,
    api: Api,
    Path(no): Path<String>,
    Json(body): Json<Change>,
) -> Outcome {
    let act = LicenceAct::parse(&body.act)
        .ok_or_else(|| Failure::Malformed("act is not one of the acts".to_owned()))?;
    let actor = &api.visitor.actor;
    let record = service.readable(actor, &no).await?;
    if act.needs_second_person() && body.dry_run {
        return plan(&service, &api, &record, act, &body).await;
    }
    if act.needs_second_person() {
        return propose(&service, &api, &record, act, &body).await;
    }
    let deed = Deed { act, code: &body.reason_code, reason: &body.reason, typed: &body.typed };
    let record = service
        .change(api.key, actor, &no, deed)
        .await
        .map_err(|problem| told(&api.visitor, problem))?;
    let status = record.status_on(service.today()).word();
    Ok(Json(Changed { identifier: record.identifier, status }).into_response())
}

fn mistyped(api: &Api) -> Failure {
    told(&api.visitor, Problem::Mistyped)
}

async fn plan(
    service: &Licensing,
    api: &Api,
    record: &Record,
    act: LicenceAct,
    body: &Change,
) -> Outcome {
    let because = Because { code: &body.reason_code, text: &body.reason };
    if reasons::reason(act, because.code).is_none() {
        return Err(told(&api.visitor, Problem::Refused(LicenceRefusal::NoCode)));
    }
    let planned = service.plan(&api.visitor.actor, record, act, because).await;
    let (plan, digest) = planned.map_err(|error| match error {
        ActError::Refused(_) => told(&api.visitor, Problem::Refused(LicenceRefusal::WrongStatus)),
        ActError::Down(cause) => Failure::internal(cause),
    })?;
    Ok(Json(Planned { sentence: plan.effect.sentence, digest }).into_response())
}

async fn propose(
    service: &Licensing,
    api: &Api,
    record: &Record,
    act: LicenceAct,
    body: &Change,
) -> Outcome {
    if body.typed.trim() != to_type(record) {
        return Err(mistyped(api));
    }
    let Some(digest) = &body.digest else { return Err(Failure::NoVersion) };
    let wish =
        Wish { act, code: &body.reason_code, reason: &body.reason, digest, typed: &body.typed };
    let proposed = service.propose(api.key, &api.visitor.actor, record, wish).await;
    let id = proposed.map_err(|error| match error {
        ProposeError::Changed(_) => Failure::Conflict("shown.changed"),
        ProposeError::Open(_) => Failure::Conflict("approval.open"),
        ProposeError::Typed(_) => mistyped(api),
        ProposeError::Refused(_) => Failure::Conflict("stale"),
        ProposeError::Down(cause) => Failure::internal(cause),
    })?;
    Ok((StatusCode::ACCEPTED, Json(Proposed::of(id))).into_response())
}

/// Why something that waits is taken back.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct StopLicenceAct {
    /// Why.
    reason: String,
}

/// Takes back an act on a licence that waits, for a supervisor of the division or line.
#[utoipa::path(
    post,
    path = "/api/v1/licences/{no}/stop",
    operation_id = "licences_stop",
    tag = "licences",
    params(("no" = String, Path, description = "Identifier or number")),
    request_body = StopLicenceAct,
    responses(
        (status = 200, description = "It was taken back", body = Changed),
        (status = 404, description = "No such licence in the asker's division or line"),
        (status = 409, description = "Nothing waits: `licence.nothing_waits`"),
        (status = 422, description = "No reason was given"),
    )
)]
pub async fn stop(
    State(service): State<Licensing>,
    api: Api,
    Path(no): Path<String>,
    Json(body): Json<StopLicenceAct>,
) -> Outcome {
    let stopped = service.stop(api.key, &api.visitor.actor, &no, &body.reason).await;
    let record = stopped.map_err(|problem| told(&api.visitor, problem))?;
    let status = record.status_on(service.today()).word();
    Ok(Json(Changed { identifier: record.identifier, status }).into_response())
}

/// A reason for which something is done with a licence.
#[derive(Debug, Serialize, ToSchema)]
pub struct LicenceReason {
    /// The act with which it goes.
    act: &'static str,
    /// Its code.
    code: String,
    /// What it says, in the asked language.
    text: String,
}

/// The reasons for which something is done with a licence.
#[utoipa::path(
    get,
    path = "/api/v1/licences/reasons",
    operation_id = "licences_reasons",
    tag = "licences",
    responses((status = 200, description = "By act", body = Vec<LicenceReason>))
)]
pub async fn table(visitor: Visitor) -> Outcome {
    let of_act = |act: LicenceAct| reasons::of_act(act).map(move |it| (act, it));
    let all = LicenceAct::ALL.into_iter().flat_map(of_act);
    let body: Vec<_> = all
        .map(|(act, it)| LicenceReason {
            act: act.word(),
            code: it.id.clone(),
            text: it.text.get(visitor.lang).to_owned(),
        })
        .collect();
    Ok(Json(body).into_response())
}
