//! `onewindow monitor`: compares from outside what a site shows with its public record. It needs
//! nothing of the installation but its address and the policy, which it has from elsewhere: a
//! process of somebody who does not run the site.
//!
//! One round: fetch the list of what is shown and the proof of its digest; check the proof, with
//! the signatures of the log and of enough witnesses; then fetch every address of the list and
//! compare. What differs is looked at once more, with the list as it is then, because a page may
//! have changed between the two. What differs then as well is altered.

use std::{path::PathBuf, process::ExitCode, sync::Arc, time::Duration};

use anyhow::Context as _;
use audit::Policy;
use clap::Args;
use kernel::Clock;
use ops::SystemClock;
use outgoing::{Call, Destination, Outgoing, Roots, SystemResolver};
use record::{
    Enclosed,
    manifest::{self, Listing, ManifestEvent},
};
use serde::Deserialize;

use crate::commands::say;

/// No page is larger, in bytes.
const PAGE_BYTES: usize = 8 * 1024 * 1024;
/// An answer takes no longer.
const PATIENCE: Duration = Duration::from_secs(10);
/// Before what differs is looked at once more; a site takes so long to log what it has changed and
/// to have it witnessed.
const AGAIN: Duration = Duration::from_secs(25);
/// Who is asked to wait waits no longer.
const MOST_WAIT: u64 = 30;
/// So many times in a row nobody answers, before that is told.
const UNREACHED: u32 = 3;

/// What is watched.
#[derive(Debug, Args)]
pub struct Monitor {
    /// The site, such as https://one.example.cn
    #[arg(long)]
    url: String,
    /// Whose signatures are demanded: a policy that was not fetched from the site
    #[arg(long, value_name = "FILE")]
    policy: PathBuf,
    /// Compare once and end
    #[arg(long)]
    once: bool,
    /// Seconds between two comparisons
    #[arg(long, default_value_t = 20)]
    every: u64,
    /// Milliseconds between two pages, so that the limits of the site are kept
    #[arg(long, default_value_t = 100)]
    pause: u64,
    /// Where the newest entry that was seen is remembered, so that no older list is believed
    #[arg(long, value_name = "FILE")]
    memory: Option<PathBuf>,
    /// Certificates to believe besides those that browsers believe
    #[arg(long, value_name = "FILE")]
    roots: Option<PathBuf>,
    /// The site stands on a network of one's own; it may be asked in clear
    #[arg(long)]
    inside: bool,
}

/// Watches until something was altered.
///
/// # Errors
/// When it cannot begin, or nobody answers any more.
pub async fn monitor(wish: Monitor) -> anyhow::Result<ExitCode> {
    let policy = std::fs::read_to_string(&wish.policy);
    let policy = policy.with_context(|| wish.policy.display().to_string())?;
    let mut watcher = Watcher::new(&wish, &policy)?;
    let mut unreached = 0;
    loop {
        match watcher.round().await {
            Ok(seen) if seen.altered.is_empty() => {
                unreached = 0;
                say(&format!(
                    "ok: {} addresses as entry {} says, seen by {}",
                    seen.pages,
                    seen.entry,
                    seen.witnesses.join(", ")
                ));
            }
            Ok(seen) => {
                for (address, what) in &seen.altered {
                    say(&format!("altered: {}{address}: {what}", watcher.site));
                }
                return Ok(ExitCode::FAILURE);
            }
            Err(error) => {
                unreached += 1;
                if wish.once || unreached >= UNREACHED {
                    return Err(error.context("what is shown cannot be compared"));
                }
            }
        }
        if wish.once {
            return Ok(ExitCode::SUCCESS);
        }
        tokio::time::sleep(Duration::from_secs(wish.every)).await;
    }
}

/// What one comparison has shown.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Seen {
    /// Addresses that were compared.
    pub pages: usize,
    /// The entry of the record that names the list.
    pub entry: u64,
    /// The witnesses that have seen it.
    pub witnesses: Vec<String>,
    /// Addresses that are not as the record says, each with what is wrong.
    pub altered: Vec<(String, String)>,
}

/// Compares a site with its record.
pub struct Watcher {
    site: String,
    policy: Policy,
    outgoing: Outgoing,
    pause: Duration,
    again: Duration,
    memory: Option<PathBuf>,
    newest: u64,
    clock: Arc<dyn Clock>,
}

/// A list that is proven, and by whom.
struct Proven {
    listing: Listing,
    entry: u64,
    witnesses: Vec<String>,
}

/// The content of the entry.
#[derive(Deserialize)]
struct Content {
    body: ManifestEvent,
}

impl Watcher {
    /// A watcher of a site under a policy.
    ///
    /// # Errors
    /// When the address, the policy or the certificates cannot be used.
    pub fn new(wish: &Monitor, policy: &str) -> anyhow::Result<Self> {
        let site = wish.url.trim_end_matches('/').to_owned();
        let destination = match wish.inside {
            true => Destination::inside(&site)?,
            false => Destination::outside(&site)?,
        };
        let mut roots = Roots::public();
        if let Some(file) = &wish.roots {
            roots = roots.and_of_file(file)?;
        }
        let outgoing = Outgoing::new(vec![destination], roots, Arc::new(SystemResolver));
        let newest = match &wish.memory {
            Some(file) if file.exists() => std::fs::read_to_string(file)?.trim().parse()?,
            _ => 0,
        };
        Ok(Self {
            site,
            policy: Policy::parse(policy).context("the policy")?,
            outgoing: outgoing.with_limits(PATIENCE, PAGE_BYTES),
            pause: Duration::from_millis(wish.pause),
            again: AGAIN,
            memory: wish.memory.clone(),
            newest,
            clock: Arc::new(SystemClock::default()),
        })
    }

    /// Of a site on this machine, without rest; for tests.
    ///
    /// # Errors
    /// As [`Watcher::new`].
    pub fn hasty(url: &str, policy: &str, clock: Arc<dyn Clock>) -> anyhow::Result<Self> {
        let wish = Monitor {
            url: url.to_owned(),
            policy: PathBuf::new(),
            once: true,
            every: 0,
            pause: 0,
            memory: None,
            roots: None,
            inside: true,
        };
        Ok(Self { again: Duration::ZERO, clock, ..Self::new(&wish, policy)? })
    }

    /// Compares once.
    ///
    /// # Errors
    /// When the site does not answer.
    pub async fn round(&mut self) -> anyhow::Result<Seen> {
        let proven = self.proven().await?;
        let addresses: Vec<String> = proven.listing.pages.keys().cloned().collect();
        let differing = self.differing(&proven.listing, addresses).await?;
        if differing.is_empty() {
            return Ok(proven.seen(Vec::new()));
        }
        tokio::time::sleep(self.again).await;
        let proven = self.proven().await?;
        let addresses = differing.into_iter().map(|(address, _)| address).collect();
        let altered = self.differing(&proven.listing, addresses).await?;
        Ok(proven.seen(altered))
    }

    /// The list in force, once it is proven.
    async fn proven(&mut self) -> anyhow::Result<Proven> {
        let proof = self.text("/record/manifest/proof").await?;
        let (shown, enclosed) = Enclosed::check(&proof, &self.policy).context("the proof")?;
        let entry = shown.entry;
        let is_ours = entry.stream == manifest::STREAM && entry.word == manifest::WORD;
        anyhow::ensure!(is_ours, "the proof is of another entry");
        let payload = enclosed.payload.context("the proof does not carry what was logged")?;
        let content: Content = serde_json::from_str(&payload).context("what was logged")?;
        let ManifestEvent::Published { digest, .. } = content.body;
        let text = self.text("/record/manifest").await?;
        let listing = Listing::read(&text, &digest).context("the list is not what was logged")?;
        anyhow::ensure!(entry.seq >= self.newest, "an older list is shown than was seen before");
        // A list may be of the day before or after, where the site stands.
        let age = self.clock.today().since(listing.day)?.get_days().abs();
        anyhow::ensure!(age <= 1, "the list is of {}", listing.day);
        self.remember(entry.seq)?;
        let index = audit::Proof::parse(&proof)?.index;
        let witnesses = shown.accepted.witnessed.into_iter().map(|(name, _)| name).collect();
        Ok(Proven { listing, entry: index, witnesses })
    }

    fn remember(&mut self, newest: u64) -> anyhow::Result<()> {
        if newest > self.newest {
            self.newest = newest;
            if let Some(file) = &self.memory {
                std::fs::write(file, newest.to_string()).context("the memory")?;
            }
        }
        Ok(())
    }

    /// Those of the addresses at which something else stands than the list says.
    async fn differing(
        &self,
        listing: &Listing,
        addresses: Vec<String>,
    ) -> anyhow::Result<Vec<(String, String)>> {
        let mut differing = Vec::new();
        for address in addresses {
            // It may have been taken off the list since.
            let Some(digest) = listing.pages.get(&address) else { continue };
            let answer = self.ask(&address).await?;
            if answer.status.as_u16() != 200 {
                differing.push((address, format!("it answers {}", answer.status.as_u16())));
            } else if listing.digest_of(&answer.body) != *digest {
                differing.push((address, "it is not what was published".to_owned()));
            }
            tokio::time::sleep(self.pause).await;
        }
        Ok(differing)
    }

    async fn text(&self, path: &str) -> anyhow::Result<String> {
        let answer = self.ask(path).await?;
        anyhow::ensure!(answer.status.as_u16() == 200, "{path} answers {}", answer.status);
        String::from_utf8(answer.body.to_vec()).with_context(|| path.to_owned())
    }

    /// Asks for an address; who is asked to wait waits once.
    async fn ask(&self, path: &str) -> anyhow::Result<outgoing::Answer> {
        let call = || self.outgoing.send(Call::get(&format!("{}{path}", self.site)));
        let answer = call().await?;
        if answer.status.as_u16() != 429 {
            return Ok(answer);
        }
        let wait = answer.headers.get("retry-after").and_then(|it| it.to_str().ok()?.parse().ok());
        tokio::time::sleep(Duration::from_secs(wait.unwrap_or(1).min(MOST_WAIT))).await;
        Ok(call().await?)
    }
}

impl Proven {
    fn seen(self, altered: Vec<(String, String)>) -> Seen {
        let (entry, witnesses) = (self.entry, self.witnesses);
        Seen { pages: self.listing.pages.len(), entry, witnesses, altered }
    }
}
