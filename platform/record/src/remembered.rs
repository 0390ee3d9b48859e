//! What others remember of a record, asked before an older copy takes its place.

use audit::{
    Checkpoint, Note,
    signer::Client,
    tree::{Folder, Storage as _, merkle, tiles::Tiles},
    witness::{Collector, WitnessFault},
};

use crate::Signing;

/// How many entries signer and witnesses remember of the record of which `copy` holds a checkpoint
/// with its tree; none where somebody does not answer. A witness whose memory is shorter than the
/// copy takes its checkpoint up, as it would at any time.
pub async fn remembered(signing: &Signing, copy: &Folder) -> Vec<(String, Option<u64>)> {
    let mut all = vec![("the signer".to_owned(), of_signer(signing).await)];
    // Without a checkpoint there is nothing that a witness could be asked about.
    if let Some(found) = of_witnesses(signing, copy).await {
        all.extend(found);
    }
    all
}

async fn of_signer(signing: &Signing) -> Option<u64> {
    let mut client = Client::connect(&signing.socket).await.ok()?;
    client.head().await.ok().map(|it| it.size)
}

async fn of_witnesses(signing: &Signing, copy: &Folder) -> Option<Vec<(String, Option<u64>)>> {
    let text = String::from_utf8(copy.read("checkpoint").ok()??).ok()?;
    let published = Note::parse(&text).ok()?;
    let head = Checkpoint::of_note(&text)?.head();
    let logs = &signing.policy.logs;
    let is_of_log = |it: &audit::note::SignatureLine| {
        logs.iter().any(|log| log.verifier.name == it.name && log.verifier.id == it.id)
    };
    // As the signer gave it: witnesses add their names themselves.
    let mut note = published.clone();
    note.signatures.retain(is_of_log);
    let mut collector =
        Collector::new(signing.policy.clone(), &signing.transport, Some(&published));
    let prove = |old: u64| merkle::consistency(&Tiles::new(copy, head.size), old, head.size);
    let collected = collector.collect(&note, &head, &prove).await;
    let told = |name: &str| match collected.faults.iter().find(|(who, _)| who == name) {
        None => Some(head.size),
        Some((_, WitnessFault::Ahead { told, .. })) => Some(*told),
        Some(_) => None,
    };
    let names = signing.policy.witnesses.iter().map(|it| it.name.as_str());
    Some(names.map(|name| (format!("the witness {name}"), told(name))).collect())
}
