//! `POST /api/v1/licences/{no}/status`

use approvals_domain::{ActError, ProposeError};
use axum::{
    Json,
    extract::{Path, State},
    http::StatusCode,
    response::IntoResponse,
};
use kernel::LocalText;
use licences_domain::LicenceAct;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use web::{Api, Failure, FieldError, Outcome};

use crate::{
    approve::{Wish, to_type},
    service::Licensing,
    store::Record,
    web::told,
};

/// What is to be done with a licence.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Change {
    /// `suspend`, `restore`, `revoke`, `cancel` or `reinstate`.
    act: String,
    /// Why.
    reason: String,
    /// The licence's number once more, for `revoke` and `cancel`.
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
        (status = 422, description = "The licence's status does not allow it, no reason was given, or the number was typed wrongly"),
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
    if act.is_final() && body.typed.trim() != to_type(&record) {
        return Err(mistyped(&api));
    }
    if act.needs_second_person() {
        return propose(&service, &api, &record, act, &body).await;
    }
    let record = service
        .change(api.key, actor, &no, act, &body.reason)
        .await
        .map_err(|problem| told(&api.visitor, problem))?;
    let status = record.status_on(service.today()).word();
    Ok(Json(Changed { identifier: record.identifier, status }).into_response())
}

fn mistyped(api: &Api) -> Failure {
    Failure::Invalid(vec![FieldError {
        field: "typed".to_owned(),
        code: "typed.wrong".to_owned(),
        message: api.visitor.t("licences-typed-wrong").to_owned(),
    }])
}

async fn plan(
    service: &Licensing,
    api: &Api,
    record: &Record,
    act: LicenceAct,
    body: &Change,
) -> Outcome {
    let planned = service.plan(&api.visitor.actor, record, act, &body.reason).await;
    let (plan, digest) = planned.map_err(|error| match error {
        ActError::Refused(_) => told(
            &api.visitor,
            crate::service::Problem::Refused(licences_domain::LicenceRefusal::WrongStatus),
        ),
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
    let Some(digest) = &body.digest else { return Err(Failure::NoVersion) };
    let wish = Wish { act, reason: &body.reason, digest, typed: &body.typed };
    let proposed = service.propose(api.key, &api.visitor.actor, record, wish).await;
    let id = proposed.map_err(|error| match error {
        ProposeError::Changed(_) => Failure::Conflict("shown.changed"),
        ProposeError::Open(_) => Failure::Conflict("approval.open"),
        ProposeError::Typed(_) => mistyped(api),
        ProposeError::Refused(_) => Failure::Conflict("stale"),
        ProposeError::Down(cause) => Failure::internal(cause),
    })?;
    Ok((StatusCode::ACCEPTED, Json(Proposed { approval: id.to_string() })).into_response())
}
