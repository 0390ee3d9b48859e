//! Signed notes, keys and policies.

use audit::{
    Checkpoint, Head, Note, Policy, TreeHash,
    keys::{Ed25519Signer, KeyError, NoteSigner, PublicKey, Sm2Signer, Verifier},
    note::NoteError,
    policy::{PolicyFault, Unfulfilled},
};
use proptest::prelude::*;

use crate::bench::{ORIGIN, cosigned, cosigner, log_key, policy, signed};

fn head() -> Head {
    Head { size: 7, root: TreeHash([9; 32]) }
}

#[test]
fn the_example_of_the_specification_reads() {
    let text = "If you think cryptography is the answer to your problem,\n\
        then you don't know what your problem is.\n\n\
        — PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n";
    let key = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW";
    let (note, key) = (Note::parse(text).unwrap(), Verifier::parse(key).unwrap());
    assert_eq!(note.signed_by(&[&key]).unwrap().len(), 1);
    assert_eq!(note.to_text(), text);
    assert_eq!(note.signed_by(&[log_key().verifier()]), Err(NoteError::Unsigned));
}

#[test]
fn both_kinds_of_log_keys_sign_and_unknown_lines_are_passed_over() {
    let sm2 = Sm2Signer::from_secret(ORIGIN, &[3; 32]).unwrap();
    let known = Verifier::parse(&sm2.verifier().to_text()).unwrap();
    assert!(matches!(known.key, PublicKey::Sm2(_)));
    let keys: Vec<Box<dyn NoteSigner>> = vec![Box::new(log_key()), Box::new(sm2)];
    let note = Checkpoint::new(ORIGIN, &head()).sign(&keys).unwrap();
    let note = Note::parse(&note.to_text()).unwrap();
    assert_eq!(note.signatures.len(), 2);
    assert_eq!(note.signed_by(&[keys[0].verifier()]).unwrap().len(), 1);
    assert_eq!(note.signed_by(&[&known]).unwrap().len(), 1);
    assert_eq!(note.signed_by(&[keys[0].verifier(), &known]).unwrap().len(), 2);
    let mut wrong = note.clone();
    wrong.signatures[1].bytes[40] ^= 1;
    assert_eq!(wrong.signed_by(&[keys[0].verifier()]).unwrap().len(), 1);
    assert!(matches!(wrong.signed_by(&[keys[0].verifier(), &known]), Err(NoteError::Wrong(_))));
}

#[test]
fn keys_that_do_not_fit_are_refused() {
    let text = log_key().verifier().to_text();
    assert!(Verifier::parse(&text).is_ok());
    assert_eq!(Verifier::parse(&text.replacen("city", "town", 1)), Err(KeyError::Id));
    assert_eq!(Verifier::parse("a+00000000+AAAA"), Err(KeyError::Kind));
    assert_eq!(Verifier::parse("a+b"), Err(KeyError::Form));
    assert!(Ed25519Signer::from_seed("a b", &[1; 32]).is_err());
}

#[test]
fn a_cosignature_says_when() {
    let note = cosigned(&head(), &[1]);
    let by = note.signed_by(&[cosigner(1).verifier()]).unwrap();
    assert_eq!(by[0].at, Some(1_780_000_000));
    let mut later = note.clone();
    later.signatures[1].bytes[7] ^= 1;
    assert!(later.signed_by(&[cosigner(1).verifier()]).is_err());
}

#[test]
fn two_of_three_are_a_quorum() {
    let policy = policy();
    assert_eq!(policy.accept(&signed(&head())), Err(Unfulfilled::Quorum(0)));
    assert_eq!(policy.accept(&cosigned(&head(), &[2])), Err(Unfulfilled::Quorum(1)));
    // The same witness twice is one.
    assert_eq!(policy.accept(&cosigned(&head(), &[2, 2])), Err(Unfulfilled::Quorum(1)));
    // A witness that is not in the policy does not count.
    assert_eq!(policy.accept(&cosigned(&head(), &[2, 9])), Err(Unfulfilled::Quorum(1)));
    let accepted = policy.accept(&cosigned(&head(), &[3, 1])).unwrap();
    assert_eq!(accepted.checkpoint.head(), head());
    assert_eq!(accepted.witnessed[0].0, "w3");
    let mut unsigned = cosigned(&head(), &[1, 2, 3]);
    unsigned.signatures.remove(0);
    assert_eq!(policy.accept(&unsigned), Err(Unfulfilled::Log));
}

#[test]
fn policies_that_are_none_are_refused() {
    let log = log_key().verifier().to_text();
    let w = cosigner(1).verifier().to_text();
    let fault = |text: String| Policy::parse(&text).unwrap_err().what;
    assert_eq!(fault(format!("log {log}\n")), PolicyFault::Quorum);
    assert_eq!(fault(format!("log {log}\nquorum none")), PolicyFault::Form);
    assert_eq!(fault(format!("log {w}\nquorum none\n")), PolicyFault::WrongKind);
    assert_eq!(fault(format!("witness a {log}\nquorum a\n")), PolicyFault::WrongKind);
    assert_eq!(fault(format!("witness none {w}\n")), PolicyFault::Taken("none".into()));
    assert_eq!(fault(format!("witness a {w}\nwitness b {w}\n")), PolicyFault::SameKey);
    assert_eq!(fault("quorum a\n".into()), PolicyFault::Unknown("a".into()));
    assert_eq!(fault(format!("witness a {w}\ngroup g 2 a\n")), PolicyFault::Threshold);
    assert_eq!(fault(format!("witness a {w}\ngroup g 0 a\n")), PolicyFault::Threshold);
    assert_eq!(fault(format!("witness a {w}\ngroup g all a a\n")), PolicyFault::Member("a".into()));
    assert_eq!(fault("quorum none\nquorum none\n".into()), PolicyFault::Quorum);
    let good =
        format!("# ours\n\n\tlog {log} https://x\n witness a {w}\ngroup g any a\nquorum g\n");
    assert!(Policy::parse(&good).is_ok());
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(500))]

    #[test]
    fn a_changed_checkpoint_is_refused(at in 0usize..2000, bit in 0u8..8) {
        let mut bytes = cosigned(&head(), &[1, 2]).to_text().into_bytes();
        let at = at % bytes.len();
        bytes[at] ^= 1 << bit;
        let note = String::from_utf8(bytes).ok().and_then(|it| Note::parse(&it).ok());
        prop_assert!(note.is_none_or(|it| policy().accept(&it).is_err()));
    }
}
