//! The national suite (国密): SM2 with SM3, SM4-GCM, SM3.

use aes_gcm::{AesGcm, Key, KeyInit, aead::consts::U12};
use hmac::{Hmac, Mac as _};
use sm2::dsa::{
    Signature, SigningKey, VerifyingKey,
    signature::{Signer as _, Verifier as _},
};
use sm3::Sm3;
use sm4::Sm4;

use super::{Signer, Suite, SuiteId, shared};
use crate::{CryptoError, NONCE, SECRET, SIGNATURE};

const BAD_KEY: CryptoError = CryptoError::BadKey(SuiteId::National);

/// The user id that goes into every signature where the parties have agreed on no other
/// (GM/T 0009-2012, chapter 10).
const USER: &str = "1234567812345678";

/// The order of the curve less one (GB/T 32918.5): with this secret, 1 + d has no inverse.
const LAST: [u8; SECRET] = [
    0xff, 0xff, 0xff, 0xfe, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff,
    0x72, 0x03, 0xdf, 0x6b, 0x21, 0xc6, 0x05, 0x2b, 0x53, 0xbb, 0xf4, 0x09, 0x39, 0xd5, 0x41, 0x22,
];

/// Length of a public key, in bytes: 4, x, y.
const PUBLIC: usize = 65;

type Sm4Gcm = AesGcm<Sm4, U12>;

/// SM2 with SM3, SM4-GCM, SM3.
#[derive(Debug, Clone, Copy, Default)]
pub struct National;

impl Suite for National {
    fn id(&self) -> SuiteId {
        SuiteId::National
    }

    fn hash(&self, parts: &[&[u8]]) -> [u8; 32] {
        shared::hash::<Sm3>(parts)
    }

    fn keyed_hash(&self, key: &[u8], parts: &[&[u8]]) -> [u8; 32] {
        shared::mac::<Sm3, Hmac<Sm3>>(key, parts).finalize().into_bytes().into()
    }

    fn is_keyed_hash(&self, key: &[u8], parts: &[&[u8]], expected: &[u8]) -> bool {
        shared::mac::<Sm3, Hmac<Sm3>>(key, parts).verify_slice(expected).is_ok()
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
        if *secret == LAST {
            return Err(BAD_KEY);
        }
        let key = SigningKey::from_slice(USER, secret).map_err(|_| BAD_KEY)?;
        Ok(Box::new(Sm2(key)))
    }

    fn check_public(&self, public: &[u8]) -> Result<(), CryptoError> {
        verifying(public).map(drop)
    }

    fn verify(&self, public: &[u8], message: &[u8], signature: &[u8]) -> Result<(), CryptoError> {
        let signature = Signature::from_slice(signature).map_err(|_| CryptoError::Forged)?;
        verifying(public)?.verify(message, &signature).map_err(|_| CryptoError::Forged)
    }
}

/// SM4 has keys of 16 bytes: the first half of the secret.
fn cipher(key: &[u8; SECRET]) -> Sm4Gcm {
    let (half, _) = key.split_at(SECRET / 2);
    let mut short = Key::<Sm4Gcm>::default();
    short.copy_from_slice(half);
    let cipher = Sm4Gcm::new(&short);
    zeroize::Zeroize::zeroize(short.as_mut_slice());
    cipher
}

fn verifying(public: &[u8]) -> Result<VerifyingKey, CryptoError> {
    // One encoding for each key, or its id would be ambiguous.
    if public.len() != PUBLIC || public.first() != Some(&4) {
        return Err(BAD_KEY);
    }
    VerifyingKey::from_sec1_bytes(USER, public).map_err(|_| BAD_KEY)
}

/// The nonce of a signature follows from secret and message (RFC 6979 over SM3): no chance that
/// could be drawn twice.
struct Sm2(SigningKey);

impl Signer for Sm2 {
    fn public(&self) -> Vec<u8> {
        self.0.verifying_key().to_sec1_bytes().into_vec()
    }

    fn sign(&self, message: &[u8]) -> Result<[u8; SIGNATURE], CryptoError> {
        let signature: Signature = self.0.try_sign(message).map_err(|_| BAD_KEY)?;
        Ok(signature.to_bytes().into())
    }
}
