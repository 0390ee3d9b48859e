//! C2SP tlog-proof: a file that shows, without any network, that an entry is in the log and that
//! witnesses have seen the log with it. What a citizen, an agency or a holder takes home.

use data_encoding::BASE64;

use crate::{
    entry::{Entry, EntryError},
    hash::{TreeHash, decimal},
    note::{Note, NoteError},
    policy::{Accepted, Policy, Unfulfilled},
    tree::{Storage, TreeError, merkle, tiles::Tiles},
};

const FIRST: &str = "c2sp.org/tlog-proof@v1";
/// The most bytes that a proof may have without extra data.
pub const MOST_BYTES: usize = 4096;
/// The most bytes that a proof may have with extra data.
pub const MOST_WITH_EXTRA: usize = 32 * 1024;
/// A path is never longer.
const MOST_STEPS: usize = 63;

/// Why a proof proves nothing.
#[derive(Debug, thiserror::Error)]
pub enum ProofError {
    /// Not of the form, or too long.
    #[error("no proof")]
    Form,
    /// The signed checkpoint.
    #[error(transparent)]
    Note(#[from] NoteError),
    /// The checkpoint does not fulfil the policy.
    #[error(transparent)]
    Unfulfilled(#[from] Unfulfilled),
    /// The entry is not where the proof says.
    #[error("the entry is not in the log")]
    NotIncluded,
    /// The bytes are no entry.
    #[error(transparent)]
    Entry(#[from] EntryError),
    /// The tree could not be read.
    #[error(transparent)]
    Tree(#[from] TreeError),
}

/// A proof that an entry is in a log.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Proof {
    /// Anything the maker wanted to put with it. It is not authenticated.
    pub extra: Option<Vec<u8>>,
    /// Index of the entry.
    pub index: u64,
    /// Path from the leaf to the root.
    pub path: Vec<TreeHash>,
    /// The cosigned checkpoint.
    pub checkpoint: Note,
}

/// What a proof has shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Shown {
    /// The entry.
    pub entry: Entry,
    /// The checkpoint and its witnesses.
    pub accepted: Accepted,
}

impl Proof {
    /// Makes the proof of the entry at `index` under a cosigned checkpoint of the tree.
    pub fn make(storage: &dyn Storage, index: u64, checkpoint: &Note) -> Result<Self, ProofError> {
        let head = crate::Checkpoint::parse(&checkpoint.text).ok_or(ProofError::Form)?.head();
        if index >= head.size {
            return Err(ProofError::NotIncluded);
        }
        let path = merkle::inclusion(&Tiles::new(storage, head.size), index, head.size)?;
        Ok(Self { extra: None, index, path, checkpoint: checkpoint.clone() })
    }

    /// The file.
    pub fn to_text(&self) -> Result<String, ProofError> {
        let mut text = format!("{FIRST}\n");
        if let Some(extra) = &self.extra {
            text.push_str(&format!("extra {}\n", BASE64.encode(extra)));
        }
        text.push_str(&format!("index {}\n", self.index));
        for step in &self.path {
            text.push_str(&format!("{step}\n"));
        }
        text.push('\n');
        text.push_str(&self.checkpoint.to_text());
        let most = if self.extra.is_some() { MOST_WITH_EXTRA } else { MOST_BYTES };
        if text.len() > most { Err(ProofError::Form) } else { Ok(text) }
    }

    /// Reads a file.
    pub fn parse(text: &str) -> Result<Self, ProofError> {
        if text.len() > MOST_WITH_EXTRA {
            return Err(ProofError::Form);
        }
        let (top, checkpoint) = text.split_once("\n\n").ok_or(ProofError::Form)?;
        let mut lines = top.split('\n').peekable();
        if lines.next() != Some(FIRST) {
            return Err(ProofError::Form);
        }
        let extra = match lines.peek().and_then(|it| it.strip_prefix("extra ")) {
            None => None,
            Some(extra) => {
                let extra = BASE64.decode(extra.as_bytes()).map_err(|_| ProofError::Form)?;
                lines.next();
                Some(extra)
            }
        };
        let index = lines.next().and_then(|it| it.strip_prefix("index "));
        let index = index.filter(|it| !it.is_empty()).and_then(decimal).ok_or(ProofError::Form)?;
        let path: Option<Vec<_>> = lines.map(TreeHash::from_base64).collect();
        let path = path.filter(|it| it.len() <= MOST_STEPS).ok_or(ProofError::Form)?;
        if extra.is_none() && text.len() > MOST_BYTES {
            return Err(ProofError::Form);
        }
        Ok(Self { extra, index, path, checkpoint: Note::parse(checkpoint)? })
    }

    /// Checks the proof for these bytes of an entry, against what the policy demands.
    pub fn verify(&self, entry: &[u8], policy: &Policy) -> Result<Shown, ProofError> {
        let accepted = policy.accept(&self.checkpoint)?;
        let leaf = TreeHash::of_leaf(entry);
        if !merkle::is_included(leaf, self.index, &self.path, &accepted.checkpoint.head()) {
            return Err(ProofError::NotIncluded);
        }
        Ok(Shown { entry: Entry::parse(entry)?, accepted })
    }
}
