//! Nothing that was changed, moved or made for something else passes.

use crypto::{
    CryptoError, Digest, KeyHolder as _, KeyId, PublicKey, SecretKey, Signature, SigningKey,
    SuiteId,
};

use crate::tools::{Counting, LICENCES, SUBJECT_KEYS, flips, holder, key, ring};

const ROW: &[u8] = b"subject 1";

fn sealed(suite: SuiteId) -> Vec<u8> {
    key(suite).seal(suite, "身份证号".as_bytes(), ROW, &Counting::default()).unwrap()
}

#[test]
fn no_changed_bit_of_sealed_bytes_opens() {
    for suite in SuiteId::ALL {
        let sealed = sealed(suite);
        assert_eq!(key(suite).open(&sealed, ROW).unwrap(), "身份证号".as_bytes());
        for (bit, changed) in flips(&sealed) {
            let error = key(suite).open(&changed, ROW).unwrap_err();
            let is_right = match bit / 8 {
                0 => matches!(error, CryptoError::UnknownSuite(_)),
                1..=8 => matches!(error, CryptoError::OtherKey(_)),
                _ => error == CryptoError::Broken,
            };
            assert!(is_right, "{suite}, bit {bit}: {error}");
        }
    }
}

#[test]
fn no_shorter_or_longer_text_opens() {
    for suite in SuiteId::ALL {
        let sealed = sealed(suite);
        for length in 0..sealed.len() {
            assert!(key(suite).open(&sealed[..length], ROW).is_err(), "{suite}, {length}");
        }
        let longer = [sealed.as_slice(), &[0]].concat();
        assert_eq!(key(suite).open(&longer, ROW), Err(CryptoError::Broken));
    }
}

#[test]
fn sealed_bytes_belong_to_one_row_and_one_key() {
    for suite in SuiteId::ALL {
        let sealed = sealed(suite);
        assert_eq!(key(suite).open(&sealed, b"subject 2"), Err(CryptoError::Broken));
        assert_eq!(key(suite).open(&sealed, b""), Err(CryptoError::Broken));
        let other = SecretKey::new(suite, [10; 32]);
        assert_eq!(other.open(&sealed, ROW), Err(CryptoError::OtherKey(key(suite).id())));
    }
}

/// The same 32 bytes as keys of two suites are two keys.
#[test]
fn the_same_secret_in_another_suite_is_another_key() {
    let [one, two] = SuiteId::ALL.map(key);
    assert_ne!(one.id(), two.id());
    assert!(matches!(two.open(&sealed(one.suite()), ROW), Err(CryptoError::OtherKey(_))));
    assert!(matches!(one.open(&sealed(two.suite()), ROW), Err(CryptoError::OtherKey(_))));
}

#[test]
fn an_unknown_suite_is_named() {
    for number in [0, 3, 255] {
        let mut later = sealed(SuiteId::National);
        later[0] = number;
        let unknown = CryptoError::UnknownSuite(number);
        assert_eq!(key(SuiteId::National).open(&later, ROW), Err(unknown.clone()));
        assert_eq!(ring().unwrap(&SUBJECT_KEYS, &later, ROW).err(), Some(unknown.clone()));
        assert_eq!(Signature::decode(&[number; 73]), Err(unknown.clone()));
        assert_eq!(PublicKey::decode(&[number; 33]), Err(unknown.clone()));
        assert_eq!(Digest::decode(&[number; 33]), Err(unknown.clone()));
        assert_eq!(SuiteId::from_number(number), Err(unknown));
    }
    let unknown = CryptoError::UnknownName("rot13".to_owned());
    assert_eq!("rot13".parse::<SuiteId>(), Err(unknown.clone()));
    assert_eq!(SuiteId::from_signature_name("rot13"), Err(unknown.clone()));
    assert_eq!("rot13:00".parse::<Digest>(), Err(unknown));
}

#[test]
fn no_changed_bit_of_a_signature_passes() {
    for suite in SuiteId::ALL {
        let key = SigningKey::new(&key(suite)).unwrap();
        let public = key.public_key();
        let signature = key.sign(b"a licence").unwrap();
        assert_eq!(public.verify(b"a licence", &signature), Ok(()));
        for (bit, changed) in flips(&signature.encode()) {
            let found = Signature::decode(&changed).and_then(|it| public.verify(b"a licence", &it));
            let error = found.unwrap_err();
            let is_right = match bit / 8 {
                0 => matches!(error, CryptoError::UnknownSuite(_)),
                1..=8 => matches!(error, CryptoError::OtherKey(_)),
                _ => error == CryptoError::Forged,
            };
            assert!(is_right, "{suite}, bit {bit}");
        }
        for (bit, changed) in flips(b"a licence") {
            let found = public.verify(&changed, &signature);
            assert_eq!(found, Err(CryptoError::Forged), "{suite}, bit {bit}");
        }
    }
}

#[test]
fn no_changed_bit_of_the_standard_form_passes() {
    for suite in SuiteId::ALL {
        let key = SigningKey::new(&key(suite)).unwrap();
        let standard = key.sign(b"a licence").unwrap().standard();
        assert_eq!(key.public_key().verify_standard(b"a licence", &standard), Ok(()));
        for (bit, changed) in flips(&standard) {
            let found = key.public_key().verify_standard(b"a licence", &changed);
            assert!(found.is_err(), "{suite}, bit {bit}");
        }
    }
}

#[test]
fn a_changed_public_key_is_no_key_or_another() {
    for suite in SuiteId::ALL {
        let key = SigningKey::new(&key(suite)).unwrap();
        let signature = key.sign(b"a licence").unwrap();
        for (bit, changed) in flips(&key.public_key().encode()) {
            let found =
                PublicKey::decode(&changed).and_then(|it| it.verify(b"a licence", &signature));
            assert!(found.is_err() && found != Err(CryptoError::Forged), "{suite}, bit {bit}");
        }
    }
}

#[test]
fn a_signature_of_the_other_suite_is_named() {
    let [one, two] = SuiteId::ALL.map(|suite| SigningKey::new(&key(suite)).unwrap());
    let signature = one.sign(b"a licence").unwrap();
    let error = two.public_key().verify(b"a licence", &signature).unwrap_err();
    let (expected, found) = (SuiteId::National, SuiteId::International);
    assert_eq!(error, CryptoError::OtherSuite { expected, found });
    // The id cannot be lent to another key either.
    let forged = Signature::new(SuiteId::National, two.public_key().id(), *signature.as_bytes());
    assert_eq!(two.public_key().verify(b"a licence", &forged), Err(CryptoError::Forged));
}

#[test]
fn what_was_made_for_one_purpose_passes_for_no_other() {
    for suite in SuiteId::ALL {
        let holder = holder(suite, ring());
        let other = LICENCES.within("receipts");
        let signature = holder.sign(&LICENCES, b"a licence").unwrap();
        assert_eq!(holder.verify(&LICENCES, b"a licence", &signature), Ok(()));
        let refused = Err(CryptoError::OtherKey(signature.key()));
        assert_eq!(holder.verify(&other, b"a licence", &signature), refused);
        let wrapped = holder.wrap(&SUBJECT_KEYS, &key(suite), ROW).unwrap();
        let error = holder.unwrap(&SUBJECT_KEYS.within("old"), &wrapped, ROW).unwrap_err();
        assert!(matches!(error, CryptoError::OtherKey(_)), "{error}");
        let error = holder.unwrap(&SUBJECT_KEYS, &wrapped, b"subject 2").unwrap_err();
        assert_eq!(error, CryptoError::Broken);
    }
}

#[test]
fn no_changed_bit_of_a_wrapped_key_unwraps() {
    for suite in SuiteId::ALL {
        let holder = holder(suite, ring());
        let wrapped = holder.wrap(&SUBJECT_KEYS, &key(suite), ROW).unwrap();
        for (bit, changed) in flips(&wrapped) {
            assert!(holder.unwrap(&SUBJECT_KEYS, &changed, ROW).is_err(), "{suite}, bit {bit}");
        }
    }
}

/// A genuine wrapping of something that is no key.
#[test]
fn a_wrapped_text_that_is_no_key_is_refused() {
    let chance = Counting::default();
    for suite in SuiteId::ALL {
        let wrapping = ring().secret(suite, &SUBJECT_KEYS);
        for text in [b"".as_slice(), &[suite.number(); 32], &[suite.number(); 34]] {
            let wrapped = wrapping.seal(suite, text, ROW, &chance).unwrap();
            let error = ring().unwrap(&SUBJECT_KEYS, &wrapped, ROW).unwrap_err();
            assert_eq!(error, CryptoError::Malformed("wrapped key"));
        }
    }
}

#[test]
fn keys_are_overwritten_when_they_are_dropped() {
    fn overwritten<T: zeroize::ZeroizeOnDrop>() {}
    overwritten::<SecretKey>();
    overwritten::<crypto::DeploymentKey>();
}

#[test]
fn keys_are_never_printed() {
    let secret = "0909090909";
    for suite in SuiteId::ALL {
        let key = key(suite);
        let signing = SigningKey::new(&key).unwrap();
        let deployment = crypto::DeploymentKey::new([9; 32]);
        let printed = format!(
            "{key:?} {signing:?} {deployment:?} {:?} {:?}",
            crypto::KeyRing::from(deployment.clone()),
            holder(suite, deployment.clone().into()),
        );
        assert!(!printed.contains(secret) && !printed.contains("9, 9"), "{printed}");
        assert!(printed.contains(&key.id().to_string()), "{printed}");
    }
}

#[test]
fn digests_say_how_they_were_made() {
    for (suite, start) in SuiteId::ALL.into_iter().zip(["sha256:ba7816bf", "sm3:66c7f0f4"]) {
        let digest = Digest::of(suite, &[b"abc"]);
        assert!(digest.to_string().starts_with(start), "{digest}");
        assert_eq!(digest.to_string().parse(), Ok(digest));
        assert_eq!(Digest::decode(&digest.encode()), Ok(digest));
        assert!(digest.is_of(&[b"a", b"bc"]) && !digest.is_of(&[b"abd"]));
        assert_eq!(digest.short(), digest.hex()[..32]);
        assert_eq!(Digest::decode(&digest.encode()[..32]), Err(CryptoError::Malformed("digest")));
    }
}

#[test]
fn ids_and_names_are_read_as_they_are_written() {
    for suite in SuiteId::ALL {
        assert_eq!(suite.to_string().parse(), Ok(suite));
        assert_eq!(SuiteId::from_number(suite.number()), Ok(suite));
        assert_eq!(SuiteId::from_signature_name(suite.signature_name()), Ok(suite));
        assert_eq!(suite.suite().id(), suite);
        let id = key(suite).id();
        assert_eq!(id.to_string().parse(), Ok(id));
    }
    assert!("12".parse::<KeyId>().is_err() && "zz".repeat(8).parse::<KeyId>().is_err());
}
