//! Floor 2: feeds the verifiable record (`audit`) from the ledger. Every event and every recorded
//! read becomes a leaf ([`leaf`]); one writer makes them so ([`Writer`]); a signer and witnesses in
//! processes of their own ([`process`]) put their names under each head; whoever is concerned gets
//! a proof ([`Receipt`]); an operator compares everything with everything ([`check`]).
//!
//! What everybody is shown is in it as well, by its digest ([`manifest`]).
//!
//! Other code asks through [`PublicRecord`]: is this event provably logged, and may licences be
//! issued now; and draws lots from a checkpoint ([`lot()`]).

pub mod check;
mod error;
mod leaf;
mod lot;
pub mod manifest;
pub mod process;
mod publish;
mod receipt;
mod remembered;
mod service;
mod writer;

pub use audit::Head;
pub use error::RecordError;
pub use lot::lot;
pub use receipt::{Enclosed, ProofFile, Receipt, ReceiptFault};
pub use remembered::remembered;
pub use service::{Compared, Part, Plan, Record, Signing, State};
pub use writer::{Prepared, Step, Writer};

/// What other code asks of the record.
#[async_trait::async_trait]
pub trait PublicRecord: Send + Sync {
    /// The proof that an event is logged, as far as there is one.
    ///
    /// # Errors
    /// [`RecordError`] when it cannot be looked up.
    async fn receipt(&self, stream: &str, seq: u64) -> Result<Receipt, RecordError>;

    /// The head of the newest checkpoint that enough witnesses have seen, if it covers this event.
    ///
    /// # Errors
    /// [`RecordError`] when it cannot be looked up.
    async fn covering(&self, stream: &str, seq: u64) -> Result<Option<Head>, RecordError>;

    /// Whether licences may be issued now: not while the witnesses have been missing for long.
    fn may_issue(&self) -> bool;
}

/// Where no record is kept: nothing is proven, and nobody pretends that it were.
pub struct Unkept;

#[async_trait::async_trait]
impl PublicRecord for Unkept {
    async fn receipt(&self, _: &str, _: u64) -> Result<Receipt, RecordError> {
        Ok(Receipt::Unkept)
    }

    async fn covering(&self, _: &str, _: u64) -> Result<Option<Head>, RecordError> {
        Ok(None)
    }

    fn may_issue(&self) -> bool {
        true
    }
}
