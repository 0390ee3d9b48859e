//! What the law does by itself, when its time has come. Idempotent, and safe on many nodes: the
//! command is named after the case's version, so only one of them counts.

use crate::{service::Desk, store};

/// Accepts by silence and lets silence consent.
pub(crate) struct Silence(pub Desk);

#[async_trait::async_trait]
impl module::Job for Silence {
    fn name(&self) -> &'static str {
        "cases.silence"
    }

    fn acts_by_silence(&self) -> bool {
        true
    }

    async fn run(&self) -> anyhow::Result<u64> {
        let desk = &self.0;
        let today = desk.ledger.clock().today();
        let mut cases = store::lapsed(&desk.ledger, today).await?;
        cases.extend(store::silent(&desk.ledger, today).await?);
        let mut done = 0;
        for case in cases {
            match desk.silence(case).await {
                Ok(acted) => done += u64::from(acted),
                Err(trouble) => tracing::error!(%case, ?trouble, "silence could not act"),
            }
        }
        Ok(done)
    }
}

/// Lets decisions leave whose time has come.
pub(crate) struct Leaving(pub Desk);

#[async_trait::async_trait]
impl module::Job for Leaving {
    fn name(&self) -> &'static str {
        "cases.leaving"
    }

    async fn run(&self) -> anyhow::Result<u64> {
        let desk = &self.0;
        let now = desk.ledger.clock().now();
        let mut done = 0;
        for case in store::leaving(&desk.ledger, now).await? {
            match desk.send_decision(case).await {
                Ok(sent) => done += u64::from(sent),
                Err(trouble) => tracing::error!(%case, ?trouble, "a decision could not leave"),
            }
        }
        Ok(done)
    }
}
