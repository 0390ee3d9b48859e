//! What the suites promise: published vectors, refusal of everything that was changed, rotation,
//! and agreement with OpenSSL, which shares no code with them.
#![expect(clippy::unwrap_used, reason = "a test that cannot go on should stop loudly")]

mod international;
mod national;
mod openssl;
mod properties;
mod remote;
mod rotation;
mod tamper;
mod tools;
