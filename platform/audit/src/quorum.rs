//! How long the witnesses have been missing, and what must not be done any more because of it.

use std::sync::Arc;

use jiff::{SignedDuration, Timestamp};
use kernel::Clock;

/// How the newest checkpoint stands with the witnesses.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    /// Enough witnesses have cosigned, or nothing waits.
    Witnessed,
    /// Some are missing, not for long.
    Waiting {
        /// Since when.
        since: Timestamp,
    },
    /// Missing for longer than a minute: receipts say "pending", an alarm is due.
    Pending {
        /// Since when.
        since: Timestamp,
    },
    /// Missing for longer than a quarter of an hour: no licence is issued.
    Stopped {
        /// Since when.
        since: Timestamp,
    },
}

impl Standing {
    /// Whether operators must be told.
    pub fn is_alarm(self) -> bool {
        matches!(self, Self::Pending { .. } | Self::Stopped { .. })
    }

    /// Whether licences may be issued.
    pub fn may_issue_licences(self) -> bool {
        !matches!(self, Self::Stopped { .. })
    }
}

/// After how long what happens.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Patience {
    /// Until the alarm.
    pub alarm: SignedDuration,
    /// Until licences stop.
    pub stop: SignedDuration,
}

impl Default for Patience {
    /// 60 seconds and 15 minutes.
    fn default() -> Self {
        Self { alarm: SignedDuration::from_secs(60), stop: SignedDuration::from_mins(15) }
    }
}

/// Watches over the quorum.
pub struct QuorumWatch {
    clock: Arc<dyn Clock>,
    patience: Patience,
    since: Option<Timestamp>,
}

impl QuorumWatch {
    /// Begins with nothing waiting.
    pub fn new(clock: Arc<dyn Clock>, patience: Patience) -> Self {
        Self { clock, patience, since: None }
    }

    /// There are entries that no quorum has seen. `since` is when the oldest was logged; an
    /// instant after a restart therefore counts from then on.
    pub fn unwitnessed(&mut self, since: Timestamp) {
        self.since = Some(self.since.map_or(since, |it| it.min(since)));
    }

    /// A quorum has seen all entries.
    pub fn witnessed(&mut self) {
        self.since = None;
    }

    /// How it stands now.
    pub fn standing(&self) -> Standing {
        let Some(since) = self.since else { return Standing::Witnessed };
        let waited = self.clock.now().duration_since(since);
        if waited > self.patience.stop {
            Standing::Stopped { since }
        } else if waited > self.patience.alarm {
            Standing::Pending { since }
        } else {
            Standing::Waiting { since }
        }
    }
}
