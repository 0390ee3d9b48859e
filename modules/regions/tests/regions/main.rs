//! Calendars and divisions as the house sees them: seeded, asked, changed, on real pages.
#![expect(
    clippy::expect_used,
    clippy::unwrap_used,
    reason = "a test that cannot go on should stop loudly"
)]

mod house;
mod pages;
mod service;
