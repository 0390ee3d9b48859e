//! What somebody should be told soon. The pages raise alarms; a job of the binary tells operators
//! and supervisors.

use std::{
    collections::HashMap,
    sync::{Mutex, PoisonError},
};

use jiff::Timestamp;

use crate::{Incident, LookUp};

/// So many alarms wait to be told; what is more is counted and logged, but not told.
const WAITING: usize = 100;

/// The time in which refusals are counted together, in seconds.
const WINDOW: i64 = 600;

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
    /// Too many security events of one kind within ten minutes.
    Burst {
        /// The code of the event, such as `sign_in.failed`.
        code: &'static str,
    },
}

impl Alarm {
    /// Its word in figures and messages.
    pub const fn word(&self) -> &'static str {
        match self {
            Self::Novelty { .. } => "novelty",
            Self::Altered { .. } => "altered",
            Self::Burst { .. } => "burst",
        }
    }
}

/// So many of an event within ten minutes, on one node, are more than people and their mistakes
/// bring about; none where any number is ordinary.
const fn most(incident: Incident) -> Option<u32> {
    match incident {
        Incident::SignInFailed | Incident::Token | Incident::Origin => Some(100),
        Incident::Forbidden => Some(200),
        Incident::Bypass => Some(500),
        Incident::Policy => Some(50),
        Incident::Panic => Some(3),
        _ => None,
    }
}

/// The alarms that nobody has been told yet.
#[derive(Debug, Default)]
pub struct Alarms {
    waiting: Mutex<Vec<Alarm>>,
    /// How often each event happened in the window that begins at a second.
    seen: Mutex<(i64, HashMap<&'static str, u32>)>,
}

impl Alarms {
    /// Raises an alarm: a figure and a line of the log at once, a message when the job runs.
    pub fn raise(&self, alarm: Alarm) {
        metrics::counter!("onewindow_alarms_total", "alarm" => alarm.word()).increment(1);
        tracing::error!(target: "security", code = "alarm", alarm = alarm.word(), what = ?alarm);
        self.keep(alarm);
    }

    /// Lets one wait again that could not be told.
    pub fn keep(&self, alarm: Alarm) {
        let mut waiting = self.waiting.lock().unwrap_or_else(PoisonError::into_inner);
        if waiting.len() < WAITING && !waiting.contains(&alarm) {
            waiting.push(alarm);
        }
    }

    /// Counts a security event, and raises an alarm when there are too many.
    pub(crate) fn count(&self, incident: Incident, now: Timestamp) {
        let Some(most) = most(incident) else { return };
        let since = now.as_second().div_euclid(WINDOW);
        let mut seen = self.seen.lock().unwrap_or_else(PoisonError::into_inner);
        if seen.0 != since {
            *seen = (since, HashMap::new());
        }
        let count = seen.1.entry(incident.code()).or_default();
        *count = count.saturating_add(1);
        if *count == most {
            drop(seen);
            self.raise(Alarm::Burst { code: incident.code() });
        }
    }

    /// Takes those that wait.
    pub fn take(&self) -> Vec<Alarm> {
        std::mem::take(&mut *self.waiting.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn many_refusals_in_ten_minutes_are_one_alarm_and_few_are_none() {
        let alarms = Alarms::default();
        let at = |second| Timestamp::from_second(second).unwrap();
        for second in 0..99 {
            alarms.count(Incident::SignInFailed, at(second));
            alarms.count(Incident::SignedIn, at(second));
        }
        assert_eq!(alarms.take(), []);
        // The next ten minutes begin anew.
        alarms.count(Incident::SignInFailed, at(600));
        assert_eq!(alarms.take(), []);
        for second in 601..900 {
            alarms.count(Incident::SignInFailed, at(second));
        }
        assert_eq!(alarms.take(), [Alarm::Burst { code: "sign_in.failed" }]);
    }
}
