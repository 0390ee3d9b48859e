//! The published services and the lists, as they are served from memory.

use std::{
    collections::BTreeMap,
    sync::{Arc, OnceLock},
};

use catalogue_domain::{Definition, PowerList, Published, RevisionMeta, ServiceEvent, ServiceItem};
use jiff::{civil::Date, tz::TimeZone};
use kernel::{Aggregate as _, Recorded};

use super::KeptEntry;
use crate::lists::Lists;

/// What was in force when it was loaded. Never changed, only replaced.
#[derive(Default)]
pub(crate) struct Memory {
    /// All services that were ever proposed, by id.
    pub services: BTreeMap<String, Arc<Kept>>,
    /// Themes, life events, synonyms.
    pub lists: Arc<Lists>,
    /// How far the lists have come.
    pub lists_version: u64,
    /// All entries of the catalogue list that there ever were, by code.
    pub entries: BTreeMap<String, Arc<KeptEntry>>,
    /// The versions of the catalogue list.
    pub power_list: Arc<PowerList>,
    /// How far they have come.
    pub power_list_version: u64,
    /// The services in force, by the basic code of their entry.
    pub by_code: BTreeMap<String, Vec<Arc<Published>>>,
    /// The day of loading; on another day other revisions may be in force.
    pub loaded_on: Option<Date>,
}

impl Memory {
    /// The services in force on a day, ordered by id.
    pub fn all(&self, today: Date) -> Vec<Arc<Published>> {
        self.services.values().filter_map(|kept| kept.current(today)).collect()
    }

    /// With the services in force on a day found by their codes.
    pub fn on(mut self, today: Date) -> Self {
        for service in self.all(today) {
            let code = service.definition.item.basic_code.clone();
            self.by_code.entry(code).or_default().push(service);
        }
        self.loaded_on = Some(today);
        self
    }
}

/// One service with all its revisions.
pub(crate) struct Kept {
    /// How far its stream has come.
    pub version: u64,
    /// Its state.
    pub item: ServiceItem,
    revisions: BTreeMap<u32, Revision>,
}

/// A revision. Old ones are read when somebody first asks for them.
struct Revision {
    meta: RevisionMeta,
    published_on: Date,
    source: String,
    read: OnceLock<Option<Arc<Published>>>,
}

impl Kept {
    /// Folds a service's history.
    pub fn of(history: &[Recorded<ServiceEvent>], zone: &TimeZone) -> Self {
        let mut item = ServiceItem::default();
        let mut revisions = BTreeMap::new();
        for event in history {
            item.apply(event);
            if let (ServiceEvent::Published { revision, source, .. }, Some(meta)) =
                (&event.event, item.revisions.last())
            {
                let one = Revision {
                    meta: meta.clone(),
                    published_on: zone.to_datetime(event.at).date(),
                    source: source.clone(),
                    read: OnceLock::new(),
                };
                revisions.insert(*revision, one);
            }
        }
        Self { version: history.last().map_or(0, |event| event.seq), item, revisions }
    }

    /// The revision in force on a day.
    pub fn current(&self, today: Date) -> Option<Arc<Published>> {
        self.revision(self.item.in_force(today)?.revision)
    }

    /// A revision that was ever published.
    pub fn revision(&self, number: u32) -> Option<Arc<Published>> {
        let revision = self.revisions.get(&number)?;
        revision.read.get_or_init(|| revision.published()).clone()
    }

    /// The text of a revision.
    pub fn source(&self, number: u32) -> Option<&str> {
        self.revisions.get(&number).map(|revision| revision.source.as_str())
    }

    /// Whether it was offered once and is not any more.
    pub fn is_withdrawn(&self) -> bool {
        self.item.withdrawn.is_some() && !self.revisions.is_empty()
    }
}

impl Revision {
    /// What was published was read and linted before; so a text that cannot be read means that
    /// the format has changed without a migration, which is logged and not hidden.
    fn published(&self) -> Option<Arc<Published>> {
        match Definition::read(&self.meta.digest, &self.source) {
            Ok((definition, _)) => Some(Arc::new(Published {
                revision: self.meta.revision,
                digest: self.meta.digest.clone(),
                definition,
                published_on: self.published_on,
            })),
            Err(findings) => {
                let first = findings.first().map(ToString::to_string).unwrap_or_default();
                tracing::error!(first, "a published definition cannot be read");
                None
            }
        }
    }
}
