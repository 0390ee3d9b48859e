//! Signed tokens (RFC 7515, compact form): header, payload, signature.

use data_encoding::BASE64URL_NOPAD;
use serde::Deserialize;
use serde_json::{Map, Value};

use crate::{Algorithm, KeySet};

/// No token is longer.
const LONGEST: usize = 64 * 1024;

/// Why a token is not believed.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum TokenError {
    /// Not three parts of base64 with a header in the first.
    #[error("not a signed token")]
    Malformed,
    /// Signed in a way that is not believed, or not signed at all.
    #[error("signed with an algorithm that is not believed")]
    Algorithm,
    /// A token of another type, such as an access token.
    #[error("a token of another type")]
    Kind,
    /// None of the keys has the token's id.
    #[error("signed with an unknown key")]
    UnknownKey,
    /// The key is too short to be believed: its bits.
    #[error(
        "signed with an RSA key of {0} bits, and shorter ones than 3072 are not believed; \
         `allow_rsa_2048` of this provider allows 2048"
    )]
    ShortKey(usize),
    /// The signature does not fit.
    #[error("the signature does not fit")]
    Signature,
    /// What it says does not hold: the name of the claim.
    #[error("its {0} does not hold")]
    Claim(&'static str),
}

/// Of a header, what is acted upon. Keys that a token brings (`jwk`, `jku`, `x5c`, `x5u`) are not
/// even read.
#[derive(Deserialize)]
struct Header {
    alg: String,
    kid: Option<String>,
    typ: Option<String>,
    /// What somebody must understand who reads it. We understand nothing of that kind.
    crit: Option<Value>,
    /// An unencoded or compressed payload is of that kind, too.
    b64: Option<Value>,
    zip: Option<Value>,
}

/// The payload of a token, if one of `keys` signed it and it is one of `types` (`typ` without
/// `application/`, in small letters; a token without `typ` is taken for the first).
///
/// # Errors
/// [`TokenError`].
pub fn verified(
    token: &str,
    keys: &KeySet,
    types: &[&str],
) -> Result<(Algorithm, Map<String, Value>), TokenError> {
    if token.len() > LONGEST {
        return Err(TokenError::Malformed);
    }
    let mut parts = token.split('.');
    let (Some(header), Some(payload), Some(signature), None) =
        (parts.next(), parts.next(), parts.next(), parts.next())
    else {
        return Err(TokenError::Malformed);
    };
    let read: Header =
        serde_json::from_slice(&decoded(header)?).map_err(|_| TokenError::Malformed)?;
    if read.crit.is_some() || read.b64.is_some() || read.zip.is_some() {
        return Err(TokenError::Malformed);
    }
    let algorithm = Algorithm::parse(&read.alg).ok_or(TokenError::Algorithm)?;
    let key = keys.find(algorithm, read.kid.as_deref()).ok_or(TokenError::UnknownKey)?;
    if let Some(bits) = keys.too_short(key) {
        return Err(TokenError::ShortKey(bits));
    }
    let message = token.get(..header.len() + 1 + payload.len()).ok_or(TokenError::Malformed)?;
    if !key.fits(algorithm, message.as_bytes(), &decoded(signature)?) {
        return Err(TokenError::Signature);
    }
    let kind = read.typ.map(|it| it.to_ascii_lowercase());
    let kind = kind.as_deref().map(|it| it.strip_prefix("application/").unwrap_or(it));
    if kind.is_some_and(|it| !types.contains(&it)) {
        return Err(TokenError::Kind);
    }
    match serde_json::from_slice(&decoded(payload)?) {
        Ok(Value::Object(claims)) => Ok((algorithm, claims)),
        _ => Err(TokenError::Malformed),
    }
}

/// Strict: no padding, no bits left over, so that a token has one form only.
fn decoded(part: &str) -> Result<Vec<u8>, TokenError> {
    BASE64URL_NOPAD.decode(part.as_bytes()).map_err(|_| TokenError::Malformed)
}
