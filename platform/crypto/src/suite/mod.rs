//! The suites: bare algorithms behind one trait, and the enum that a setting chooses from.
//!
//! Callers use the types above this ([`crate::SecretKey`], [`crate::KeyRing`], …), which add ids
//! and formats; the trait is public so that tests and tools can reach the bare algorithms.

mod international;
mod national;
mod shared;

use std::{fmt, str::FromStr};

use zeroize::Zeroize;

pub use international::International;
pub use national::National;

use crate::{CryptoError, NONCE, SECRET, SIGNATURE};

/// Names a suite: as setting, and as the first byte of everything that a suite made. Numbers are
/// never given twice.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Default)]
pub enum SuiteId {
    /// Ed25519 (RFC 8032), AES-256-GCM (NIST SP 800-38D), SHA-256 (FIPS 180-4), HMAC and HKDF over
    /// it.
    #[default]
    International,
    /// SM2 (GB/T 32918.2), SM4-GCM (GB/T 32907, RFC 8998), SM3 (GB/T 32905), HMAC and HKDF over
    /// it.
    National,
}

impl SuiteId {
    /// All suites.
    pub const ALL: [Self; 2] = [Self::International, Self::National];

    /// The name in settings.
    pub const fn name(self) -> &'static str {
        match self {
            Self::International => "international",
            Self::National => "national",
        }
    }

    /// The number that stands before what the suite made.
    pub const fn number(self) -> u8 {
        match self {
            Self::International => 1,
            Self::National => 2,
        }
    }

    /// The suite of a number.
    ///
    /// # Errors
    /// [`CryptoError::UnknownSuite`].
    pub fn from_number(number: u8) -> Result<Self, CryptoError> {
        let found = Self::ALL.into_iter().find(|it| it.number() == number);
        found.ok_or(CryptoError::UnknownSuite(number))
    }

    /// The name of its signature, as in signature files: `ed25519`, `sm2-sm3`.
    pub const fn signature_name(self) -> &'static str {
        match self {
            Self::International => "ed25519",
            Self::National => "sm2-sm3",
        }
    }

    /// The suite whose signature has this name.
    ///
    /// # Errors
    /// [`CryptoError::UnknownName`].
    pub fn from_signature_name(name: &str) -> Result<Self, CryptoError> {
        let found = Self::ALL.into_iter().find(|it| it.signature_name() == name);
        found.ok_or_else(|| CryptoError::UnknownName(name.to_owned()))
    }

    /// The name of its hash: `sha256`, `sm3`.
    pub const fn hash_name(self) -> &'static str {
        match self {
            Self::International => "sha256",
            Self::National => "sm3",
        }
    }

    /// The algorithms.
    pub fn suite(self) -> &'static dyn Suite {
        match self {
            Self::International => &International,
            Self::National => &National,
        }
    }
}

impl fmt::Display for SuiteId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl FromStr for SuiteId {
    type Err = CryptoError;

    fn from_str(name: &str) -> Result<Self, CryptoError> {
        let found = Self::ALL.into_iter().find(|it| it.name() == name);
        found.ok_or_else(|| CryptoError::UnknownName(name.to_owned()))
    }
}

/// The algorithms of one suite, without formats and ids. A part list stands for its parts one
/// after the other; who joins parts of changing length marks where they end.
pub trait Suite: Send + Sync {
    /// Which suite it is.
    fn id(&self) -> SuiteId;

    /// The hash of the parts.
    fn hash(&self, parts: &[&[u8]]) -> [u8; 32];

    /// HMAC (RFC 2104) of the parts under a key of any length.
    fn keyed_hash(&self, key: &[u8], parts: &[&[u8]]) -> [u8; 32];

    /// Whether `expected` is the keyed hash of the parts, in constant time.
    fn is_keyed_hash(&self, key: &[u8], parts: &[&[u8]], expected: &[u8]) -> bool;

    /// A key derived from a secret by HKDF (RFC 5869), of the length of one block.
    fn derive(&self, secret: &[u8], salt: &[u8], info: &[u8]) -> [u8; SECRET] {
        let mut middle = self.keyed_hash(salt, &[secret]);
        let key = self.keyed_hash(&middle, &[info, &[1]]);
        middle.zeroize();
        key
    }

    /// Encrypts and authenticates; the tag of 16 bytes stands at the end. A nonce never serves
    /// twice under one key.
    ///
    /// # Errors
    /// [`CryptoError::TooLong`].
    fn encrypt(
        &self,
        key: &[u8; SECRET],
        nonce: &[u8; NONCE],
        associated: &[u8],
        plain: &[u8],
    ) -> Result<Vec<u8>, CryptoError>;

    /// Checks and decrypts.
    ///
    /// # Errors
    /// [`CryptoError::Broken`].
    fn decrypt(
        &self,
        key: &[u8; SECRET],
        nonce: &[u8; NONCE],
        associated: &[u8],
        sealed: &[u8],
    ) -> Result<Vec<u8>, CryptoError>;

    /// The signer of a secret.
    ///
    /// # Errors
    /// [`CryptoError::BadKey`] if these bytes are no secret of the suite.
    fn signer(&self, secret: &[u8; SECRET]) -> Result<Box<dyn Signer>, CryptoError>;

    /// Checks that the bytes are a public key.
    ///
    /// # Errors
    /// [`CryptoError::BadKey`].
    fn check_public(&self, public: &[u8]) -> Result<(), CryptoError>;

    /// Checks a signature.
    ///
    /// # Errors
    /// [`CryptoError::BadKey`], [`CryptoError::Forged`].
    fn verify(&self, public: &[u8], message: &[u8], signature: &[u8]) -> Result<(), CryptoError>;
}

/// Signs with one secret.
pub trait Signer: Send + Sync {
    /// The public key: 32 bytes of RFC 8032, or the 65 bytes of an uncompressed point.
    fn public(&self) -> Vec<u8>;

    /// The signature: 64 bytes of RFC 8032, or r and s of 32 bytes each.
    ///
    /// # Errors
    /// [`CryptoError::BadKey`], which no secret is known to meet.
    fn sign(&self, message: &[u8]) -> Result<[u8; SIGNATURE], CryptoError>;
}
