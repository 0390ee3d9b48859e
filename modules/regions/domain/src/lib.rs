//! Divisions and the working calendar: the pure part.
//!
//! A **division** is a place in the tree province, city, county, township, village. The **working
//! calendar** says which days count; each publication is an event, so that a deadline can always
//! name the calendar it was computed with.

mod calendar;
mod division;
mod impact;

pub use calendar::{
    CalendarBook, CalendarEvent, CalendarRefusal, DayBecomes, DayChange, changed_days,
};
pub use division::{Division, DivisionEvent, DivisionKind, DivisionList, DivisionRefusal};
pub use impact::{CalendarChanges, ImpactDown, MovedDate, RunningClocks};

use std::sync::Arc;

use kernel::calendar::WorkCalendar;

/// Questions about divisions and days that later subjects ask.
pub trait Places: Send + Sync {
    /// The division of a 12-digit code.
    fn division(&self, code: &str) -> Option<Arc<Division>>;

    /// All divisions, each after its parent.
    fn divisions(&self) -> Vec<Arc<Division>>;
}

/// The calendar in force.
pub trait Calendars: Send + Sync {
    /// The newest published calendar. Its version rises with each publication.
    fn current(&self) -> Arc<WorkCalendar>;
}
