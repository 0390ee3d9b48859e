//! Rehearsing a definition before anybody publishes it: thousands of invented applications, in
//! simulated time, through the very commands of [`Case`](crate::Case). There is no second set of
//! rules here: conditions, checks of answers, clocks and acts are those of real cases; only what
//! people answer and how long they take is made up, from a seed. The same definition, calendar,
//! day and [`Assumptions`] give the same [`Report`].
//!
//! What it cannot know stands in the assumptions. A rehearsal that finds nothing does not prove
//! that a definition is right; one that finds something shows a way that led there.

mod answers;
mod assumptions;
mod dice;
mod file;
mod findings;
mod report;
mod station;
#[cfg(test)]
mod tests;
mod world;

use catalogue_domain::definition::ServiceDefinition;
use jiff::civil::Date;
use kernel::calendar::WorkCalendar;

pub use assumptions::{Assumptions, MOST_APPLICATIONS};
pub use dice::Dice;
pub use report::{
    Bar, Code, Days, DeadEnd, Finding, Gravity, Outcomes, PostLoad, Report, StepLoad,
};

use file::Ground;
use world::{World, instant};

/// No limit of a definition that is rehearsed is longer, in days.
const LONGEST_LIMIT: u32 = 3_660;

/// Rehearses a definition from a day on.
pub fn rehearse(
    definition: &ServiceDefinition,
    calendar: &WorkCalendar,
    from: Date,
    assumptions: Assumptions,
) -> Report {
    let assumptions = assumptions.within(definition);
    let dice = Dice::new(assumptions.seed);
    let assumed = &assumptions;
    let now = instant(from);
    let ground = Ground { definition, calendar, assumptions: assumed, dice, today: from, now };
    let mut world = World::new(ground);
    let is_too_long = longest(definition) > LONGEST_LIMIT;
    if !is_too_long {
        world.run();
    }
    findings::report(&world, from, is_too_long)
}

/// The longest limit of a definition, in days: counting one day by day takes as long as it is.
fn longest(definition: &ServiceDefinition) -> u32 {
    let limits = [definition.statutory().days, definition.promised().days];
    let steps = definition.process.iter().map(|it| it.days());
    let procedures = definition.special_procedures.iter().map(|it| it.max_days);
    limits.into_iter().chain(steps).chain(procedures).max().unwrap_or_default()
}
