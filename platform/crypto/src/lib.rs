//! Floor 2: suites of algorithms and the keys that they work with.
//!
//! An installation sets one of two suites: `international` (Ed25519, AES-256-GCM, SHA-256) or
//! `national` (SM2, SM4-GCM, SM3). The setting says how new things are made. What was made says
//! itself which suite and which key it belongs to, so a change of the setting or of the deployment
//! key leaves everything readable that was written before.
//!
//! From the outside in: a [`KeyHolder`] signs and wraps for a [`Purpose`]; [`SoftwareHolder`] does
//! it with a [`KeyRing`], the versions of the [`DeploymentKey`]; a [`SecretKey`] seals, opens and
//! fingerprints; a [`Suite`] is the bare algorithms and knows neither ids nor formats.
//!
//! No algorithm is written here: they come from the RustCrypto crates, which are no certified
//! products. Where the law asks for certified ones, a [`KeyHolder`] over a device is the place.

mod der;
mod digest;
mod error;
mod header;
mod holder;
mod id;
mod keys;
mod purpose;
pub mod remote;
mod ring;
mod secret;
mod signature;
mod suite;

pub use digest::Digest;
pub use error::CryptoError;
pub use holder::{KeyHolder, SoftwareHolder};
pub use id::KeyId;
pub use keys::Keys;
pub use purpose::Purpose;
pub use remote::RemoteHolder;
pub use ring::{DeploymentKey, KeyRing};
pub use secret::SecretKey;
pub use signature::{PublicKey, Signature, SigningKey};
pub use suite::{International, National, Signer, Suite, SuiteId};

/// The setting that names the suite; its values are the names of [`SuiteId`].
pub const SUITE_SETTING: &str = "crypto.suite";

/// Length of a secret, a digest and a keyed hash, in bytes; the same in both suites.
pub const SECRET: usize = 32;
/// Length of a nonce, in bytes.
pub const NONCE: usize = 12;
/// Length of a signature without suite and key, in bytes.
pub const SIGNATURE: usize = 64;
