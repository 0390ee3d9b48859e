//! The register as the house sees it: seeded, asked, signed in to.
#![expect(clippy::expect_used, reason = "a test that cannot go on should stop loudly")]

mod house;
mod pages;
mod register;
mod sign_in;
