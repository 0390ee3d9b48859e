//! Finding services by the words that people use.

use std::sync::Arc;

use catalogue_domain::{Definition, Published, Services as _};
use jiff::civil::Date;
use kernel::LocalText;
use organisations_domain::Directory;
use search::{Document, Index, Query, SearchError, Synonyms};
use tokio::sync::watch;

use super::{Catalogue, Memory};
use crate::lists::{LifeEvent, Side};

/// At most so many services are answered.
const MOST: usize = 200;
/// At most so many life events stand above them.
const MOST_EVENTS: usize = 2;

/// The index and whether it can be asked yet.
pub(super) struct Finder {
    state: watch::Sender<State>,
    /// One building at a time, so that the last one has the newest memory.
    building: tokio::sync::Mutex<()>,
}

#[derive(Clone)]
enum State {
    Waiting,
    Ready(Index),
    Failed,
}

impl Default for Finder {
    fn default() -> Self {
        Self { state: watch::Sender::new(State::Waiting), building: tokio::sync::Mutex::default() }
    }
}

/// What is looked for.
#[derive(Debug, Clone, Default)]
pub(crate) struct Question {
    /// What was typed.
    pub text: String,
    /// For whom.
    pub side: Option<Side>,
    /// Of which authority.
    pub department: Option<String>,
    /// Under which theme of the side.
    pub theme: Option<String>,
    /// In which division: its authorities and those above it.
    pub region: Option<String>,
}

/// What was found, best first.
#[derive(Debug, Clone, Default)]
pub(crate) struct Found {
    /// Services.
    pub services: Vec<Arc<Published>>,
    /// Life events of that name.
    pub life_events: Vec<LifeEvent>,
}

/// The index cannot be asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the search index does not answer")]
pub(crate) struct SearchDown;

impl Catalogue {
    /// Finds services. The first question waits until the index is built.
    ///
    /// # Errors
    /// [`SearchDown`].
    pub async fn find(&self, question: &Question) -> Result<Found, SearchDown> {
        let index = self.index().await?;
        let query = Query {
            kind: Some("service".to_owned()),
            filters: self.filters(question),
            limit: MOST,
            ..Query::new(question.text.as_str())
        };
        let hits = index.search(&query).map_err(|error| down(&error))?;
        let services = hits.iter().filter_map(|hit| self.current(&hit.id)).collect();
        Ok(Found { services, life_events: self.events(&index, question)? })
    }

    /// Builds the index anew from memory, in the background.
    pub(super) fn rebuild_index(&self) {
        let catalogue = self.clone();
        tokio::spawn(async move { catalogue.build().await });
    }

    async fn build(&self) {
        let finder = &self.inner.finder;
        let _one = finder.building.lock().await;
        let old = match &*finder.state.borrow() {
            State::Ready(index) => Some(index.clone()),
            State::Waiting | State::Failed => None,
        };
        let (memory, today) = (self.memory(), self.today());
        let directory = self.inner.directory.clone();
        let work = move || fill(old, &memory, directory.as_ref(), today);
        let state = match tokio::task::spawn_blocking(work).await {
            Ok(Ok(index)) => State::Ready(index),
            Ok(Err(error)) => failed(&error),
            Err(error) => failed(&error),
        };
        finder.state.send_replace(state);
    }

    async fn index(&self) -> Result<Index, SearchDown> {
        let mut state = self.inner.finder.state.subscribe();
        if self.memory().loaded_on.is_none() {
            self.refresh().await.map_err(|error| down(&error))?;
        }
        let reached = state.wait_for(|it| !matches!(it, State::Waiting)).await;
        match reached.as_deref() {
            Ok(State::Ready(index)) => Ok(index.clone()),
            _ => Err(SearchDown),
        }
    }

    fn filters(&self, question: &Question) -> Vec<(String, String)> {
        let mut filters = Vec::new();
        let mut add = |facet: &str, value: &str| filters.push((facet.to_owned(), value.to_owned()));
        if let Some(side) = question.side {
            add("audience", side.word());
            if let Some(theme) = &question.theme {
                add(side.word(), theme);
            }
        }
        if let Some(department) = &question.department {
            add("department", department);
        }
        let mut place = question.region.clone();
        while let Some(code) = place {
            add("region", &code);
            place = self.inner.places.division(&code).and_then(|it| it.parent.clone());
        }
        filters
    }

    fn events(&self, index: &Index, question: &Question) -> Result<Vec<LifeEvent>, SearchDown> {
        if question.text.trim().is_empty() {
            return Ok(Vec::new());
        }
        let query = Query {
            kind: Some("life".to_owned()),
            limit: MOST_EVENTS,
            // Most questions name no life event; they are not worth a second reading.
            is_strict: true,
            ..Query::new(question.text.as_str())
        };
        let hits = index.search(&query).map_err(|error| down(&error))?;
        let lists = self.lists();
        let find = |id: &str| lists.life_events.iter().find(|it| it.id == id).cloned();
        Ok(hits.iter().filter_map(|hit| find(hit.id.strip_prefix("life:")?)).collect())
    }
}

fn down(error: &dyn std::error::Error) -> SearchDown {
    tracing::error!(%error, "search failed");
    SearchDown
}

fn failed(error: &dyn std::error::Error) -> State {
    down(error);
    State::Failed
}

fn fill(
    old: Option<Index>,
    memory: &Memory,
    directory: &dyn Directory,
    today: Date,
) -> Result<Index, SearchError> {
    let index = match old {
        Some(index) => index,
        None => Index::in_memory()?,
    };
    index.set_synonyms(Synonyms::read(memory.lists.synonyms.clone()));
    let services = memory.all(today);
    let used = |event: &&LifeEvent| {
        services.iter().any(|it| it.definition.implementation.life_events.contains(&event.id))
    };
    let events = memory.lists.life_events.iter().filter(used).map(event_document);
    let services = services.iter().map(|it| service_document(&it.definition, directory));
    index.replace_all(services.chain(events))?;
    Ok(index)
}

fn three(text: &LocalText) -> [&str; 3] {
    [&text.zh_hans, &text.zh_hant, &text.en]
}

fn event_document(event: &LifeEvent) -> Document {
    let [title, hant, en] = three(&event.name);
    Document {
        aliases: vec![hant.to_owned(), en.to_owned()],
        body: three(&event.summary).join(" "),
        ..Document::new(format!("life:{}", event.id), "life", None, title)
    }
}

/// One document for all languages, so that a reader finds a service by any of its names.
fn service_document(definition: &Definition, directory: &dyn Directory) -> Document {
    let implementation = &definition.implementation;
    let authority = directory.authority(&implementation.authority);
    let [title, hant, en] = three(definition.name());
    let mut aliases = vec![hant.to_owned(), en.to_owned(), definition.item.basic_code.clone()];
    aliases.extend(definition.item.aliases.iter().cloned());
    let mut texts: Vec<&str> = Vec::new();
    texts.extend(three(&implementation.summary));
    texts.extend(three(&definition.result.name));
    if let Some(authority) = &authority {
        texts.extend(three(&authority.short));
    }
    Document {
        aliases,
        body: texts.join(" "),
        tags: tags(definition, authority.as_ref().map(|it| it.region.as_str())),
        ..Document::new(&definition.id, "service", None, title)
    }
}

fn tags(definition: &Definition, region: Option<&str>) -> Vec<(String, String)> {
    let mut tags = Vec::new();
    let mut add = |facet: &str, value: &str| tags.push((facet.to_owned(), value.to_owned()));
    add("department", &definition.implementation.authority);
    for side in [Side::Individuals, Side::Businesses] {
        if side.is_served_by(definition) {
            add("audience", side.word());
        }
        for theme in side.themes_of(definition) {
            add(side.word(), theme);
        }
    }
    if let Some(region) = region {
        add("region", region);
    }
    tags
}
