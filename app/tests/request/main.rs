//! The request ring: people as objects, over real HTTP, without script.
#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "a story that breaks off stops loudly"
)]

mod city;
mod person;
mod refusal;
mod story;
