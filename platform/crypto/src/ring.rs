//! The deployment key, its versions, and what happens when it is rotated.

use std::{fmt, sync::Arc};

use data_encoding::HEXLOWER_PERMISSIVE;
use kernel::Chance;
use zeroize::{Zeroize, ZeroizeOnDrop, Zeroizing};

use crate::{
    CryptoError, Digest, KeyId, PublicKey, Purpose, SECRET, SecretKey, SigningKey, SuiteId,
    header::Header,
};

/// The key of the installation: 32 bytes of chance from which every suite derives the keys that
/// work. It does no work itself, so it belongs to no suite. Overwritten when dropped, never
/// printed.
#[derive(Clone)]
pub struct DeploymentKey([u8; SECRET]);

impl DeploymentKey {
    /// A key from its bytes.
    pub const fn new(bytes: [u8; SECRET]) -> Self {
        Self(bytes)
    }

    /// A fresh key.
    pub fn draw(chance: &dyn Chance) -> Self {
        let mut key = Self([0; SECRET]);
        chance.fill(&mut key.0);
        key
    }

    /// The key that `suite` derives for a purpose. In the international suite it is HKDF-SHA-256
    /// without salt, with the purpose's name as info.
    pub fn secret(&self, suite: SuiteId, purpose: &Purpose) -> SecretKey {
        SecretKey::derived(suite, &self.0, purpose.name().as_bytes())
    }

    /// The signing key that `suite` derives for a purpose.
    ///
    /// # Errors
    /// [`CryptoError::BadKey`], which no key is known to meet.
    pub fn signing_key(
        &self,
        suite: SuiteId,
        purpose: &Purpose,
    ) -> Result<SigningKey, CryptoError> {
        SigningKey::derived(suite, &self.0, purpose)
    }

    /// The id by which operators know it, in one suite.
    pub fn id(&self, suite: SuiteId) -> KeyId {
        KeyId::of_secret(suite, &self.0)
    }
}

impl Drop for DeploymentKey {
    fn drop(&mut self) {
        self.0.zeroize();
    }
}

impl ZeroizeOnDrop for DeploymentKey {}

impl fmt::Debug for DeploymentKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("DeploymentKey(…)")
    }
}

/// The versions of the deployment key: one makes new things, the former ones still open and check
/// what they made. Copies share the keys.
#[derive(Debug, Clone)]
pub struct KeyRing {
    current: DeploymentKey,
    former: Arc<[DeploymentKey]>,
}

impl KeyRing {
    /// A ring of the current key and the former ones.
    pub fn new(current: DeploymentKey, former: Vec<DeploymentKey>) -> Self {
        Self { current, former: former.into() }
    }

    /// Reads a ring from text: one key of 64 hexadecimal digits in a line, the current one first.
    /// Empty lines and lines that begin with `#` are left out.
    ///
    /// # Errors
    /// [`CryptoError::Malformed`].
    pub fn read(text: &str) -> Result<Self, CryptoError> {
        let malformed = || CryptoError::Malformed("key ring");
        let lines = text.lines().map(str::trim).filter(|it| !it.is_empty() && !it.starts_with('#'));
        let mut keys = lines.map(|line| {
            let bytes = HEXLOWER_PERMISSIVE.decode(line.as_bytes()).map(Zeroizing::new);
            let bytes = bytes.map_err(|_| malformed())?;
            let bytes: &[u8; SECRET] = bytes.as_slice().try_into().map_err(|_| malformed())?;
            Ok(DeploymentKey::new(*bytes))
        });
        let current = keys.next().ok_or_else(malformed)??;
        Ok(Self::new(current, keys.collect::<Result<_, _>>()?))
    }

    /// The ring after a rotation: `next` is current, what was current is a former key.
    #[must_use]
    pub fn rotated(&self, next: DeploymentKey) -> Self {
        Self::new(next, self.versions().cloned().collect())
    }

    /// The key that makes new things.
    pub const fn current(&self) -> &DeploymentKey {
        &self.current
    }

    /// All keys, the current one first.
    pub fn versions(&self) -> impl Iterator<Item = &DeploymentKey> {
        std::iter::once(&self.current).chain(self.former.iter())
    }

    /// The current key of a purpose.
    pub fn secret(&self, suite: SuiteId, purpose: &Purpose) -> SecretKey {
        self.current.secret(suite, purpose)
    }

    /// Every key that a purpose had: the current one first, then those of the other suite and of
    /// former versions.
    pub fn secrets(&self, suite: SuiteId, purpose: &Purpose) -> Vec<SecretKey> {
        self.all(suite).map(|(key, it)| key.secret(it, purpose)).collect()
    }

    /// The current signing key of a purpose.
    ///
    /// # Errors
    /// [`CryptoError::BadKey`], which no key is known to meet.
    pub fn signing_key(
        &self,
        suite: SuiteId,
        purpose: &Purpose,
    ) -> Result<SigningKey, CryptoError> {
        self.current.signing_key(suite, purpose)
    }

    /// The keys that check what this installation ever signed for a purpose: the current one of
    /// `suite` first, then those of the other suite and of former versions.
    ///
    /// # Errors
    /// [`CryptoError::BadKey`], which no key is known to meet.
    pub fn public_keys(
        &self,
        suite: SuiteId,
        purpose: &Purpose,
    ) -> Result<Vec<PublicKey>, CryptoError> {
        self.all(suite)
            .map(|(key, suite)| Ok(key.signing_key(suite, purpose)?.public_key().clone()))
            .collect()
    }

    /// The fingerprint by which a value is stored: a keyed hash under the current key.
    pub fn fingerprint(&self, suite: SuiteId, purpose: &Purpose, value: &[u8]) -> Digest {
        self.secret(suite, purpose).keyed_hash(&[value])
    }

    /// All fingerprints by which a value may have been stored: the current one first, then those
    /// of the other suite and of former keys. A search that must not miss asks for all.
    pub fn fingerprints(&self, suite: SuiteId, purpose: &Purpose, value: &[u8]) -> Vec<Digest> {
        self.all(suite).map(|(key, it)| key.secret(it, purpose).keyed_hash(&[value])).collect()
    }

    /// Wraps a key under the current version, bound to what it belongs to.
    ///
    /// # Errors
    /// None is known: a key is never too long.
    pub fn wrap(
        &self,
        suite: SuiteId,
        purpose: &Purpose,
        key: &SecretKey,
        context: &[u8],
        chance: &dyn Chance,
    ) -> Result<Vec<u8>, CryptoError> {
        self.secret(suite, purpose).seal(suite, &*key.encode(), context, chance)
    }

    /// Unwraps a key that any version wrapped, under either suite.
    ///
    /// # Errors
    /// [`CryptoError::UnknownSuite`], [`CryptoError::Malformed`], [`CryptoError::OtherKey`] if no
    /// version here wrapped it for this purpose, [`CryptoError::Broken`].
    pub fn unwrap(
        &self,
        purpose: &Purpose,
        wrapped: &[u8],
        context: &[u8],
    ) -> Result<SecretKey, CryptoError> {
        let (Header { suite, key }, _) = Header::split(wrapped, "wrapped key")?;
        let mut keys = self.versions().map(|it| it.secret(suite, purpose));
        let found = keys.find(|it| it.id() == key).ok_or(CryptoError::OtherKey(key))?;
        SecretKey::decode(found.open(wrapped, context)?)
    }

    /// Whether the key was wrapped by the current version under `suite`.
    ///
    /// # Errors
    /// [`CryptoError::UnknownSuite`], [`CryptoError::Malformed`].
    pub fn is_current(
        &self,
        suite: SuiteId,
        purpose: &Purpose,
        wrapped: &[u8],
    ) -> Result<bool, CryptoError> {
        let (header, _) = Header::split(wrapped, "wrapped key")?;
        Ok(header.suite == suite && header.key == self.secret(suite, purpose).id())
    }

    /// Each version in each suite, `suite` first.
    fn all(&self, suite: SuiteId) -> impl Iterator<Item = (&DeploymentKey, SuiteId)> {
        let others = SuiteId::ALL.into_iter().filter(move |it| *it != suite);
        let suites: Vec<_> = std::iter::once(suite).chain(others).collect();
        self.versions().flat_map(move |key| suites.clone().into_iter().map(move |it| (key, it)))
    }
}

impl From<DeploymentKey> for KeyRing {
    fn from(key: DeploymentKey) -> Self {
        Self::new(key, Vec::new())
    }
}
