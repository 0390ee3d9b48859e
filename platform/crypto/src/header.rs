//! What stands before sealed bytes and signatures: the suite (1 byte) and the key's id (8 bytes).

use crate::{CryptoError, KeyId, SuiteId};

/// Length of a header, in bytes.
pub const HEADER: usize = 1 + KeyId::LENGTH;

/// Who made it, before it is known whether it is genuine.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Header {
    /// The suite.
    pub suite: SuiteId,
    /// The key.
    pub key: KeyId,
}

impl Header {
    /// The header in bytes.
    pub fn encode(self) -> [u8; HEADER] {
        let mut bytes = [self.suite.number(); HEADER];
        bytes[1..].copy_from_slice(self.key.as_bytes());
        bytes
    }

    /// Takes the header off. `what` is named in the error.
    pub fn split<'a>(bytes: &'a [u8], what: &'static str) -> Result<(Self, &'a [u8]), CryptoError> {
        let (number, rest) = bytes.split_first().ok_or(CryptoError::Malformed(what))?;
        let suite = SuiteId::from_number(*number)?;
        let (key, rest) =
            rest.split_first_chunk::<{ KeyId::LENGTH }>().ok_or(CryptoError::Malformed(what))?;
        Ok((Self { suite, key: KeyId::from_bytes(*key) }, rest))
    }
}
