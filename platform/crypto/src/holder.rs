//! Who holds the keys: this process, or a device that never gives them away.

use std::{
    collections::HashMap,
    fmt,
    sync::{Arc, RwLock},
};

use kernel::Chance;

use crate::{CryptoError, KeyRing, PublicKey, Purpose, SecretKey, Signature, SigningKey, SuiteId};

/// Signs and wraps with keys that the caller never sees. A device (PKCS#11, SDF of GM/T 0018) is a
/// further implementation; the README says what it must do.
///
/// Calls may wait for a device: async callers make them where blocking is allowed.
pub trait KeyHolder: Send + Sync {
    /// The suite in which new things are made.
    fn suite(&self) -> SuiteId;

    /// Signs the message with the current key of the purpose.
    ///
    /// # Errors
    /// [`CryptoError::Holder`] if the holder cannot.
    fn sign(&self, purpose: &Purpose, message: &[u8]) -> Result<Signature, CryptoError>;

    /// The keys that check what was ever signed for the purpose, the current one first.
    ///
    /// # Errors
    /// [`CryptoError::Holder`] if the holder cannot.
    fn public_keys(&self, purpose: &Purpose) -> Result<Vec<PublicKey>, CryptoError>;

    /// Wraps a key, bound to what it belongs to.
    ///
    /// # Errors
    /// [`CryptoError::Holder`] if the holder cannot.
    fn wrap(
        &self,
        purpose: &Purpose,
        key: &SecretKey,
        context: &[u8],
    ) -> Result<Vec<u8>, CryptoError>;

    /// Unwraps a key that was ever wrapped for the purpose.
    ///
    /// # Errors
    /// As [`KeyRing::unwrap`]; [`CryptoError::Holder`] if the holder cannot.
    fn unwrap(
        &self,
        purpose: &Purpose,
        wrapped: &[u8],
        context: &[u8],
    ) -> Result<SecretKey, CryptoError>;

    /// Whether [`KeyHolder::wrap`] would still use the same key and suite.
    ///
    /// # Errors
    /// [`CryptoError::UnknownSuite`], [`CryptoError::Malformed`].
    fn is_current(&self, purpose: &Purpose, wrapped: &[u8]) -> Result<bool, CryptoError>;

    /// The key that checks what is signed now.
    ///
    /// # Errors
    /// [`CryptoError::Holder`] if the holder cannot.
    fn public_key(&self, purpose: &Purpose) -> Result<PublicKey, CryptoError> {
        let first = self.public_keys(purpose)?.into_iter().next();
        first.ok_or_else(|| CryptoError::Holder(format!("there is no key for {purpose}")))
    }

    /// Checks that this installation signed the message for this purpose, with whichever key.
    ///
    /// # Errors
    /// [`CryptoError::OtherKey`] if no key of the purpose made it, [`CryptoError::OtherSuite`],
    /// [`CryptoError::Forged`], [`CryptoError::Holder`].
    fn verify(
        &self,
        purpose: &Purpose,
        message: &[u8],
        signature: &Signature,
    ) -> Result<(), CryptoError> {
        let keys = self.public_keys(purpose)?;
        let key = keys.iter().find(|it| it.id() == signature.key());
        key.ok_or(CryptoError::OtherKey(signature.key()))?.verify(message, signature)
    }

    /// The same key wrapped anew after a rotation or a change of the suite; none if that is not
    /// needed. The wrapped key itself stays the same, so nothing that it sealed is touched.
    ///
    /// # Errors
    /// As [`KeyHolder::unwrap`].
    fn rewrap(
        &self,
        purpose: &Purpose,
        wrapped: &[u8],
        context: &[u8],
    ) -> Result<Option<Vec<u8>>, CryptoError> {
        if self.is_current(purpose, wrapped)? {
            return Ok(None);
        }
        let key = self.unwrap(purpose, wrapped, context)?;
        self.wrap(purpose, &key, context).map(Some)
    }
}

/// Holds the keys in the memory of this process.
pub struct SoftwareHolder {
    suite: SuiteId,
    ring: KeyRing,
    chance: Arc<dyn Chance>,
    kept: RwLock<HashMap<Purpose, Arc<Pair>>>,
}

/// What a purpose signs with and is checked by; derived once.
struct Pair {
    signing: SigningKey,
    public: Vec<PublicKey>,
}

impl SoftwareHolder {
    /// A holder that makes new things in `suite` with the current key of the ring.
    pub fn new(suite: SuiteId, ring: KeyRing, chance: Arc<dyn Chance>) -> Self {
        Self { suite, ring, chance, kept: RwLock::default() }
    }

    /// The ring.
    pub const fn ring(&self) -> &KeyRing {
        &self.ring
    }

    fn pair(&self, purpose: &Purpose) -> Result<Arc<Pair>, CryptoError> {
        let kept = self.kept.read().ok().and_then(|it| it.get(purpose).cloned());
        if let Some(pair) = kept {
            return Ok(pair);
        }
        let signing = self.ring.signing_key(self.suite, purpose)?;
        let public = self.ring.public_keys(self.suite, purpose)?;
        let pair = Arc::new(Pair { signing, public });
        if let Ok(mut kept) = self.kept.write() {
            kept.insert(purpose.clone(), pair.clone());
        }
        Ok(pair)
    }
}

impl KeyHolder for SoftwareHolder {
    fn suite(&self) -> SuiteId {
        self.suite
    }

    fn sign(&self, purpose: &Purpose, message: &[u8]) -> Result<Signature, CryptoError> {
        self.pair(purpose)?.signing.sign(message)
    }

    fn public_keys(&self, purpose: &Purpose) -> Result<Vec<PublicKey>, CryptoError> {
        Ok(self.pair(purpose)?.public.clone())
    }

    fn wrap(
        &self,
        purpose: &Purpose,
        key: &SecretKey,
        context: &[u8],
    ) -> Result<Vec<u8>, CryptoError> {
        self.ring.wrap(self.suite, purpose, key, context, self.chance.as_ref())
    }

    fn unwrap(
        &self,
        purpose: &Purpose,
        wrapped: &[u8],
        context: &[u8],
    ) -> Result<SecretKey, CryptoError> {
        self.ring.unwrap(purpose, wrapped, context)
    }

    fn is_current(&self, purpose: &Purpose, wrapped: &[u8]) -> Result<bool, CryptoError> {
        self.ring.is_current(self.suite, purpose, wrapped)
    }
}

impl fmt::Debug for SoftwareHolder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let id = self.ring.current().id(self.suite);
        write!(f, "SoftwareHolder({}, {id})", self.suite)
    }
}
