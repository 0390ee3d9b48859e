//! What the record promises, on both engines.
#![expect(clippy::unwrap_used, reason = "a test that cannot go on should stop loudly")]

mod erasure;
mod notes;
mod rights;
mod tamper;
mod town;
mod witnesses;
mod writer;
