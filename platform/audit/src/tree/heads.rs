//! Who remembers the head. It moves by comparing and swapping only, so that two writers cannot
//! both go on from the same place.

use std::{
    error::Error,
    fs::{File, TryLockError},
    io,
};

use uuid::Uuid;

use super::{Folder, Storage};
use crate::hash::Head;

/// Why the head could not be read or moved.
pub type HeadsError = Box<dyn Error + Send + Sync>;

/// Remembers the head of a log, durably.
///
/// The ledger keeps it as a row. Moving it and noting the index of each event belong in one
/// transaction: the event `events[i]` is the leaf `expected.size + i`. Otherwise a crash between
/// the two would log events twice.
pub trait Heads: Send + Sync {
    /// The head; [`Head::empty`] in the beginning.
    fn load(&self) -> Result<Head, HeadsError>;

    /// Moves the head if it is still `expected`. `false`: it was not, nothing has changed.
    fn swap(&self, expected: &Head, next: &Head, events: &[Uuid]) -> Result<bool, HeadsError>;
}

/// The head in a file beside the tiles, for a log without a database. It notes no events. A lock
/// on a second file makes sure that one process writes.
#[derive(Debug)]
pub struct FileHeads {
    folder: Folder,
    _lock: File,
}

const FILE: &str = "head";

impl FileHeads {
    /// Opens it. `None`: another process holds it.
    pub fn open(folder: Folder) -> io::Result<Option<Self>> {
        let lock = File::create(folder.root().join("lock"))?;
        match lock.try_lock() {
            Ok(()) => Ok(Some(Self { folder, _lock: lock })),
            Err(TryLockError::WouldBlock) => Ok(None),
            Err(TryLockError::Error(error)) => Err(error),
        }
    }
}

impl Heads for FileHeads {
    fn load(&self) -> Result<Head, HeadsError> {
        match self.folder.read(FILE)? {
            None => Ok(Head::empty()),
            Some(bytes) => {
                Ok(Head::parse(&String::from_utf8(bytes)?).ok_or("no head in the file")?)
            }
        }
    }

    fn swap(&self, expected: &Head, next: &Head, _: &[Uuid]) -> Result<bool, HeadsError> {
        if self.load()? != *expected {
            return Ok(false);
        }
        self.folder.put(&[(FILE.to_owned(), next.to_text().into_bytes())])?;
        Ok(true)
    }
}
