//! What the tests share.

use std::sync::{Arc, Mutex};

use crypto::{DeploymentKey, KeyRing, Purpose, SecretKey, SoftwareHolder, SuiteId};
use data_encoding::HEXLOWER_PERMISSIVE;
use kernel::Chance;

pub const LICENCES: Purpose = Purpose::named("licence-signing");
pub const SUBJECT_KEYS: Purpose = Purpose::named("wrap:subject-keys");

/// Bytes from hexadecimal digits; white space is left out.
pub fn hex(text: &str) -> Vec<u8> {
    let digits: String = text.split_whitespace().collect();
    HEXLOWER_PERMISSIVE.decode(digits.as_bytes()).unwrap()
}

pub fn hex32(text: &str) -> [u8; 32] {
    hex(text).try_into().unwrap()
}

/// Counts up, so that no two draws are equal and each run is the same.
#[derive(Default)]
pub struct Counting(Mutex<u64>);

impl Chance for Counting {
    fn fill(&self, bytes: &mut [u8]) {
        let mut count = self.0.lock().unwrap();
        for chunk in bytes.chunks_mut(8) {
            *count += 1;
            let mixed = count.wrapping_mul(0x9e37_79b9_7f4a_7c15).rotate_left(29);
            chunk.copy_from_slice(&mixed.to_le_bytes()[..chunk.len()]);
        }
    }
}

pub fn ring() -> KeyRing {
    DeploymentKey::new([7; 32]).into()
}

pub fn holder(suite: SuiteId, ring: KeyRing) -> SoftwareHolder {
    SoftwareHolder::new(suite, ring, Arc::new(Counting::default()))
}

pub fn key(suite: SuiteId) -> SecretKey {
    SecretKey::new(suite, [9; 32])
}

/// Every text that differs from `bytes` in one bit.
pub fn flips(bytes: &[u8]) -> impl Iterator<Item = (usize, Vec<u8>)> {
    (0..bytes.len() * 8).map(|bit| {
        let mut changed = bytes.to_vec();
        changed[bit / 8] ^= 1 << (bit % 8);
        (bit, changed)
    })
}
