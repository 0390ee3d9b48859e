//! The signer: a process of its own, with its own user and the keys, that signs a checkpoint only
//! when it goes on from the last one that it signed. Who has taken the application over cannot
//! make it sign a second history, nor one in the past.

mod state;
mod time;
mod wire;

pub use state::{Refusal, SignRequest, Signer, SignerError};
pub use time::{Elapsed, TimeFault, TimeLimits};
pub use wire::{Client, ClientError, serve, serve_operator};
