//! Fingerprints that a subject searches by. They are made with the deployment key, so they are
//! written anew after it was rotated.

/// What one step of renewing did.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Renewed {
    /// How many rows were looked at.
    pub seen: u64,
    /// How many have a fingerprint of the current key now and had none before.
    pub renewed: u64,
    /// How many can only be renewed when their owner types the value again.
    pub waiting: u64,
    /// Where to go on; none at the end.
    pub next: Option<String>,
}

/// The fingerprints of one table.
#[async_trait::async_trait]
pub trait Prints: Send + Sync {
    /// `subject.things`.
    fn name(&self) -> &'static str;

    /// Renews a page of rows behind `after`. Safe on many nodes, and again and again.
    async fn renew(&self, after: &str) -> anyhow::Result<Renewed>;
}
