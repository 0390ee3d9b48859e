//! The door to other servers: what it refuses, and that what it refuses is never reached.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on should stop loudly")]

mod canary;
mod refused;
mod served;
