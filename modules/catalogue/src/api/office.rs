//! Who handles something in a place.

use axum::{
    Json,
    extract::{Query, State},
    response::IntoResponse as _,
};
use organisations_domain::ServiceCentre;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use web::{Failure, FieldError, Outcome, Visitor};

use super::services::Text;
use crate::service::{Catalogue, Handler, Matter};

/// The two answers: what and where.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[serde(default, deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct Asked {
    /// What, in everyday words; or give `event`.
    q: String,
    /// What, as the id of a life event.
    event: String,
    /// Where: the twelve digits of a division.
    #[param(pattern = "^[0-9]{12}$")]
    area: String,
}

/// Who handles it, and where to go.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct OfficesFound {
    /// The authorities, the most fitting first; empty where none handles it.
    offices: Vec<OfficeBody>,
    /// The service centres to go to.
    halls: Vec<OfficeHall>,
}

/// An authority.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct OfficeBody {
    /// Its id.
    id: String,
    /// Its name.
    name: Text,
    /// The number for questions.
    consult: String,
    /// The number for complaints.
    complaint: String,
    /// Where it sits.
    address: Text,
    /// What it handles of this.
    services: Vec<OfficeService>,
}

/// A service.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct OfficeService {
    /// Its id.
    id: String,
    /// Its name.
    name: Text,
}

/// A service centre.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct OfficeHall {
    /// Its id.
    id: String,
    /// Its name.
    name: Text,
    /// Where it is.
    address: Text,
    /// How to get there.
    transport: Text,
    /// Its number.
    phone: String,
    /// How many counters it has.
    counters: u32,
    /// When it is open in an ordinary week.
    hours: Vec<OfficeHours>,
    /// When it is open today, as `09:00/17:00`; empty on days off.
    today: Vec<String>,
}

/// Opening hours.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct OfficeHours {
    /// `mon`, or `mon-fri`.
    days: String,
    /// From, `09:00`.
    from: String,
    /// To, `17:00`.
    to: String,
}

impl From<Handler> for OfficeBody {
    fn from(handler: Handler) -> Self {
        let authority = &handler.authority;
        let handled = |it: &std::sync::Arc<catalogue_domain::Published>| OfficeService {
            id: it.definition.id.clone(),
            name: it.definition.name().into(),
        };
        Self {
            id: authority.id.clone(),
            name: (&authority.name).into(),
            consult: authority.phone.consult.clone(),
            complaint: authority.phone.complaint.clone(),
            address: (&authority.address).into(),
            services: handler.services.iter().map(handled).collect(),
        }
    }
}

/// Who handles something in a place: the authority, its numbers, and the service centre.
#[utoipa::path(get, path = "/api/v1/find-office", tag = "catalogue", params(Asked),
    responses((status = 200, description = "Who handles it, and where", body = OfficesFound),
        (status = 422, description = "What or where is missing or not known")))]
pub(crate) async fn find_office(
    State(catalogue): State<Catalogue>,
    visitor: Visitor,
    Query(asked): Query<Asked>,
) -> Outcome {
    let unknown = |field, key| unknown(&visitor, field, key);
    let matter = matter(&catalogue, &asked).map_err(|it| unknown(it, WHAT))?;
    let area = catalogue.division(&asked.area);
    let area = area.ok_or_else(|| unknown("area", "catalogue-office-where-missing"))?;
    let found = catalogue.who_handles(&matter, &area).await.map_err(|_| Failure::Unavailable)?;
    let hall = |it: &std::sync::Arc<ServiceCentre>| hall(&catalogue, it);
    let answer = OfficesFound {
        halls: found.centres.iter().map(hall).collect(),
        offices: found.handlers.into_iter().map(OfficeBody::from).collect(),
    };
    Ok(Json(answer).into_response())
}

/// What is said where nothing is asked for.
const WHAT: &str = "catalogue-office-what-missing";

/// A member that says nothing, or nothing that is known here.
pub(super) fn unknown(visitor: &Visitor, field: &str, key: &str) -> Failure {
    Failure::Invalid(vec![FieldError {
        field: field.to_owned(),
        code: "unknown".to_owned(),
        message: visitor.t(key).to_owned(),
    }])
}

/// What is asked for, or the member that does not say it.
fn matter(catalogue: &Catalogue, asked: &Asked) -> Result<Matter, &'static str> {
    let words = asked.q.trim();
    match (words, asked.event.as_str()) {
        ("", "") => Err("q"),
        (words, "") => Ok(Matter::Words(words.to_owned())),
        (_, id) => {
            let lists = catalogue.lists();
            let event = lists.life_events.iter().find(|it| it.id == id).cloned();
            event.map(Matter::Event).ok_or("event")
        }
    }
}

fn hall(catalogue: &Catalogue, centre: &ServiceCentre) -> OfficeHall {
    let time = |it: jiff::civil::Time| format!("{:02}:{:02}", it.hour(), it.minute());
    let today = catalogue.hours_today(centre);
    let open = |it: &organisations_domain::Hours| OfficeHours {
        days: it.days.clone(),
        from: it.from.clone(),
        to: it.to.clone(),
    };
    OfficeHall {
        id: centre.id.clone(),
        name: (&centre.name).into(),
        address: (&centre.address).into(),
        transport: (&centre.transport).into(),
        phone: centre.phone.clone(),
        counters: centre.counters,
        hours: centre.hours.iter().map(open).collect(),
        today: today.into_iter().map(|(from, to)| format!("{}/{}", time(from), time(to))).collect(),
    }
}
