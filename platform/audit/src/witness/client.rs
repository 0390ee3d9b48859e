//! Asking one witness.

use std::sync::Arc;

use super::AddCheckpoint;
use crate::{
    hash::{TreeHash, decimal},
    http::{Answer, Transport, Unreached},
    keys::Verifier,
    note::{Note, SignatureLine},
    tree::TreeError,
};

/// Why a witness has not cosigned.
#[derive(Debug, thiserror::Error)]
pub enum WitnessFault {
    /// No answer.
    #[error(transparent)]
    Unreached(#[from] Unreached),
    /// An answer that refuses, by its status.
    #[error("refused with status {0}")]
    Refused(u16),
    /// An answer that is none.
    #[error("the answer cannot be read")]
    Nonsense,
    /// A cosignature that is not right.
    #[error("the cosignature is wrong")]
    WrongSignature,
    /// It has cosigned more than it says that it knows: it has lost its memory, and would sign a
    /// fork. Somebody must look before it counts again.
    #[error("cosigned {cosigned} entries and knows of {told}")]
    Amnesia {
        /// What it has cosigned.
        cosigned: u64,
        /// What it says.
        told: u64,
    },
    /// It has seen a longer log than ours: ours was restored from an older copy, or there are two.
    #[error("it has seen {told} entries, the log has {ours}")]
    Ahead {
        /// What it says.
        told: u64,
        /// What we have.
        ours: u64,
    },
    /// The proof could not be made.
    #[error(transparent)]
    Tree(#[from] TreeError),
}

/// Makes the consistency proof from an older size to the checkpoint at hand.
pub type Prove<'a> = dyn Fn(u64) -> Result<Vec<TreeHash>, TreeError> + Send + Sync + 'a;

/// One witness and what it has cosigned.
pub struct WitnessClient {
    /// Its key.
    pub verifier: Verifier,
    url: String,
    transport: Arc<dyn Transport>,
    cosigned: u64,
}

impl WitnessClient {
    /// `url` is the submission prefix. `cosigned` is the size of the largest checkpoint that bears
    /// its cosignature, as the log knows from what it published.
    pub fn new(
        verifier: Verifier,
        url: &str,
        transport: Arc<dyn Transport>,
        cosigned: u64,
    ) -> Self {
        let url = format!("{}/add-checkpoint", url.trim_end_matches('/'));
        Self { verifier, url, transport, cosigned }
    }

    /// Asks for a cosignature of a checkpoint with `size` entries.
    pub async fn cosign(
        &mut self,
        note: &Note,
        size: u64,
        prove: &Prove<'_>,
    ) -> Result<SignatureLine, WitnessFault> {
        let mut old = self.cosigned.min(size);
        let mut answer = self.ask(old, note, prove).await?;
        if answer.status == 409 {
            old = self.told(&answer, size)?;
            answer = self.ask(old, note, prove).await?;
        }
        if answer.status != 200 {
            return Err(WitnessFault::Refused(answer.status));
        }
        let text = String::from_utf8(answer.body).map_err(|_| WitnessFault::Nonsense)?;
        let line = self.own_line(&text).ok_or(WitnessFault::Nonsense)?;
        if self.verifier.check(&note.text, &line.bytes).is_none() {
            return Err(WitnessFault::WrongSignature);
        }
        self.cosigned = size.max(self.cosigned);
        Ok(line)
    }

    async fn ask(&self, old: u64, note: &Note, prove: &Prove<'_>) -> Result<Answer, WitnessFault> {
        let request = AddCheckpoint { old, path: prove(old)?, note: note.clone() };
        Ok(self.transport.post(&self.url, request.to_text()).await?)
    }

    /// The size that a witness knows of instead.
    fn told(&self, answer: &Answer, ours: u64) -> Result<u64, WitnessFault> {
        let text = std::str::from_utf8(&answer.body).ok().and_then(|it| it.strip_suffix('\n'));
        let told = text.filter(|it| !it.is_empty()).and_then(decimal);
        let told = told.ok_or(WitnessFault::Nonsense)?;
        if told < self.cosigned {
            return Err(WitnessFault::Amnesia { cosigned: self.cosigned, told });
        }
        if told > ours {
            return Err(WitnessFault::Ahead { told, ours });
        }
        Ok(told)
    }

    fn own_line(&self, answer: &str) -> Option<SignatureLine> {
        let lines: Option<Vec<_>> =
            answer.strip_suffix('\n')?.split('\n').map(SignatureLine::parse).collect();
        let is_own =
            |it: &SignatureLine| it.name == self.verifier.name && it.id == self.verifier.id;
        lines?.into_iter().find(is_own)
    }
}
