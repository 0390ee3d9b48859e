//! Signatures over licences, under the suite that the installation has set (`crypto.suite`). What
//! an earlier key or the other suite signed is still known as this installation's. The keys may be
//! in this process or in another one: whoever holds them is asked through `crypto::KeyHolder`.

use std::{collections::BTreeSet, sync::Arc};

use crypto::{CryptoError, KeyHolder, KeyId, PublicKey, Purpose, SuiteId};
use data_encoding::BASE64;
use licences_domain::{Issuer, NotedKey};

/// What licences are signed for. The name is part of the key.
const LICENCES: Purpose = Purpose::named("licence-signing");

/// The purpose of the issuing key of a version. The first one has the bare name, as it had before
/// there were several.
fn purpose(version: u32) -> Purpose {
    if version == 0 { LICENCES } else { LICENCES.within(&version.to_string()) }
}

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

/// A key of this installation that made a signature.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Maker {
    /// Its id.
    pub key: KeyId,
    /// Whether somebody else may have it: then the signature alone proves nothing.
    pub is_distrusted: bool,
}

/// Signs and checks under the keys of the installation.
#[derive(Clone)]
pub struct Signer {
    holder: Arc<dyn KeyHolder>,
    version: u32,
    noted: Vec<PublicKey>,
    distrusted: BTreeSet<String>,
}

impl Signer {
    /// A signer whose keys stand as `issuer` says.
    pub fn new(holder: Arc<dyn KeyHolder>, issuer: &Issuer) -> Self {
        let noted = issuer.keys.iter().filter_map(|it| {
            let suite = SuiteId::from_signature_name(&it.noted.suite).ok()?;
            PublicKey::new(suite, &BASE64.decode(it.noted.public_key.as_bytes()).ok()?).ok()
        });
        let distrusted = issuer.keys.iter().filter(|it| it.distrust.is_some());
        Self {
            holder,
            version: issuer.version(),
            noted: noted.collect(),
            distrusted: distrusted.map(|it| it.noted.id.clone()).collect(),
        }
    }

    /// The issuing key of a version, for the note of it.
    ///
    /// # Errors
    /// [`CryptoError`] when the holder of the keys has none.
    pub fn key(&self, version: u32) -> Result<NotedKey, CryptoError> {
        let key = self.holder.public_key(&purpose(version))?;
        Ok(NotedKey {
            id: key.id().to_string(),
            suite: key.suite().signature_name().to_owned(),
            public_key: BASE64.encode(key.as_bytes()),
            version,
        })
    }

    /// Signs the bytes as they are.
    ///
    /// # Errors
    /// [`CryptoError`] when the holder of the keys cannot.
    pub fn sign(&self, bytes: &[u8]) -> Result<Signed, CryptoError> {
        let purpose = purpose(self.version);
        let signature = self.holder.sign(&purpose, bytes)?;
        let keys = self.holder.public_keys(&purpose)?;
        let key = keys.iter().find(|it| it.id() == signature.key());
        Ok(Signed {
            suite: signature.suite().signature_name(),
            public_key: key.map(|it| it.as_bytes().to_vec()).unwrap_or_default(),
            signature: signature.standard(),
        })
    }

    /// Which of the keys with which this installation ever signed licences made this signature, in
    /// the suite of that name.
    ///
    /// # Errors
    /// [`CryptoError`] when the holder of the keys does not answer.
    pub fn maker(
        &self,
        suite: &str,
        bytes: &[u8],
        signature: &[u8],
    ) -> Result<Option<Maker>, CryptoError> {
        let Ok(suite) = SuiteId::from_signature_name(suite) else { return Ok(None) };
        let keys = self.keys()?;
        let mut of_suite = keys.iter().filter(|it| it.suite() == suite);
        let made = of_suite.find(|it| it.verify_standard(bytes, signature).is_ok());
        Ok(made.map(|it| Maker {
            key: it.id(),
            is_distrusted: self.distrusted.contains(&it.id().to_string()),
        }))
    }

    /// Whether this is a public key with which this installation ever signed licences.
    ///
    /// # Errors
    /// [`CryptoError`] when the holder of the keys does not answer.
    pub fn has_key(&self, public_key: &[u8]) -> Result<bool, CryptoError> {
        Ok(self.keys()?.iter().any(|it| it.as_bytes() == public_key))
    }

    /// All keys that count as ever having signed: those that were noted, and those that the holder
    /// has besides, from before keys were noted. Once one was stolen only the noted count, because
    /// whoever has a secret has all keys that follow from it.
    fn keys(&self) -> Result<Vec<PublicKey>, CryptoError> {
        let mut keys = self.noted.clone();
        if self.distrusted.is_empty() {
            keys.extend(self.holder.public_keys(&purpose(self.version))?);
            for version in 0..self.version {
                // A holder that has given a former key away is no reason to know it no more.
                keys.extend(self.holder.public_keys(&purpose(version)).unwrap_or_default());
            }
        }
        Ok(keys)
    }
}

#[cfg(test)]
pub(crate) mod tests {
    use std::{fs, path::Path, process::Command};

    use crypto::Keys;
    use jiff::Timestamp;
    use ledger::{DeploymentKey, KeyRing};
    use licences_domain::{Distrust, IssuerKey};
    use testkit::TestChance;

    use super::*;

    fn issued(suite: SuiteId, ring: KeyRing, issuer: &Issuer) -> Signer {
        let keys = Keys::in_software(suite, ring, TestChance::seeded(1));
        Signer::new(keys.shared_holder(), issuer)
    }

    /// A signer of a suite with these keys, the current one first.
    pub(crate) fn signer(suite: SuiteId, keys: &[u8]) -> Signer {
        let mut keys = keys.iter().map(|it| DeploymentKey::new([*it; 32]));
        let ring = KeyRing::new(keys.next().unwrap(), keys.collect());
        issued(suite, ring, &Issuer::default())
    }

    #[test]
    fn what_was_signed_is_known_again_and_nothing_else() {
        for suite in SuiteId::ALL {
            let (own, other) = (signer(suite, &[7]), signer(suite, &[8]));
            let signed = own.sign(b"a licence").unwrap();
            assert_eq!(signed.suite, suite.signature_name());
            let knows = |it: &Signer, bytes: &[u8], signature: &[u8]| {
                it.maker(signed.suite, bytes, signature).unwrap().is_some()
            };
            assert!(knows(&own, b"a licence", &signed.signature));
            assert!(!knows(&own, b"another licence", &signed.signature));
            assert!(!knows(&other, b"a licence", &signed.signature));
            assert!(!knows(&own, b"a licence", &signed.signature[..63]));
            assert_eq!(own.maker("rot13", b"a licence", &signed.signature), Ok(None));
        }
    }

    #[test]
    fn licences_of_a_former_key_and_of_the_other_suite_stay_good() {
        let before = signer(SuiteId::International, &[7]).sign(b"a licence").unwrap();
        let after = signer(SuiteId::National, &[9, 7]);
        let knows = |it: &Signer, signed: &Signed| {
            it.maker(signed.suite, b"a licence", &signed.signature).unwrap().is_some()
        };
        assert!(knows(&after, &before));
        let now = after.sign(b"a licence").unwrap();
        assert_ne!(now.suite, before.suite);
        assert!(knows(&after, &now));
        let without = signer(SuiteId::National, &[9]);
        assert!(!knows(&without, &before));
    }

    #[test]
    fn the_next_issuing_key_is_another_and_the_former_ones_still_check_unless_they_were_stolen() {
        for suite in SuiteId::ALL {
            let ring = || KeyRing::new(DeploymentKey::new([7; 32]), Vec::new());
            let first = issued(suite, ring(), &Issuer::default());
            let before = first.sign(b"a licence").unwrap();
            let note = |version, distrust| IssuerKey {
                noted: first.key(version).unwrap(),
                since: Timestamp::UNIX_EPOCH,
                distrust,
            };
            let rotated = Issuer { keys: vec![note(0, None), note(1, None)] };
            let second = issued(suite, ring(), &rotated);
            let now = second.sign(b"a licence").unwrap();
            assert_ne!(now.public_key, before.public_key);
            let maker = |it: &Signer, signed: &Signed| {
                it.maker(signed.suite, b"a licence", &signed.signature).unwrap()
            };
            let of_before = maker(&second, &before).unwrap();
            assert_eq!(of_before.key.to_string(), rotated.keys[0].noted.id);
            assert!(!of_before.is_distrusted && maker(&first, &now).is_none());
            let stolen =
                Distrust { from: Timestamp::UNIX_EPOCH, declared_at: Timestamp::UNIX_EPOCH };
            let declared = Issuer { keys: vec![note(0, Some(stolen)), note(1, None)] };
            let after = issued(suite, ring(), &declared);
            assert!(maker(&after, &before).unwrap().is_distrusted);
            assert!(!maker(&after, &now).unwrap().is_distrusted);
            // What else follows from the secret of the thief was never used here.
            let never = Issuer { keys: vec![note(2, None)] };
            let unused = issued(suite, ring(), &never).sign(b"a licence").unwrap();
            assert_eq!(maker(&after, &unused), None);
            // A deployment key that is not here any more: what was noted still checks.
            let elsewhere = KeyRing::new(DeploymentKey::new([9; 32]), Vec::new());
            assert!(maker(&issued(suite, elsewhere, &rotated), &before).is_some());
        }
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
