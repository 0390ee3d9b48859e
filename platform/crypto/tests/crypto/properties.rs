//! What holds for all texts, keys and purposes.

use crypto::{
    CryptoError, DeploymentKey, Digest, KeyHolder as _, PublicKey, Purpose, SecretKey, Signature,
    SigningKey, SuiteId,
};
use proptest::{collection::vec, prelude::*};

use crate::tools::{Counting, holder};

const BASE: Purpose = Purpose::named("any");

fn suites() -> impl Strategy<Value = SuiteId> {
    prop::sample::select(SuiteId::ALL.to_vec())
}

fn texts() -> impl Strategy<Value = Vec<u8>> {
    vec(any::<u8>(), 0..300)
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(128) })]

    #[test]
    fn what_was_sealed_opens_as_it_was(
        own in suites(), at in suites(), secret: [u8; 32], plain in texts(), row in texts(),
    ) {
        let key = SecretKey::new(own, secret);
        let sealed = key.seal(at, &plain, &row, &Counting::default()).unwrap();
        prop_assert_eq!(sealed.len(), plain.len() + 37);
        prop_assert_eq!(key.open(&sealed, &row), Ok(plain));
    }

    #[test]
    fn another_key_or_row_opens_nothing(
        suite in suites(), one: [u8; 32], two: [u8; 32], plain in texts(), row in texts(),
        other_row in texts(),
    ) {
        prop_assume!(one != two && row != other_row);
        let key = SecretKey::new(suite, one);
        let sealed = key.seal(suite, &plain, &row, &Counting::default()).unwrap();
        let other = SecretKey::new(suite, two);
        prop_assert_eq!(other.open(&sealed, &row), Err(CryptoError::OtherKey(key.id())));
        prop_assert_eq!(key.open(&sealed, &other_row), Err(CryptoError::Broken));
    }

    /// Where the header ends and the row begins cannot be moved.
    #[test]
    fn any_bytes_are_refused_without_a_panic(bytes in texts(), secret: [u8; 32]) {
        for suite in SuiteId::ALL {
            prop_assert!(SecretKey::new(suite, secret).open(&bytes, b"").is_err());
            let ring = DeploymentKey::new(secret).into();
            prop_assert!(holder(suite, ring).unwrap(&BASE, &bytes, b"").is_err());
            let key = SigningKey::new(&SecretKey::new(suite, [5; 32])).unwrap();
            prop_assert!(key.public_key().verify_standard(b"", &bytes).is_err());
        }
        if let Ok(signature) = Signature::decode(&bytes) {
            prop_assert_eq!(signature.encode(), bytes.clone());
        }
        if let Ok(digest) = Digest::decode(&bytes) {
            prop_assert_eq!(digest.encode(), bytes.clone());
        }
        if let Ok(public) = PublicKey::decode(&bytes) {
            prop_assert_eq!(public.encode(), bytes);
        }
    }

    #[test]
    fn signatures_fit_their_message_and_no_other(
        suite in suites(), root: [u8; 32], message in texts(), other in texts(),
    ) {
        prop_assume!(message != other);
        let holder = holder(suite, DeploymentKey::new(root).into());
        let signature = holder.sign(&BASE, &message).unwrap();
        let public = holder.public_key(&BASE).unwrap();
        prop_assert_eq!(public.verify(&message, &signature), Ok(()));
        prop_assert_eq!(public.verify_standard(&message, &signature.standard()), Ok(()));
        prop_assert_eq!(public.verify(&other, &signature), Err(CryptoError::Forged));
        prop_assert_eq!(Signature::decode(&signature.encode()), Ok(signature));
        prop_assert_eq!(PublicKey::decode(&public.encode()), Ok(public));
    }

    #[test]
    fn purposes_share_no_key(root: [u8; 32], one in "[a-z:]{0,12}", two in "[a-z:]{0,12}") {
        prop_assume!(one != two);
        for suite in SuiteId::ALL {
            let key = DeploymentKey::new(root).secret(suite, &BASE);
            let [one, two] = [&one, &two].map(|it| key.derive(&BASE.within(it)));
            prop_assert_ne!(one.id(), two.id());
            prop_assert_ne!(one.keyed_hash(&[b"x"]), two.keyed_hash(&[b"x"]));
        }
    }

    #[test]
    fn a_keyed_hash_is_that_of_its_parts(
        suite in suites(), secret: [u8; 32], one in texts(), two in texts(), other: [u8; 32],
    ) {
        let key = SecretKey::new(suite, secret);
        let hash = key.keyed_hash(&[&one, &two]);
        let joined = [one.as_slice(), &two].concat();
        prop_assert_eq!(hash, key.keyed_hash(&[&joined]));
        prop_assert!(key.is_keyed_hash(&[&joined], hash.as_bytes()));
        prop_assert!(!key.is_keyed_hash(&[&joined], &other));
        prop_assert!(Digest::of(suite, &[&one, &two]).is_of(&[&joined]));
    }

    #[test]
    fn derivation_is_that_of_the_library(
        secret in texts(), salt in texts(), info in texts(),
    ) {
        let mut expected = [0; 32];
        hkdf::Hkdf::<sha2::Sha256>::new(Some(&salt), &secret).expand(&info, &mut expected).unwrap();
        prop_assert_eq!(SuiteId::International.suite().derive(&secret, &salt, &info), expected);
        hkdf::Hkdf::<sm3::Sm3>::new(Some(&salt), &secret).expand(&info, &mut expected).unwrap();
        prop_assert_eq!(SuiteId::National.suite().derive(&secret, &salt, &info), expected);
    }

    #[test]
    fn a_key_that_was_wrapped_comes_back(
        own in suites(), at in suites(), root: [u8; 32], next: [u8; 32], secret: [u8; 32],
        row in texts(),
    ) {
        let key = SecretKey::new(own, secret);
        let ring = crypto::KeyRing::from(DeploymentKey::new(root));
        let wrapped = holder(at, ring.clone()).wrap(&BASE, &key, &row).unwrap();
        let after = holder(at, ring.rotated(DeploymentKey::new(next)));
        let found = after.unwrap(&BASE, &wrapped, &row).unwrap();
        prop_assert_eq!((found.id(), found.suite()), (key.id(), own));
        let again = after.rewrap(&BASE, &wrapped, &row).unwrap();
        prop_assert_eq!(again.is_none(), root == next);
    }
}
