//! Floor 2: the verifiable record. Every event and every recorded reading of personal data is a
//! leaf ([`entry`]) of an RFC 6962 tree in C2SP tlog-tiles ([`tree`]). A separate process signs its
//! checkpoints ([`signer`]), witnesses in other custody cosign them ([`witness`]), a policy says
//! how many must ([`policy`], [`quorum`]). People get proofs that can be checked without us
//! ([`proof`]); anyone may watch ([`monitor`]).

pub mod checkpoint;
pub mod entry;
pub mod hash;
pub mod http;
pub mod keys;
pub mod monitor;
pub mod note;
pub mod policy;
pub mod proof;
pub mod quorum;
pub mod signer;
pub mod tree;
pub mod witness;

pub use checkpoint::Checkpoint;
pub use entry::{Commitment, Entry, Kind, Pseudonym};
pub use hash::{Head, TreeHash};
pub use note::Note;
pub use policy::Policy;
pub use proof::Proof;
pub use tree::Log;
