//! `kill -9` in the middle: the program as a real process, killed while two hundred applications
//! are handed in, and started again on the same data.
#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::print_stderr,
    reason = "a story that breaks off stops loudly and says how far it came"
)]

mod crowd;
mod process;
mod story;
