//! After a rotation, and after the setting was changed, what was made before opens and counts.

use crypto::{
    CryptoError, DeploymentKey, KeyHolder, KeyRing, PublicKey, Purpose, SecretKey, Signature,
    SigningKey, SuiteId,
};

use crate::tools::{Counting, LICENCES, SUBJECT_KEYS, hex, holder, key, ring};

const ROW: &[u8] = b"subject 1";
const OTHERS: [(SuiteId, SuiteId); 2] =
    [(SuiteId::International, SuiteId::National), (SuiteId::National, SuiteId::International)];

fn rotated() -> KeyRing {
    ring().rotated(DeploymentKey::new([8; 32]))
}

#[test]
fn data_sealed_under_one_suite_opens_after_the_setting_changed() {
    let chance = Counting::default();
    for (before, after) in OTHERS {
        let subject = SecretKey::draw(before, &chance);
        let old = subject.seal(before, b"old", ROW, &chance).unwrap();
        let wrapped = holder(before, ring()).wrap(&SUBJECT_KEYS, &subject, ROW).unwrap();

        let now = holder(after, ring());
        let found = now.unwrap(&SUBJECT_KEYS, &wrapped, ROW).unwrap();
        assert_eq!(found.suite(), before);
        assert_eq!(found.open(&old, ROW).unwrap(), b"old");
        let new = found.seal(now.suite(), b"new", ROW, &chance).unwrap();
        assert_eq!((old[0], new[0]), (before.number(), after.number()));
        assert_eq!(found.open(&new, ROW).unwrap(), b"new");
        assert_eq!(found.under(after).open(&new, ROW).unwrap(), b"new");
        assert_ne!(found.under(after).id(), found.id());
    }
}

#[test]
fn signatures_of_the_former_suite_and_key_still_count() {
    for (before, after) in OTHERS {
        let signature = holder(before, ring()).sign(&LICENCES, b"a licence").unwrap();
        for holder in [holder(after, ring()), holder(before, rotated()), holder(after, rotated())] {
            assert_eq!(holder.verify(&LICENCES, b"a licence", &signature), Ok(()));
            let refused = holder.verify(&LICENCES, b"another", &signature);
            assert_eq!(refused, Err(CryptoError::Forged));
            assert_ne!(holder.public_key(&LICENCES).unwrap().id(), signature.key());
        }
    }
}

#[test]
fn a_signature_of_another_installation_is_none_of_ours() {
    for suite in SuiteId::ALL {
        let theirs = holder(suite, DeploymentKey::new([1; 32]).into());
        let signature = theirs.sign(&LICENCES, b"a licence").unwrap();
        let found = holder(suite, rotated()).verify(&LICENCES, b"a licence", &signature);
        assert_eq!(found, Err(CryptoError::OtherKey(signature.key())));
    }
}

#[test]
fn a_rotation_wraps_subject_keys_anew_and_touches_no_data() {
    let chance = Counting::default();
    for suite in SuiteId::ALL {
        let subject = SecretKey::draw(suite, &chance);
        let sealed = subject.seal(suite, b"data", ROW, &chance).unwrap();
        let wrapped = holder(suite, ring()).wrap(&SUBJECT_KEYS, &subject, ROW).unwrap();
        assert_eq!(holder(suite, ring()).rewrap(&SUBJECT_KEYS, &wrapped, ROW), Ok(None));

        let after = holder(suite, rotated());
        let again = after.rewrap(&SUBJECT_KEYS, &wrapped, ROW).unwrap().unwrap();
        assert_eq!(after.rewrap(&SUBJECT_KEYS, &again, ROW), Ok(None));
        // The former key can go now: what is wrapped anew does not need it.
        let alone = holder(suite, DeploymentKey::new([8; 32]).into());
        let found = alone.unwrap(&SUBJECT_KEYS, &again, ROW).unwrap();
        assert_eq!(found.open(&sealed, ROW).unwrap(), b"data");
        let error = alone.unwrap(&SUBJECT_KEYS, &wrapped, ROW).unwrap_err();
        assert!(matches!(error, CryptoError::OtherKey(_)), "{error}");
    }
}

#[test]
fn a_change_of_the_suite_wraps_anew_as_well() {
    for (before, after) in OTHERS {
        let wrapped = holder(before, ring()).wrap(&SUBJECT_KEYS, &key(before), ROW).unwrap();
        let holder = holder(after, ring());
        assert_eq!(holder.is_current(&SUBJECT_KEYS, &wrapped), Ok(false));
        let again = holder.rewrap(&SUBJECT_KEYS, &wrapped, ROW).unwrap().unwrap();
        assert_eq!(holder.is_current(&SUBJECT_KEYS, &again), Ok(true));
        assert_eq!(again[0], after.number());
        let found = holder.unwrap(&SUBJECT_KEYS, &again, ROW).unwrap();
        assert_eq!(found.id(), key(before).id());
    }
}

#[test]
fn a_rotation_changes_nothing_for_what_does_not_belong_to_the_row() {
    let wrapped =
        holder(SuiteId::National, ring()).wrap(&SUBJECT_KEYS, &key(SuiteId::National), ROW);
    let moved =
        holder(SuiteId::National, rotated()).rewrap(&SUBJECT_KEYS, &wrapped.unwrap(), b"row 2");
    assert_eq!(moved, Err(CryptoError::Broken));
}

#[test]
fn many_rotations_keep_every_version() {
    let mut ring = ring();
    let mut signed = Vec::new();
    for version in 20..24 {
        for suite in SuiteId::ALL {
            signed.push(holder(suite, ring.clone()).sign(&LICENCES, &[version]).unwrap());
        }
        ring = ring.rotated(DeploymentKey::new([version; 32]));
    }
    let holder = holder(SuiteId::National, ring);
    assert_eq!(holder.public_keys(&LICENCES).unwrap().len(), 10);
    for (index, signature) in signed.iter().enumerate() {
        let message = [20 + u8::try_from(index / 2).unwrap()];
        assert_eq!(holder.verify(&LICENCES, &message, signature), Ok(()));
    }
}

#[test]
fn a_fingerprint_is_found_again_after_rotation_and_change() {
    let purpose = Purpose::named("blind").within("id_number");
    for (before, after) in OTHERS {
        let stored = ring().fingerprint(before, &purpose, b"710000199001010015");
        let searched = rotated().fingerprints(after, &purpose, b"710000199001010015");
        assert_eq!(searched.len(), 4);
        assert!(searched.contains(&stored));
        let first = rotated().fingerprint(after, &purpose, b"710000199001010015");
        assert_eq!(searched.first(), Some(&first));
        let other = rotated().fingerprints(after, &Purpose::named("blind"), b"710000199001010015");
        assert!(!other.contains(&stored));
    }
}

/// The derivation is a format: HKDF-SHA-256 without salt, the purpose as info, held here by the
/// library for it. Whoever changes it loses every licence signature and fingerprint.
#[test]
fn keys_are_derived_as_the_readme_says() {
    let mut expected = [0; 32];
    hkdf::Hkdf::<sha2::Sha256>::new(None, &[7; 32])
        .expand(b"licence-signing", &mut expected)
        .unwrap();
    let suite = SuiteId::International;
    let derived = ring().secret(suite, &LICENCES);
    assert_eq!(derived.id(), SecretKey::new(suite, expected).id());
    let signing = SigningKey::new(&SecretKey::new(suite, expected)).unwrap();
    assert_eq!(ring().signing_key(suite, &LICENCES).unwrap().public_key(), signing.public_key());

    hkdf::Hkdf::<sm3::Sm3>::new(None, &[7; 32]).expand(b"licence-signing", &mut expected).unwrap();
    let suite = SuiteId::National;
    assert_eq!(ring().secret(suite, &LICENCES).id(), SecretKey::new(suite, expected).id());
}

#[test]
fn a_ring_is_read_from_lines() {
    let (new, old) = ("08".repeat(32), "07".repeat(32));
    let read = KeyRing::read(&format!("# keys\n{new}\n\n  {old}\n")).unwrap();
    let ids =
        |ring: &KeyRing| ring.versions().map(|it| it.id(SuiteId::National)).collect::<Vec<_>>();
    assert_eq!(ids(&read), ids(&rotated()));
    assert_eq!(ids(&KeyRing::read(&old.to_uppercase()).unwrap()), ids(&ring()));
    for bad in ["", "# only", "0707", &format!("{new}\n{old}00"), &"zz".repeat(32)] {
        assert_eq!(KeyRing::read(bad).err(), Some(CryptoError::Malformed("key ring")), "{bad}");
    }
}

#[test]
fn drawn_keys_differ() {
    let chance = Counting::default();
    let ids = [(); 3].map(|()| DeploymentKey::draw(&chance).id(SuiteId::International));
    assert!(ids[0] != ids[1] && ids[1] != ids[2] && ids[0] != ids[2]);
    let key = SecretKey::draw(SuiteId::National, &chance);
    let [one, two] = [(); 2].map(|()| key.seal(SuiteId::National, b"", b"", &chance).unwrap());
    assert_ne!(one, two, "the same text twice gives other bytes");
}

/// A device of which only the public side answers: what a caller sees when it is unplugged.
struct Unplugged;

impl KeyHolder for Unplugged {
    fn suite(&self) -> SuiteId {
        SuiteId::National
    }

    fn sign(&self, _: &Purpose, _: &[u8]) -> Result<Signature, CryptoError> {
        Err(CryptoError::Holder("no answer".to_owned()))
    }

    fn public_keys(&self, purpose: &Purpose) -> Result<Vec<PublicKey>, CryptoError> {
        if purpose == &LICENCES {
            ring().public_keys(self.suite(), purpose)
        } else {
            Ok(Vec::new())
        }
    }

    fn wrap(&self, _: &Purpose, _: &SecretKey, _: &[u8]) -> Result<Vec<u8>, CryptoError> {
        Err(CryptoError::Holder("no answer".to_owned()))
    }

    fn unwrap(&self, _: &Purpose, _: &[u8], _: &[u8]) -> Result<SecretKey, CryptoError> {
        Err(CryptoError::Holder("no answer".to_owned()))
    }

    fn is_current(&self, purpose: &Purpose, wrapped: &[u8]) -> Result<bool, CryptoError> {
        ring().is_current(self.suite(), purpose, wrapped)
    }
}

#[test]
fn a_holder_that_does_not_answer_says_so_and_what_is_public_goes_on() {
    let device: Box<dyn KeyHolder> = Box::new(Unplugged);
    let unplugged = CryptoError::Holder("no answer".to_owned());
    assert_eq!(device.sign(&LICENCES, b"x"), Err(unplugged.clone()));
    let signature = holder(SuiteId::National, ring()).sign(&LICENCES, b"x").unwrap();
    assert_eq!(device.verify(&LICENCES, b"x", &signature), Ok(()));
    assert!(matches!(device.public_key(&SUBJECT_KEYS), Err(CryptoError::Holder(_))));
    let wrapped = holder(SuiteId::National, rotated())
        .wrap(&SUBJECT_KEYS, &key(SuiteId::National), ROW)
        .unwrap();
    assert_eq!(device.rewrap(&SUBJECT_KEYS, &wrapped, ROW), Err(unplugged));
    assert_eq!(
        device.is_current(&SUBJECT_KEYS, &hex("")).err(),
        Some(CryptoError::Malformed("wrapped key"))
    );
}
