//! `/api/v1/departments`: who is competent.

use ::web::{Failure, Outcome, Visitor};
use axum::{
    Json,
    extract::{Path, State},
    response::IntoResponse,
};
use kernel::LocalText;
use organisations_domain::{Authority, Directory as _, ReviewBody};
use serde::Serialize;

use crate::service::Organisations;

/// An authority. Texts are given by language tag.
#[derive(Serialize, utoipa::ToSchema)]
pub struct DepartmentBody {
    id: String,
    /// Two digits, as in basic codes.
    number: String,
    #[schema(value_type = Object)]
    name: LocalText,
    #[schema(value_type = Object)]
    short: LocalText,
    /// Unified social credit code.
    credit_code: String,
    /// Twelve digits of the division it works in.
    region: String,
    #[schema(value_type = Object)]
    line: LocalText,
    phone_consult: String,
    phone_complaint: String,
    #[schema(value_type = Object)]
    address: LocalText,
    /// Who reviews its decisions.
    review: BodyBody,
    /// Which court hears suits against them.
    court: BodyBody,
    #[schema(value_type = Object)]
    duties: LocalText,
}

/// Where a decision can be challenged.
#[derive(Serialize, utoipa::ToSchema)]
pub struct BodyBody {
    #[schema(value_type = Object)]
    name: LocalText,
    #[schema(value_type = Object)]
    address: LocalText,
    phone: Option<String>,
}

/// All authorities, by id.
#[utoipa::path(
    get,
    path = "/api/v1/departments",
    responses((status = 200, body = [DepartmentBody]))
)]
pub async fn list(State(organisations): State<Organisations>, _visitor: Visitor) -> Outcome {
    let list = organisations.authorities();
    Ok(Json(list.iter().map(|it| body(it)).collect::<Vec<_>>()).into_response())
}

/// An authority.
#[utoipa::path(
    get,
    path = "/api/v1/departments/{id}",
    params(("id" = String, Path, description = "Such as market-regulation")),
    responses((status = 200, body = DepartmentBody), (status = 404, description = "Unknown"))
)]
pub async fn show(
    State(organisations): State<Organisations>,
    _visitor: Visitor,
    Path(id): Path<String>,
) -> Outcome {
    let found = organisations.authority(&id).ok_or(Failure::NotFound)?;
    Ok(Json(body(&found)).into_response())
}

fn body(it: &Authority) -> DepartmentBody {
    DepartmentBody {
        id: it.id.clone(),
        number: it.number.clone(),
        name: it.name.clone(),
        short: it.short.clone(),
        credit_code: it.credit_code.to_string(),
        region: it.region.clone(),
        line: it.line.clone(),
        phone_consult: it.phone.consult.clone(),
        phone_complaint: it.phone.complaint.clone(),
        address: it.address.clone(),
        review: review(&it.review),
        court: review(&it.court),
        duties: it.duties.clone(),
    }
}

fn review(it: &ReviewBody) -> BodyBody {
    BodyBody { name: it.name.clone(), address: it.address.clone(), phone: it.phone.clone() }
}
