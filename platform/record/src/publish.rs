//! Having a head signed and witnessed, and keeping the checkpoint that came of it.

use std::{path::PathBuf, sync::Arc};

use audit::{
    Head, Note, Policy,
    http::Transport,
    signer::{Client, Refusal, SignRequest},
    tree::{Folder, merkle, tiles::Tiles},
    witness::{Collector, WitnessFault},
};
use jiff::Timestamp;

use crate::RecordError;

/// What came of asking for signatures.
pub(crate) struct Published {
    /// The cosigned checkpoint, if enough have signed.
    pub note: Option<Note>,
    /// Which witness has not, and why.
    pub faults: Vec<(String, String)>,
}

/// Asks the signer and the witnesses.
pub(crate) struct Publisher {
    socket: PathBuf,
    client: Option<Client>,
    collector: Collector,
}

impl Publisher {
    pub fn new(
        socket: PathBuf,
        policy: &Policy,
        transport: &Arc<dyn Transport>,
        published: Option<&Note>,
    ) -> Self {
        let collector = Collector::new(policy.clone(), transport, published);
        Self { socket, client: None, collector }
    }

    /// Has a head of the tree in `folder` signed and witnessed.
    pub async fn publish(
        &mut self,
        folder: &Folder,
        head: &Head,
        log_at: Timestamp,
    ) -> Result<Published, RecordError> {
        let mut client = match self.client.take() {
            Some(client) => client,
            None => Client::connect(&self.socket).await?,
        };
        let note = sign(&mut client, folder, head, log_at).await?;
        // A connection that has failed is not kept.
        self.client = Some(client);
        let tree = head.size;
        let prove = |old: u64| merkle::consistency(&Tiles::new(folder, tree), old, tree);
        let collected = self.collector.collect(&note, head, &prove).await;
        // One that says so alone may be wrong; the others go on.
        let ahead = collected.faults.iter().find_map(|(name, fault)| match fault {
            WitnessFault::Ahead { told, ours } => Some((name, *told, *ours)),
            _ => None,
        });
        if let Some((witness, remembered, size)) = ahead.filter(|_| !collected.is_quorum) {
            let who = format!("the witness {witness}");
            return Err(RecordError::Rollback { who, remembered, size });
        }
        let faults = collected.faults.iter().map(|(name, it)| (name.clone(), it.to_string()));
        let faults = faults.collect();
        Ok(Published { note: collected.is_quorum.then_some(collected.note), faults })
    }
}

async fn sign(
    client: &mut Client,
    folder: &Folder,
    head: &Head,
    log_at: Timestamp,
) -> Result<Note, RecordError> {
    let signed = client.head().await?;
    let rollback = || RecordError::Rollback {
        who: "the signer".to_owned(),
        remembered: signed.size,
        size: head.size,
    };
    if signed.size > head.size || (signed.size == head.size && signed.root != head.root) {
        return Err(rollback());
    }
    let path = merkle::consistency(&Tiles::new(folder, head.size), signed.size, head.size)?;
    match client.sign(&SignRequest { head: *head, path, log_at }).await {
        Err(audit::signer::ClientError::Refused(Refusal::Fork { .. })) => Err(rollback()),
        other => Ok(other?),
    }
}
