//! `/api/v1/halls`: where to go, and whether it is open.

use ::web::{Failure, Outcome, Visitor};
use axum::{
    Json,
    extract::{Path, State},
    response::IntoResponse,
};
use kernel::LocalText;
use organisations_domain::{Directory as _, Opening, ServiceCentre};
use serde::Serialize;

use crate::service::Organisations;

/// A service centre. Texts are given by language tag.
#[derive(Serialize, utoipa::ToSchema)]
pub struct HallBody {
    id: String,
    #[schema(value_type = Object)]
    name: LocalText,
    /// Twelve digits of the division it serves.
    region: String,
    #[schema(value_type = Object)]
    address: LocalText,
    #[schema(value_type = Object)]
    transport: LocalText,
    hours: Vec<HoursBody>,
    phone: String,
    counters: u32,
    has_parking: bool,
    has_lift: bool,
    #[schema(value_type = Object)]
    notes: LocalText,
    /// Whether it is open now.
    is_open: bool,
    /// When it closes, where it is open: `17:00`.
    open_until: Option<String>,
    /// When it opens, where it opens later today.
    opens_at: Option<String>,
    /// The day on which it opens next, where it is closed for today.
    opens_on: Option<String>,
}

/// Opening hours, on days that are worked.
#[derive(Serialize, utoipa::ToSchema)]
pub struct HoursBody {
    /// Such as `mon-fri`.
    days: String,
    from: String,
    to: String,
}

/// All service centres.
#[utoipa::path(get, path = "/api/v1/halls", responses((status = 200, body = [HallBody])))]
pub async fn list(State(organisations): State<Organisations>, _visitor: Visitor) -> Outcome {
    let list = organisations.centres();
    let bodies: Vec<_> = list.iter().map(|it| body(it, &organisations.opening(it))).collect();
    Ok(Json(bodies).into_response())
}

/// A service centre.
#[utoipa::path(
    get,
    path = "/api/v1/halls/{id}",
    params(("id" = String, Path, description = "Such as city-hall")),
    responses((status = 200, body = HallBody), (status = 404, description = "Unknown"))
)]
pub async fn show(
    State(organisations): State<Organisations>,
    _visitor: Visitor,
    Path(id): Path<String>,
) -> Outcome {
    let found = organisations.centre(&id).ok_or(Failure::NotFound)?;
    Ok(Json(body(&found, &organisations.opening(&found))).into_response())
}

fn body(it: &ServiceCentre, opening: &Opening) -> HallBody {
    let time = |time: &jiff::civil::Time| format!("{:02}:{:02}", time.hour(), time.minute());
    let (open_until, opens_at, opens_on) = match opening {
        Opening::OpenUntil(to) => (Some(time(to)), None, None),
        Opening::OpensAt(from) => (None, Some(time(from)), None),
        Opening::ClosedUntil(day) => (None, None, day.map(|it| it.to_string())),
    };
    let hours = it.hours.iter().map(|it| HoursBody {
        days: it.days.clone(),
        from: it.from.clone(),
        to: it.to.clone(),
    });
    HallBody {
        id: it.id.clone(),
        name: it.name.clone(),
        region: it.region.clone(),
        address: it.address.clone(),
        transport: it.transport.clone(),
        hours: hours.collect(),
        phone: it.phone.clone(),
        counters: it.counters,
        has_parking: it.has_parking,
        has_lift: it.has_lift,
        notes: it.notes.clone(),
        is_open: open_until.is_some(),
        open_until,
        opens_at,
        opens_on,
    }
}
