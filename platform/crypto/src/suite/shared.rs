//! What both suites do alike: hash, HMAC and GCM over their own primitives.

use aes_gcm::aead::{Aead, Nonce, Payload, consts::U12};
use hmac::{KeyInit, Mac, digest::consts::U32};
use sha2::Digest;
use zeroize::Zeroize;

use crate::{CryptoError, NONCE};

pub fn hash<D: Digest<OutputSize = U32>>(parts: &[&[u8]]) -> [u8; 32] {
    let mut hash = D::new();
    parts.iter().for_each(|it| hash.update(it));
    hash.finalize().into()
}

/// HMAC over `D`, whose block is filled here: a key that is too long is hashed first (RFC 2104,
/// section 2), so no key can fail.
pub fn mac<D, M>(key: &[u8], parts: &[&[u8]]) -> M
where
    D: Digest<OutputSize = U32>,
    M: Mac<OutputSize = U32> + KeyInit,
{
    let mut block = hmac::digest::Key::<M>::default();
    let mut hashed = [0u8; 32];
    let key = if key.len() > block.len() {
        hashed = hash::<D>(&[key]);
        &hashed
    } else {
        key
    };
    block[..key.len()].copy_from_slice(key);
    let mut mac = <M as KeyInit>::new(&block);
    block.as_mut_slice().zeroize();
    hashed.zeroize();
    parts.iter().for_each(|it| mac.update(it));
    mac
}

pub fn encrypt<C: Aead<NonceSize = U12>>(
    cipher: &C,
    nonce: &[u8; NONCE],
    associated: &[u8],
    plain: &[u8],
) -> Result<Vec<u8>, CryptoError> {
    let payload = Payload { msg: plain, aad: associated };
    cipher.encrypt(&Nonce::<C>::from(*nonce), payload).map_err(|_| CryptoError::TooLong)
}

pub fn decrypt<C: Aead<NonceSize = U12>>(
    cipher: &C,
    nonce: &[u8; NONCE],
    associated: &[u8],
    sealed: &[u8],
) -> Result<Vec<u8>, CryptoError> {
    let payload = Payload { msg: sealed, aad: associated };
    cipher.decrypt(&Nonce::<C>::from(*nonce), payload).map_err(|_| CryptoError::Broken)
}
