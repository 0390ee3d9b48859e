//! Sealing of personal data: AES-256-GCM under a key of the data subject's own, which is wrapped
//! under the deployment key. Destroying the subject's key erases the person from the whole
//! history while the events and their proofs stay.

use std::{collections::HashMap, sync::RwLock};

use aes_gcm::{
    Aes256Gcm, Key, KeyInit, Nonce,
    aead::{Aead, Payload},
};
use data_encoding::BASE64_NOPAD;
use hkdf::Hkdf;
use hmac::{Hmac, Mac};
use kernel::{Sealed, id::SubjectId};
use serde::{Serialize, de::DeserializeOwned};
use sha2::Sha256;

use crate::{Ledger, StoreError, Write, statements};

const NONCE: usize = 12;
const KEYS_KEPT: usize = 10_000;

statements! {
    SUBJECT_KEY = "SELECT wrapped FROM ledger_subject_key WHERE subject = $1";
    NEW_SUBJECT_KEY = "INSERT INTO ledger_subject_key (subject, wrapped, created_at)
                       VALUES ($1, $2, $3) ON CONFLICT (subject) DO NOTHING";
    DESTROY_KEY = "INSERT INTO ledger_subject_key (subject, wrapped, created_at, destroyed_at)
                   VALUES ($1, NULL, $2, $2) ON CONFLICT (subject)
                   DO UPDATE SET wrapped = NULL, destroyed_at = excluded.destroyed_at";
}

/// The key of the installation. Everything secret is derived from it; it never leaves the
/// process and is never logged.
#[derive(Clone)]
pub struct DeploymentKey([u8; 32]);

impl DeploymentKey {
    /// A key from its bytes.
    pub const fn new(bytes: [u8; 32]) -> Self {
        Self(bytes)
    }

    /// A key for one purpose, such as `session` or `seal:subject`.
    pub fn derive(&self, purpose: &str) -> [u8; 32] {
        let mut key = [0u8; 32];
        // Fails only for outputs over 8,160 bytes.
        let _ = Hkdf::<Sha256>::new(None, &self.0).expand(purpose.as_bytes(), &mut key);
        key
    }
}

impl std::fmt::Debug for DeploymentKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("DeploymentKey(…)")
    }
}

/// Why something could not be sealed or opened.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum VaultError {
    /// The subject's key was destroyed: the data is gone.
    #[error("the data was erased")]
    Erased,
    /// The sealed text was changed, or sealed under another deployment key.
    #[error("the sealed data cannot be opened")]
    Broken,
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

#[derive(Default)]
pub(crate) struct KeyCache(RwLock<HashMap<SubjectId, [u8; 32]>>);

/// Seals and opens personal data.
#[derive(Clone)]
pub struct Vault {
    ledger: Ledger,
}

impl Vault {
    pub(crate) fn new(ledger: Ledger) -> Self {
        Self { ledger }
    }

    /// Seals `value` as data of `subject`.
    ///
    /// # Errors
    /// [`VaultError`].
    pub async fn seal<T: Serialize + Sync>(
        &self,
        subject: SubjectId,
        value: &T,
    ) -> Result<Sealed, VaultError> {
        let key = self.subject_key(subject).await?;
        let plain = serde_json::to_vec(value).map_err(StoreError::from)?;
        let data = BASE64_NOPAD.encode(&self.encrypt(&key, &plain, subject));
        Ok(Sealed { subject, data })
    }

    /// Opens what [`Vault::seal`] sealed.
    ///
    /// # Errors
    /// [`VaultError`].
    pub async fn open<T: DeserializeOwned>(&self, sealed: &Sealed) -> Result<T, VaultError> {
        let key = self.subject_key(sealed.subject).await?;
        let data = BASE64_NOPAD.decode(sealed.data.as_bytes()).map_err(|_| VaultError::Broken)?;
        let plain = decrypt(&key, &data, sealed.subject)?;
        serde_json::from_slice(&plain).map_err(|_| VaultError::Broken)
    }

    /// A keyed fingerprint by which a value can be found without being readable in the database.
    pub fn blind(&self, purpose: &str, value: &str) -> String {
        let key = self.ledger.inner.key.derive(&format!("blind:{purpose}"));
        // HMAC takes keys of any length.
        let Ok(mut mac) = <Hmac<Sha256> as hmac::KeyInit>::new_from_slice(&key) else {
            return String::new();
        };
        mac.update(value.as_bytes());
        data_encoding::HEXLOWER.encode(&mac.finalize().into_bytes()[..16])
    }

    /// Destroys the subject's key. There is no way back.
    ///
    /// # Errors
    /// [`VaultError`].
    pub async fn erase(&self, subject: SubjectId) -> Result<(), VaultError> {
        let now = self.ledger.inner.clock.now();
        let args = vec![subject.to_string().into(), now.into()];
        self.ledger.housekeep(vec![Write::new(&DESTROY_KEY, args)]).await?;
        if let Ok(mut keys) = self.ledger.inner.keys.0.write() {
            keys.remove(&subject);
        }
        Ok(())
    }

    async fn subject_key(&self, subject: SubjectId) -> Result<[u8; 32], VaultError> {
        let cached = self.ledger.inner.keys.0.read().ok().and_then(|it| it.get(&subject).copied());
        if let Some(key) = cached {
            return Ok(key);
        }
        let key = match self.stored_key(subject).await? {
            Some(key) => key,
            None => self.new_key(subject).await?,
        };
        if let Ok(mut keys) = self.ledger.inner.keys.0.write() {
            if keys.len() >= KEYS_KEPT {
                keys.clear();
            }
            keys.insert(subject, key);
        }
        Ok(key)
    }

    async fn stored_key(&self, subject: SubjectId) -> Result<Option<[u8; 32]>, VaultError> {
        let rows = self.ledger.rows(&SUBJECT_KEY, &[subject.to_string().into()]).await?;
        let Some(row) = rows.first() else { return Ok(None) };
        let wrapped = row.bytes_or_null(0)?.ok_or(VaultError::Erased)?;
        let plain = decrypt(&self.wrapping_key(), wrapped, subject)?;
        plain.try_into().map(Some).map_err(|_| VaultError::Broken)
    }

    async fn new_key(&self, subject: SubjectId) -> Result<[u8; 32], VaultError> {
        let mut key = [0u8; 32];
        self.ledger.inner.chance.fill(&mut key);
        let wrapped = self.encrypt(&self.wrapping_key(), &key, subject);
        let now = self.ledger.inner.clock.now();
        let args = vec![subject.to_string().into(), wrapped.into(), now.into()];
        self.ledger.housekeep(vec![Write::new(&NEW_SUBJECT_KEY, args)]).await?;
        // Another node may have been first: what is stored counts.
        self.stored_key(subject).await?.ok_or(VaultError::Broken)
    }

    fn wrapping_key(&self) -> [u8; 32] {
        self.ledger.inner.key.derive("wrap:subject-keys")
    }

    fn encrypt(&self, key: &[u8; 32], plain: &[u8], subject: SubjectId) -> Vec<u8> {
        let mut nonce = [0u8; NONCE];
        self.ledger.inner.chance.fill(&mut nonce);
        let aad = subject.to_string();
        let payload = Payload { msg: plain, aad: aad.as_bytes() };
        // Fails only for texts over 64 GiB.
        let sealed = cipher(key).encrypt(&Nonce::from(nonce), payload).unwrap_or_default();
        [nonce.as_slice(), &sealed].concat()
    }
}

fn cipher(key: &[u8; 32]) -> Aes256Gcm {
    Aes256Gcm::new(&Key::<Aes256Gcm>::from(*key))
}

fn decrypt(key: &[u8; 32], data: &[u8], subject: SubjectId) -> Result<Vec<u8>, VaultError> {
    let (nonce, sealed) = data.split_at_checked(NONCE).ok_or(VaultError::Broken)?;
    let nonce: [u8; NONCE] = nonce.try_into().map_err(|_| VaultError::Broken)?;
    let aad = subject.to_string();
    let payload = Payload { msg: sealed, aad: aad.as_bytes() };
    cipher(key).decrypt(&Nonce::from(nonce), payload).map_err(|_| VaultError::Broken)
}
