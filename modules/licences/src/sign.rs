//! Signatures over licences. The suite is a setting, so that an installation can take another one
//! (such as SM2 with SM3) without a change to what is signed.

use ed25519_dalek::{Signature, Signer as _, SigningKey};
use ledger::DeploymentKey;

/// The suite of an installation that has set none.
pub const DEFAULT_SUITE: &str = "ed25519";
/// The setting that names the suite.
pub const SUITE_SETTING: &str = "licences.suite";

/// Signs and checks under the key of the installation.
pub trait Signer: Send + Sync {
    /// The suite's name in settings and signature files.
    fn suite(&self) -> &'static str;

    /// The public key, in the suite's own encoding.
    fn public_key(&self) -> Vec<u8>;

    /// The signature over these bytes.
    fn sign(&self, bytes: &[u8]) -> Vec<u8>;

    /// Whether the signature is this installation's over these bytes.
    fn verify(&self, bytes: &[u8], signature: &[u8]) -> bool;
}

/// The signer of a suite; none if the suite is not built in.
pub fn signer(suite: &str, key: &DeploymentKey) -> Option<Box<dyn Signer>> {
    match suite {
        DEFAULT_SUITE => {
            let seed = key.derive("licence-signing");
            Some(Box::new(Ed25519(SigningKey::from_bytes(&seed))))
        }
        _ => None,
    }
}

/// RFC 8032.
struct Ed25519(SigningKey);

impl Signer for Ed25519 {
    fn suite(&self) -> &'static str {
        DEFAULT_SUITE
    }

    fn public_key(&self) -> Vec<u8> {
        self.0.verifying_key().to_bytes().to_vec()
    }

    fn sign(&self, bytes: &[u8]) -> Vec<u8> {
        self.0.sign(bytes).to_bytes().to_vec()
    }

    fn verify(&self, bytes: &[u8], signature: &[u8]) -> bool {
        Signature::from_slice(signature)
            .is_ok_and(|it| self.0.verifying_key().verify_strict(bytes, &it).is_ok())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_signed_is_known_again_and_nothing_else() {
        let signer = signer(DEFAULT_SUITE, &DeploymentKey::new([7; 32])).unwrap();
        let other = super::signer(DEFAULT_SUITE, &DeploymentKey::new([8; 32])).unwrap();
        let signature = signer.sign(b"a licence");
        assert!(signer.verify(b"a licence", &signature));
        assert!(!signer.verify(b"another licence", &signature));
        assert!(!other.verify(b"a licence", &signature));
        assert!(!signer.verify(b"a licence", &signature[..63]));
        assert_eq!(signer.public_key().len(), 32);
    }

    #[test]
    fn an_unknown_suite_has_no_signer() {
        assert!(signer("rot13", &DeploymentKey::new([7; 32])).is_none());
    }
}
