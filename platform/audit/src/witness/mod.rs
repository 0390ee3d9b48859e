//! Witnesses: they cosign a checkpoint only when it goes on from the last one that they cosigned.
//! [`Witness`] is ours (C2SP tlog-witness); [`Collector`] asks all of a policy.

mod client;
mod collect;
mod server;
mod state;

pub use client::{WitnessClient, WitnessFault};
pub use collect::{Collected, Collector};
pub use server::router;
pub use state::{Reply, Witness, WitnessError};

use data_encoding::BASE64;

use crate::{
    hash::{TreeHash, decimal},
    note::Note,
};

/// A proof has at most as many lines.
const MOST_STEPS: usize = 63;

/// The body of `add-checkpoint`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AddCheckpoint {
    /// Size that the witness is thought to know.
    pub old: u64,
    /// Consistency proof from there.
    pub path: Vec<TreeHash>,
    /// The signed checkpoint.
    pub note: Note,
}

impl AddCheckpoint {
    /// The body.
    pub fn to_text(&self) -> String {
        let mut text = format!("old {}\n", self.old);
        for step in &self.path {
            text.push_str(&BASE64.encode(&step.0));
            text.push('\n');
        }
        text.push('\n');
        text.push_str(&self.note.to_text());
        text
    }

    /// Reads a body.
    pub fn parse(text: &str) -> Option<Self> {
        let (top, note) = text.split_once("\n\n")?;
        let mut lines = top.split('\n');
        let old = lines.next()?.strip_prefix("old ").filter(|it| !it.is_empty())?;
        let path: Vec<TreeHash> = lines.map(TreeHash::from_base64).collect::<Option<_>>()?;
        let is_short = path.len() <= MOST_STEPS;
        let note = Note::parse(note).ok()?;
        is_short.then_some(Self { old: decimal(old)?, path, note })
    }
}
