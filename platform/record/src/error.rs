//! Why the record cannot go on.

use audit::{signer::ClientError, tree::TreeError};
use ledger::{StoreError, VaultError};

/// Why the record cannot be written, signed or read.
#[derive(Debug, thiserror::Error)]
pub enum RecordError {
    /// The database.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The keys.
    #[error("the keys of the record: {0}")]
    Keys(#[from] VaultError),
    /// The tree.
    #[error(transparent)]
    Tree(#[from] TreeError),
    /// The folder.
    #[error("the folder of the record: {0}")]
    Folder(#[from] std::io::Error),
    /// The signer does not answer or refuses.
    #[error("the signer: {0}")]
    Signer(#[from] ClientError),
    /// Somebody remembers more than the database: it is an older copy, or another history.
    #[error(
        "rollback: {who} remembers {remembered} entries of the record, the database {size}. An \
         older copy was restored, or entries were taken away. Restore the newest backup; if none \
         has them, see \"Rollback\" in docs/operators.md before anything is written"
    )]
    Rollback {
        /// Who remembers.
        who: String,
        /// How many entries it remembers.
        remembered: u64,
        /// How many the database has.
        size: u64,
    },
    /// Another writer holds the record.
    #[error("another writer holds the record")]
    Overtaken,
    /// A task ended badly.
    #[error("a task of the record ended badly")]
    Task,
}

impl RecordError {
    /// Whether somebody remembers more than the database, so that nothing may be written.
    pub fn is_rollback(&self) -> bool {
        matches!(self, Self::Rollback { .. } | Self::Tree(TreeError::Rollback { .. }))
    }
}
