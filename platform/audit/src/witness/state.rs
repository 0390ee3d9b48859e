//! What a witness remembers and decides.

use std::{
    collections::BTreeMap,
    io,
    sync::{Arc, Mutex, PoisonError},
};

use kernel::Clock;

use super::AddCheckpoint;
use crate::{
    checkpoint::Checkpoint,
    hash::{Head, TreeHash, decimal},
    keys::{Cosigner, Verifier},
    note::NoteError,
    tree::{Folder, Storage, merkle},
};

const FILE: &str = "witness";

/// Why a witness cannot work.
#[derive(Debug, thiserror::Error)]
pub enum WitnessError {
    /// The disk failed.
    #[error("the storage failed: {0}")]
    Io(#[from] io::Error),
    /// It should remember something and does not. A witness without memory would sign a fork.
    #[error("the witness has lost its memory")]
    Amnesia,
    /// What it remembers cannot be read.
    #[error("what the witness remembers cannot be read")]
    Damaged,
    /// It remembers something already.
    #[error("the witness remembers something already")]
    NotNew,
}

/// The answer to `add-checkpoint`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Reply {
    /// 200: the cosignature, as a line.
    Cosigned(String),
    /// 400: not of the form, or the old size is larger than the new.
    Malformed,
    /// 403: not signed by the log.
    Forbidden,
    /// 404: a log that is not known.
    Unknown,
    /// 409: another size is known.
    Conflict(u64),
    /// 422: not consistent with what is known.
    Inconsistent,
    /// 500: it could not be remembered, so nothing was signed.
    Failed,
}

/// A witness. It remembers one line per log: size, root and origin.
pub struct Witness {
    cosigner: Cosigner,
    logs: Vec<Verifier>,
    clock: Arc<dyn Clock>,
    folder: Folder,
    heads: Mutex<BTreeMap<String, Head>>,
}

impl Witness {
    /// Sets up a witness that has seen nothing.
    pub fn found(folder: &Folder) -> Result<(), WitnessError> {
        if folder.read(FILE)?.is_some() {
            return Err(WitnessError::NotNew);
        }
        Ok(folder.put(&[(FILE.to_owned(), Vec::new())])?)
    }

    /// Starts a witness for the logs with these keys. Refuses when it was never set up, or has
    /// lost its memory since.
    pub fn open(
        folder: Folder,
        cosigner: Cosigner,
        logs: Vec<Verifier>,
        clock: Arc<dyn Clock>,
    ) -> Result<Self, WitnessError> {
        let bytes = folder.read(FILE)?.ok_or(WitnessError::Amnesia)?;
        let text = String::from_utf8(bytes).map_err(|_| WitnessError::Damaged)?;
        let heads: Option<BTreeMap<_, _>> = text.lines().map(remembered).collect();
        let heads = Mutex::new(heads.ok_or(WitnessError::Damaged)?);
        Ok(Self { cosigner, logs, clock, folder, heads })
    }

    /// Its key.
    pub fn verifier(&self) -> &Verifier {
        self.cosigner.verifier()
    }

    /// The head that it last cosigned for a log.
    pub fn known(&self, origin: &str) -> Head {
        let heads = self.heads.lock().unwrap_or_else(PoisonError::into_inner);
        heads.get(origin).copied().unwrap_or_else(Head::empty)
    }

    /// Decides on a checkpoint. A cosignature is given after it has been remembered durably; one
    /// request is decided at a time.
    pub fn add_checkpoint(&self, body: &str) -> Reply {
        let Some(request) = AddCheckpoint::parse(body) else { return Reply::Malformed };
        let Some(checkpoint) = Checkpoint::parse(&request.note.text) else {
            return Reply::Malformed;
        };
        if let Some(refusal) = self.refuse_signature(&checkpoint, &request) {
            return refusal;
        }
        if request.old > checkpoint.size {
            return Reply::Malformed;
        }
        let mut heads = self.heads.lock().unwrap_or_else(PoisonError::into_inner);
        let known = heads.get(&checkpoint.origin).copied().unwrap_or_else(Head::empty);
        let next = checkpoint.head();
        if request.old != known.size || (request.old == next.size && known.root != next.root) {
            return Reply::Conflict(known.size);
        }
        if !merkle::is_consistent(&known, &next, &request.path) {
            return Reply::Inconsistent;
        }
        let mut then = heads.clone();
        then.insert(checkpoint.origin, next);
        if self.remember(&then).is_err() {
            return Reply::Failed;
        }
        *heads = then;
        let at = u64::try_from(self.clock.now().as_second()).unwrap_or(0);
        Reply::Cosigned(self.cosigner.cosign(&request.note.text, at).to_text())
    }

    fn refuse_signature(&self, checkpoint: &Checkpoint, request: &AddCheckpoint) -> Option<Reply> {
        let logs: Vec<_> = self.logs.iter().filter(|it| it.name == checkpoint.origin).collect();
        if logs.is_empty() {
            return Some(Reply::Unknown);
        }
        match request.note.signed_by(&logs) {
            Ok(_) => None,
            Err(NoteError::Form) => Some(Reply::Malformed),
            Err(NoteError::Wrong(_) | NoteError::Unsigned) => Some(Reply::Forbidden),
        }
    }

    fn remember(&self, heads: &BTreeMap<String, Head>) -> io::Result<()> {
        let line =
            |(origin, head): (&String, &Head)| format!("{} {} {origin}\n", head.size, head.root);
        let text: String = heads.iter().map(line).collect();
        self.folder.put(&[(FILE.to_owned(), text.into_bytes())])
    }
}

fn remembered(line: &str) -> Option<(String, Head)> {
    let mut words = line.splitn(3, ' ');
    let (size, root, origin) = (words.next()?, words.next()?, words.next()?);
    let head = Head { size: decimal(size)?, root: TreeHash::from_base64(root)? };
    Some((origin.to_owned(), head))
}
