//! Slow, greedy and badly encrypted clients, and that others do not notice them.
#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "a test that cannot go on should stop loudly"
)]

mod floods;
mod limits;
mod place;
mod suites;
mod tls;
