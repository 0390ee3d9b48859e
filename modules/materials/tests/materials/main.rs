//! Materials as people and machines meet them.
#![expect(clippy::expect_used, clippy::panic, reason = "a test that goes wrong should stop loudly")]

mod api;
mod given;
mod house;
mod pages;
mod port;
mod sweep;
