//! The notice of a provider that a session there is over (OpenID Connect Back-Channel Logout 1.0).

use jiff::{SignedDuration, Timestamp};
use serde_json::{Map, Value};

use crate::{
    TokenError,
    claims::{LEEWAY, check_audience, instant},
};

/// What a notice must hold.
const EVENT: &str = "http://schemas.openid.net/event/backchannel-logout";
/// A notice older than this is not acted upon.
const OLDEST: SignedDuration = SignedDuration::from_mins(10);

/// Whose session is over.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LogoutNotice {
    /// Who, in the provider's numbering.
    pub subject: Option<String>,
    /// Which session at the provider.
    pub session: Option<String>,
    /// The notice's own id: it is acted upon once.
    pub id: String,
}

/// Checks the claims of a notice whose signature fits.
pub(crate) fn notice(
    claims: &Map<String, Value>,
    issuer: &str,
    client_id: &str,
    now: Timestamp,
) -> Result<LogoutNotice, TokenError> {
    let text = |name: &str| {
        let found = claims.get(name).and_then(Value::as_str);
        found.filter(|it| !it.is_empty() && it.len() <= 255).map(str::to_owned)
    };
    if text("iss").as_deref() != Some(issuer) {
        return Err(TokenError::Claim("iss"));
    }
    check_audience(claims, client_id)?;
    let made = instant(claims, "iat")?.ok_or(TokenError::Claim("iat"))?;
    if made > now + LEEWAY || made + OLDEST + LEEWAY < now {
        return Err(TokenError::Claim("iat"));
    }
    if instant(claims, "exp")?.is_some_and(|it| it + LEEWAY <= now) {
        return Err(TokenError::Claim("exp"));
    }
    // An ID token must never pass for a notice, nor a notice for an ID token.
    if claims.contains_key("nonce") {
        return Err(TokenError::Claim("nonce"));
    }
    let has_event = claims.get("events").and_then(|it| it.get(EVENT)).is_some_and(Value::is_object);
    if !has_event {
        return Err(TokenError::Claim("events"));
    }
    let id = text("jti").ok_or(TokenError::Claim("jti"))?;
    let (subject, session) = (text("sub"), text("sid"));
    if subject.is_none() && session.is_none() {
        return Err(TokenError::Claim("sub"));
    }
    Ok(LogoutNotice { subject, session, id })
}
