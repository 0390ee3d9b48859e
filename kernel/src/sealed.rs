//! Personal data in events is sealed under the key of the person it is about.

use serde::{Deserialize, Serialize};

use crate::id::SubjectId;

/// An encrypted value. Domain code carries it and cannot look inside; only the ledger's vault
/// opens it, with the subject's key. When that key is destroyed, the value is gone for good while
/// the history and its proofs stay. What belongs to a record (an application and the case that
/// follows) has a key of its own below the subject's, so that one record can go when its time is
/// over and the others stay.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Sealed {
    /// Whose data it is.
    pub subject: SubjectId,
    /// The record that it belongs to, if its key is that of a record.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub record: Option<String>,
    /// Suite, key, nonce and ciphertext, base64 without padding.
    pub data: String,
}

impl Sealed {
    /// A value sealed under the subject's own key, with these bytes as text.
    pub const fn of(subject: SubjectId, data: String) -> Self {
        Self { subject, record: None, data }
    }
}
