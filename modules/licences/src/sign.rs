//! Signatures over licences, under the suite that the installation has set (`crypto.suite`). What
//! an earlier key or the other suite signed is still known as this installation's.

use crypto::{CryptoError, Keys, Purpose, SuiteId};

/// What licences are signed for. The name is part of the key.
const LICENCES: Purpose = Purpose::named("licence-signing");

/// What was signed, as it stands in a signature file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Signed {
    /// The suite's name: `ed25519` or `sm2-sm3`.
    pub suite: &'static str,
    /// The public key, in the suite's own encoding.
    pub public_key: Vec<u8>,
    /// The signature as other programs take it.
    pub signature: Vec<u8>,
}

/// Signs and checks under the keys of the installation.
#[derive(Debug, Clone)]
pub struct Signer(Keys);

impl Signer {
    /// A signer with these keys.
    pub const fn new(keys: Keys) -> Self {
        Self(keys)
    }

    /// Signs the bytes as they are.
    ///
    /// # Errors
    /// [`CryptoError`] when the holder of the keys cannot.
    pub fn sign(&self, bytes: &[u8]) -> Result<Signed, CryptoError> {
        let signature = self.0.holder().sign(&LICENCES, bytes)?;
        let keys = self.0.holder().public_keys(&LICENCES)?;
        let key = keys.iter().find(|it| it.id() == signature.key());
        Ok(Signed {
            suite: signature.suite().signature_name(),
            public_key: key.map(|it| it.as_bytes().to_vec()).unwrap_or_default(),
            signature: signature.standard(),
        })
    }

    /// Whether any key with which this installation ever signed licences made this signature, in
    /// the suite of that name.
    ///
    /// # Errors
    /// [`CryptoError`] when the holder of the keys does not answer.
    pub fn is_own(&self, suite: &str, bytes: &[u8], signature: &[u8]) -> Result<bool, CryptoError> {
        let Ok(suite) = SuiteId::from_signature_name(suite) else { return Ok(false) };
        let keys = self.0.holder().public_keys(&LICENCES)?;
        let mut of_suite = keys.iter().filter(|it| it.suite() == suite);
        Ok(of_suite.any(|it| it.verify_standard(bytes, signature).is_ok()))
    }

    /// Whether this is a public key with which this installation ever signed licences.
    ///
    /// # Errors
    /// [`CryptoError`] when the holder of the keys does not answer.
    pub fn has_key(&self, public_key: &[u8]) -> Result<bool, CryptoError> {
        let keys = self.0.holder().public_keys(&LICENCES)?;
        Ok(keys.iter().any(|it| it.as_bytes() == public_key))
    }
}

#[cfg(test)]
pub(crate) mod tests {
    use std::{fs, path::Path, process::Command};

    use crypto::PublicKey;
    use data_encoding::BASE64;
    use ledger::{DeploymentKey, KeyRing};
    use testkit::TestChance;

    use super::*;

    /// A signer of a suite with these keys, the current one first.
    pub(crate) fn signer(suite: SuiteId, keys: &[u8]) -> Signer {
        let mut keys = keys.iter().map(|it| DeploymentKey::new([*it; 32]));
        let ring = KeyRing::new(keys.next().unwrap(), keys.collect());
        Signer::new(Keys::in_software(suite, ring, TestChance::seeded(1)))
    }

    #[test]
    fn what_was_signed_is_known_again_and_nothing_else() {
        for suite in SuiteId::ALL {
            let (own, other) = (signer(suite, &[7]), signer(suite, &[8]));
            let signed = own.sign(b"a licence").unwrap();
            assert_eq!(signed.suite, suite.signature_name());
            let knows = |it: &Signer, bytes: &[u8], signature: &[u8]| {
                it.is_own(signed.suite, bytes, signature).unwrap()
            };
            assert!(knows(&own, b"a licence", &signed.signature));
            assert!(!knows(&own, b"another licence", &signed.signature));
            assert!(!knows(&other, b"a licence", &signed.signature));
            assert!(!knows(&own, b"a licence", &signed.signature[..63]));
            assert!(!own.is_own("rot13", b"a licence", &signed.signature).unwrap());
        }
    }

    #[test]
    fn licences_of_a_former_key_and_of_the_other_suite_stay_good() {
        let before = signer(SuiteId::International, &[7]).sign(b"a licence").unwrap();
        let after = signer(SuiteId::National, &[9, 7]);
        assert!(after.is_own(before.suite, b"a licence", &before.signature).unwrap());
        let now = after.sign(b"a licence").unwrap();
        assert_ne!(now.suite, before.suite);
        assert!(after.is_own(now.suite, b"a licence", &now.signature).unwrap());
        let without = signer(SuiteId::National, &[9]);
        assert!(!without.is_own(before.suite, b"a licence", &before.signature).unwrap());
    }

    #[test]
    fn openssl_checks_a_licence_of_each_suite() {
        let folder = std::env::temp_dir().join(format!("onewindow-sign-{}", std::process::id()));
        fs::create_dir_all(&folder).unwrap();
        for suite in SuiteId::ALL {
            let signed = signer(suite, &[7]).sign("食品经营许可证".as_bytes()).unwrap();
            let key = PublicKey::new(suite, &signed.public_key).unwrap().standard();
            let text = BASE64.encode(&key);
            let lines: Vec<_> = text.as_bytes().chunks(64).map(String::from_utf8_lossy).collect();
            let text = lines.join("\n");
            let pem = format!("-----BEGIN PUBLIC KEY-----\n{text}\n-----END PUBLIC KEY-----\n");
            for (name, bytes) in [
                ("key.pem", pem.as_bytes()),
                ("licence", "食品经营许可证".as_bytes()),
                ("changed", "食品经营许可".as_bytes()),
                ("signature", &signed.signature),
            ] {
                fs::write(folder.join(name), bytes).unwrap();
            }
            assert!(is_good(&folder, suite, "licence"), "{suite}");
            assert!(!is_good(&folder, suite, "changed"), "{suite}");
        }
        fs::remove_dir_all(&folder).unwrap();
    }

    fn is_good(folder: &Path, suite: SuiteId, file: &str) -> bool {
        let options = match suite {
            SuiteId::International => "",
            SuiteId::National => " -digest sm3 -pkeyopt distid:1234567812345678",
        };
        let line = format!(
            "pkeyutl -verify -pubin -inkey key.pem -rawin -in {file} -sigfile signature{options}"
        );
        let run = Command::new("openssl").args(line.split(' ')).current_dir(folder).output();
        run.unwrap().status.success()
    }
}
