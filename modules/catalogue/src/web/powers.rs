//! The power list (权力清单) and the responsibility list (责任清单) for everybody: every power is
//! online with a link to its guide, or says why it is not.

use std::{collections::BTreeMap, sync::Arc};

use askama::Template;
use axum::extract::{Path, Query, State};
use catalogue_domain::{
    Elements, Entry, EntryState, Published, Step,
    definition::{ItemKind, LegalBasis, Level},
};
use jiff::civil::Date;
use kernel::LocalText;
use serde::{Deserialize, Serialize};
use web::{Failure, Link, Outcome, Page, Visitor};

use super::{PAGE, rows::many, with_query};
use crate::service::{Catalogue, KeptEntry, Reach, Which};

/// The longest question that is looked at, in characters.
const LONGEST: usize = 100;

/// The question and the filters, as they stand in the address.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Asked {
    pub q: String,
    department: String,
    kind: String,
    level: String,
    state: String,
    pub after: String,
}

impl Asked {
    /// Which entries are asked for. A word that no filter knows asks for nothing.
    pub fn which(&self) -> Which {
        let words: String = self.q.chars().take(LONGEST).collect();
        let states = [
            EntryState::Planned,
            EntryState::InForce,
            EntryState::Suspended,
            EntryState::Cancelled,
        ];
        Which {
            words: words.to_lowercase().split_whitespace().map(str::to_owned).collect(),
            department: Some(self.department.clone()).filter(|it| !it.is_empty()),
            kind: ItemKind::ALL.into_iter().find(|it| word(it) == self.kind),
            level: Level::ALL.into_iter().find(|it| word(it) == self.level),
            state: states.into_iter().find(|it| it.word() == self.state),
        }
    }

    /// The address with these filters.
    pub fn href(&self, path: &str) -> String {
        let pairs = [
            ("q", &*self.q),
            ("department", &self.department),
            ("kind", &self.kind),
            ("level", &self.level),
            ("state", &self.state),
            ("after", &self.after),
        ];
        with_query(path, pairs)
    }

    fn with(&self, facet: Facet, value: &str) -> Asked {
        let mut to = Asked { after: String::new(), ..self.clone() };
        let place = match facet {
            Facet::Department => &mut to.department,
            Facet::Kind => &mut to.kind,
            Facet::Level => &mut to.level,
            Facet::State => &mut to.state,
        };
        // The link of a filter that is set takes it away.
        *place = if place.as_str() == value { String::new() } else { value.to_owned() };
        to
    }
}

/// What entries are narrowed by.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Facet {
    Department,
    Kind,
    Level,
    State,
}

/// The links of one filter.
pub(super) struct Filter {
    pub title: &'static str,
    pub links: Vec<Link>,
}

/// An entry in a list.
pub(super) struct PowerRow {
    pub code: String,
    pub href: String,
    pub name: LocalText,
    /// Department, kind, levels.
    pub facts: Vec<String>,
    pub tag_kind: &'static str,
    pub tag: String,
    /// Why it is not online.
    pub why: Option<LocalText>,
    /// Where it is done: the guide of the service, or the entry itself where there are several.
    pub guide: Option<String>,
}

/// A page of entries, and where the next begins.
pub(super) struct PowerRows {
    pub rows: Vec<PowerRow>,
    pub count: String,
    pub next: Option<String>,
}

/// The word of a value in files.
pub(super) fn word<T: Serialize>(value: &T) -> String {
    let value = serde_json::to_value(value).unwrap_or_default();
    value.as_str().unwrap_or_default().to_owned()
}

/// The short name of an authority.
pub(super) fn short(catalogue: &Catalogue, visitor: &Visitor, id: &str) -> String {
    let found = catalogue.directory().authority(id);
    found.map_or_else(|| id.to_owned(), |it| it.short.get(visitor.lang).to_owned())
}

/// Department, kind and levels, in words.
pub(super) fn facts(catalogue: &Catalogue, visitor: &Visitor, it: &Elements) -> Vec<String> {
    let level = |it: &Level| visitor.t(&format!("catalogue-level-{}", word(it))).to_owned();
    let levels: Vec<String> = it.levels.iter().map(level).collect();
    vec![
        short(catalogue, visitor, &it.department),
        visitor.t(&format!("catalogue-kind-{}", word(&it.kind))).to_owned(),
        levels.join(visitor.t("catalogue-and")),
    ]
}

/// How an entry stands and how people reach it: the kind of the tag, and its words.
pub(super) fn tag(
    catalogue: &Catalogue,
    visitor: &Visitor,
    (entry, elements): (&Entry, &Elements),
) -> (&'static str, String) {
    let state = entry.state(catalogue.today());
    match state {
        Some(EntryState::InForce) | None => {
            let reach = catalogue.reach(elements);
            let kind = match reach {
                Reach::Online => "good",
                Reach::Explained => "plain",
                Reach::Unexplained => "warn",
            };
            (kind, visitor.t(&format!("catalogue-reach-{}", reach.word())).to_owned())
        }
        Some(state) => {
            ("warn", visitor.t(&format!("catalogue-power-state-{}", state.word())).to_owned())
        }
    }
}

/// A page of the entries that are asked for, under an address.
pub(super) fn rows(
    catalogue: &Catalogue,
    visitor: &Visitor,
    asked: &Asked,
    (path, entries): (&str, &[Arc<KeptEntry>]),
) -> PowerRows {
    let today = catalogue.today();
    let all = entries.iter().filter_map(|kept| Some((kept, kept.entry.elements(today)?)));
    let rest = all.filter(|(_, it)| asked.after.is_empty() || it.code > asked.after);
    let mut page: Vec<_> = rest.take(PAGE + 1).collect();
    let has_more = page.len() > PAGE;
    page.truncate(PAGE);
    let last = page.last().map(|(_, it)| it.code.clone()).filter(|_| has_more);
    let row = |(kept, it): (&Arc<KeptEntry>, &Elements)| {
        let (tag_kind, tag) = tag(catalogue, visitor, (&kept.entry, it));
        let services = catalogue.under(&it.code);
        let guide = services.first().filter(|_| services.len() == 1);
        PowerRow {
            code: it.code.clone(),
            href: format!("{path}{}", it.code),
            name: it.name.clone(),
            facts: facts(catalogue, visitor, it),
            tag_kind,
            tag,
            why: it.offline.clone(),
            guide: guide.map(|it| visitor.path_to(&format!("/services/{}", it.definition.id))),
        }
    };
    PowerRows {
        rows: page.into_iter().map(row).collect(),
        count: many(visitor, "catalogue-count-powers", entries.len()),
        next: last.map(|after| Asked { after, ..asked.clone() }.href(path)),
    }
}

/// The filters that narrow what was found.
pub(super) fn filters(
    catalogue: &Catalogue,
    visitor: &Visitor,
    asked: &Asked,
    (path, entries): (&str, &[Arc<KeptEntry>]),
) -> Vec<Filter> {
    let today = catalogue.today();
    let found: Vec<&Elements> =
        entries.iter().filter_map(|kept| kept.entry.elements(today)).collect();
    let department = |id: &str| short(catalogue, visitor, id);
    let kind = |word: &str| visitor.t(&format!("catalogue-kind-{word}")).to_owned();
    let level = |word: &str| visitor.t(&format!("catalogue-level-{word}")).to_owned();
    let departments = counted(found.iter().map(|it| it.department.clone()));
    let kinds = counted(found.iter().map(|it| word(&it.kind)));
    let levels = counted(found.iter().flat_map(|it| it.levels.iter().map(word)));
    let link = |facet: Facet, set: &str, (value, count): (String, usize), text: String| Link {
        href: asked.with(facet, &value).href(path),
        text: visitor.tr("catalogue-filter-count", &[("name", &text), ("count", &count)]),
        current: set == value,
    };
    let of = |facet, set: &str, values: BTreeMap<String, usize>, name: &dyn Fn(&str) -> String| {
        let links = values.into_iter().map(|pair| {
            let text = name(&pair.0);
            link(facet, set, pair, text)
        });
        links.collect::<Vec<_>>()
    };
    vec![
        Filter {
            title: "catalogue-filter-department",
            links: of(Facet::Department, &asked.department, departments, &department),
        },
        Filter {
            title: "catalogue-filter-kind",
            links: of(Facet::Kind, &asked.kind, kinds, &kind),
        },
        Filter {
            title: "catalogue-filter-level",
            links: of(Facet::Level, &asked.level, levels, &level),
        },
    ]
}

/// The filter by how entries stand, for the desk.
pub(super) fn state_filter(visitor: &Visitor, asked: &Asked, path: &str) -> Filter {
    let link = |state: EntryState| Link {
        href: asked.with(Facet::State, state.word()).href(path),
        text: visitor.t(&format!("catalogue-power-state-{}", state.word())).to_owned(),
        current: asked.state == state.word(),
    };
    let states =
        [EntryState::Planned, EntryState::InForce, EntryState::Suspended, EntryState::Cancelled];
    Filter { title: "catalogue-filter-state", links: states.into_iter().map(link).collect() }
}

fn counted(values: impl Iterator<Item = String>) -> BTreeMap<String, usize> {
    let mut counts = BTreeMap::new();
    for value in values {
        *counts.entry(value).or_insert(0) += 1;
    }
    counts
}

#[derive(Template)]
#[template(path = "catalogue/powers.html")]
struct PowersPage {
    p: Page,
    path: String,
    q: String,
    lead: String,
    filters: Vec<Filter>,
    found: PowerRows,
}

pub(super) async fn powers(
    State(catalogue): State<Catalogue>,
    visitor: Visitor,
    Query(asked): Query<Asked>,
) -> Outcome {
    let asked = Asked { state: String::new(), ..asked };
    let path = visitor.path_to("/powers/");
    let entries = catalogue.entries(&asked.which());
    let number = catalogue.list_number();
    visitor.html(&PowersPage {
        p: visitor.page(visitor.t("catalogue-powers-title")).crumb("/", visitor.t("web-home")),
        q: asked.q.trim().to_owned(),
        lead: visitor.tr("catalogue-powers-lead", &[("number", &number)]),
        filters: filters(&catalogue, &visitor, &asked, (&path, &entries)),
        found: rows(&catalogue, &visitor, &asked, (&path, &entries)),
        path,
    })
}

/// One change in the history of an entry.
pub(super) struct Changed {
    pub number: u32,
    pub effective_on: Date,
    pub text: String,
    pub reason: String,
    /// Entries that it was made from or that take its place.
    pub others: Vec<String>,
}

/// The history of an entry, newest first.
pub(super) fn history(visitor: &Visitor, entry: &Entry) -> Vec<Changed> {
    let changed = |it: &catalogue_domain::EntryChange| {
        let (reason, others) = match &it.step {
            Step::List { from, .. } => (String::new(), from.clone()),
            Step::Suspend { reason } => (reason.clone(), Vec::new()),
            Step::Cancel { reason, successors } => (reason.clone(), successors.clone()),
            Step::Change { .. } | Step::Resume => (String::new(), Vec::new()),
        };
        Changed {
            number: it.stamp.list_version,
            effective_on: it.stamp.effective_on,
            text: visitor.t(&format!("catalogue-power-step-{}", it.step.word())).to_owned(),
            reason,
            others,
        }
    };
    entry.changes.iter().rev().map(changed).collect()
}

/// A service that implements the entry.
pub(super) struct Implementing {
    pub href: String,
    pub name: LocalText,
    /// Department, level, division.
    pub facts: Vec<String>,
}

/// The services that implement an entry.
pub(super) fn implementing(
    catalogue: &Catalogue,
    visitor: &Visitor,
    code: &str,
) -> Vec<Implementing> {
    let row = |service: Arc<Published>| {
        let own = &service.definition.implementation;
        let authority = catalogue.directory().authority(&own.authority);
        let division = authority.as_ref().and_then(|it| catalogue.division(&it.region));
        let division = division.map(|it| it.name.get(visitor.lang).to_owned());
        let level = visitor.t(&format!("catalogue-level-{}", word(&own.level))).to_owned();
        let mut facts = vec![short(catalogue, visitor, &own.authority), level];
        facts.extend(division);
        Implementing {
            href: visitor.path_to(&format!("/services/{}", service.definition.id)),
            name: service.definition.name().clone(),
            facts,
        }
    };
    catalogue.under(code).into_iter().take(PAGE).map(row).collect()
}

#[derive(Template)]
#[template(path = "catalogue/power.html")]
struct PowerPage {
    p: Page,
    code: String,
    /// Where entries stand.
    path: String,
    name: LocalText,
    facts: Vec<String>,
    tag_kind: &'static str,
    tag: String,
    why: Option<LocalText>,
    bases: Vec<LegalBasis>,
    duties: Vec<LocalText>,
    accountability: Vec<LocalText>,
    services: Vec<Implementing>,
    history: Vec<Changed>,
}

pub(super) async fn power(
    State(catalogue): State<Catalogue>,
    visitor: Visitor,
    Path(code): Path<String>,
) -> Outcome {
    let kept = catalogue.entry(&code).ok_or(Failure::NotFound)?;
    let elements = kept.entry.elements(catalogue.today()).ok_or(Failure::NotFound)?;
    let (tag_kind, tag) = tag(&catalogue, &visitor, (&kept.entry, elements));
    visitor.html(&PowerPage {
        p: visitor
            .page(elements.name.get(visitor.lang))
            .crumb("/", visitor.t("web-home"))
            .crumb("/powers/", visitor.t("catalogue-powers-title")),
        path: visitor.path_to("/powers/"),
        name: elements.name.clone(),
        facts: facts(&catalogue, &visitor, elements),
        tag_kind,
        tag,
        why: elements.offline.clone(),
        bases: elements.legal_bases.clone(),
        duties: elements.duties.clone(),
        accountability: elements.accountability.clone(),
        services: implementing(&catalogue, &visitor, &code),
        history: history(&visitor, &kept.entry),
        code,
    })
}
