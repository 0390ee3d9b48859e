//! The register as the house sees it: seeded, asked, signed in to.
#![expect(
    clippy::expect_used,
    clippy::unwrap_used,
    reason = "a test that cannot go on should stop loudly"
)]

mod access;
mod email;
mod factors;
mod house;
mod pages;
mod recovery;
mod register;
mod second;
mod sign_in;
mod totp;
mod training;
