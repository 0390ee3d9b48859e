//! One-time codes of authenticator apps (RFC 6238): SHA-1, six digits, a new code every 30 seconds,
//! which is what all such apps can do.

use aws_lc_rs::hmac;
use data_encoding::BASE32_NOPAD;
use jiff::Timestamp;

/// Seconds of a step.
pub const STEP: i64 = 30;
/// Length of a secret, in bytes.
pub const SECRET: usize = 20;
/// Clocks may differ by so many steps.
const DRIFT: i64 = 1;

/// The step of an instant.
pub fn step_of(at: Timestamp) -> i64 {
    at.as_second().div_euclid(STEP)
}

/// The code of a step.
pub fn code(secret: &[u8], step: i64) -> String {
    let key = hmac::Key::new(hmac::HMAC_SHA1_FOR_LEGACY_USE_ONLY, secret);
    let tag = hmac::sign(&key, &step.to_be_bytes());
    let bytes = tag.as_ref();
    let start = usize::from(bytes.last().copied().unwrap_or_default() & 15);
    let number = bytes.iter().skip(start).take(4).fold(0u32, |n, it| n << 8 | u32::from(*it));
    format!("{:06}", (number & 0x7fff_ffff) % 1_000_000)
}

/// The step of which `typed` is the code: the present one or a neighbour, because clocks differ.
pub fn fitting_step(secret: &[u8], typed: &str, now: Timestamp) -> Option<i64> {
    let now = step_of(now);
    let is_same = |step: &i64| {
        let right = code(secret, *step);
        aws_lc_rs::constant_time::verify_slices_are_equal(right.as_bytes(), typed.as_bytes())
            .is_ok()
    };
    (now - DRIFT..=now + DRIFT).find(is_same)
}

/// The first step whose code still counts when `used` was the last one, if it counts now.
pub fn next_step(used: Option<i64>, now: Timestamp) -> Option<i64> {
    let now = step_of(now);
    let step = used.filter(|used| *used <= now + DRIFT).map_or(now, |used| now.max(used + 1));
    (step <= now + DRIFT).then_some(step)
}

/// The secret as people type it where there is no camera, in groups of four.
pub fn text(secret: &[u8]) -> String {
    let text = BASE32_NOPAD.encode(secret);
    let groups: Vec<&str> =
        text.as_bytes().chunks(4).filter_map(|group| std::str::from_utf8(group).ok()).collect();
    groups.join(" ")
}

/// The address that a camera reads. `issuer` and `name` are what the app shows.
pub fn address(secret: &[u8], issuer: &str, name: &str) -> String {
    let label = format!("{}:{}", encode(issuer), encode(name));
    let secret = BASE32_NOPAD.encode(secret);
    format!("otpauth://totp/{label}?secret={secret}&issuer={}", encode(issuer))
}

fn encode(text: &str) -> String {
    let is_plain = |it: u8| it.is_ascii_alphanumeric() || b"-._~".contains(&it);
    let byte = |it: u8| {
        if is_plain(it) { char::from(it).to_string() } else { format!("%{it:02X}") }
    };
    text.bytes().map(byte).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const SECRET: &[u8] = b"12345678901234567890";

    fn at(second: i64) -> Timestamp {
        Timestamp::from_second(second).unwrap()
    }

    /// RFC 6238, appendix B, the last six digits.
    #[test]
    fn codes_are_those_of_the_standard() {
        for (second, expected) in [
            (59, "287082"),
            (1_111_111_109, "081804"),
            (1_111_111_111, "050471"),
            (1_234_567_890, "005924"),
            (2_000_000_000, "279037"),
            (20_000_000_000, "353130"),
        ] {
            assert_eq!(code(SECRET, step_of(at(second))), expected, "{second}");
        }
    }

    #[test]
    fn a_code_counts_in_its_step_and_in_its_neighbours() {
        let typed = code(SECRET, 100);
        for (second, is_right) in
            [(2969, false), (2970, true), (3000, true), (3059, true), (3060, false)]
        {
            let found = fitting_step(SECRET, &typed, at(second));
            assert_eq!(found, is_right.then_some(100), "{second}");
        }
        assert_eq!(fitting_step(SECRET, "", at(3000)), None);
        assert_eq!(fitting_step(SECRET, &format!("{typed} "), at(3000)), None);
    }

    #[test]
    fn after_a_code_the_next_one_counts() {
        assert_eq!(next_step(None, at(3000)), Some(100));
        assert_eq!(next_step(Some(99), at(3000)), Some(100));
        assert_eq!(next_step(Some(100), at(3000)), Some(101));
        assert_eq!(next_step(Some(101), at(3000)), None, "not before the clock goes on");
        assert_eq!(next_step(Some(500), at(3000)), Some(100), "the clock was moved back");
    }

    #[test]
    fn apps_read_the_secret_from_text_and_picture() {
        assert_eq!(text(SECRET), "GEZD GNBV GY3T QOJQ GEZD GNBV GY3T QOJQ");
        let address = address(SECRET, "一窗", "a b");
        assert!(address.starts_with("otpauth://totp/%E4%B8%80%E7%AA%97:a%20b?secret=GEZDGNBV"));
    }
}
