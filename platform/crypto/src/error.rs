//! What can go wrong. A caller must be able to tell "another key" from "changed", because the
//! first is mended by an operator and the second is an attack or a broken disk.

use crate::{KeyId, SuiteId};

/// Why something could not be sealed, opened, signed or verified.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum CryptoError {
    /// The first byte names no suite of this version.
    #[error("no suite has the number {0}: it was made by a later version, or the bytes are others")]
    UnknownSuite(u8),
    /// A setting or a text names no suite of this version.
    #[error("no suite is called {0:?}; there are `international` and `national`")]
    UnknownName(String),
    /// The bytes are too short, too long, or not of the form that was expected.
    #[error("these bytes are no {0}")]
    Malformed(&'static str),
    /// A key of one suite met a thing of the other.
    #[error("it belongs to the suite {found}, not to {expected}")]
    OtherSuite {
        /// The suite of the key.
        expected: SuiteId,
        /// The suite that the thing names.
        found: SuiteId,
    },
    /// It was made with a key that is not here, or for another purpose.
    #[error("the key {0} is not here: it is of another installation, version or purpose")]
    OtherKey(KeyId),
    /// The sealed bytes were changed, or what they belong to is another.
    #[error("the sealed bytes were changed or belong to something else")]
    Broken,
    /// The signature does not fit the message.
    #[error("the signature does not fit")]
    Forged,
    /// These bytes are no key of the suite.
    #[error("these bytes are no key of the suite {0}")]
    BadKey(SuiteId),
    /// More than the cipher takes at once (64 GiB).
    #[error("too long to be sealed at once")]
    TooLong,
    /// The holder of the keys failed, such as a device that does not answer.
    #[error("the holder of the keys failed: {0}")]
    Holder(String),
}
