//! What everybody is shown is what the record says: this process compares it, publishes the list
//! of it and withholds what was altered; [`monitor`] compares it from outside.
//!
//! | compared | with | when it differs |
//! |---|---|---|
//! | each event that pages are made from | its entry of the record | its addresses are withheld |
//! | each page as this process makes it now | the list in force | withheld, unless an entry, a day or a release is the cause |
//! | the published list | the digest that was logged | a new list, if there is a cause; an alarm |

pub mod monitor;
pub mod pages;
mod streams;

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};

use anyhow::Context as _;
use axum::{
    Router,
    body::Body,
    http::{Request, StatusCode},
};
use kernel::{Actor, Lang};
use ledger::{Command, CommandError, Ledger, derived_command};
use module::{Job, Shown};
use record::{
    Part, Record,
    manifest::{self, Listing, Manifest, Uncaused},
};
use tower::ServiceExt as _;
use web::{Alarm, Incident, Inside, Web};

use crate::open::Installation;

/// How often it is compared.
pub const PAUSE: Duration = Duration::from_secs(20);
/// The setting under which the list in force is kept.
pub(crate) const LISTING: &str = "manifest";
/// No page is larger, in bytes.
const PAGE_BYTES: usize = 8 * 1024 * 1024;
/// The version of this program, and so of all templates, words and assets.
const RELEASE: &str = concat!("onewindow ", env!("CARGO_PKG_VERSION"));

/// What one comparison has found.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Found {
    /// Addresses that were compared.
    pub pages: usize,
    /// What was altered: streams, addresses, or the list itself.
    pub altered: Vec<String>,
    /// Whether another list came into force.
    pub is_published: bool,
}

/// Compares what is shown with the record.
pub struct PageWatch {
    router: Router,
    web: Arc<Web>,
    ledger: Ledger,
    record: Record,
    shown: Vec<Shown>,
    /// What brings the memory of this process up to the ledger.
    refreshing: Vec<Arc<dyn Job>>,
    /// Addresses that have changed without a cause. A later cause, such as the next day, does not
    /// make them right.
    uncaused: Mutex<BTreeSet<String>>,
    /// What was altered the last time, for which the alarm was raised.
    told: Mutex<BTreeSet<String>>,
}

impl PageWatch {
    /// Of an installation.
    pub fn of(installation: &Installation) -> Self {
        let jobs = installation.house.jobs.iter();
        Self {
            router: web::router(&installation.web, &installation.house.routes),
            web: installation.web.clone(),
            ledger: installation.house.ledger.clone(),
            record: installation.record.clone(),
            shown: installation.house.shown.clone(),
            refreshing: jobs.filter(|it| it.name().ends_with(".refresh")).cloned().collect(),
            uncaused: Mutex::default(),
            told: Mutex::default(),
        }
    }

    /// Goes on for ever.
    pub async fn run(&self) {
        let mut pause = tokio::time::interval(PAUSE);
        pause.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
        loop {
            pause.tick().await;
            if let Err(error) = self.round().await {
                let error = format!("{error:#}");
                tracing::error!(error, "what is shown cannot be compared with the record");
            }
        }
    }

    /// Compares once, withholds what was altered and raises the alarm.
    ///
    /// # Errors
    /// When something cannot be read at all.
    pub async fn round(&self) -> anyhow::Result<Found> {
        let manifest = self.ledger.load::<Manifest>(manifest::KEY).await?;
        let (manifest, version) = manifest.unwrap_or_default();
        let text = self.ledger.setting(LISTING).await?.unwrap_or_default();
        let former = Listing::read(&text, &manifest.digest);
        let mut streams = streams::compare(&self.record, &self.ledger, &self.shown).await?;
        // After the entries: pages may be newer than they, which the next round sees, never older.
        for job in &self.refreshing {
            job.run().await.with_context(|| job.name())?;
        }
        let mut altered = Vec::new();
        let mut withheld = BTreeSet::new();
        if let Some(former) = &former {
            streams.compare_with(former, &self.shown);
        }
        for (stream, addresses) in &streams.altered {
            altered.push(stream.clone());
            withheld.extend(addresses.iter().cloned());
        }
        let listing = self.listing(&streams).await?;
        let uncaused = self.uncaused(&manifest, former.as_ref(), &listing, &streams);
        altered.extend(uncaused.iter().cloned());
        withheld.extend(uncaused.iter().map(|it| without_language(it)));
        let mut found = Found { pages: listing.pages.len(), altered, is_published: false };
        // While a row waits for its entry, the list that names the entry waits as well.
        let may_publish = found.altered.is_empty() && !streams.is_waiting;
        if may_publish && self.record.state().part == Part::Writer {
            found.is_published = self.publish(version, listing, &text).await?;
        }
        if former.is_none() && version > 0 && !found.is_published {
            found.altered.push("/record/manifest".to_owned());
        }
        self.tell(withheld, &found.altered);
        Ok(found)
    }

    /// What is shown now.
    async fn listing(&self, streams: &streams::Streams) -> anyhow::Result<Listing> {
        let mut listing = Listing {
            release: RELEASE.to_owned(),
            day: self.ledger.clock().today(),
            is_demo: self.web.site.is_demo,
            sources: streams.indexes.clone(),
            strips: self.web.strips(),
            pages: BTreeMap::new(),
        };
        for (address, content) in self.web.assets() {
            let digest = listing.digest_of(content.as_bytes());
            listing.pages.insert(address.to_owned(), digest);
        }
        for address in &streams.addresses {
            for path in with_languages(address) {
                if let Some(body) = self.body_at(&path).await? {
                    let digest = listing.digest_of(&body);
                    listing.pages.insert(path, digest);
                }
            }
        }
        Ok(listing)
    }

    /// What is answered at a path; none where nothing is shown, such as at a service that was
    /// withdrawn.
    async fn body_at(&self, path: &str) -> anyhow::Result<Option<Vec<u8>>> {
        let request = Request::builder().uri(path).extension(Inside).body(Body::empty())?;
        let response = self.router.clone().oneshot(request).await?;
        if response.status() != StatusCode::OK {
            return Ok(None);
        }
        let bytes = axum::body::to_bytes(response.into_body(), PAGE_BYTES).await;
        let bytes = bytes.with_context(|| path.to_owned())?;
        Ok(Some(bytes.to_vec()))
    }

    /// The addresses at which something else stands than is published, though nothing that it is
    /// made from has changed. Another release shows other pages, so it is compared with its own
    /// list only.
    fn uncaused(
        &self,
        manifest: &Manifest,
        former: Option<&Listing>,
        listing: &Listing,
        streams: &streams::Streams,
    ) -> BTreeSet<String> {
        let mut uncaused = self.uncaused.lock().unwrap_or_else(PoisonError::into_inner);
        let Some(former) = former.filter(|it| it.release == listing.release) else {
            return uncaused.clone();
        };
        let changed: BTreeSet<&str> = listing.changed(former).into_iter().collect();
        uncaused.retain(|it| changed.contains(it.as_str()));
        // An altered stream is no cause for other pages, and its own are withheld anyway.
        let is_settled = !streams.is_waiting && streams.altered.is_empty();
        if is_settled && manifest.publish(listing) == Err(Uncaused) {
            uncaused.extend(changed.into_iter().map(str::to_owned));
        }
        uncaused.clone()
    }

    /// Puts the list into force, if it is another. What was kept as the list is put right.
    async fn publish(&self, version: u64, listing: Listing, kept: &str) -> anyhow::Result<bool> {
        let text = listing.to_text();
        let digest = manifest::digest_of(text.as_bytes());
        let id = derived_command("manifest", format!("{version} {digest}"));
        let command = Command::new::<Manifest>(id, Actor::SYSTEM, manifest::KEY, &digest);
        let decide = move |state: &Manifest, _: &kernel::Given| state.publish(&listing);
        let done = match self.ledger.execute(command, decide).await {
            Ok(done) => done,
            // Another process was first; the next round looks again.
            Err(CommandError::Refused(Uncaused)) => return Ok(false),
            Err(error) => anyhow::bail!("the list of what is shown: {error}"),
        };
        if text != kept && done.state.digest == digest {
            self.ledger.set(LISTING, &text).await?;
        }
        Ok(!done.events.is_empty() || text != kept)
    }

    fn tell(&self, withheld: BTreeSet<String>, altered: &[String]) {
        self.web.withhold(withheld);
        let altered: BTreeSet<String> = altered.iter().cloned().collect();
        let mut told = self.told.lock().unwrap_or_else(PoisonError::into_inner);
        for place in altered.difference(&told) {
            Incident::Altered.note(place, &Actor::SYSTEM, None);
            self.web.alarms.raise(Alarm::Altered { place: place.clone() });
        }
        *told = altered;
    }
}

/// A public address in each language; others as they are.
fn with_languages(address: &str) -> Vec<String> {
    if address.starts_with("/api/") {
        return vec![address.to_owned()];
    }
    Lang::ALL.into_iter().map(|lang| format!("/{}{address}", lang.path())).collect()
}

/// The address of a page without its language.
fn without_language(path: &str) -> String {
    let is_of = |lang: &Lang| path.strip_prefix('/').is_some_and(|it| it.starts_with(lang.path()));
    match Lang::ALL.into_iter().find(is_of) {
        Some(lang) => path[lang.path().len() + 1..].to_owned(),
        None => path.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_has_an_address_in_each_language_and_one_without() {
        let all = with_languages("/services/a");
        assert_eq!(all.len(), 3);
        assert!(all.iter().all(|it| without_language(it) == "/services/a"));
        assert_eq!(with_languages("/api/v1/services/a"), ["/api/v1/services/a"]);
        assert_eq!(without_language("/assets/site.css"), "/assets/site.css");
    }
}
