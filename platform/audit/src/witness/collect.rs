//! Asking all witnesses of a policy at once.

use std::{collections::BTreeSet, sync::Arc};

use futures::future::join_all;

use super::{
    WitnessFault,
    client::{Prove, WitnessClient},
};
use crate::{hash::Head, http::Transport, keys::Verifier, note::Note, policy::Policy};

/// What came back.
pub struct Collected {
    /// The checkpoint with all right cosignatures.
    pub note: Note,
    /// Whether they suffice.
    pub is_quorum: bool,
    /// Which witness did not cosign, by its name in the policy, and why.
    pub faults: Vec<(String, WitnessFault)>,
}

/// Asks the witnesses of a policy.
pub struct Collector {
    policy: Policy,
    clients: Vec<WitnessClient>,
}

impl Collector {
    /// The witnesses of a policy. `published` is the last published checkpoint: a witness whose
    /// cosignature it bears has seen as much.
    pub fn new(policy: Policy, transport: &Arc<dyn Transport>, published: Option<&Note>) -> Self {
        let cosigned = |verifier: &Verifier| {
            let note = published?;
            let checkpoint = crate::Checkpoint::parse(&note.text)?;
            note.signed_by(&[verifier]).ok().map(|_| checkpoint.size)
        };
        let client = |it: &crate::policy::Party| {
            let url = it.url.as_deref().unwrap_or_default();
            let seen = cosigned(&it.verifier).unwrap_or(0);
            WitnessClient::new(it.verifier.clone(), url, transport.clone(), seen)
        };
        let clients = policy.witnesses.iter().map(client).collect();
        Self { policy, clients }
    }

    /// Asks all witnesses to cosign a signed checkpoint.
    pub async fn collect(&mut self, note: &Note, head: &Head, prove: &Prove<'_>) -> Collected {
        let asked = self.clients.iter_mut().map(|it| it.cosign(note, head.size, prove));
        let answers = join_all(asked).await;
        let mut collected = Collected { note: note.clone(), is_quorum: false, faults: Vec::new() };
        let mut places = BTreeSet::new();
        for (place, answer) in answers.into_iter().enumerate() {
            match answer {
                Ok(line) => {
                    places.insert(place);
                    collected.note.signatures.push(line);
                }
                Err(fault) => {
                    let name = self.policy.witnesses[place].name.clone();
                    tracing::warn!(witness = %name, %fault, "a witness has not cosigned");
                    collected.faults.push((name, fault));
                }
            }
        }
        collected.is_quorum = self.policy.is_quorum(&places);
        collected
    }
}
