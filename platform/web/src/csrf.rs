//! Tokens against forged forms: a keyed hash of the session, or of the visit's language for
//! those who have no session (their requests are also checked for their origin).

use data_encoding::BASE64URL_NOPAD;
use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;

/// Makes and checks tokens.
pub(crate) struct Csrf {
    key: [u8; 32],
}

impl Csrf {
    pub fn new(key: [u8; 32]) -> Self {
        Self { key }
    }

    pub fn token(&self, session: &str) -> String {
        BASE64URL_NOPAD.encode(&self.mac(session).finalize().into_bytes()[..18])
    }

    /// Compares in constant time.
    pub fn fits(&self, session: &str, token: &str) -> bool {
        let Ok(bytes) = BASE64URL_NOPAD.decode(token.as_bytes()) else { return false };
        bytes.len() == 18 && self.mac(session).verify_truncated_left(&bytes).is_ok()
    }

    fn mac(&self, session: &str) -> Hmac<Sha256> {
        let mut mac = <Hmac<Sha256> as KeyInit>::new(&self.padded().into());
        mac.update(session.as_bytes());
        mac
    }

    /// The block that HMAC's fixed-size constructor takes.
    fn padded(&self) -> [u8; 64] {
        let mut block = [0u8; 64];
        block[..32].copy_from_slice(&self.key);
        block
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_token_fits_its_own_session_only() {
        let csrf = Csrf::new([7; 32]);
        let token = csrf.token("one");
        assert!(csrf.fits("one", &token));
        assert!(!csrf.fits("two", &token));
        assert!(!csrf.fits("one", "short"));
        assert!(!Csrf::new([8; 32]).fits("one", &token));
    }
}
