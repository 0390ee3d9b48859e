//! What somebody should be told soon. The pages raise alarms; a job of the binary tells operators
//! and supervisors.

use std::sync::{Mutex, PoisonError};

use crate::LookUp;

/// So many alarms wait to be told; what is more is counted and logged, but not told.
const WAITING: usize = 100;

/// Something that somebody should look at.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Alarm {
    /// Too many different people or things were looked up: somebody may be walking through
    /// numbers.
    Novelty {
        /// What was looked up.
        kind: LookUp,
        /// Which budget was used up: `requester`, `service` or `visitors`.
        budget: &'static str,
    },
    /// Published content is not what was published.
    Altered {
        /// What was altered, such as `/services/food-business`.
        place: String,
    },
}

impl Alarm {
    /// Its word in figures and messages.
    pub const fn word(&self) -> &'static str {
        match self {
            Self::Novelty { .. } => "novelty",
            Self::Altered { .. } => "altered",
        }
    }
}

/// The alarms that nobody has been told yet.
#[derive(Debug, Default)]
pub struct Alarms(Mutex<Vec<Alarm>>);

impl Alarms {
    /// Raises an alarm: a figure and a line of the log at once, a message when the job runs.
    pub fn raise(&self, alarm: Alarm) {
        metrics::counter!("onewindow_alarms_total", "alarm" => alarm.word()).increment(1);
        tracing::error!(target: "security", code = "alarm", alarm = alarm.word(), what = ?alarm);
        let mut waiting = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if waiting.len() < WAITING && !waiting.contains(&alarm) {
            waiting.push(alarm);
        }
    }

    /// Takes those that wait.
    pub fn take(&self) -> Vec<Alarm> {
        std::mem::take(&mut *self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }
}
