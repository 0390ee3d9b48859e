//! The streams of the ledger that pages are made from, beside their entries of the record.

use std::collections::{BTreeMap, BTreeSet};

use ledger::Ledger;
use module::Shown;
use record::{Compared, Record, manifest::Listing};

/// So many names of streams are read at once.
const PAGE: u32 = 500;

/// What was found.
#[derive(Debug, Default)]
pub struct Streams {
    /// The entries of each stream that is as it was logged.
    pub indexes: BTreeMap<String, Vec<u64>>,
    /// The addresses that are made from them.
    pub addresses: BTreeSet<String>,
    /// The streams that are not what was logged, each with the addresses to withhold.
    pub altered: BTreeMap<String, Vec<String>>,
    /// Whether an event is not logged yet.
    pub is_waiting: bool,
}

/// Compares all streams of these kinds.
///
/// # Errors
/// When the ledger or the record cannot be read.
pub async fn compare(record: &Record, ledger: &Ledger, shown: &[Shown]) -> anyhow::Result<Streams> {
    let mut streams = Streams::default();
    for kind in shown {
        let mut last = None;
        loop {
            let names = ledger.streams_of(kind.kind, last.as_deref(), PAGE).await?;
            for name in &names {
                streams.take(kind, name, &record.compare_stream(name).await?);
            }
            last = names.last().cloned();
            if last.is_none() {
                break;
            }
        }
    }
    Ok(streams)
}

impl Streams {
    fn take(&mut self, kind: &Shown, name: &str, events: &[Compared]) {
        let key = key_of(name);
        self.addresses.extend((kind.pages)(key));
        let mut indexes = Vec::with_capacity(events.len());
        let mut is_altered = events.is_empty();
        for event in events {
            match event {
                Compared::Logged(index) => indexes.push(*index),
                Compared::Waiting => self.is_waiting = true,
                Compared::Altered => is_altered = true,
            }
        }
        if is_altered {
            self.altered.insert(name.to_owned(), withheld(kind, key));
        }
        self.indexes.insert(name.to_owned(), indexes);
    }

    /// Finds what a former list names and what is gone or stands under another entry now: a row
    /// that was altered and logged a second time.
    pub fn compare_with(&mut self, former: &Listing, shown: &[Shown]) {
        let now = Listing { sources: self.indexes.clone(), ..Listing::default() };
        for name in now.lost(former) {
            let kind = name.split_once('/').map_or(name, |(kind, _)| kind);
            if let Some(kind) = shown.iter().find(|it| it.kind == kind) {
                self.altered.insert(name.to_owned(), withheld(kind, key_of(name)));
            }
        }
    }
}

fn key_of(name: &str) -> &str {
    name.split_once('/').map_or(name, |(_, key)| key)
}

fn withheld(kind: &Shown, key: &str) -> Vec<String> {
    let mut addresses = (kind.pages)(key);
    addresses.extend((kind.along)(key));
    addresses
}
