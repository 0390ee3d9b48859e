//! What everybody is shown: a list of addresses, each with the digest of what stands there, and
//! the entries of the record that it was made from. The list stands at a public address; its own
//! digest is an event, and so an entry of the record. Whoever looks from outside takes the proof
//! of that entry, checks the list against it, and what is shown against the list.
//!
//! A new list needs a cause that can be told: another release, another day (dates of promises move
//! with it), or an entry that was added to the record. What has changed without one was altered.

use std::{borrow::Cow, collections::BTreeMap};

use data_encoding::HEXLOWER;
use jiff::civil::Date;
use kernel::{Aggregate, Recorded};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

/// The key of the one stream.
pub const KEY: &str = "site";
/// The name of the stream, by which its entries are found.
pub const STREAM: &str = "manifest/site";
/// The word of its events.
pub const WORD: &str = "manifest.published";

/// The list.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Listing {
    /// The version of the program.
    pub release: String,
    /// The day for which dates were computed.
    pub day: Date,
    /// Whether every page shows the clock of a demonstration, which is left out of digests.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub is_demo: bool,
    /// The streams of the ledger that pages are made from, each with the indexes of its entries.
    pub sources: BTreeMap<String, Vec<u64>>,
    /// Strips that may stand above any page, word for word, and are left out of digests.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub strips: Vec<String>,
    /// Addresses, each with the SHA-256 of the body in lower-case hex.
    pub pages: BTreeMap<String, String>,
}

impl Listing {
    /// The list as it is published.
    pub fn to_text(&self) -> String {
        // Maps with keys of text always become JSON.
        serde_json::to_string(self).unwrap_or_default()
    }

    /// Reads a published list, if it has this digest.
    pub fn read(text: &str, digest: &str) -> Option<Self> {
        (digest_of(text.as_bytes()) == digest).then(|| serde_json::from_str(text).ok())?
    }

    /// What of a former list's sources is not among these: entries that were there cannot go or
    /// move.
    pub fn lost<'a>(&self, former: &'a Self) -> Vec<&'a str> {
        let is_kept = |stream: &str, indexes: &[u64]| {
            self.sources.get(stream).is_some_and(|it| it.starts_with(indexes))
        };
        let lost = former.sources.iter().filter(|(stream, indexes)| !is_kept(stream, indexes));
        lost.map(|(stream, _)| stream.as_str()).collect()
    }

    /// The addresses at which something else stands than in a former list.
    pub fn changed<'a>(&'a self, former: &'a Self) -> Vec<&'a str> {
        let differs =
            |(address, digest): &(&String, &String)| former.pages.get(*address) != Some(*digest);
        let here = self.pages.iter().filter(differs).map(|(address, _)| address.as_str());
        let gone = former.pages.keys().filter(|it| !self.pages.contains_key(*it));
        here.chain(gone.map(String::as_str)).collect()
    }

    /// The digest of what stands at an address.
    pub fn digest_of(&self, body: &[u8]) -> String {
        let body = without_strip(body, &self.strips);
        if self.is_demo { digest_of(&without_clock(&body)) } else { digest_of(&body) }
    }

    fn sources_digest(&self) -> String {
        digest_of(serde_json::to_string(&self.sources).unwrap_or_default().as_bytes())
    }
}

/// The SHA-256 of bytes, in lower-case hex.
pub fn digest_of(bytes: &[u8]) -> String {
    HEXLOWER.encode(&Sha256::digest(bytes))
}

/// A page without the first of these strips that stands in it, and the line that it begins.
fn without_strip<'a>(body: &'a [u8], strips: &[String]) -> Cow<'a, [u8]> {
    let places = strips.iter().filter_map(|it| Some((find(body, it.as_bytes())?, it.len())));
    let Some((start, length)) = places.min() else { return Cow::Borrowed(body) };
    let line = start.checked_sub(1).filter(|it| body[*it] == b'\n').unwrap_or(start);
    Cow::Owned([&body[..line], &body[start + length..]].concat())
}

fn find(body: &[u8], what: &[u8]) -> Option<usize> {
    body.windows(what.len().max(1)).position(|it| it == what)
}

/// A page of a demonstration without what its clock says.
fn without_clock(body: &[u8]) -> Vec<u8> {
    const STRIP: &[u8] = b"<div class=\"strip demo\">";
    const BEFORE: &[u8] = b"<time>";
    /// No clock says more.
    const MOST: usize = 60;
    let clock = find(body, STRIP).and_then(|strip| {
        let start = strip + find(&body[strip..], BEFORE)? + BEFORE.len();
        let length = body[start..].iter().take(MOST).position(|it| *it == b'<')?;
        Some(start..start + length)
    });
    match clock {
        Some(clock) => [&body[..clock.start], &body[clock.end..]].concat(),
        None => body.to_vec(),
    }
}

/// The list that is in force.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Manifest {
    /// The version of the program.
    pub release: String,
    /// The day for which dates were computed.
    pub day: Option<Date>,
    /// Digest of the sources.
    pub sources: String,
    /// Digest of the whole list.
    pub digest: String,
}

/// What can happen to it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum ManifestEvent {
    /// Another list is in force.
    Published {
        /// The version of the program.
        release: String,
        /// The day for which dates were computed.
        day: Date,
        /// Digest of the sources.
        sources: String,
        /// Digest of the whole list.
        digest: String,
        /// How many addresses it names.
        pages: usize,
    },
}

/// What is shown has changed, and nothing that it is made from has.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("what is shown has changed without a cause")]
pub struct Uncaused;

impl Manifest {
    /// Puts a list into force.
    ///
    /// # Errors
    /// [`Uncaused`].
    pub fn publish(&self, listing: &Listing) -> Result<Vec<ManifestEvent>, Uncaused> {
        let digest = digest_of(listing.to_text().as_bytes());
        if digest == self.digest {
            return Ok(Vec::new());
        }
        let sources = listing.sources_digest();
        let is_caused = self.release != listing.release
            || self.day != Some(listing.day)
            || self.sources != sources;
        if !is_caused {
            return Err(Uncaused);
        }
        let (release, day) = (listing.release.clone(), listing.day);
        let pages = listing.pages.len();
        Ok(vec![ManifestEvent::Published { release, day, sources, digest, pages }])
    }
}

impl Aggregate for Manifest {
    type Event = ManifestEvent;

    const KIND: &'static str = "manifest";

    fn word(_: &ManifestEvent) -> &'static str {
        WORD
    }

    fn apply(&mut self, event: &Recorded<ManifestEvent>) {
        let ManifestEvent::Published { release, day, sources, digest, .. } = &event.event;
        *self = Self {
            release: release.clone(),
            day: Some(*day),
            sources: sources.clone(),
            digest: digest.clone(),
        };
    }
}

#[cfg(test)]
mod tests {
    use kernel::{Actor, id::EventId};

    use super::*;

    fn listing(page: &str) -> Listing {
        Listing {
            release: "1".to_owned(),
            day: jiff::civil::date(2026, 3, 2),
            is_demo: false,
            sources: [("service/a".to_owned(), vec![3, 5])].into(),
            strips: Vec::new(),
            pages: [("/en/".to_owned(), page.to_owned())].into(),
        }
    }

    fn after(listing: &Listing) -> Manifest {
        let mut manifest = Manifest::default();
        for event in manifest.publish(listing).unwrap() {
            let id = EventId::from_uuid(uuid::Uuid::nil());
            let at = jiff::Timestamp::UNIX_EPOCH;
            manifest.apply(&Recorded { id, seq: 1, at, by: Actor::SYSTEM, event });
        }
        manifest
    }

    #[test]
    fn a_list_changes_for_a_release_a_day_or_an_entry_and_for_nothing_else() {
        let manifest = after(&listing("x"));
        assert_eq!(manifest.publish(&listing("x")), Ok(Vec::new()));
        assert_eq!(manifest.publish(&listing("defaced")), Err(Uncaused));
        let release = Listing { release: "2".to_owned(), ..listing("y") };
        let day = Listing { day: jiff::civil::date(2026, 3, 3), ..listing("y") };
        let sources = [("service/a".to_owned(), vec![3, 5, 9])].into();
        let entry = Listing { sources, ..listing("y") };
        for caused in [release, day, entry] {
            assert_eq!(manifest.publish(&caused).map(|it| it.len()), Ok(1));
        }
    }

    #[test]
    fn entries_are_added_and_never_go_or_move() {
        let former = listing("x");
        let with = |indexes: &[u64]| Listing {
            sources: [("service/a".to_owned(), indexes.to_vec())].into(),
            ..listing("x")
        };
        assert!(with(&[3, 5, 9]).lost(&former).is_empty());
        for lost in [&[3][..], &[3, 9], &[5], &[]] {
            assert_eq!(with(lost).lost(&former), ["service/a"], "{lost:?}");
        }
    }

    #[test]
    fn the_clock_of_a_demonstration_is_left_out_and_nothing_else() {
        let page = |time: &str, rest: &str| {
            format!("<p>x</p><div class=\"strip demo\"><p>y <time>{time}</time></p></div>{rest}")
        };
        let demo = Listing { is_demo: true, ..listing("x") };
        let digest = |list: &Listing, page: String| list.digest_of(page.as_bytes());
        assert_eq!(digest(&demo, page("10:00", "")), digest(&demo, page("10:01", "")));
        assert_ne!(digest(&demo, page("10:00", "")), digest(&demo, page("10:00", "z")));
        assert_ne!(digest(&listing("x"), page("1", "")), digest(&listing("x"), page("2", "")));
        assert_eq!(digest(&demo, "plain".to_owned()), digest_of(b"plain"));
    }

    #[test]
    fn a_strip_is_left_out_word_for_word_and_once() {
        let list = Listing { strips: vec!["<div>paused</div>".to_owned()], ..listing("x") };
        let digest = |page: &str| list.digest_of(page.as_bytes());
        let plain = digest("<header>\n<main>");
        assert_eq!(digest("<header>\n<div>paused</div>\n<main>"), plain);
        assert_eq!(plain, digest_of(b"<header>\n<main>"));
        for other in [
            "<header>\n<div>paused!</div>\n<main>",
            "<header>\n<div>paused</div><div>paused</div>\n<main>",
            "<header>\n<div>paused</div>\n<main>x",
        ] {
            assert_ne!(digest(other), plain, "{other}");
        }
    }

    #[test]
    fn a_list_is_read_only_as_it_was_published() {
        let text = listing("x").to_text();
        let digest = digest_of(text.as_bytes());
        assert_eq!(Listing::read(&text, &digest), Some(listing("x")));
        assert_eq!(Listing::read(&text.replace("\"x\"", "\"z\""), &digest), None);
        assert_eq!(listing("z").changed(&listing("x")), ["/en/"]);
    }
}
