//! What an ID token must say to be believed (OpenID Connect Core 3.1.3.7).

use aws_lc_rs::digest;
use data_encoding::BASE64URL_NOPAD;
use jiff::{SignedDuration, Timestamp};
use serde_json::{Map, Value};

use crate::{Algorithm, TokenError};

/// By so much two clocks may differ.
pub const LEEWAY: SignedDuration = SignedDuration::from_secs(60);
/// An ID token that is fetched in the moment it is made is not older than this.
const OLDEST: SignedDuration = SignedDuration::from_mins(10);
/// No subject identifier is longer (Core 2).
const LONGEST_SUBJECT: usize = 255;

/// What is expected of an ID token.
pub struct Expected<'a> {
    /// Who must have made it.
    pub issuer: &'a str,
    /// For whom it must be.
    pub client_id: &'a str,
    /// What was sent along when the flow began.
    pub nonce: &'a str,
    /// The access token that came with it, as `at_hash` may name it.
    pub access_token: Option<&'a str>,
    /// How long ago the person may have proved themselves, if that was asked for.
    pub max_age: Option<SignedDuration>,
    /// The present.
    pub now: Timestamp,
}

/// Who somebody is, as a provider asserts.
#[derive(Debug, Clone, PartialEq)]
pub struct Assertion {
    /// The provider.
    pub issuer: String,
    /// Who it is, in the provider's own numbering: never without the issuer.
    pub subject: String,
    /// How it was proved (`acr`).
    pub acr: Option<String>,
    /// With what it was proved (`amr`).
    pub amr: Vec<String>,
    /// When it was proved.
    pub proved_at: Option<Timestamp>,
    /// The session at the provider.
    pub session: Option<String>,
    /// Everything that was said, from the ID token and from `userinfo`.
    pub claims: Map<String, Value>,
    /// The token itself, by which the provider knows whom to sign out.
    pub id_token: String,
}

impl Assertion {
    /// A claim that is a text and not empty. A path with dots leads into objects, unless a claim
    /// bears the whole path as its name, as those of some providers do.
    pub fn text(&self, path: &str) -> Option<&str> {
        let inside = || {
            let mut parts = path.split('.');
            let first = self.claims.get(parts.next()?)?;
            parts.try_fold(first, |value, part| value.get(part))
        };
        let found = self.claims.get(path).or_else(inside);
        found.and_then(Value::as_str).map(str::trim).filter(|it| !it.is_empty())
    }
}

/// Checks the claims of a token whose signature fits.
pub(crate) fn believed(
    algorithm: Algorithm,
    claims: Map<String, Value>,
    expected: &Expected<'_>,
) -> Result<Assertion, TokenError> {
    let text = |name: &str| claims.get(name).and_then(Value::as_str);
    if text("iss") != Some(expected.issuer) {
        return Err(TokenError::Claim("iss"));
    }
    check_audience(&claims, expected.client_id)?;
    check_times(&claims, expected)?;
    if text("nonce") != Some(expected.nonce) {
        return Err(TokenError::Claim("nonce"));
    }
    if let (Some(hash), Some(token)) = (claims.get("at_hash"), expected.access_token)
        && hash.as_str() != Some(half_hash(algorithm, token).as_str())
    {
        return Err(TokenError::Claim("at_hash"));
    }
    let subject = text("sub").filter(|it| !it.is_empty() && it.len() <= LONGEST_SUBJECT);
    let subject = subject.ok_or(TokenError::Claim("sub"))?.to_owned();
    Ok(Assertion {
        issuer: expected.issuer.to_owned(),
        subject,
        acr: text("acr").map(str::to_owned),
        amr: texts(claims.get("amr")),
        proved_at: instant(&claims, "auth_time")?,
        session: text("sid").map(str::to_owned),
        id_token: String::new(),
        claims,
    })
}

/// For us, and where it is for others as well, given to us.
pub(crate) fn check_audience(
    claims: &Map<String, Value>,
    client_id: &str,
) -> Result<(), TokenError> {
    let audience = match claims.get("aud") {
        Some(Value::String(only)) => vec![only.clone()],
        other => texts(other),
    };
    if !audience.iter().any(|it| it == client_id) {
        return Err(TokenError::Claim("aud"));
    }
    match claims.get("azp") {
        None if audience.len() == 1 => Ok(()),
        Some(Value::String(party)) if party == client_id => Ok(()),
        _ => Err(TokenError::Claim("azp")),
    }
}

fn check_times(claims: &Map<String, Value>, expected: &Expected<'_>) -> Result<(), TokenError> {
    let now = expected.now;
    let needed = |name| instant(claims, name)?.ok_or(TokenError::Claim(name));
    if needed("exp")? + LEEWAY <= now {
        return Err(TokenError::Claim("exp"));
    }
    let made = needed("iat")?;
    if made > now + LEEWAY || made + OLDEST + LEEWAY < now {
        return Err(TokenError::Claim("iat"));
    }
    if instant(claims, "nbf")?.is_some_and(|it| it > now + LEEWAY) {
        return Err(TokenError::Claim("nbf"));
    }
    let proved = instant(claims, "auth_time")?;
    if proved.is_some_and(|it| it > now + LEEWAY) {
        return Err(TokenError::Claim("auth_time"));
    }
    match expected.max_age {
        Some(age) if proved.is_none_or(|it| it + age + LEEWAY < now) => {
            Err(TokenError::Claim("auth_time"))
        }
        _ => Ok(()),
    }
}

/// Seconds since 1970, within a range in which the sums above stay instants.
pub(crate) fn instant(
    claims: &Map<String, Value>,
    name: &'static str,
) -> Result<Option<Timestamp>, TokenError> {
    const LATEST: i64 = 32_503_680_000;
    let Some(value) = claims.get(name) else { return Ok(None) };
    let seconds = value.as_i64().filter(|it| (0..LATEST).contains(it));
    let instant = seconds.and_then(|it| Timestamp::from_second(it).ok());
    instant.map(Some).ok_or(TokenError::Claim(name))
}

fn texts(value: Option<&Value>) -> Vec<String> {
    let list = value.and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default();
    list.iter().filter_map(Value::as_str).map(str::to_owned).collect()
}

/// The left half of the hash of an access token.
fn half_hash(algorithm: Algorithm, token: &str) -> String {
    let kind = match algorithm {
        Algorithm::EdDsa => &digest::SHA512,
        Algorithm::Es256 | Algorithm::Rs256 | Algorithm::Ps256 => &digest::SHA256,
    };
    let hash = digest::digest(kind, token.as_bytes());
    let bytes = hash.as_ref();
    BASE64URL_NOPAD.encode(bytes.get(..bytes.len() / 2).unwrap_or_default())
}
