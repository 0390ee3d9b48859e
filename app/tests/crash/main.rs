//! The program as a real process: killed while two hundred applications are handed in and started
//! again on the same data, without its database for a while, held to a bound of memory, and watched
//! for whom it turns to.
#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::print_stderr,
    reason = "a story that breaks off stops loudly and says how far it came"
)]

mod crowd;
#[path = "../request/claims/files.rs"]
#[expect(dead_code, reason = "what becomes of each file the request ring looks at")]
mod files;
mod memory;
mod outage;
mod outbound;
#[expect(dead_code, reason = "the browser ring needs more of it")]
mod process;
mod story;
