//! What a change of the calendar does to what runs: told by the subjects that keep clocks.

use std::sync::Arc;

use jiff::civil::Date;
use kernel::calendar::WorkCalendar;
use serde::{Deserialize, Serialize};

/// One date that would move.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct MovedDate {
    /// The matter: a case's reference, no personal data.
    pub matter: String,
    /// Which clock: `notice`, `statutory`, `promised` or `delivery`.
    pub clock: String,
    /// The date as it is.
    pub from: Date,
    /// The date as it would be.
    pub to: Date,
}

/// The register of running clocks does not answer.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("the running clocks cannot be read: {0}")]
pub struct ImpactDown(pub String);

/// A subject that keeps clocks.
#[async_trait::async_trait]
pub trait RunningClocks: Send + Sync {
    /// The dates that would move under another calendar, all of them, in the order of matters.
    async fn moved(&self, after: Arc<WorkCalendar>) -> Result<Vec<MovedDate>, ImpactDown>;
}

/// Where subjects that keep clocks make themselves known, when they start.
pub trait CalendarChanges: Send + Sync {
    /// From now on `clocks` is asked before a change is proposed and before it is made.
    fn touches(&self, clocks: Arc<dyn RunningClocks>);
}
