//! Keys that sign notes: Ed25519 for logs, timestamped Ed25519 for witnesses, and SM2 with SM3
//! (GB/T 32918.2) as a further line of a log, which those who do not know it pass over.

use data_encoding::{BASE64, HEXLOWER};
use ed25519_dalek::{Signature, Signer as _, SigningKey, VerifyingKey};
use sha2::{Digest as _, Sha256};
use sm2::dsa::{
    Signature as Sm2Signature, SigningKey as Sm2SigningKey, VerifyingKey as Sm2VerifyingKey,
    signature::Verifier as _,
};

use crate::note::{SignatureLine, is_key_name};

const ED25519: u8 = 0x01;
const COSIGNATURE: u8 = 0x04;
/// A type without an assigned byte is told by a name behind `0xff`.
const SM2: &[u8] = b"\xffonewindow/sm2-with-sm3/v1\n";
/// The signer's identity that GM/T 0009 prescribes where none is agreed.
const SM2_IDENTITY: &str = "1234567812345678";

/// Why a key cannot be used.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum KeyError {
    /// Not of the form `name+id+base64`, or no point of the curve.
    #[error("no key")]
    Form,
    /// The id does not follow from name and key.
    #[error("the id does not belong to the key")]
    Id,
    /// Of a kind that is not known here.
    #[error("a kind of key that is not known")]
    Kind,
    /// The key could not sign.
    #[error("the key could not sign")]
    Sign,
}

/// The kind of a key, and the key.
#[derive(Debug, Clone)]
pub enum PublicKey {
    /// A log's.
    Ed25519(VerifyingKey),
    /// A witness's.
    Cosigner(VerifyingKey),
    /// A log's, by the national standard.
    Sm2(Box<Sm2VerifyingKey>),
}

impl PublicKey {
    /// Kind and key as they stand in a verifier key.
    fn to_bytes(&self) -> Vec<u8> {
        match self {
            Self::Ed25519(key) => [&[ED25519], key.as_bytes().as_slice()].concat(),
            Self::Cosigner(key) => [&[COSIGNATURE], key.as_bytes().as_slice()].concat(),
            Self::Sm2(key) => [SM2, &key.to_sec1_bytes()].concat(),
        }
    }

    /// The key alone: two that are equal here belong to one holder, whatever they are called.
    pub fn material(&self) -> Vec<u8> {
        match self {
            Self::Ed25519(key) | Self::Cosigner(key) => key.as_bytes().to_vec(),
            Self::Sm2(key) => key.to_sec1_bytes().to_vec(),
        }
    }

    fn parse(bytes: &[u8]) -> Result<Self, KeyError> {
        let ed25519 = |key: &[u8]| {
            let key = key.try_into().map_err(|_| KeyError::Form)?;
            VerifyingKey::from_bytes(key).map_err(|_| KeyError::Form)
        };
        if let Some(key) = bytes.strip_prefix(SM2) {
            let key = Sm2VerifyingKey::from_sec1_bytes(SM2_IDENTITY, key);
            return key.map(|it| Self::Sm2(Box::new(it))).map_err(|_| KeyError::Form);
        }
        match bytes.split_first() {
            Some((&ED25519, key)) => Ok(Self::Ed25519(ed25519(key)?)),
            Some((&COSIGNATURE, key)) => Ok(Self::Cosigner(ed25519(key)?)),
            Some(_) => Err(KeyError::Kind),
            None => Err(KeyError::Form),
        }
    }
}

impl PartialEq for PublicKey {
    fn eq(&self, other: &Self) -> bool {
        self.to_bytes() == other.to_bytes()
    }
}

/// What a right signature says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Checked {
    /// When, in seconds since 1970, if the kind says so.
    pub at: Option<u64>,
}

/// A public key with its name.
#[derive(Debug, Clone, PartialEq)]
pub struct Verifier {
    /// Name; for a log its origin.
    pub name: String,
    /// First bytes of the hash of name and key.
    pub id: u32,
    /// The key.
    pub key: PublicKey,
}

impl Verifier {
    /// Names a key.
    pub fn new(name: &str, key: PublicKey) -> Result<Self, KeyError> {
        if !is_key_name(name) {
            return Err(KeyError::Form);
        }
        let hash = Sha256::new().chain_update(name).chain_update(b"\n");
        let hash: [u8; 32] = hash.chain_update(key.to_bytes()).finalize().into();
        let id = u32::from_be_bytes([hash[0], hash[1], hash[2], hash[3]]);
        Ok(Self { name: name.to_owned(), id, key })
    }

    /// Reads `name+id+base64`.
    pub fn parse(vkey: &str) -> Result<Self, KeyError> {
        let mut parts = vkey.splitn(3, '+');
        let (Some(name), Some(id), Some(key)) = (parts.next(), parts.next(), parts.next()) else {
            return Err(KeyError::Form);
        };
        let key = BASE64.decode(key.as_bytes()).map_err(|_| KeyError::Form)?;
        let found = Self::new(name, PublicKey::parse(&key)?)?;
        let is_same = id == HEXLOWER.encode(&found.id.to_be_bytes());
        if is_same { Ok(found) } else { Err(KeyError::Id) }
    }

    /// Writes `name+id+base64`.
    pub fn to_text(&self) -> String {
        let id = HEXLOWER.encode(&self.id.to_be_bytes());
        format!("{}+{id}+{}", self.name, BASE64.encode(&self.key.to_bytes()))
    }

    /// Whether this is the signature of the text.
    pub fn check(&self, text: &str, signature: &[u8]) -> Option<Checked> {
        match &self.key {
            PublicKey::Ed25519(key) => {
                let signature = Signature::from_slice(signature).ok()?;
                key.verify_strict(text.as_bytes(), &signature).ok()?;
                Some(Checked { at: None })
            }
            PublicKey::Cosigner(key) => {
                let (at, signature) = signature.split_first_chunk::<8>()?;
                let at = u64::from_be_bytes(*at);
                let signature = Signature::from_slice(signature).ok()?;
                key.verify_strict(cosigned(text, at).as_bytes(), &signature).ok()?;
                i64::try_from(at).ok().map(|_| Checked { at: Some(at) })
            }
            PublicKey::Sm2(key) => {
                let signature = Sm2Signature::from_slice(signature).ok()?;
                key.verify(text.as_bytes(), &signature).ok()?;
                Some(Checked { at: None })
            }
        }
    }
}

/// What a witness signs.
fn cosigned(text: &str, at: u64) -> String {
    format!("cosignature/v1\ntime {at}\n{text}")
}

/// Signs notes. A key in a security module is one of these too.
pub trait NoteSigner: Send + Sync {
    /// The key with which the signature is checked.
    fn verifier(&self) -> &Verifier;

    /// The signature of a text.
    fn sign(&self, text: &str) -> Result<Vec<u8>, KeyError>;

    /// The signature as a line of the note.
    fn line(&self, text: &str) -> Result<SignatureLine, KeyError> {
        let verifier = self.verifier();
        let bytes = self.sign(text)?;
        Ok(SignatureLine { name: verifier.name.clone(), id: verifier.id, bytes })
    }
}

/// An Ed25519 key in memory.
pub struct Ed25519Signer {
    key: SigningKey,
    verifier: Verifier,
}

impl Ed25519Signer {
    /// The key of a seed.
    pub fn from_seed(name: &str, seed: &[u8; 32]) -> Result<Self, KeyError> {
        let key = SigningKey::from_bytes(seed);
        let verifier = Verifier::new(name, PublicKey::Ed25519(key.verifying_key()))?;
        Ok(Self { key, verifier })
    }
}

impl NoteSigner for Ed25519Signer {
    fn verifier(&self) -> &Verifier {
        &self.verifier
    }

    fn sign(&self, text: &str) -> Result<Vec<u8>, KeyError> {
        Ok(self.key.sign(text.as_bytes()).to_bytes().to_vec())
    }
}

/// An SM2 key in memory.
pub struct Sm2Signer {
    key: Sm2SigningKey,
    verifier: Verifier,
}

impl Sm2Signer {
    /// The key of a secret number, in 32 bytes.
    pub fn from_secret(name: &str, secret: &[u8; 32]) -> Result<Self, KeyError> {
        let key = Sm2SigningKey::from_slice(SM2_IDENTITY, secret).map_err(|_| KeyError::Form)?;
        let public = PublicKey::Sm2(Box::new(key.verifying_key().clone()));
        Ok(Self { verifier: Verifier::new(name, public)?, key })
    }
}

impl NoteSigner for Sm2Signer {
    fn verifier(&self) -> &Verifier {
        &self.verifier
    }

    fn sign(&self, text: &str) -> Result<Vec<u8>, KeyError> {
        let signature: Sm2Signature =
            self.key.try_sign(text.as_bytes()).map_err(|_| KeyError::Sign)?;
        Ok(signature.to_bytes().to_vec())
    }
}

/// A witness's key in memory.
pub struct Cosigner {
    key: SigningKey,
    verifier: Verifier,
}

impl Cosigner {
    /// The key of a seed.
    pub fn from_seed(name: &str, seed: &[u8; 32]) -> Result<Self, KeyError> {
        let key = SigningKey::from_bytes(seed);
        let verifier = Verifier::new(name, PublicKey::Cosigner(key.verifying_key()))?;
        Ok(Self { key, verifier })
    }

    /// The key with which cosignatures are checked.
    pub fn verifier(&self) -> &Verifier {
        &self.verifier
    }

    /// Cosigns the text of a checkpoint. `at` is in seconds since 1970.
    pub fn cosign(&self, text: &str, at: u64) -> SignatureLine {
        let mut bytes = at.to_be_bytes().to_vec();
        bytes.extend_from_slice(&self.key.sign(cosigned(text, at).as_bytes()).to_bytes());
        SignatureLine { name: self.verifier.name.clone(), id: self.verifier.id, bytes }
    }
}
