//! Search: services by the words that people use, narrowed by links.

use std::{collections::BTreeMap, sync::Arc};

use askama::Template;
use axum::{
    extract::{Query, State},
    http::StatusCode,
};
use catalogue_domain::Published;
use serde::Deserialize;
use web::{Link, Outcome, Page, Visitor};

use super::{
    rows::{Paged, Row, many},
    with_query,
};
use crate::{
    lists::{LifeEvent, Side},
    service::{Catalogue, Found, Question},
};

/// The longest question that is looked at, in characters.
const LONGEST: usize = 100;

/// The question and the filters, as they stand in the address.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(super) struct Asked {
    q: String,
    audience: String,
    department: String,
    theme: String,
    region: String,
    after: String,
}

impl Asked {
    fn question(&self) -> Question {
        let given = |text: &str| Some(text.to_owned()).filter(|it| !it.is_empty());
        Question {
            text: self.q.chars().take(LONGEST).collect(),
            side: Side::parse(&self.audience),
            department: given(&self.department),
            theme: given(&self.theme),
            region: given(&self.region),
        }
    }

    fn href(&self, path: &str) -> String {
        let pairs = [
            ("q", &*self.q),
            ("audience", &self.audience),
            ("department", &self.department),
            ("theme", &self.theme),
            ("region", &self.region),
            ("after", &self.after),
        ];
        with_query(path, pairs)
    }
}

#[derive(Template)]
#[template(path = "catalogue/search.html")]
struct SearchPage {
    p: Page,
    q: String,
    is_down: bool,
    count: String,
    events: Vec<LifeEvent>,
    rows: Vec<Row>,
    sides: Vec<Link>,
    departments: Vec<Link>,
    themes: Vec<Link>,
    previous: Option<String>,
    next: Option<String>,
}

pub(super) async fn search(
    State(catalogue): State<Catalogue>,
    visitor: Visitor,
    Query(asked): Query<Asked>,
) -> Outcome {
    let found = catalogue.find(&asked.question()).await;
    let is_down = found.is_err();
    let found = found.unwrap_or_default();
    let is_plain = asked.audience.is_empty() && asked.department.is_empty();
    let is_miss = !is_down && is_plain && found.services.is_empty() && asked.theme.is_empty();
    if is_miss && asked.region.is_empty() {
        // Nobody's search fails because the note for the editors cannot be written.
        if let Err(error) = catalogue.note_miss(&asked.q, &visitor.apart()).await {
            tracing::warn!(%error, "a search that found nothing is not noted");
        }
    }
    let status = if is_down { StatusCode::SERVICE_UNAVAILABLE } else { StatusCode::OK };
    let page = page(&catalogue, &visitor, &asked, found, is_down);
    visitor.html_with(status, &page)
}

fn page(
    catalogue: &Catalogue,
    visitor: &Visitor,
    asked: &Asked,
    found: Found,
    is_down: bool,
) -> SearchPage {
    let path = visitor.path_to("/search");
    let words = asked.q.trim();
    let title = match words {
        "" => visitor.t("catalogue-search-title").to_owned(),
        words => visitor.tr("catalogue-search-title-for", &[("words", &words)]),
    };
    let paged = Paged::cut(&found.services, &asked.after);
    let turn = |after: String| Asked { after, ..asked.clone() }.href(&path);
    let is_first = asked.after.is_empty();
    SearchPage {
        p: visitor.page(title).entry().crumb("/", visitor.t("web-home")),
        q: words.to_owned(),
        is_down,
        count: many(visitor, "catalogue-count-services", found.services.len()),
        events: if is_first { found.life_events } else { Vec::new() },
        sides: sides(visitor, asked, &found.services),
        departments: departments(catalogue, visitor, asked, &found.services),
        themes: themes(catalogue, visitor, asked, &found.services),
        rows: Row::all(visitor, paged.services),
        previous: paged.previous.map(turn),
        next: paged.next.map(turn),
    }
}

/// A filter is a link that sets it, or takes it away where it is set.
fn filter(asked: &Asked, path: &str, text: String, is_set: bool, change: Asked) -> Link {
    let to = Asked { q: asked.q.clone(), after: String::new(), ..change };
    Link { href: to.href(path), text, current: is_set }
}

fn sides(visitor: &Visitor, asked: &Asked, services: &[Arc<Published>]) -> Vec<Link> {
    let path = visitor.path_to("/search");
    let link = |(side, key): (Side, &str)| {
        let is_set = asked.audience == side.word();
        let count = services.iter().filter(|it| side.is_served_by(&it.definition)).count();
        let audience = if is_set { String::new() } else { side.word().to_owned() };
        let change = Asked { audience, theme: String::new(), ..asked.clone() };
        let is_useful = is_set || (0 < count && count < services.len());
        is_useful
            .then(|| filter(asked, &path, labelled(visitor, visitor.t(key), count), is_set, change))
    };
    let sides = [
        (Side::Individuals, "catalogue-filter-individuals"),
        (Side::Businesses, "catalogue-filter-businesses"),
    ];
    sides.into_iter().filter_map(link).collect()
}

fn departments(
    catalogue: &Catalogue,
    visitor: &Visitor,
    asked: &Asked,
    services: &[Arc<Published>],
) -> Vec<Link> {
    let path = visitor.path_to("/search");
    let ids = services.iter().map(|it| it.definition.implementation.authority.as_str());
    let link = |(id, count): (&str, usize)| {
        let is_set = asked.department == id;
        let department = if is_set { String::new() } else { id.to_owned() };
        let authority = catalogue.directory().authority(id)?;
        let text = labelled(visitor, authority.short.get(visitor.lang), count);
        let change = Asked { department, ..asked.clone() };
        Some(filter(asked, &path, text, is_set, change))
    };
    useful(counted(ids), &asked.department).into_iter().filter_map(link).collect()
}

fn themes(
    catalogue: &Catalogue,
    visitor: &Visitor,
    asked: &Asked,
    services: &[Arc<Published>],
) -> Vec<Link> {
    let Some(side) = Side::parse(&asked.audience) else { return Vec::new() };
    let path = visitor.path_to("/search");
    let lists = catalogue.lists();
    let codes = services.iter().flat_map(|it| side.themes_of(&it.definition)).map(String::as_str);
    let link = |(code, count): (&str, usize)| {
        let is_set = asked.theme == code;
        let theme = lists.themes(side).iter().find(|it| it.code == code)?;
        let text = labelled(visitor, theme.name.get(visitor.lang), count);
        let code = if is_set { String::new() } else { code.to_owned() };
        let change = Asked { theme: code, ..asked.clone() };
        Some(filter(asked, &path, text, is_set, change))
    };
    useful(counted(codes), &asked.theme).into_iter().filter_map(link).collect()
}

fn labelled(visitor: &Visitor, name: &str, count: usize) -> String {
    visitor.tr("catalogue-filter-count", &[("name", &name), ("count", &count)])
}

fn counted<'a>(values: impl Iterator<Item = &'a str>) -> BTreeMap<&'a str, usize> {
    let mut counts = BTreeMap::new();
    for value in values {
        *counts.entry(value).or_insert(0) += 1;
    }
    counts
}

/// Filters of one value help nobody, unless it is set and may be taken away.
fn useful<'a>(counts: BTreeMap<&'a str, usize>, set: &str) -> BTreeMap<&'a str, usize> {
    if counts.len() > 1 || !set.is_empty() { counts } else { BTreeMap::new() }
}
