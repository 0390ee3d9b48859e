//! When the installation took no changes, so that people handed in on paper.

use jiff::civil::Date;
use ledger::StoreError;

/// A time in which no changes were taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Outage {
    /// Its first day.
    pub from: Date,
    /// Its last day; today, while it goes on.
    pub until: Date,
}

impl Outage {
    /// Whether a day is one of it.
    pub fn has(&self, day: Date) -> bool {
        self.from <= day && day <= self.until
    }
}

/// Whoever operates the installation records when it took no changes.
#[async_trait::async_trait]
pub trait Outages: Send + Sync {
    /// The outages that ended on this day or later, or go on; the oldest first.
    ///
    /// # Errors
    /// [`StoreError`].
    async fn since(&self, day: Date) -> Result<Vec<Outage>, StoreError>;
}
