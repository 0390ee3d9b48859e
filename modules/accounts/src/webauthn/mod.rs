//! Passkeys (WebAuthn level 2): what the browser's answer must hold before it is believed. Keys are
//! of ES256 or EdDSA, statements about the maker of a device are not asked for, and the person must
//! have been verified by their device (finger, face or PIN).

mod challenge;
mod parse;
mod verify;

pub use challenge::Challenges;
pub use verify::{Answer, Credential, PasskeyError, Site, check_answer, check_new};
