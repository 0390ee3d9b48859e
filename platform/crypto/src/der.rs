//! The forms in which other programs exchange what is made here: signatures of SM2 as DER
//! (GB/T 35276, GM/T 0009: a sequence of r and s), public keys as SubjectPublicKeyInfo (RFC 5280,
//! RFC 8410; GM/T 0015 for SM2). The lengths are so small that each fits one byte.

use crate::{SIGNATURE, SuiteId};

const INTEGER: u8 = 0x02;
const SEQUENCE: u8 = 0x30;
const HALF: usize = SIGNATURE / 2;

/// id-Ed25519, as RFC 8410 section 10.3 prints it, up to the key.
const ED25519: [u8; 12] = [0x30, 0x2a, 0x30, 0x05, 0x06, 0x03, 0x2b, 0x65, 0x70, 0x03, 0x21, 0x00];
/// id-ecPublicKey (1.2.840.10045.2.1) with the curve 1.2.156.10197.1.301, up to the key.
const SM2: [u8; 26] = [
    0x30, 0x59, 0x30, 0x13, 0x06, 0x07, 0x2a, 0x86, 0x48, 0xce, 0x3d, 0x02, 0x01, 0x06, 0x08, 0x2a,
    0x81, 0x1c, 0xcf, 0x55, 0x01, 0x82, 0x2d, 0x03, 0x42, 0x00,
];

/// The public key as SubjectPublicKeyInfo.
pub fn public_key(suite: SuiteId, public: &[u8]) -> Vec<u8> {
    match suite {
        SuiteId::International => [ED25519.as_slice(), public].concat(),
        SuiteId::National => [SM2.as_slice(), public].concat(),
    }
}

/// r and s as a DER sequence of two integers.
pub fn encode(signature: &[u8; SIGNATURE]) -> Vec<u8> {
    let (r, s) = signature.split_at(HALF);
    let numbers = [integer(r), integer(s)].concat();
    [&[SEQUENCE, short(&numbers)], numbers.as_slice()].concat()
}

/// Reads what [`encode`] writes and nothing else: DER has one form for each value.
pub fn decode(bytes: &[u8]) -> Option<[u8; SIGNATURE]> {
    let (numbers, rest) = take(bytes, SEQUENCE)?;
    let (r, s) = take(numbers, INTEGER)?;
    let (s, end) = take(s, INTEGER)?;
    let mut signature = [0u8; SIGNATURE];
    let (left, right) = signature.split_at_mut(HALF);
    place(r, left)?;
    place(s, right)?;
    let is_whole = rest.is_empty() && end.is_empty() && encode(&signature) == bytes;
    is_whole.then_some(signature)
}

fn integer(number: &[u8]) -> Vec<u8> {
    let zeros = number.iter().take_while(|it| **it == 0).count().min(number.len() - 1);
    let (_, digits) = number.split_at(zeros);
    // A first bit would make it negative.
    let sign: &[u8] = if digits.first().is_some_and(|it| *it >= 0x80) { &[0] } else { &[] };
    let content = [sign, digits].concat();
    [&[INTEGER, short(&content)], content.as_slice()].concat()
}

/// The length in one byte; what is encoded here has at most 70 bytes.
fn short(content: &[u8]) -> u8 {
    u8::try_from(content.len()).unwrap_or(u8::MAX)
}

fn take(bytes: &[u8], tag: u8) -> Option<(&[u8], &[u8])> {
    let (head, rest) = bytes.split_first_chunk::<2>()?;
    (head[0] == tag && head[1] < 0x80).then(|| rest.split_at_checked(head[1].into()))?
}

/// A number of at most 32 digits, with or without sign byte, flush right.
fn place(number: &[u8], into: &mut [u8]) -> Option<()> {
    let digits = number.strip_prefix(&[0]).unwrap_or(number);
    let start = into.len().checked_sub(digits.len())?;
    into.get_mut(start..)?.copy_from_slice(digits);
    Some(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_pair_of_numbers_has_one_form() {
        for (first, second) in [(0x01, 0x7f), (0x80, 0xff), (0x00, 0x80), (0xff, 0x00)] {
            let mut signature = [0x5a; SIGNATURE];
            signature[0] = first;
            signature[HALF] = second;
            let der = encode(&signature);
            assert_eq!(decode(&der), Some(signature));
            assert!(der.len() >= 69 || first == 0 || second == 0, "{}", der.len());
            assert_eq!(decode(&[der.as_slice(), &[0]].concat()), None);
            assert_eq!(decode(&der[..der.len() - 1]), None);
        }
    }

    #[test]
    fn small_numbers_are_short_and_come_back() {
        let mut signature = [0; SIGNATURE];
        signature[HALF - 1] = 1;
        let der = encode(&signature);
        assert_eq!(der, [0x30, 6, 2, 1, 1, 2, 1, 0]);
        assert_eq!(decode(&der), Some(signature));
    }

    #[test]
    fn other_forms_of_the_same_numbers_are_refused() {
        // A superfluous zero, a negative number, a long form of the length, another tag.
        assert_eq!(decode(&[0x30, 7, 2, 2, 0, 1, 2, 1, 1]), None);
        assert_eq!(decode(&[0x30, 6, 2, 1, 0x81, 2, 1, 1]), None);
        assert_eq!(decode(&[0x30, 0x81, 6, 2, 1, 1, 2, 1, 1]), None);
        assert_eq!(decode(&[0x31, 6, 2, 1, 1, 2, 1, 1]), None);
        assert_eq!(decode(&[0x30, 6, 2, 0x7f, 1, 2, 1, 1]), None);
        assert_eq!(decode(&[]), None);
    }
}
