//! Services: found, one as it is in force, one as it was.

use std::sync::Arc;

use axum::{
    Json,
    extract::{Path, Query, State},
    http::{HeaderMap, StatusCode, header},
    response::IntoResponse as _,
};
use catalogue_domain::{Published, Services as _};
use kernel::LocalText;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use web::{Failure, Outcome, Visitor};

use crate::{
    lists::Side,
    service::{Catalogue, Question},
};

/// How many services one answer holds.
const PAGE: usize = 100;

/// A text in three languages; simplified Chinese is the source, empty texts are not translated.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Text {
    /// Simplified Chinese.
    #[serde(rename = "zh-Hans")]
    zh_hans: String,
    /// Traditional Chinese.
    #[serde(rename = "zh-Hant")]
    zh_hant: String,
    /// English.
    en: String,
}

impl From<&LocalText> for Text {
    fn from(text: &LocalText) -> Self {
        let LocalText { zh_hans, zh_hant, en } = text.clone();
        Self { zh_hans, zh_hant, en }
    }
}

/// A service in a list.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Summary {
    /// Its id.
    id: String,
    /// The revision in force.
    revision: u32,
    /// Its name.
    name: Text,
    /// What it is for.
    summary: Text,
    /// The basic code (基本编码).
    basic_code: String,
    /// The competent authority's id.
    authority: String,
    /// For natural persons.
    is_for_people: bool,
    /// For firms and other organisations.
    is_for_organisations: bool,
    /// How sure it must be who applies online: `L0` to `L4`.
    assurance: &'static str,
    /// Promised days; 0 means at once.
    promised_days: u32,
    /// `working` or `calendar`.
    promised_unit: String,
}

impl From<&Arc<Published>> for Summary {
    fn from(service: &Arc<Published>) -> Self {
        let definition = &service.definition;
        let promised = definition.promised();
        let unit = serde_json::to_value(promised.unit).unwrap_or_default();
        Self {
            id: definition.id.clone(),
            revision: service.revision,
            name: definition.name().into(),
            summary: (&definition.implementation.summary).into(),
            basic_code: definition.item.basic_code.clone(),
            authority: definition.implementation.authority.clone(),
            is_for_people: definition.serves_people(),
            is_for_organisations: definition.serves_organisations(),
            assurance: definition.assurance().word(),
            promised_days: promised.days,
            promised_unit: unit.as_str().unwrap_or_default().to_owned(),
        }
    }
}

/// Services and where the next page begins.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct ServiceList {
    /// The services; best first where something was asked, else ordered by id.
    items: Vec<Summary>,
    /// The `after` of the next page; absent on the last.
    #[serde(skip_serializing_if = "Option::is_none")]
    next: Option<String>,
}

/// A revision of a service, whole.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Whole {
    /// Number of the revision.
    revision: u32,
    /// Digest of the definition's text, SHA-256 in lower-case hex.
    digest: String,
    /// The day of publication, ISO.
    published_on: String,
    /// The day on which the promise runs out for an application accepted today, ISO; absent for
    /// old revisions.
    #[serde(skip_serializing_if = "Option::is_none")]
    due_if_filed_today: Option<String>,
    /// The definition, as its published JSON Schema says.
    #[schema(value_type = Object)]
    definition: serde_json::Value,
}

/// What is asked of the list.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[serde(default, deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct Asked {
    /// Words to search for.
    q: String,
    /// `individuals` or `businesses`.
    #[param(pattern = "^(individuals|businesses)?$")]
    audience: String,
    /// The last id of the page before.
    after: String,
}

/// Lists or finds services.
#[utoipa::path(get, path = "/api/v1/services", tag = "catalogue", params(Asked),
    responses((status = 200, description = "Services in force", body = ServiceList)))]
pub(crate) async fn list(
    State(catalogue): State<Catalogue>,
    Query(asked): Query<Asked>,
) -> Outcome {
    let side = match asked.audience.as_str() {
        "" => None,
        word => Some(Side::parse(word).ok_or_else(|| unknown_audience(word))?),
    };
    let services = if asked.q.trim().is_empty() {
        catalogue.filtered(|it| side.is_none_or(|side| side.is_served_by(&it.definition)))
    } else {
        let question = Question { text: asked.q, side, ..Question::default() };
        catalogue.find(&question).await.map_err(|_| Failure::Unavailable)?.services
    };
    let at = services.iter().position(|it| it.definition.id == asked.after);
    let rest = &services[at.map_or(0, |at| at + 1)..];
    let items: Vec<Summary> = rest.iter().take(PAGE).map(Summary::from).collect();
    let next = (rest.len() > PAGE).then(|| items.last().map(|it| it.id.clone())).flatten();
    Ok(Json(ServiceList { items, next }).into_response())
}

fn unknown_audience(word: &str) -> Failure {
    Failure::Malformed(format!("audience is individuals or businesses, not {word}"))
}

/// The revision of a service that is in force.
#[utoipa::path(get, path = "/api/v1/services/{id}", tag = "catalogue",
    params(("id" = String, Path, description = "Id of the service")),
    responses((status = 200, description = "The service", body = Whole),
        (status = 304, description = "Not changed since the ETag"),
        (status = 404, description = "No such service"),
        (status = 410, description = "No longer offered")))]
pub(crate) async fn one(
    State(catalogue): State<Catalogue>,
    Path(id): Path<String>,
    headers: HeaderMap,
) -> Outcome {
    let is_withdrawn = || catalogue.kept(&id).is_some_and(|kept| kept.is_withdrawn());
    let missing = || if is_withdrawn() { Failure::Gone(None) } else { Failure::NotFound };
    let service = catalogue.current(&id).ok_or_else(missing)?;
    let due = catalogue.due_if_filed_today(&service).due.to_string();
    let tag = format!("\"{}-{due}\"", service.digest);
    answer(&service, Some(due), &tag, &headers)
}

/// A revision of a service that was ever published.
#[utoipa::path(get, path = "/api/v1/services/{id}/revisions/{n}", tag = "catalogue",
    params(("id" = String, Path, description = "Id of the service"),
        ("n" = u32, Path, description = "Number of the revision, from 1")),
    responses((status = 200, description = "The revision", body = Whole),
        (status = 304, description = "Not changed since the ETag"),
        (status = 404, description = "No such revision")))]
pub(crate) async fn revision(
    State(catalogue): State<Catalogue>,
    Path((id, number)): Path<(String, String)>,
    headers: HeaderMap,
) -> Outcome {
    let number = number.parse().map_err(|_| Failure::NotFound)?;
    let service = catalogue.revision(&id, number).ok_or(Failure::NotFound)?;
    let tag = format!("\"{}\"", service.digest);
    answer(&service, None, &tag, &headers)
}

/// The blank form of a service, for handing in on paper, in the language of `Accept-Language`.
#[utoipa::path(get, path = "/api/v1/services/{id}/form.pdf", tag = "catalogue",
    params(("id" = String, Path, description = "Id of the service")),
    responses((status = 200, description = "The form", content_type = "application/pdf"),
        (status = 404, description = "No such service")))]
pub(crate) async fn form(
    State(catalogue): State<Catalogue>,
    visitor: Visitor,
    Path(id): Path<String>,
) -> Outcome {
    crate::web::paper::response(&catalogue, &id, visitor.lang).await
}

fn answer(service: &Published, due: Option<String>, tag: &str, headers: &HeaderMap) -> Outcome {
    let known = headers.get(header::IF_NONE_MATCH).and_then(|it| it.to_str().ok());
    let tags = [(header::ETAG, tag.to_owned()), (header::CACHE_CONTROL, "no-cache".to_owned())];
    if known.is_some_and(|known| known.split(',').any(|it| it.trim() == tag)) {
        return Ok((StatusCode::NOT_MODIFIED, tags).into_response());
    }
    let whole = Whole {
        revision: service.revision,
        digest: service.digest.clone(),
        published_on: service.published_on.to_string(),
        due_if_filed_today: due,
        definition: serde_json::to_value(&service.definition).map_err(Failure::internal)?,
    };
    Ok((tags, Json(whole)).into_response())
}
