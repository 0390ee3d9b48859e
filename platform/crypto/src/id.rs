//! Ids of keys: short, public, and computed from the key, so that none has to be given out.

use std::{fmt, str::FromStr};

use data_encoding::HEXLOWER;

use crate::{CryptoError, SuiteId};

/// Names a key: for a public key the first eight bytes of its hash, for a secret key the first
/// eight bytes of a check value derived from it. Says nothing about the key itself.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct KeyId([u8; KeyId::LENGTH]);

impl KeyId {
    /// Length in bytes.
    pub const LENGTH: usize = 8;

    /// The id in its eight bytes.
    pub const fn from_bytes(bytes: [u8; KeyId::LENGTH]) -> Self {
        Self(bytes)
    }

    /// The eight bytes.
    pub const fn as_bytes(&self) -> &[u8; KeyId::LENGTH] {
        &self.0
    }

    /// The id of a public key in the suite's own encoding.
    pub(crate) fn of_public(suite: SuiteId, public: &[u8]) -> Self {
        Self::first_of(&suite.suite().hash(&[public]))
    }

    /// The id of a secret.
    pub(crate) fn of_secret(suite: SuiteId, secret: &[u8]) -> Self {
        // No purpose begins with a zero byte, so this is the key of no purpose.
        Self::first_of(&suite.suite().derive(secret, &[], b"\0check"))
    }

    fn first_of(bytes: &[u8; 32]) -> Self {
        let mut id = [0u8; KeyId::LENGTH];
        id.iter_mut().zip(bytes).for_each(|(to, from)| *to = *from);
        Self(id)
    }
}

impl fmt::Display for KeyId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&HEXLOWER.encode(&self.0))
    }
}

impl fmt::Debug for KeyId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "KeyId({self})")
    }
}

impl FromStr for KeyId {
    type Err = CryptoError;

    fn from_str(text: &str) -> Result<Self, CryptoError> {
        let bytes = HEXLOWER.decode(text.as_bytes()).ok().and_then(|it| it.try_into().ok());
        bytes.map(Self).ok_or(CryptoError::Malformed("id of a key"))
    }
}
