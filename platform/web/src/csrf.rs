//! Tokens against forged forms: a keyed hash of the session, or of the visit's language for
//! those who have no session (their requests are also checked for their origin).

use crypto::{Keys, Purpose, SecretKey};
use data_encoding::BASE64URL_NOPAD;

/// Makes and checks tokens.
pub(crate) struct Csrf {
    current: SecretKey,
    /// All keys, because a form may have been opened before the key was rotated.
    all: Vec<SecretKey>,
}

impl Csrf {
    pub fn new(keys: &Keys, purpose: &Purpose) -> Self {
        Self { current: keys.secret(purpose), all: keys.secrets(purpose) }
    }

    pub fn token(&self, session: &str) -> String {
        let hash = self.current.keyed_hash(&[session.as_bytes()]);
        BASE64URL_NOPAD.encode(hash.as_bytes())
    }

    /// Compares in constant time.
    pub fn fits(&self, session: &str, token: &str) -> bool {
        let Ok(bytes) = BASE64URL_NOPAD.decode(token.as_bytes()) else { return false };
        self.all.iter().any(|key| key.is_keyed_hash(&[session.as_bytes()], &bytes))
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use ledger::{DeploymentKey, KeyRing, SuiteId};

    use super::*;

    struct NoChance;

    impl kernel::Chance for NoChance {
        fn fill(&self, bytes: &mut [u8]) {
            bytes.fill(0);
        }
    }

    fn csrf(suite: SuiteId, current: u8, former: &[u8]) -> Csrf {
        let key = |it: &u8| DeploymentKey::new([*it; 32]);
        let ring = KeyRing::new(key(&current), former.iter().map(key).collect());
        let keys = Keys::in_software(suite, ring, Arc::new(NoChance));
        Csrf::new(&keys, &Purpose::named("csrf"))
    }

    #[test]
    fn a_token_fits_its_own_session_only() {
        let csrf = csrf(SuiteId::International, 7, &[]);
        let token = csrf.token("one");
        assert!(csrf.fits("one", &token));
        assert!(!csrf.fits("two", &token));
        assert!(!csrf.fits("one", "short"));
        assert!(!self::csrf(SuiteId::International, 8, &[]).fits("one", &token));
    }

    #[test]
    fn a_form_that_was_opened_before_a_rotation_can_still_be_sent() {
        let token = csrf(SuiteId::International, 7, &[]).token("one");
        assert!(csrf(SuiteId::National, 8, &[7]).fits("one", &token));
        assert!(!csrf(SuiteId::National, 8, &[]).fits("one", &token));
    }
}
