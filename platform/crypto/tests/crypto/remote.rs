//! A holder in another process: it signs and tells its public keys, for its purpose and no other.

use std::os::unix::net::UnixListener;

use crypto::{CryptoError, KeyHolder, Purpose, RemoteHolder, SecretKey, SuiteId, remote};

use crate::tools::{LICENCES, SUBJECT_KEYS, holder, key, ring};

/// A socket at which the keys of `suite` answer, for as long as the test runs.
fn socket(story: &str, suite: SuiteId) -> std::path::PathBuf {
    let name = format!("onewindow-holder-{}-{story}-{suite}.sock", std::process::id());
    let path = std::env::temp_dir().join(name);
    // What an earlier run of the same number left.
    let _ = std::fs::remove_file(&path);
    let listener = UnixListener::bind(&path).unwrap();
    std::thread::spawn(move || remote::serve(&listener, &holder(suite, ring()), &LICENCES));
    path
}

#[test]
fn what_is_signed_over_the_socket_is_what_the_holder_itself_signs() {
    for suite in SuiteId::ALL {
        let path = socket("same", suite);
        let (own, far) = (holder(suite, ring()), RemoteHolder::connect(&path).unwrap());
        assert_eq!(far.suite(), suite);
        for purpose in [LICENCES, LICENCES.within("2")] {
            let signature = far.sign(&purpose, b"a licence").unwrap();
            assert_eq!(own.verify(&purpose, b"a licence", &signature), Ok(()));
            assert_eq!(far.public_keys(&purpose), own.public_keys(&purpose));
        }
        assert_ne!(far.public_key(&LICENCES), far.public_key(&LICENCES.within("2")));
        std::fs::remove_file(&path).unwrap();
        // It is away: what is known is still checked, and nothing is signed here instead.
        assert!(far.public_keys(&LICENCES).is_ok());
        assert!(matches!(far.sign(&LICENCES, b"x"), Err(CryptoError::Holder(_))));
        assert!(matches!(RemoteHolder::connect(&path), Err(CryptoError::Holder(_))));
    }
}

#[test]
fn it_signs_for_no_other_purpose_and_gives_no_key_out() {
    let path = socket("other", SuiteId::International);
    let far = RemoteHolder::connect(&path).unwrap();
    for purpose in [SUBJECT_KEYS, Purpose::named("licence-signing-of-others")] {
        let refused = far.sign(&purpose, b"x").unwrap_err();
        assert!(refused.to_string().contains("does not sign for"), "{refused}");
        assert!(far.public_keys(&purpose).is_err());
    }
    let secret: SecretKey = key(SuiteId::International);
    assert!(far.wrap(&LICENCES, &secret, b"").is_err());
    assert!(far.unwrap(&LICENCES, b"", b"").is_err());
    std::fs::remove_file(&path).unwrap();
}
