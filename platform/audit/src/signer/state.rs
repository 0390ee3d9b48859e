//! What the signer remembers and decides.

use std::{io, sync::Arc};

use jiff::Timestamp;
use kernel::Clock;
use serde::{Deserialize, Serialize};

use super::time::{Elapsed, LastTime, TimeFault, TimeLimits};
use crate::{
    checkpoint::Checkpoint,
    hash::{Head, TreeHash},
    keys::NoteSigner,
    note::Note,
    tree::{Folder, Storage, merkle},
};

const FILE: &str = "signer";

/// Why the signer cannot work.
#[derive(Debug, thiserror::Error)]
pub enum SignerError {
    /// The disk failed.
    #[error("the storage failed: {0}")]
    Io(#[from] io::Error),
    /// It should remember its last signature and does not.
    #[error("the signer has lost its memory")]
    Amnesia,
    /// What it remembers cannot be read.
    #[error("what the signer remembers cannot be read")]
    Damaged,
    /// It remembers something already.
    #[error("the signer remembers something already")]
    NotNew,
}

/// Why the signer does not sign.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error, Serialize, Deserialize)]
#[serde(tag = "code", rename_all = "kebab-case", deny_unknown_fields)]
pub enum Refusal {
    /// The tree is not the one that was signed, with more entries.
    #[error("does not go on from the {size} entries that were signed")]
    Fork {
        /// Number of entries that were signed last.
        size: u64,
    },
    /// The clock.
    #[error("the time is not believed: {why}")]
    Time {
        /// In words, for operators.
        why: String,
    },
    /// The request is not of the form.
    #[error("no request")]
    Malformed,
    /// It could not be remembered, or the key could not sign.
    #[error("the signer failed")]
    Failed,
}

impl From<TimeFault> for Refusal {
    fn from(fault: TimeFault) -> Self {
        Self::Time { why: fault.to_string() }
    }
}

/// What is to be signed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SignRequest {
    /// The new head.
    pub head: Head,
    /// Consistency proof from the size that the signer signed last.
    pub path: Vec<TreeHash>,
    /// The log's time.
    pub log_at: Timestamp,
}

/// What stands in the file.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Remembered {
    size: u64,
    root: String,
    at: Option<Timestamp>,
    log_at: Option<Timestamp>,
}

/// A signer for one log.
pub struct Signer {
    origin: String,
    keys: Vec<Box<dyn NoteSigner>>,
    clock: Arc<dyn Clock>,
    counter: Arc<dyn Elapsed>,
    limits: TimeLimits,
    folder: Folder,
    head: Head,
    time: LastTime,
}

impl Signer {
    /// Sets up a signer that has signed nothing.
    pub fn found(folder: &Folder) -> Result<(), SignerError> {
        if folder.read(FILE)?.is_some() {
            return Err(SignerError::NotNew);
        }
        remember(folder, &Head::empty(), &LastTime { at: None, log_at: None, run: None })?;
        Ok(())
    }

    /// Starts the signer of a log with its keys. Refuses when it was never set up, or has lost
    /// its memory since.
    pub fn open(
        folder: Folder,
        origin: &str,
        keys: Vec<Box<dyn NoteSigner>>,
        clock: Arc<dyn Clock>,
        counter: Arc<dyn Elapsed>,
        limits: TimeLimits,
    ) -> Result<Self, SignerError> {
        let bytes = folder.read(FILE)?.ok_or(SignerError::Amnesia)?;
        let found: Remembered = serde_json::from_slice(&bytes).map_err(|_| SignerError::Damaged)?;
        let root = TreeHash::from_base64(&found.root).ok_or(SignerError::Damaged)?;
        let head = Head { size: found.size, root };
        let time = LastTime { at: found.at, log_at: found.log_at, run: None };
        let origin = origin.to_owned();
        Ok(Self { origin, keys, clock, counter, limits, folder, head, time })
    }

    /// The head that was signed last.
    pub fn head(&self) -> Head {
        self.head
    }

    /// Signs a head that goes on from the last one. What was decided is remembered durably before
    /// anything is answered.
    pub fn sign(&mut self, request: &SignRequest) -> Result<Note, Refusal> {
        let (now, counter) = (self.clock.now(), self.counter.elapsed());
        self.time.check(&self.limits, now, counter, request.log_at)?;
        if !merkle::is_consistent(&self.head, &request.head, &request.path) {
            return Err(Refusal::Fork { size: self.head.size });
        }
        let checkpoint = Checkpoint::new(&self.origin, &request.head);
        let note = checkpoint.sign(&self.keys).map_err(|_| Refusal::Failed)?;
        let time =
            LastTime { at: Some(now), log_at: Some(request.log_at), run: Some((now, counter)) };
        remember(&self.folder, &request.head, &time).map_err(|_| Refusal::Failed)?;
        self.head = request.head;
        self.time = time;
        Ok(note)
    }

    /// Believes the clock as it is from now on. Only an operator may ask for it, and says why.
    pub fn believe_clock(&mut self, why: &str) -> Result<(), Refusal> {
        let (now, counter) = (self.clock.now(), self.counter.elapsed());
        let time = LastTime { at: Some(now), log_at: None, run: Some((now, counter)) };
        remember(&self.folder, &self.head, &time).map_err(|_| Refusal::Failed)?;
        tracing::warn!(why, before = ?self.time.at, %now, "an operator has made the clock believed");
        self.time = time;
        Ok(())
    }
}

fn remember(folder: &Folder, head: &Head, time: &LastTime) -> io::Result<()> {
    let remembered = Remembered {
        size: head.size,
        root: head.root.to_string(),
        at: time.at,
        log_at: time.log_at,
    };
    let bytes = serde_json::to_vec(&remembered)?;
    folder.put(&[(FILE.to_owned(), bytes)])
}
