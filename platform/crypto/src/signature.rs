//! Signatures, the keys that make them and the keys that check them.

use std::fmt;

use crate::{
    CryptoError, KeyId, Purpose, SIGNATURE, SecretKey, Signer, SuiteId, der, header::Header,
};

/// A signature with the suite and the key that made it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Signature {
    suite: SuiteId,
    key: KeyId,
    bytes: [u8; SIGNATURE],
}

impl Signature {
    /// A signature from its parts, for holders of keys.
    pub const fn new(suite: SuiteId, key: KeyId, bytes: [u8; SIGNATURE]) -> Self {
        Self { suite, key, bytes }
    }

    /// The suite.
    pub const fn suite(&self) -> SuiteId {
        self.suite
    }

    /// The key that it says made it.
    pub const fn key(&self) -> KeyId {
        self.key
    }

    /// The bare 64 bytes.
    pub const fn as_bytes(&self) -> &[u8; SIGNATURE] {
        &self.bytes
    }

    /// As other programs take it: the 64 bytes of RFC 8032, or the DER of GB/T 35276 (GM/T 0009)
    /// for SM2.
    pub fn standard(&self) -> Vec<u8> {
        match self.suite {
            SuiteId::International => self.bytes.to_vec(),
            SuiteId::National => der::encode(&self.bytes),
        }
    }

    /// Suite, key and signature, 73 bytes.
    pub fn encode(&self) -> Vec<u8> {
        let header = Header { suite: self.suite, key: self.key }.encode();
        [header.as_slice(), &self.bytes].concat()
    }

    /// Reads what [`Signature::encode`] wrote.
    ///
    /// # Errors
    /// [`CryptoError::UnknownSuite`], [`CryptoError::Malformed`].
    pub fn decode(bytes: &[u8]) -> Result<Self, CryptoError> {
        let (Header { suite, key }, rest) = Header::split(bytes, "signature")?;
        let bytes = rest.try_into().map_err(|_| CryptoError::Malformed("signature"))?;
        Ok(Self { suite, key, bytes })
    }
}

/// Checks signatures.
#[derive(Clone, PartialEq, Eq)]
pub struct PublicKey {
    suite: SuiteId,
    id: KeyId,
    bytes: Vec<u8>,
}

impl PublicKey {
    /// A key in the suite's own encoding: 32 bytes (RFC 8032), or 65 bytes (4, x, y).
    ///
    /// # Errors
    /// [`CryptoError::BadKey`].
    pub fn new(suite: SuiteId, bytes: &[u8]) -> Result<Self, CryptoError> {
        suite.suite().check_public(bytes)?;
        Ok(Self { suite, id: KeyId::of_public(suite, bytes), bytes: bytes.to_vec() })
    }

    /// The suite.
    pub const fn suite(&self) -> SuiteId {
        self.suite
    }

    /// The id that signatures name.
    pub const fn id(&self) -> KeyId {
        self.id
    }

    /// The bare key in the suite's own encoding.
    pub fn as_bytes(&self) -> &[u8] {
        &self.bytes
    }

    /// As other programs take it: SubjectPublicKeyInfo in DER.
    pub fn standard(&self) -> Vec<u8> {
        der::public_key(self.suite, &self.bytes)
    }

    /// Suite and key.
    pub fn encode(&self) -> Vec<u8> {
        [&[self.suite.number()], self.bytes.as_slice()].concat()
    }

    /// Reads what [`PublicKey::encode`] wrote.
    ///
    /// # Errors
    /// [`CryptoError::UnknownSuite`], [`CryptoError::Malformed`], [`CryptoError::BadKey`].
    pub fn decode(bytes: &[u8]) -> Result<Self, CryptoError> {
        let (number, rest) = bytes.split_first().ok_or(CryptoError::Malformed("public key"))?;
        Self::new(SuiteId::from_number(*number)?, rest)
    }

    /// Checks that the signature is this key's over the message.
    ///
    /// # Errors
    /// [`CryptoError::OtherSuite`], [`CryptoError::OtherKey`], [`CryptoError::Forged`].
    pub fn verify(&self, message: &[u8], signature: &Signature) -> Result<(), CryptoError> {
        if signature.suite != self.suite {
            return Err(CryptoError::OtherSuite { expected: self.suite, found: signature.suite });
        }
        if signature.key != self.id {
            return Err(CryptoError::OtherKey(signature.key));
        }
        self.suite.suite().verify(&self.bytes, message, &signature.bytes)
    }

    /// Checks a signature in the form that other programs give ([`Signature::standard`]).
    ///
    /// # Errors
    /// [`CryptoError::Malformed`], [`CryptoError::Forged`].
    pub fn verify_standard(&self, message: &[u8], signature: &[u8]) -> Result<(), CryptoError> {
        let bytes = match self.suite {
            SuiteId::International => signature.try_into().ok(),
            SuiteId::National => der::decode(signature),
        };
        let bytes = bytes.ok_or(CryptoError::Malformed("signature"))?;
        self.suite.suite().verify(&self.bytes, message, &bytes)
    }
}

impl fmt::Debug for PublicKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "PublicKey({}, {})", self.suite, self.id)
    }
}

/// Makes signatures; holds a secret in memory. Never printed.
pub struct SigningKey {
    public: PublicKey,
    signer: Box<dyn Signer>,
}

impl SigningKey {
    /// A key from its secret.
    ///
    /// # Errors
    /// [`CryptoError::BadKey`] if these bytes are no secret of the suite.
    pub fn new(secret: &SecretKey) -> Result<Self, CryptoError> {
        let signer = secret.suite().suite().signer(secret.secret())?;
        let public = PublicKey::new(secret.suite(), &signer.public())?;
        Ok(Self { public, signer })
    }

    /// The key that `suite` derives from a secret for a purpose. Not every 32 bytes are a secret
    /// of SM2 (one in 2^32 is not): then the next candidate counts, so all are equally likely.
    ///
    /// # Errors
    /// [`CryptoError::BadKey`] if no candidate is a key.
    pub(crate) fn derived(
        suite: SuiteId,
        secret: &[u8],
        purpose: &Purpose,
    ) -> Result<Self, CryptoError> {
        let first = SecretKey::derived(suite, secret, purpose.name().as_bytes());
        let next = (1..=u8::MAX).map(|counter| {
            let info = [b"\0signing", [counter].as_slice(), purpose.name().as_bytes()].concat();
            SecretKey::derived(suite, secret, &info)
        });
        let mut keys = std::iter::once(first).chain(next).map(|it| Self::new(&it));
        keys.find_map(Result::ok).ok_or(CryptoError::BadKey(suite))
    }

    /// The key that checks its signatures.
    pub const fn public_key(&self) -> &PublicKey {
        &self.public
    }

    /// Signs the message itself, without anything around it, so that any program can check it.
    ///
    /// # Errors
    /// [`CryptoError::BadKey`], which no key that was made is known to meet.
    pub fn sign(&self, message: &[u8]) -> Result<Signature, CryptoError> {
        let bytes = self.signer.sign(message)?;
        Ok(Signature { suite: self.public.suite, key: self.public.id, bytes })
    }
}

impl fmt::Debug for SigningKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "SigningKey({}, {})", self.public.suite, self.public.id)
    }
}
