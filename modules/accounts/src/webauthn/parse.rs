//! The binary parts of the browser's answer: authenticator data, and keys in COSE form.

use ciborium::Value;

use super::verify::PasskeyError;

/// The person was there,
const PRESENT: u8 = 0x01;
/// was verified by their device,
const VERIFIED: u8 = 0x04;
/// and a new credential is attached.
const ATTACHED: u8 = 0x40;
const RP: usize = 32;
const AAGUID: usize = 16;
/// No credential has a longer id.
const LONGEST_ID: usize = 1023;

/// What the authenticator says.
pub struct AuthData<'a> {
    /// Hash of the site it is for.
    pub rp: &'a [u8],
    flags: u8,
    /// How often it was used.
    pub uses: u32,
    rest: &'a [u8],
}

impl<'a> AuthData<'a> {
    pub fn read(bytes: &'a [u8]) -> Result<Self, PasskeyError> {
        let (rp, rest) = bytes.split_at_checked(RP).ok_or(PasskeyError::Malformed)?;
        let (flags, rest) = rest.split_first().ok_or(PasskeyError::Malformed)?;
        let (uses, rest) = rest.split_first_chunk::<4>().ok_or(PasskeyError::Malformed)?;
        Ok(Self { rp, flags: *flags, uses: u32::from_be_bytes(*uses), rest })
    }

    /// Whether the person was there and was verified by finger, face or PIN.
    pub fn is_verified(&self) -> bool {
        self.flags & (PRESENT | VERIFIED) == PRESENT | VERIFIED
    }

    /// The new credential: its id, and its key in COSE form.
    pub fn credential(&self) -> Result<(&'a [u8], Value), PasskeyError> {
        if self.flags & ATTACHED == 0 {
            return Err(PasskeyError::Malformed);
        }
        let (_, rest) = self.rest.split_at_checked(AAGUID).ok_or(PasskeyError::Malformed)?;
        let (length, rest) = rest.split_first_chunk::<2>().ok_or(PasskeyError::Malformed)?;
        let length = usize::from(u16::from_be_bytes(*length));
        let (id, rest) = rest.split_at_checked(length).ok_or(PasskeyError::Malformed)?;
        if id.is_empty() || length > LONGEST_ID {
            return Err(PasskeyError::Malformed);
        }
        // What follows the key are extensions, which are not asked for.
        Ok((id, cbor(rest)?))
    }
}

/// One CBOR item at the beginning of `bytes`.
pub fn cbor(bytes: &[u8]) -> Result<Value, PasskeyError> {
    ciborium::from_reader(bytes).map_err(|_| PasskeyError::Malformed)
}

/// The bytes under a text key of a CBOR map.
pub fn bytes_of<'a>(map: &'a Value, key: &str) -> Result<&'a [u8], PasskeyError> {
    let pairs = map.as_map().ok_or(PasskeyError::Malformed)?;
    let found = pairs.iter().find(|(name, _)| name.as_text() == Some(key));
    found.and_then(|(_, value)| value.as_bytes()).map(Vec::as_slice).ok_or(PasskeyError::Malformed)
}

/// A public key, as it is verified with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PublicKey {
    /// ECDSA on P-256 with SHA-256: the uncompressed point.
    Es256(Vec<u8>),
    /// Ed25519.
    EdDsa(Vec<u8>),
}

/// COSE: key type, algorithm, curve, and the coordinates.
const KTY: i64 = 1;
const ALG: i64 = 3;
const CRV: i64 = -1;
const X: i64 = -2;
const Y: i64 = -3;

impl PublicKey {
    /// Reads a key in COSE form (RFC 9053).
    pub fn read(cose: &Value) -> Result<Self, PasskeyError> {
        let pairs = cose.as_map().ok_or(PasskeyError::Malformed)?;
        let find = |label: i64| {
            let is_it = |name: &Value| name.as_integer() == Some(label.into());
            pairs.iter().find(|(name, _)| is_it(name)).map(|(_, value)| value)
        };
        let number = |label| {
            find(label).and_then(|it| it.as_integer()).and_then(|it| i64::try_from(it).ok())
        };
        let part = |label| {
            let bytes = find(label).and_then(|it| it.as_bytes()).filter(|it| it.len() == 32);
            bytes.map(Vec::as_slice).ok_or(PasskeyError::Malformed)
        };
        match (number(KTY), number(ALG), number(CRV)) {
            (Some(2), Some(-7), Some(1)) => {
                Ok(Self::Es256([&[4][..], part(X)?, part(Y)?].concat()))
            }
            (Some(1), Some(-8), Some(6)) => Ok(Self::EdDsa(part(X)?.to_vec())),
            _ => Err(PasskeyError::Algorithm),
        }
    }
}
