//! The power list for machines: the same entries as the pages.

use axum::{
    Json,
    extract::{Path, Query, State},
    response::IntoResponse as _,
};
use catalogue_domain::{
    Elements, Entry,
    definition::{ItemKind, Level},
};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use web::{Failure, Outcome, Visitor};

use super::{office::unknown, services::Text};
use crate::service::{Catalogue, Which};

/// How many entries one answer holds.
const PAGE: usize = 100;
/// The longest question that is looked at, in characters.
const LONGEST: usize = 100;

/// A power in a list.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Power {
    /// The code of the entry: a basic code (基本编码), or one of an older scheme.
    code: String,
    /// Its official name.
    name: Text,
    /// Kind of power (事项类型), such as `licence`.
    kind: String,
    /// The competent department's id.
    department: String,
    /// The levels that exercise it (行使层级), such as `county`.
    levels: Vec<String>,
    /// How it stands today: `planned`, `in-force`, `suspended` or `cancelled`.
    state: &'static str,
    /// `online`; `explained`: not online, and `offline` says why; `unexplained`.
    reach: &'static str,
    /// Why it is not online.
    #[serde(skip_serializing_if = "Option::is_none")]
    offline: Option<Text>,
    /// Ids of the services that implement it.
    services: Vec<String>,
}

/// Powers and where the next page begins.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct PowerList {
    /// The version of the list that holds today.
    version: u32,
    /// The powers, ordered by code.
    items: Vec<Power>,
    /// The `after` of the next page; absent on the last.
    #[serde(skip_serializing_if = "Option::is_none")]
    next: Option<String>,
}

/// A change of an entry.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct ListedChange {
    /// The version of the list that it made.
    version: u32,
    /// The day from which it holds, ISO.
    effective_on: String,
    /// `list`, `change`, `suspend`, `resume` or `cancel`.
    step: &'static str,
}

/// A power with its duties and its history.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct WholePower {
    /// The power.
    power: Power,
    /// Everything that the entry says today: bases, duties, accountability.
    #[schema(value_type = Object)]
    elements: serde_json::Value,
    /// All changes, also those to come, oldest first.
    changes: Vec<ListedChange>,
}

/// What is asked of the list.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[serde(default, deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct AskedPowers {
    /// Words in the name, in everyday words or in the code.
    q: String,
    /// Id of the competent department.
    department: String,
    /// Kind of power, such as `licence`.
    kind: String,
    /// A level, such as `county`.
    level: String,
    /// The last code of the page before.
    after: String,
}

fn word<T: Serialize>(value: &T) -> String {
    let value = serde_json::to_value(value).unwrap_or_default();
    value.as_str().unwrap_or_default().to_owned()
}

/// The value of that word, if one is asked for; the member where there is none of it.
fn chosen<T: Serialize>(
    all: impl IntoIterator<Item = T>,
    (field, wished): (&'static str, &str),
) -> Result<Option<T>, &'static str> {
    if wished.is_empty() {
        return Ok(None);
    }
    let found = all.into_iter().find(|it| word(it) == wished);
    found.ok_or(field).map(Some)
}

fn power(catalogue: &Catalogue, entry: &Entry, it: &Elements) -> Power {
    let services = catalogue.under(&it.code);
    Power {
        code: it.code.clone(),
        name: (&it.name).into(),
        kind: word(&it.kind),
        department: it.department.clone(),
        levels: it.levels.iter().map(word).collect(),
        state: entry.state(catalogue.today()).map_or("", |it| it.word()),
        reach: catalogue.reach(it).word(),
        offline: it.offline.as_ref().map(Text::from),
        services: services.iter().take(PAGE).map(|it| it.definition.id.clone()).collect(),
    }
}

/// Lists the powers that are exercised, or finds them.
#[utoipa::path(get, path = "/api/v1/powers", tag = "catalogue", params(AskedPowers),
    responses((status = 200, description = "Powers on the list", body = PowerList),
        (status = 422, description = "An unknown kind or level")))]
pub(crate) async fn list(
    State(catalogue): State<Catalogue>,
    visitor: Visitor,
    Query(asked): Query<AskedPowers>,
) -> Outcome {
    let unknown = |field| unknown(&visitor, field, "catalogue-powers-unknown");
    let words: String = asked.q.chars().take(LONGEST).collect();
    let which = Which {
        words: words.to_lowercase().split_whitespace().map(str::to_owned).collect(),
        department: Some(asked.department).filter(|it| !it.is_empty()),
        kind: chosen(ItemKind::ALL, ("kind", &asked.kind)).map_err(unknown)?,
        level: chosen(Level::ALL, ("level", &asked.level)).map_err(unknown)?,
        state: None,
    };
    let today = catalogue.today();
    let entries = catalogue.entries(&which);
    let mut items = Vec::new();
    for kept in &entries {
        let Some(elements) = kept.entry.elements(today) else { continue };
        if items.len() <= PAGE && (asked.after.is_empty() || elements.code > asked.after) {
            items.push(power(&catalogue, &kept.entry, elements));
        }
    }
    let has_more = items.len() > PAGE;
    items.truncate(PAGE);
    let next = items.last().map(|it| it.code.clone()).filter(|_| has_more);
    Ok(Json(PowerList { version: catalogue.list_number(), items, next }).into_response())
}

/// One power, also one that is planned or has left the list.
#[utoipa::path(get, path = "/api/v1/powers/{code}", tag = "catalogue",
    params(("code" = String, Path, description = "Code of the entry")),
    responses((status = 200, description = "The power", body = WholePower),
        (status = 404, description = "No such entry")))]
pub(crate) async fn one(State(catalogue): State<Catalogue>, Path(code): Path<String>) -> Outcome {
    let kept = catalogue.entry(&code).ok_or(Failure::NotFound)?;
    let elements = kept.entry.elements(catalogue.today()).ok_or(Failure::NotFound)?;
    let change = |it: &catalogue_domain::EntryChange| ListedChange {
        version: it.stamp.list_version,
        effective_on: it.stamp.effective_on.to_string(),
        step: it.step.word(),
    };
    let whole = WholePower {
        power: power(&catalogue, &kept.entry, elements),
        elements: serde_json::to_value(elements).map_err(Failure::internal)?,
        changes: kept.entry.changes.iter().map(change).collect(),
    };
    Ok(Json(whole).into_response())
}
