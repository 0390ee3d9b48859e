//! Challenges that need no memory until they are answered: a nonce and an end, signed for one
//! purpose and one visitor.

use aws_lc_rs::hmac;
use data_encoding::BASE64URL_NOPAD;
use jiff::{SignedDuration, Timestamp};

/// So long a challenge can be answered.
const LIFE: SignedDuration = SignedDuration::from_mins(10);
const NONCE: usize = 16;
const END: usize = 8;
const MAC: usize = 16;

/// Makes and checks challenges.
#[derive(Clone)]
pub struct Challenges {
    key: String,
}

impl Challenges {
    /// Challenges signed with `key`.
    pub fn new(key: &str) -> Self {
        Self { key: key.to_owned() }
    }

    /// A challenge for `purpose` (what for and for whom), as base64url.
    pub fn make(&self, purpose: &str, nonce: [u8; NONCE], now: Timestamp) -> String {
        let end = (now + LIFE).as_second().to_be_bytes();
        let mut bytes = [nonce.as_slice(), &end].concat();
        let tag = self.mac(purpose, &bytes);
        bytes.extend(tag.as_ref().iter().take(MAC));
        BASE64URL_NOPAD.encode(&bytes)
    }

    /// When an own challenge of this purpose ends, if it has not yet.
    pub fn check(&self, purpose: &str, challenge: &str, now: Timestamp) -> Option<Timestamp> {
        let bytes = BASE64URL_NOPAD.decode(challenge.as_bytes()).ok()?;
        let (signed, mac) = bytes.split_at_checked(NONCE + END)?;
        let right = self.mac(purpose, signed);
        let right = right.as_ref().get(..MAC)?;
        aws_lc_rs::constant_time::verify_slices_are_equal(right, mac).ok()?;
        let end = i64::from_be_bytes(signed.get(NONCE..)?.try_into().ok()?);
        Timestamp::from_second(end).ok().filter(|end| now <= *end)
    }

    fn mac(&self, purpose: &str, bytes: &[u8]) -> hmac::Tag {
        let key = hmac::Key::new(hmac::HMAC_SHA256, self.key.as_bytes());
        let mut context = hmac::Context::with_key(&key);
        context.update(bytes);
        context.update(purpose.as_bytes());
        context.sign()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_challenge_is_good_for_its_purpose_until_its_end() {
        let challenges = Challenges::new("one");
        let now: Timestamp = "2026-03-02T09:00:00Z".parse().unwrap();
        let challenge = challenges.make("sign_in", [7; 16], now);
        let end = now + LIFE;
        assert_eq!(challenges.check("sign_in", &challenge, end), Some(end));
        assert_eq!(
            challenges.check("sign_in", &challenge, end + SignedDuration::from_secs(1)),
            None
        );
        assert_eq!(challenges.check("step_up/x", &challenge, now), None);
        assert_eq!(Challenges::new("two").check("sign_in", &challenge, now), None);
        for odd in ["", "AAAA", &challenge[1..]] {
            assert_eq!(challenges.check("sign_in", odd, now), None);
        }
    }
}
