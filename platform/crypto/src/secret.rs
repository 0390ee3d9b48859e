//! Secret keys: they seal and open, fingerprint, and have further keys derived from them.

use std::{borrow::Cow, fmt};

use kernel::Chance;
use zeroize::{Zeroize, ZeroizeOnDrop, Zeroizing};

use crate::{
    CryptoError, Digest, KeyId, NONCE, Purpose, SECRET, SuiteId,
    header::{HEADER, Header},
};

const SEALED: &str = "sealed bytes";

/// A secret of 32 bytes and the suite that it belongs to. Overwritten when dropped, never printed.
#[derive(Clone)]
pub struct SecretKey {
    suite: SuiteId,
    id: KeyId,
    bytes: Zeroizing<[u8; SECRET]>,
}

impl SecretKey {
    /// A key from its bytes.
    pub fn new(suite: SuiteId, bytes: [u8; SECRET]) -> Self {
        let bytes = Zeroizing::new(bytes);
        Self { suite, id: KeyId::of_secret(suite, &*bytes), bytes }
    }

    /// A fresh key, such as that of a data subject.
    pub fn draw(suite: SuiteId, chance: &dyn Chance) -> Self {
        let mut bytes = Zeroizing::new([0u8; SECRET]);
        chance.fill(&mut *bytes);
        Self::new(suite, *bytes)
    }

    /// The suite.
    pub const fn suite(&self) -> SuiteId {
        self.suite
    }

    /// The id that sealed bytes name.
    pub const fn id(&self) -> KeyId {
        self.id
    }

    /// The key for one purpose (HKDF of the suite, the name of the purpose as info).
    #[must_use]
    pub fn derive(&self, purpose: &Purpose) -> Self {
        Self::derived(self.suite, &*self.bytes, purpose.name().as_bytes())
    }

    /// This key where it works in `suite`: itself, or one derived from it by that suite. So a key
    /// that was drawn under one suite goes on under the other, and no two suites share a key.
    #[must_use]
    pub fn under(&self, suite: SuiteId) -> Self {
        self.moved(suite).into_owned()
    }

    /// Seals `plain`: suite (1 byte), key (8), nonce (12), text, tag (16). What belongs to it but
    /// is no secret, such as the id of the row, goes into `associated` and must be the same when
    /// it is opened. Nonces are drawn: one key seals no more than 2^32 times.
    ///
    /// # Errors
    /// [`CryptoError::TooLong`].
    pub fn seal(
        &self,
        suite: SuiteId,
        plain: &[u8],
        associated: &[u8],
        chance: &dyn Chance,
    ) -> Result<Vec<u8>, CryptoError> {
        let key = self.moved(suite);
        let header = Header { suite, key: key.id }.encode();
        let mut nonce = [0u8; NONCE];
        chance.fill(&mut nonce);
        let bound = [&header, associated].concat();
        let sealed = suite.suite().encrypt(&key.bytes, &nonce, &bound, plain)?;
        Ok([header.as_slice(), &nonce, &sealed].concat())
    }

    /// Opens what [`SecretKey::seal`] sealed, under whichever suite it was.
    ///
    /// # Errors
    /// [`CryptoError::UnknownSuite`], [`CryptoError::Malformed`], [`CryptoError::OtherKey`],
    /// [`CryptoError::Broken`].
    pub fn open(&self, sealed: &[u8], associated: &[u8]) -> Result<Vec<u8>, CryptoError> {
        let (header, rest) = Header::split(sealed, SEALED)?;
        let (nonce, text) =
            rest.split_first_chunk::<NONCE>().ok_or(CryptoError::Malformed(SEALED))?;
        let key = self.moved(header.suite);
        if key.id != header.key {
            return Err(CryptoError::OtherKey(header.key));
        }
        let (head, _) = sealed.split_at(HEADER);
        header.suite.suite().decrypt(&key.bytes, nonce, &[head, associated].concat(), text)
    }

    /// Opens what was sealed before sealed bytes named their suite: nonce, text and tag of the
    /// international suite, bound to `associated` alone.
    ///
    /// # Errors
    /// [`CryptoError::Malformed`], [`CryptoError::Broken`].
    pub fn open_unnamed(&self, sealed: &[u8], associated: &[u8]) -> Result<Vec<u8>, CryptoError> {
        let (nonce, text) =
            sealed.split_first_chunk::<NONCE>().ok_or(CryptoError::Malformed(SEALED))?;
        SuiteId::International.suite().decrypt(&self.bytes, nonce, associated, text)
    }

    /// The keyed hash of the parts one after the other.
    pub fn keyed_hash(&self, parts: &[&[u8]]) -> Digest {
        Digest::new(self.suite, self.suite.suite().keyed_hash(&*self.bytes, parts))
    }

    /// Whether `expected` is the keyed hash (32 bytes) of the parts, in constant time.
    pub fn is_keyed_hash(&self, parts: &[&[u8]], expected: &[u8]) -> bool {
        self.suite.suite().is_keyed_hash(&*self.bytes, parts, expected)
    }

    /// Suite and secret, 33 bytes: only to be wrapped.
    pub(crate) fn encode(&self) -> Zeroizing<[u8; SECRET + 1]> {
        let mut bytes = Zeroizing::new([self.suite.number(); SECRET + 1]);
        bytes[1..].copy_from_slice(&*self.bytes);
        bytes
    }

    /// Reads what [`SecretKey::encode`] wrote, and overwrites it.
    pub(crate) fn decode(mut bytes: Vec<u8>) -> Result<Self, CryptoError> {
        let key = match bytes.split_first() {
            Some((number, rest)) => SuiteId::from_number(*number).and_then(|suite| {
                let secret = rest.try_into().map_err(|_| CryptoError::Malformed("wrapped key"))?;
                Ok(Self::new(suite, secret))
            }),
            None => Err(CryptoError::Malformed("wrapped key")),
        };
        bytes.zeroize();
        key
    }

    /// The secret, for the signer that is made of it.
    pub(crate) fn secret(&self) -> &[u8; SECRET] {
        &self.bytes
    }

    /// The key that `suite` derives from any secret.
    pub(crate) fn derived(suite: SuiteId, secret: &[u8], info: &[u8]) -> Self {
        Self::new(suite, suite.suite().derive(secret, &[], info))
    }

    fn moved(&self, suite: SuiteId) -> Cow<'_, Self> {
        if suite == self.suite {
            Cow::Borrowed(self)
        } else {
            Cow::Owned(Self::derived(suite, &*self.bytes, b"\0suite"))
        }
    }
}

/// By its only secret field.
impl ZeroizeOnDrop for SecretKey {}

impl fmt::Debug for SecretKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "SecretKey({}, {})", self.suite, self.id)
    }
}
