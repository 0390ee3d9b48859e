//! The verifiable record: what is written can be checked, what is tampered with is found, and
//! nobody is made to sign two histories.
#![expect(clippy::unwrap_used, clippy::expect_used, reason = "a test that breaks off stops loudly")]

mod bench;
mod crash;
mod entry;
mod foreign;
mod merkle;
mod monitor;
mod note;
mod proof;
mod signer;
mod tamper;
mod witness;
