//! Legal days: which days are worked, and on which date a time limit ends.
//!
//! The source of truth is the yearly notice of the General Office of the State Council
//! (国务院办公厅关于部分节假日安排的通知), kept as data: one [`YearCalendar`] per notice, put
//! together in a versioned [`WorkCalendar`]. A year without a notice is never guessed: its weekends
//! are off and everything computed from it is provisional.
//!
//! [`deadline`] counts as the Civil Code (民法典) does: the day of the event is not counted
//! (art. 201), and a last day on which nobody works moves to the next working day (art. 203).
//! Limits of the Administrative Licensing Law (行政许可法) are working days (art. 82); time for
//! hearings, inspections, tests and expert reviews is not counted (art. 45).

mod deadline;
mod limit;
#[cfg(test)]
pub(crate) mod sample;
#[cfg(test)]
mod tests;
mod work;
mod year;

pub use deadline::{DayVerdict, Deadline, Derivation, deadline};
pub use limit::{DayUnit, Period, TimeLimit};
pub use work::{DayKind, FIRST_DAY, LAST_DAY, WorkCalendar};
pub use year::{CalendarError, Holiday, Overlay, YearCalendar};
