//! The relying party against a real provider on this machine.
#![expect(clippy::unwrap_used, reason = "a story that breaks off stops loudly")]

mod faults;
mod flow;
mod forged;
mod house;
mod logout;
mod time;
