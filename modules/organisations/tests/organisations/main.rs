//! The directory as the house sees it: seeded, asked, on real pages.
#![expect(clippy::expect_used, reason = "a test that cannot go on should stop loudly")]

mod house;
mod pages;
