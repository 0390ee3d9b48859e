//! How decisions are watched, as the deployer sets it. No law fixes these figures.

/// How the decisions of officers are watched.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Decisions {
    /// So many of a thousand decisions are looked at by another approver.
    pub second_look_per_mille: u32,
    /// Within so many working days.
    pub second_look_days: u32,
    /// Whether each material must have been opened by somebody who examines or decides.
    pub materials_opened: bool,
    /// More decisions of one officer in an hour are shown to supervisors.
    pub most_in_hour: usize,
    /// So is a median of fewer seconds from opening to deciding.
    pub least_seconds: u32,
}

impl Default for Decisions {
    fn default() -> Self {
        Self {
            second_look_per_mille: 20,
            second_look_days: 5,
            materials_opened: false,
            most_in_hour: 20,
            least_seconds: 60,
        }
    }
}
