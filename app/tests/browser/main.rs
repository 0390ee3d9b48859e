//! The browser ring: people at a real Chromium, who click what they read and type into what is
//! labelled. Every new page that anybody comes to is looked at as well: see `eyes`.
#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "a story that breaks off stops loudly"
)]

#[path = "../shared/city.rs"]
#[expect(dead_code, reason = "the request ring needs more of it")]
mod city;
mod counter;
mod eyes;
mod guarded;
mod keyboard;
mod languages;
mod life;
mod no_script;
mod passkeys;
mod person;
#[path = "../crash/process.rs"]
#[expect(dead_code, reason = "the crash ring needs more of it")]
mod process;
mod secure;
mod slow_line;
mod town;
