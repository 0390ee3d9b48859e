//! Whether the process lives and whether it can work.

use std::time::Duration;

use ledger::Ledger;
use serde::Serialize;

use crate::metrics;

/// A database that takes longer than this to write is taken for unavailable.
const PATIENCE: Duration = Duration::from_secs(5);

/// The health of the process.
#[derive(Clone)]
pub struct Health {
    /// The ledger that is asked.
    pub ledger: Ledger,
}

/// The process answers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Live {
    /// Always true.
    pub is_live: bool,
}

/// Whether the process can work.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Ready {
    /// Whether requests should be sent here: the database takes writes.
    pub is_ready: bool,
    /// Which database: `sqlite` or `postgres`.
    pub database: &'static str,
    /// Events that wait for a consumer.
    pub waiting: u64,
    /// Events that a consumer could not take, at most 100. They do not make the process unready,
    /// but an operator has to look at them.
    pub parked: u64,
    /// What is wrong, in a word: `database_unavailable`, `database_slow`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub failure: Option<&'static str>,
}

impl Health {
    /// The health that `ledger` answers for.
    pub fn new(ledger: Ledger) -> Self {
        Self { ledger }
    }

    /// Answers as long as the process does; asks nothing.
    pub fn live(&self) -> Live {
        Live { is_live: true }
    }

    /// Writes to the database, so that health is not claimed of one that only reads, and counts
    /// the events that wait.
    pub async fn ready(&self) -> Ready {
        let mut ready = Ready {
            is_ready: false,
            database: self.ledger.engine_name(),
            waiting: 0,
            parked: 0,
            failure: None,
        };
        match tokio::time::timeout(PATIENCE, self.ask()).await {
            Ok(Ok((waiting, parked))) => {
                ready = Ready { is_ready: true, waiting, parked, ..ready };
                metrics::ledger_seen(&ready);
            }
            Ok(Err(error)) => {
                tracing::error!(%error, "the database does not take writes");
                ready.failure = Some("database_unavailable");
            }
            Err(_) => {
                tracing::error!(seconds = PATIENCE.as_secs(), "the database is slow");
                ready.failure = Some("database_slow");
            }
        }
        ready
    }

    async fn ask(&self) -> Result<(u64, u64), ledger::StoreError> {
        self.ledger.check_health().await?;
        let waiting = self.ledger.waiting().await?;
        let parked = self.ledger.parked().await?.len();
        Ok((waiting, u64::try_from(parked).unwrap_or(u64::MAX)))
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use ledger::{Blueprint, DatabaseUrl, DeploymentKey};

    use super::*;
    use crate::{SystemChance, SystemClock};

    #[tokio::test]
    async fn a_working_ledger_is_ready() {
        let folder = std::env::temp_dir().join(format!("onewindow-health-{}", std::process::id()));
        std::fs::create_dir_all(&folder).unwrap();
        let clock = Arc::new(SystemClock::default());
        let blueprint = Blueprint::new(clock, Arc::new(SystemChance), DeploymentKey::new([7; 32]));
        let url = DatabaseUrl::Sqlite(folder.join("test.db"));
        let ledger = Ledger::open(&url, blueprint).await.unwrap();
        let health = Health::new(ledger);
        assert!(health.live().is_live);
        let json = serde_json::to_value(health.ready().await).unwrap();
        let expected = serde_json::json!(
            {"is_ready": true, "database": "sqlite", "waiting": 0, "parked": 0}
        );
        assert_eq!(json, expected);
        std::fs::remove_dir_all(&folder).unwrap();
    }
}
