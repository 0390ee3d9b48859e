//! Whether a new passkey, or an answer with a known one, is to be believed.

use aws_lc_rs::{
    digest::{SHA256, digest},
    signature::{ECDSA_P256_SHA256_ASN1, ED25519, UnparsedPublicKey},
};
use data_encoding::BASE64URL_NOPAD;
use serde::{Deserialize, Serialize};

use super::parse::{AuthData, PublicKey, bytes_of, cbor};

/// No answer of a browser is longer.
const LONGEST: usize = 16 * 1024;

/// Why a passkey is not believed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum PasskeyError {
    /// It is not in the form that browsers send.
    #[error("not an answer of a browser")]
    Malformed,
    /// Its key is of a kind that is not used here.
    #[error("a key of another kind")]
    Algorithm,
    /// It was made for another site, purpose or visitor, or too long ago.
    #[error("made for something else")]
    Elsewhere,
    /// The device did not verify its owner.
    #[error("the owner was not verified")]
    Unverified,
    /// The signature is not the key's.
    #[error("a wrong signature")]
    Signature,
}

/// The site that passkeys are for.
#[derive(Debug, Clone)]
pub struct Site {
    /// Scheme, host and port, as browsers name it.
    pub origin: String,
    /// The host alone.
    pub host: String,
}

impl Site {
    /// The site of an address; none where the address has no host.
    pub fn of(public_url: &str) -> Option<Self> {
        let (scheme, rest) = public_url.split_once("://")?;
        let authority = rest.split('/').next()?;
        let host = authority.rsplit_once(':').map_or(authority, |(host, _)| host);
        (!host.is_empty())
            .then(|| Self { origin: format!("{scheme}://{authority}"), host: host.to_owned() })
    }
}

/// A passkey as it is kept, sealed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Credential {
    /// The credential's id, as base64url.
    pub id: String,
    /// `es256` or `eddsa`.
    pub algorithm: String,
    /// The public key, as base64url.
    pub key: String,
    /// How its owner calls it.
    pub label: String,
    /// When it was set up.
    pub added_at: jiff::Timestamp,
}

/// What a browser sends.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Answer {
    /// The credential's id, as base64url.
    pub id: String,
    response: Response,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
struct Response {
    #[serde(rename = "clientDataJSON")]
    client_data: String,
    #[serde(default)]
    attestation_object: String,
    #[serde(default)]
    authenticator_data: String,
    #[serde(default)]
    signature: String,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct ClientData {
    #[serde(rename = "type")]
    kind: String,
    challenge: String,
    origin: String,
    #[serde(default)]
    cross_origin: bool,
}

impl Answer {
    /// Reads what a browser sent.
    ///
    /// # Errors
    /// [`PasskeyError::Malformed`].
    pub fn read(text: &str) -> Result<Self, PasskeyError> {
        if text.len() > LONGEST {
            return Err(PasskeyError::Malformed);
        }
        serde_json::from_str(text).map_err(|_| PasskeyError::Malformed)
    }
}

/// Checks a new passkey; answers its id and key, and how often it was used. `is_ours` says whether
/// a challenge was made for this purpose.
///
/// # Errors
/// [`PasskeyError`].
pub fn check_new(
    site: &Site,
    answer: &Answer,
    is_ours: impl FnOnce(&str) -> bool,
) -> Result<(String, PublicKey, u32), PasskeyError> {
    client_data(site, answer, "webauthn.create", is_ours)?;
    let attestation = cbor(&decode(&answer.response.attestation_object)?)?;
    let data = AuthData::read(bytes_of(&attestation, "authData")?)?;
    check_data(site, &data)?;
    let (id, cose) = data.credential()?;
    let id = BASE64URL_NOPAD.encode(id);
    if id != answer.id {
        return Err(PasskeyError::Malformed);
    }
    Ok((id, PublicKey::read(&cose)?, data.uses))
}

/// Checks an answer with a known passkey; answers how often it was used.
///
/// # Errors
/// [`PasskeyError`].
pub fn check_answer(
    site: &Site,
    answer: &Answer,
    credential: &Credential,
    is_ours: impl FnOnce(&str) -> bool,
) -> Result<u32, PasskeyError> {
    if answer.id != credential.id {
        return Err(PasskeyError::Elsewhere);
    }
    let client = client_data(site, answer, "webauthn.get", is_ours)?;
    let bytes = decode(&answer.response.authenticator_data)?;
    let data = AuthData::read(&bytes)?;
    check_data(site, &data)?;
    let signed = [bytes.as_slice(), digest(&SHA256, &client).as_ref()].concat();
    let (key, signature) = (decode(&credential.key)?, decode(&answer.response.signature)?);
    let fits = match credential.algorithm.as_str() {
        "es256" => UnparsedPublicKey::new(&ECDSA_P256_SHA256_ASN1, key).verify(&signed, &signature),
        "eddsa" => UnparsedPublicKey::new(&ED25519, key).verify(&signed, &signature),
        _ => return Err(PasskeyError::Algorithm),
    };
    fits.map_err(|_| PasskeyError::Signature)?;
    Ok(data.uses)
}

impl PublicKey {
    /// Its algorithm's word, and its bytes as base64url.
    pub fn words(&self) -> (&'static str, String) {
        match self {
            Self::Es256(key) => ("es256", BASE64URL_NOPAD.encode(key)),
            Self::EdDsa(key) => ("eddsa", BASE64URL_NOPAD.encode(key)),
        }
    }
}

/// What the browser says about the request, as the bytes over which the device signed.
fn client_data(
    site: &Site,
    answer: &Answer,
    kind: &str,
    is_ours: impl FnOnce(&str) -> bool,
) -> Result<Vec<u8>, PasskeyError> {
    let bytes = decode(&answer.response.client_data)?;
    let data: ClientData = serde_json::from_slice(&bytes).map_err(|_| PasskeyError::Malformed)?;
    let is_here = data.kind == kind && data.origin == site.origin && !data.cross_origin;
    if is_here && is_ours(&data.challenge) { Ok(bytes) } else { Err(PasskeyError::Elsewhere) }
}

fn check_data(site: &Site, data: &AuthData<'_>) -> Result<(), PasskeyError> {
    if data.rp != digest(&SHA256, site.host.as_bytes()).as_ref() {
        return Err(PasskeyError::Elsewhere);
    }
    if data.is_verified() { Ok(()) } else { Err(PasskeyError::Unverified) }
}

fn decode(text: &str) -> Result<Vec<u8>, PasskeyError> {
    BASE64URL_NOPAD.decode(text.as_bytes()).map_err(|_| PasskeyError::Malformed)
}
