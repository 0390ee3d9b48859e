//! Watching a log from outside, with nothing but its tiles: does what it shows now go on from what
//! it showed before? If not, the two signed checkpoints are the proof.

use std::{
    collections::{BTreeMap, BTreeSet},
    io,
    sync::{Mutex, PoisonError},
};

use crate::{
    checkpoint::Checkpoint,
    hash::Head,
    http::{Transport, Unreached},
    note::Note,
    policy::{Accepted, Policy, Unfulfilled},
    tree::{Storage, TreeError, merkle, tiles::Tiles},
};

/// Why nothing can be said.
#[derive(Debug, thiserror::Error)]
pub enum MonitorError {
    /// There is no checkpoint.
    #[error("the log shows no checkpoint")]
    Nothing,
    /// The checkpoint does not fulfil the policy.
    #[error(transparent)]
    Unfulfilled(#[from] Unfulfilled),
    /// The tiles could not be read.
    #[error(transparent)]
    Tree(#[from] TreeError),
    /// The log was not reached.
    #[error(transparent)]
    Unreached(#[from] Unreached),
    /// An answer with another status than 200 and 404.
    #[error("the log answered with status {0}")]
    Status(u16),
}

/// How the present checkpoint stands to the last one that was seen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Verdict {
    /// It goes on from it; remember the new one.
    Consistent {
        /// What was shown.
        accepted: Accepted,
        /// The signed checkpoint, to be remembered.
        note: Note,
    },
    /// It shows fewer entries than before: an older copy, or a log that hides.
    Rollback(Evidence),
    /// Two histories were signed. The evidence needs nobody's word.
    Fork(Evidence),
    /// The tiles do not give the root that was signed, so nothing can be proved from them.
    Unprovable(Evidence),
}

/// Two signed checkpoints that do not go together.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Evidence {
    /// The one seen before.
    pub before: Note,
    /// The one shown now.
    pub now: Note,
}

/// Looks at a log in a folder. `before` is the checkpoint that was seen last.
pub fn look(
    storage: &dyn Storage,
    policy: &Policy,
    before: Option<&Note>,
) -> Result<Verdict, MonitorError> {
    let bytes = storage.read("checkpoint").map_err(TreeError::from)?;
    let text = bytes.and_then(|it| String::from_utf8(it).ok()).ok_or(MonitorError::Nothing)?;
    let note = Note::parse(&text).map_err(Unfulfilled::from)?;
    let accepted = policy.accept(&note)?;
    let Some(before) = before else { return Ok(Verdict::Consistent { accepted, note }) };
    let old = policy_head(before, &accepted.checkpoint)?;
    let now = accepted.checkpoint.head();
    let evidence = Evidence { before: before.clone(), now: note.clone() };
    if now.size == old.size && now.root != old.root {
        return Ok(Verdict::Fork(evidence));
    }
    if now.size < old.size {
        return Ok(Verdict::Rollback(evidence));
    }
    let tiles = Tiles::new(storage, now.size);
    // What the tiles say about the old size is first authenticated by the new root; only then
    // does a difference prove a fork.
    let shown = Head { size: old.size, root: merkle::root(&tiles, old.size)? };
    let path = merkle::consistency(&tiles, old.size, now.size)?;
    if !merkle::is_consistent(&shown, &now, &path) {
        return Ok(Verdict::Unprovable(evidence));
    }
    if shown != old {
        return Ok(Verdict::Fork(evidence));
    }
    Ok(Verdict::Consistent { accepted, note })
}

/// The head that was seen before, of the same log.
fn policy_head(before: &Note, now: &Checkpoint) -> Result<Head, Unfulfilled> {
    let before = Checkpoint::parse(&before.text).ok_or(Unfulfilled::Checkpoint)?;
    if before.origin == now.origin { Ok(before.head()) } else { Err(Unfulfilled::Log) }
}

/// Looks at a log at an address, fetching only the tiles that the proof needs.
pub async fn look_at(
    transport: &dyn Transport,
    url: &str,
    policy: &Policy,
    before: Option<&Note>,
) -> Result<Verdict, MonitorError> {
    let url = url.trim_end_matches('/');
    let fetched = Fetched::default();
    let mut wanted = BTreeSet::from(["checkpoint".to_owned()]);
    loop {
        for path in wanted {
            let answer = transport.get(&format!("{url}/{path}")).await?;
            let content = match answer.status {
                200 => Some(answer.body),
                404 => None,
                status => return Err(MonitorError::Status(status)),
            };
            fetched.add(path, content);
        }
        let verdict = look(&fetched, policy, before);
        wanted = fetched.take_wanted();
        if wanted.is_empty() {
            return verdict;
        }
    }
}

/// What was fetched, and what was asked for and is not there yet.
#[derive(Default)]
struct Fetched {
    shelf: Mutex<Shelf>,
}

#[derive(Default)]
struct Shelf {
    have: BTreeMap<String, Option<Vec<u8>>>,
    wanted: BTreeSet<String>,
}

impl Fetched {
    fn with<T>(&self, what: impl FnOnce(&mut Shelf) -> T) -> T {
        what(&mut self.shelf.lock().unwrap_or_else(PoisonError::into_inner))
    }

    fn add(&self, path: String, content: Option<Vec<u8>>) {
        self.with(|it| it.have.insert(path, content));
    }

    fn take_wanted(&self) -> BTreeSet<String> {
        self.with(|it| std::mem::take(&mut it.wanted))
    }
}

impl Storage for Fetched {
    fn read(&self, path: &str) -> io::Result<Option<Vec<u8>>> {
        self.with(|it| match it.have.get(path) {
            Some(content) => Ok(content.clone()),
            None => {
                it.wanted.insert(path.to_owned());
                Err(io::Error::from(io::ErrorKind::WouldBlock))
            }
        })
    }

    fn put(&self, _: &[(String, Vec<u8>)]) -> io::Result<()> {
        Err(io::Error::from(io::ErrorKind::ReadOnlyFilesystem))
    }

    fn list(&self, _: &str) -> io::Result<Vec<String>> {
        Ok(Vec::new())
    }

    fn remove(&self, _: &str) -> io::Result<()> {
        Err(io::Error::from(io::ErrorKind::ReadOnlyFilesystem))
    }
}
