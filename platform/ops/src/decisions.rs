//! How decisions are watched. What is not set has a default where it is used.

use serde::{Deserialize, Serialize};

use crate::settings::SettingsError;

/// The `[decisions]` part.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize, Serialize)]
#[serde(deny_unknown_fields, default)]
pub struct Decisions {
    /// So many of a thousand decisions are looked at by another approver.
    pub second_look_per_mille: Option<u32>,
    /// Within so many working days.
    pub second_look_days: Option<u32>,
    /// Whether each material must have been opened before a decision.
    pub materials_opened: Option<bool>,
    /// More decisions of one officer in an hour are shown to supervisors.
    pub most_in_hour: Option<usize>,
    /// So is a median of fewer seconds from opening to deciding.
    pub least_seconds: Option<u32>,
}

impl Decisions {
    /// This source before another.
    pub(crate) fn over(self, below: Self) -> Self {
        Self {
            second_look_per_mille: self.second_look_per_mille.or(below.second_look_per_mille),
            second_look_days: self.second_look_days.or(below.second_look_days),
            materials_opened: self.materials_opened.or(below.materials_opened),
            most_in_hour: self.most_in_hour.or(below.most_in_hour),
            least_seconds: self.least_seconds.or(below.least_seconds),
        }
    }

    /// Refuses values that cannot be; `place` says where a key was set.
    pub(crate) fn check(&self, place: &impl Fn(&str) -> String) -> Result<(), SettingsError> {
        let refuse = |key: &str, problem: &str, advice: &str| {
            Err(SettingsError::new(place(key), problem, advice))
        };
        if self.second_look_per_mille.is_some_and(|it| it > 1_000) {
            let advice = "Write how many of a thousand; 20 is usual, and 0 is none";
            return refuse("decisions.second_look_per_mille", "it is more than 1000", advice);
        }
        if self.second_look_days.is_some_and(|it| !(1..=60).contains(&it)) {
            let problem = "it is not between 1 and 60";
            return refuse("decisions.second_look_days", problem, "Write working days; 5 is usual");
        }
        if self.most_in_hour == Some(0) {
            let advice = "Write how many decisions in an hour are not too many; 20 is usual";
            return refuse("decisions.most_in_hour", "it is 0", advice);
        }
        Ok(())
    }
}
