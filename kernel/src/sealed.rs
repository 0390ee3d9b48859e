//! Personal data in events is sealed under the key of the person it is about.

use serde::{Deserialize, Serialize};

use crate::id::SubjectId;

/// An encrypted value. Domain code carries it and cannot look inside; only the ledger's vault
/// opens it, with the subject's key. When that key is destroyed, the value is gone for good while
/// the history and its proofs stay.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Sealed {
    /// Whose data it is.
    pub subject: SubjectId,
    /// Nonce and ciphertext, base64 without padding.
    pub data: String,
}
