//! Proofs that people take home.

use audit::{
    Proof, TreeHash,
    proof::{MOST_BYTES, ProofError},
};
use proptest::prelude::*;

use crate::bench::{cosigned, entry, log_of, policy};

fn proof(index: u64) -> Proof {
    let (log, _) = log_of(700, 256);
    Proof::make(log.storage(), index, &cosigned(&log.head(), &[1, 3])).unwrap()
}

#[test]
fn a_proof_shows_its_entry_without_a_network() {
    for index in [0, 255, 256, 699] {
        let text = proof(index).to_text().unwrap();
        let read = Proof::parse(&text).unwrap();
        assert_eq!(read, proof(index));
        let shown = read.verify(&entry(index).to_bytes().unwrap(), &policy()).unwrap();
        assert_eq!(shown.entry, entry(index));
        assert_eq!(shown.accepted.witnessed.len(), 2);
        let other = entry(index + 1).to_bytes().unwrap();
        assert!(matches!(read.verify(&other, &policy()), Err(ProofError::NotIncluded)));
    }
}

#[test]
fn a_proof_without_a_quorum_shows_nothing() {
    let (log, _) = log_of(5, 5);
    let proof = Proof::make(log.storage(), 2, &cosigned(&log.head(), &[1])).unwrap();
    let shown = proof.verify(&entry(2).to_bytes().unwrap(), &policy());
    assert!(matches!(shown, Err(ProofError::Unfulfilled(_))));
    assert!(Proof::make(log.storage(), 5, &cosigned(&log.head(), &[1, 2])).is_err());
}

#[test]
fn a_proof_of_a_very_large_log_fits() {
    let mut proof = proof(1);
    proof.path = vec![TreeHash([0xab; 32]); 40];
    proof.extra = Some(vec![0; 200]);
    let more = cosigned(&log_of(1, 1).0.head(), &[2, 3, 4]).signatures;
    proof.checkpoint.signatures.extend(more);
    let text = proof.to_text().unwrap();
    assert!(text.len() <= MOST_BYTES);
    assert_eq!(Proof::parse(&text).unwrap(), proof);
    proof.extra = Some(vec![0; audit::proof::MOST_WITH_EXTRA]);
    assert!(proof.to_text().is_err());
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    #[test]
    fn a_changed_proof_shows_nothing(at: usize, bit in 0u8..8) {
        static TEXT: std::sync::LazyLock<String> =
            std::sync::LazyLock::new(|| proof(300).to_text().unwrap());
        let mut bytes = TEXT.clone().into_bytes();
        let at = at % bytes.len();
        bytes[at] ^= 1 << bit;
        let read = String::from_utf8(bytes).ok().and_then(|it| Proof::parse(&it).ok());
        let entry = entry(300).to_bytes().unwrap();
        prop_assert!(read.is_none_or(|it| it.verify(&entry, &policy()).is_err()));
    }
}
