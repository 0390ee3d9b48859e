//! What an authenticator app does (RFC 6238), written once more for the tests.

use aws_lc_rs::hmac;
use jiff::Timestamp;

/// The code of the present step, of a secret as people type it.
pub fn code(secret: &str, at: Timestamp) -> String {
    let secret = data_encoding::BASE32_NOPAD.decode(secret.replace(' ', "").as_bytes()).unwrap();
    let key = hmac::Key::new(hmac::HMAC_SHA1_FOR_LEGACY_USE_ONLY, &secret);
    let tag = hmac::sign(&key, &(at.as_second() / 30).to_be_bytes());
    let tag = tag.as_ref();
    let start = usize::from(tag[19] & 15);
    let number = u32::from_be_bytes(tag[start..start + 4].try_into().unwrap());
    format!("{:06}", (number & 0x7fff_ffff) % 1_000_000)
}
