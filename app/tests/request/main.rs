//! The request ring: people as objects, over real HTTP, without script.
#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "a story that breaks off stops loudly"
)]

#[path = "../shared/city.rs"]
mod city;
mod mail;
mod pages;
mod person;
mod refusal;
mod story;
