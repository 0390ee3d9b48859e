//! The same for machines.

use ::web::{Api, Audit, Face, Failure, FieldError, Limit, Needs, Route, Routes, Visitor};
use alarms_domain::Outcome;
use axum::{
    Json,
    extract::{Path, Query, State, rejection::JsonRejection},
    http::StatusCode,
    response::IntoResponse,
};
use kernel::LocalText;
use serde::{Deserialize, Serialize};

use crate::{
    policy,
    service::AlarmService,
    store::Listed,
    web::{place, told},
};

#[derive(utoipa::OpenApi)]
#[openapi(paths(list, acknowledge))]
struct Description;

/// The subject's part of the API description.
pub fn description() -> utoipa::openapi::OpenApi {
    <Description as utoipa::OpenApi>::openapi()
}

/// The subject's API.
pub fn routes(service: &AlarmService) -> Vec<Route> {
    let read = Needs::new(policy::READ, Audit::Public, Limit::Page);
    let change = Needs::new(policy::ACKNOWLEDGE, Audit::Event, Limit::Change);
    let mut routes = Routes::new("alarms", service.clone());
    routes.get(Face::Api, "/alarms", read, list);
    routes.post(Face::Api, "/alarms/{id}/acknowledge", change, acknowledge);
    routes.done()
}

/// Which alarms.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Wish {
    /// `open` or `history`.
    #[serde(default)]
    view: String,
    #[serde(default)]
    after: String,
}

/// A page of alarms.
#[derive(Serialize, utoipa::ToSchema)]
pub struct AlarmList {
    alarms: Vec<AlarmBody>,
    /// How many nobody has looked at.
    open: u64,
    /// For the next page: the value of `after`; null on the last.
    next: Option<String>,
}

/// An alarm.
#[derive(Serialize, utoipa::ToSchema)]
pub struct AlarmBody {
    id: String,
    /// What has happened: `altered`, `novelty`, `burst`, `witnesses`, `stopped`, `rollback`,
    /// `unsigned`, `clock`, `record` or `break_glass`.
    kind: &'static str,
    #[schema(value_type = Object)]
    title: LocalText,
    /// The part of the installation.
    place: String,
    raised_at: String,
    /// When somebody looked at it.
    acknowledged_at: Option<String>,
    /// What they found: `repaired`, `passed_on` or `false_alarm`.
    outcome: Option<&'static str>,
}

/// What somebody found.
#[derive(Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct AcknowledgeBody {
    /// `repaired`, `passed_on` or `false_alarm`.
    outcome: String,
}

/// Alarms, newest first.
#[utoipa::path(
    get,
    path = "/api/v1/alarms",
    operation_id = "alarms_list",
    tag = "alarms",
    params(
        ("view" = Option<String>, Query, description = "`open` (as without) or `history`"),
        ("after" = Option<String>, Query, description = "`next` of the page before"),
    ),
    responses((status = 200, description = "A page of alarms", body = AlarmList))
)]
async fn list(
    State(service): State<AlarmService>,
    visitor: Visitor,
    Query(wish): Query<Wish>,
) -> ::web::Outcome {
    let is_open = match wish.view.as_str() {
        "" | "open" => true,
        "history" => false,
        _ => return Err(Failure::Malformed("view is open or history".to_owned())),
    };
    let (found, next) = service.list(&visitor.actor, is_open, place(&wish.after)).await?;
    let next = next.map(|(at, id)| format!("{},{id}", at.as_microsecond()));
    let alarms = found.into_iter().map(|it| body(&service, it)).collect();
    Ok(Json(AlarmList { alarms, open: service.open().await?, next }).into_response())
}

/// Says that one has looked at an alarm.
#[utoipa::path(
    post,
    path = "/api/v1/alarms/{id}/acknowledge",
    operation_id = "alarms_acknowledge",
    tag = "alarms",
    params(
        ("id" = String, Path, description = "The alarm"),
        ("Idempotency-Key" = Option<String>, Header, description = "UUID of the request"),
    ),
    request_body = AcknowledgeBody,
    responses(
        (status = 204, description = "Noted"),
        (status = 404, description = "No such alarm"),
        (status = 422, description = "Somebody has looked at it before: `alarm.over`"),
    )
)]
async fn acknowledge(
    State(service): State<AlarmService>,
    api: Api,
    Path(id): Path<String>,
    sent: Result<Json<AcknowledgeBody>, JsonRejection>,
) -> ::web::Outcome {
    let Json(body) = sent.map_err(Failure::from)?;
    let id = id.parse().map_err(|_| Failure::NotFound)?;
    let outcome = Outcome::parse(&body.outcome);
    let outcome = outcome.ok_or_else(|| {
        Failure::Invalid(vec![FieldError {
            field: "outcome".to_owned(),
            code: "unknown".to_owned(),
            message: api.visitor.t("alarms-outcome-needed").to_owned(),
        }])
    })?;
    let done = service.acknowledge(api.key, &api.visitor.actor, id, outcome).await;
    done.map_err(|problem| told(&api.visitor, problem))?;
    Ok(StatusCode::NO_CONTENT.into_response())
}

fn body(service: &AlarmService, it: Listed) -> AlarmBody {
    let (acknowledged_at, outcome) = match it.looked {
        Some((_, at, outcome)) => (Some(at.to_string()), Some(outcome.word())),
        None => (None, None),
    };
    AlarmBody {
        id: it.id.to_string(),
        kind: it.kind.word(),
        title: service.telling().title(it.kind),
        place: it.place,
        raised_at: it.raised_at.to_string(),
        acknowledged_at,
        outcome,
    }
}
