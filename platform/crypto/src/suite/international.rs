//! The international suite: Ed25519, AES-256-GCM, SHA-256.

use aes_gcm::{Aes256Gcm, Key, KeyInit};
use ed25519_dalek::{Signature, Signer as _, SigningKey, VerifyingKey};
use hmac::{Hmac, Mac as _};
use sha2::Sha256;

use super::{Signer, Suite, SuiteId, shared};
use crate::{CryptoError, NONCE, SECRET, SIGNATURE};

const BAD_KEY: CryptoError = CryptoError::BadKey(SuiteId::International);

/// Ed25519, AES-256-GCM, SHA-256.
#[derive(Debug, Clone, Copy, Default)]
pub struct International;

impl Suite for International {
    fn id(&self) -> SuiteId {
        SuiteId::International
    }

    fn hash(&self, parts: &[&[u8]]) -> [u8; 32] {
        shared::hash::<Sha256>(parts)
    }

    fn keyed_hash(&self, key: &[u8], parts: &[&[u8]]) -> [u8; 32] {
        shared::mac::<Sha256, Hmac<Sha256>>(key, parts).finalize().into_bytes().into()
    }

    fn is_keyed_hash(&self, key: &[u8], parts: &[&[u8]], expected: &[u8]) -> bool {
        shared::mac::<Sha256, Hmac<Sha256>>(key, parts).verify_slice(expected).is_ok()
    }

    fn encrypt(
        &self,
        key: &[u8; SECRET],
        nonce: &[u8; NONCE],
        associated: &[u8],
        plain: &[u8],
    ) -> Result<Vec<u8>, CryptoError> {
        shared::encrypt(&cipher(key), nonce, associated, plain)
    }

    fn decrypt(
        &self,
        key: &[u8; SECRET],
        nonce: &[u8; NONCE],
        associated: &[u8],
        sealed: &[u8],
    ) -> Result<Vec<u8>, CryptoError> {
        shared::decrypt(&cipher(key), nonce, associated, sealed)
    }

    fn signer(&self, secret: &[u8; SECRET]) -> Result<Box<dyn Signer>, CryptoError> {
        Ok(Box::new(Ed25519(SigningKey::from_bytes(secret))))
    }

    fn check_public(&self, public: &[u8]) -> Result<(), CryptoError> {
        verifying(public).map(drop)
    }

    fn verify(&self, public: &[u8], message: &[u8], signature: &[u8]) -> Result<(), CryptoError> {
        let signature = Signature::from_slice(signature).map_err(|_| CryptoError::Forged)?;
        // Strict: a key or signature that others would read differently is refused.
        verifying(public)?.verify_strict(message, &signature).map_err(|_| CryptoError::Forged)
    }
}

fn cipher(key: &[u8; SECRET]) -> Aes256Gcm {
    Aes256Gcm::new(<&Key<Aes256Gcm>>::from(key))
}

fn verifying(public: &[u8]) -> Result<VerifyingKey, CryptoError> {
    let bytes = public.try_into().map_err(|_| BAD_KEY)?;
    let key = VerifyingKey::from_bytes(bytes).map_err(|_| BAD_KEY)?;
    if key.is_weak() { Err(BAD_KEY) } else { Ok(key) }
}

/// Overwrites its secret when it is dropped.
struct Ed25519(SigningKey);

impl Signer for Ed25519 {
    fn public(&self) -> Vec<u8> {
        self.0.verifying_key().to_bytes().to_vec()
    }

    fn sign(&self, message: &[u8]) -> Result<[u8; SIGNATURE], CryptoError> {
        Ok(self.0.sign(message).to_bytes())
    }
}
