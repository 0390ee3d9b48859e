//! What a rehearsal takes for granted about people and offices.

use std::collections::BTreeMap;

use catalogue_domain::definition::ServiceDefinition;
use kernel::Role;
use serde::{Deserialize, Serialize};

/// No rehearsal has more applications.
pub const MOST_APPLICATIONS: u32 = 10_000;

/// About so many conditions and steps are looked at in one rehearsal, so that a long definition
/// takes no longer than a short one: it gets fewer applications.
const MOST_WORK: u32 = 1_500_000;

/// What is taken for granted. Every value has a usual one; none of them is a fact about a place.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Assumptions {
    /// How many applications are handed in, 1 to [`MOST_APPLICATIONS`].
    pub applications: u32,
    /// What chance follows from.
    pub seed: u64,
    /// How many arrive on a working day, on average.
    pub arrivals_a_day: u32,
    /// How many officers each role of each authority has for this service.
    pub officers: u32,
    /// Where it is another number: by `authority/role`, such as `fire-rescue/examiner`.
    pub officers_of: BTreeMap<String, u32>,
    /// How many minutes a day an officer has for this service.
    pub minutes_a_day: u32,
    /// How many minutes a step takes.
    pub minutes: u32,
    /// Where it is another number: by the step's id.
    pub minutes_of: BTreeMap<String, u32>,
    /// How far the minutes go up and down, in percent of them.
    pub spread_percent: u32,
    /// How many of a hundred applications are returned for correction, once.
    pub returned_percent: u32,
    /// Within how many days they are corrected.
    pub correction_days: u32,
    /// How many of a hundred returned ones are withdrawn instead.
    pub withdrawn_percent: u32,
    /// How many of a hundred are not accepted (不予受理).
    pub not_accepted_percent: u32,
    /// How many of a hundred need a special procedure, where the service has one.
    pub special_percent: u32,
    /// How many of a hundred are refused, where the service has reasons.
    pub refused_percent: u32,
}

impl Default for Assumptions {
    fn default() -> Self {
        Self {
            applications: 1_000,
            seed: 1,
            arrivals_a_day: 10,
            officers: 3,
            officers_of: BTreeMap::new(),
            minutes_a_day: 360,
            minutes: 30,
            minutes_of: BTreeMap::new(),
            spread_percent: 50,
            returned_percent: 20,
            correction_days: 7,
            withdrawn_percent: 10,
            not_accepted_percent: 1,
            special_percent: 15,
            refused_percent: 5,
        }
    }
}

impl Assumptions {
    /// The same within what a rehearsal of this definition can be.
    #[must_use]
    pub fn within(mut self, definition: &ServiceDefinition) -> Self {
        let share = |it: u32| it.min(100);
        let most = (MOST_WORK / pieces(definition).max(1)).clamp(20, MOST_APPLICATIONS);
        self.applications = self.applications.clamp(1, most);
        self.arrivals_a_day = self.arrivals_a_day.clamp(1, 1_000);
        self.officers = self.officers.clamp(1, 200);
        self.minutes_a_day = self.minutes_a_day.clamp(1, 24 * 60);
        self.minutes = self.minutes.clamp(1, 10_000);
        self.correction_days = self.correction_days.clamp(1, 90);
        for officers in self.officers_of.values_mut() {
            *officers = (*officers).clamp(1, 200);
        }
        for minutes in self.minutes_of.values_mut() {
            *minutes = (*minutes).clamp(1, 10_000);
        }
        self.spread_percent = share(self.spread_percent);
        self.returned_percent = share(self.returned_percent);
        self.withdrawn_percent = share(self.withdrawn_percent);
        self.not_accepted_percent = share(self.not_accepted_percent);
        self.special_percent = share(self.special_percent);
        self.refused_percent = share(self.refused_percent);
        self
    }

    pub(super) fn officers_at(&self, unit: &str, role: Role) -> u32 {
        let own = self.officers_of.get(&format!("{unit}/{}", role.word()));
        own.copied().unwrap_or(self.officers)
    }

    pub(super) fn minutes_of(&self, step: &str) -> u32 {
        self.minutes_of.get(step).copied().unwrap_or(self.minutes)
    }
}

/// What is looked at for one application: each question and material, each step and member, and
/// each step once for every other.
fn pieces(definition: &ServiceDefinition) -> u32 {
    let questions = definition.situations.len() + definition.fields().count();
    let steps = definition.process.len();
    let members: usize = definition.process.iter().map(|it| it.members().len()).sum();
    let all = questions + definition.materials.len() + 4 * (steps + members) + steps * steps;
    u32::try_from(all).unwrap_or(u32::MAX)
}
