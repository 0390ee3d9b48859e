//! The tree on disk: C2SP tlog-tiles below a folder, appended to by one [`Log`], readable by
//! anyone without us.

mod heads;
mod log;
pub mod merkle;
mod storage;
pub mod tiles;
mod verify;

use std::io;

pub use heads::{FileHeads, Heads, HeadsError};
pub use log::{Log, Staged};
pub use storage::{Folder, Storage};
pub use verify::{Fault, Finding, Report, verify};

use crate::{
    entry::EntryError,
    hash::{Head, TreeHash},
};

/// Why the tree cannot be read or written.
#[derive(Debug, thiserror::Error)]
pub enum TreeError {
    /// The disk failed.
    #[error("the storage failed: {0}")]
    Io(#[from] io::Error),
    /// Whoever remembers the head failed.
    #[error("the head could not be read or moved: {0}")]
    Heads(HeadsError),
    /// A file is not there.
    #[error("{0} is missing")]
    Missing(String),
    /// A file does not hold what it should.
    #[error("{0} is damaged")]
    Damaged(String),
    /// The bytes on the disk do not give the head.
    #[error("the bytes on the disk give the root {found}, not {expected}")]
    WrongRoot {
        /// The root of the head.
        expected: TreeHash,
        /// The root of what was read.
        found: TreeHash,
    },
    /// A checkpoint was published that the tree does not lead to: an older copy was restored, or
    /// another tree.
    #[error("the published checkpoint has {published} entries, the tree {}", head.size)]
    Rollback {
        /// Size of the checkpoint.
        published: u64,
        /// What the tree has.
        head: Head,
    },
    /// The index is not in the tree.
    #[error("not in a tree of {size} entries")]
    Outside {
        /// Size of the tree.
        size: u64,
    },
    /// Another writer has moved the head.
    #[error("another writer has moved the head")]
    Overtaken,
    /// The log time of an entry lies before that of its predecessor.
    #[error("the log time goes back")]
    TimeGoesBack,
    /// An entry cannot be written.
    #[error(transparent)]
    Entry(#[from] EntryError),
}
