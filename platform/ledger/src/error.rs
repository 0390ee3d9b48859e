//! What can go wrong in a store. These are kept apart: the database failed, it took too long,
//! somebody else was first, and the data contradicts the program.

/// A failure below the rules of any subject.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum StoreError {
    /// The database could not be reached or refused to work. Trying again may help.
    #[error("the database is unavailable: {0}")]
    Unavailable(String),
    /// A statement took, or waited, longer than whoever waits for it is kept waiting.
    #[error("a statement was given up: {0}")]
    Overdue(String),
    /// A unique value is taken: `table.column` (several columns joined by commas).
    #[error("already taken: {0}")]
    Taken(String),
    /// Another writer changed the stream in the meantime.
    #[error("changed by somebody else in the meantime: {0}")]
    Conflict(String),
    /// What is stored does not fit what the program expects. Trying again does not help.
    #[error("the stored data contradicts the program: {0}")]
    Contradiction(String),
}

impl StoreError {
    /// A stored value that cannot be read.
    pub fn contradiction(what: impl std::fmt::Display) -> Self {
        Self::Contradiction(what.to_string())
    }
}

impl From<serde_json::Error> for StoreError {
    fn from(error: serde_json::Error) -> Self {
        Self::Contradiction(error.to_string())
    }
}
