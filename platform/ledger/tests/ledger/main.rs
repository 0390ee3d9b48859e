//! What the ledger promises, on both engines.
#![expect(clippy::unwrap_used, reason = "a test that cannot go on should stop loudly")]

mod commands;
mod consumers;
mod crowd;
mod faults;
mod keys;
mod leaves;
mod pace;
mod replay;
mod schema;
mod tally;
mod tls;
mod vault;
mod words;
