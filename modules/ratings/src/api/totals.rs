//! `GET /api/v1/ratings/{service}`

use axum::{
    Json,
    extract::{Path, State},
    response::IntoResponse,
};
use ratings_domain::Grade;
use serde::Serialize;
use utoipa::ToSchema;
use web::Outcome;

use crate::service::RatingService;

/// The ratings of a service.
#[derive(Debug, Serialize, ToSchema)]
pub struct ServiceRatings {
    /// The service's id.
    service: String,
    /// How often each grade was given, 1 to 5.
    counts: Vec<u64>,
    /// How many ratings there are.
    total: u64,
    /// Average in tenths of a star, 10 to 50; null with fewer than ten ratings.
    average_tenths: Option<u64>,
    /// Share of grades 1 to 3 in percent; null with fewer than ten ratings.
    satisfied_percent: Option<u64>,
}

/// The public counts of a service; zeros where nobody has rated it.
#[utoipa::path(
    get,
    path = "/api/v1/ratings/{service}",
    operation_id = "ratings_totals",
    tag = "ratings",
    params(("service" = String, Path, description = "The service's id")),
    responses((status = 200, description = "The counts", body = ServiceRatings))
)]
pub async fn totals(State(service): State<RatingService>, Path(id): Path<String>) -> Outcome {
    let totals = service.totals_of(&id).await?;
    let body = ServiceRatings {
        service: id,
        counts: Grade::ALL.map(|it| totals.of(it)).into(),
        total: totals.total(),
        average_tenths: totals.average_tenths(),
        satisfied_percent: totals.satisfied_percent(),
    };
    Ok(Json(body).into_response())
}
