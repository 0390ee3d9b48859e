//! Digests and keyed hashes that say how they were made.

use std::{fmt, str::FromStr};

use data_encoding::HEXLOWER;

use crate::{CryptoError, SECRET, SuiteId};

/// A hash or a keyed hash with the suite that made it. As text `sha256:…` or `sm3:…`.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Digest {
    suite: SuiteId,
    bytes: [u8; SECRET],
}

impl Digest {
    /// The digest of the parts one after the other.
    pub fn of(suite: SuiteId, parts: &[&[u8]]) -> Self {
        Self::new(suite, suite.suite().hash(parts))
    }

    /// A digest from its bytes.
    pub const fn new(suite: SuiteId, bytes: [u8; SECRET]) -> Self {
        Self { suite, bytes }
    }

    /// Whether it is the digest of these parts, under the suite that it names. For contents; a
    /// keyed hash is compared by [`crate::SecretKey::is_keyed_hash`], in constant time.
    pub fn is_of(&self, parts: &[&[u8]]) -> bool {
        Self::of(self.suite, parts) == *self
    }

    /// The suite.
    pub const fn suite(&self) -> SuiteId {
        self.suite
    }

    /// The bare 32 bytes.
    pub const fn as_bytes(&self) -> &[u8; SECRET] {
        &self.bytes
    }

    /// The bare 32 bytes in 64 hexadecimal digits, without the suite.
    pub fn hex(&self) -> String {
        HEXLOWER.encode(&self.bytes)
    }

    /// The first 16 bytes in 32 hexadecimal digits, without the suite: for search columns and ids
    /// that are made from a keyed hash.
    pub fn short(&self) -> String {
        HEXLOWER.encode(&self.bytes[..16])
    }

    /// Suite and digest, 33 bytes.
    pub fn encode(&self) -> Vec<u8> {
        [&[self.suite.number()], self.bytes.as_slice()].concat()
    }

    /// Reads what [`Digest::encode`] wrote.
    ///
    /// # Errors
    /// [`CryptoError::UnknownSuite`], [`CryptoError::Malformed`].
    pub fn decode(bytes: &[u8]) -> Result<Self, CryptoError> {
        let malformed = CryptoError::Malformed("digest");
        let (number, rest) = bytes.split_first().ok_or(malformed.clone())?;
        let suite = SuiteId::from_number(*number)?;
        rest.try_into().map(|bytes| Self { suite, bytes }).map_err(|_| malformed)
    }
}

impl fmt::Display for Digest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}", self.suite.hash_name(), self.hex())
    }
}

impl fmt::Debug for Digest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Digest({self})")
    }
}

impl FromStr for Digest {
    type Err = CryptoError;

    fn from_str(text: &str) -> Result<Self, CryptoError> {
        let malformed = CryptoError::Malformed("digest");
        let (name, hex) = text.split_once(':').ok_or(malformed.clone())?;
        let suite = SuiteId::ALL.into_iter().find(|it| it.hash_name() == name);
        let suite = suite.ok_or_else(|| CryptoError::UnknownName(name.to_owned()))?;
        let bytes = HEXLOWER.decode(hex.as_bytes()).ok().and_then(|it| it.try_into().ok());
        bytes.map(|bytes| Self { suite, bytes }).ok_or(malformed)
    }
}
