//! The request ring: people as objects, over real HTTP, without script.
#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "a story that breaks off stops loudly"
)]

mod alarms;
mod amendments;
#[path = "../shared/city.rs"]
mod city;
mod claims;
mod demo;
mod drill;
mod duty;
mod factor;
mod identity;
mod integrity;
mod issuer;
mod lint;
mod lists;
mod machine;
mod mail;
mod mandates;
mod members;
mod outages;
mod pages;
mod paper;
mod paused;
mod person;
mod proof;
mod raw;
mod record;
mod refusal;
mod rehearsals;
mod releases;
mod rights;
mod second_looks;
mod secrecy;
mod sessions;
mod slips;
mod story;
mod surfaces;
mod walking;
mod zones;
