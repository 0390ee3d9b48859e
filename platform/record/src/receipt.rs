//! What somebody takes home: a C2SP tlog-proof that carries in its extra data all that is needed to
//! see what was logged, without any network.

use audit::{
    Commitment, Policy, Proof,
    proof::{ProofError, Shown},
};
use data_encoding::HEXLOWER;
use serde::{Deserialize, Serialize};

/// How an event stands in the record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Receipt {
    /// It is logged, and a quorum of witnesses has seen it.
    Proven(Box<ProofFile>),
    /// It is not logged yet, or the witnesses have not seen it yet.
    Pending,
    /// There is no such event, or it is not what was logged.
    Missing,
    /// This installation has no signer, so nothing is proven.
    Unkept,
}

/// A proof to be saved.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ProofFile {
    /// The file.
    pub text: String,
    /// Index of the entry that it proves.
    pub index: u64,
    /// The witnesses that have seen it.
    pub witnesses: Vec<String>,
}

/// The extra data of a proof: JSON.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Enclosed {
    /// The bytes of the entry.
    pub entry: String,
    /// What the entry commits to; none where somebody was erased.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub payload: Option<String>,
    /// The salt, in hexadecimal digits.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub salt: Option<String>,
}

/// Why a proof file proves nothing.
#[derive(Debug, thiserror::Error)]
pub enum ReceiptFault {
    /// The proof.
    #[error(transparent)]
    Proof(#[from] ProofError),
    /// The extra data.
    #[error("the file does not carry its entry")]
    Extra,
    /// The payload.
    #[error("the entry does not commit to this content")]
    Payload,
}

impl Enclosed {
    /// Checks a proof file with nothing but itself and a policy: the entry is in the record, the
    /// witnesses have seen it, and it commits to the payload.
    ///
    /// # Errors
    /// [`ReceiptFault`].
    pub fn check(file: &str, policy: &Policy) -> Result<(Shown, Self), ReceiptFault> {
        let proof = Proof::parse(file)?;
        let extra = proof.extra.as_deref().ok_or(ReceiptFault::Extra)?;
        let enclosed: Self = serde_json::from_slice(extra).map_err(|_| ReceiptFault::Extra)?;
        let shown = proof.verify(enclosed.entry.as_bytes(), policy)?;
        if let (Some(payload), Some(salt)) = (&enclosed.payload, &enclosed.salt) {
            let salt = HEXLOWER.decode(salt.as_bytes()).ok().and_then(|it| it.try_into().ok());
            let salt: [u8; 32] = salt.ok_or(ReceiptFault::Extra)?;
            if Commitment::to(&salt, payload.as_bytes()) != shown.entry.commitment {
                return Err(ReceiptFault::Payload);
            }
        }
        Ok((shown, enclosed))
    }
}
