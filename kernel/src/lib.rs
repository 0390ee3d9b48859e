//! Floor 0: the words that every subject shares. No I/O, no async, no ambient time or chance.
//!
//! Time comes in through [`Clock`], chance through [`Chance`]; legal days through
//! [`calendar::WorkCalendar`]. Codes check their own check digits. Texts that people read are
//! [`LocalText`]. What happens is an [`event::Aggregate`]'s event.

pub mod actor;
pub mod assurance;
pub mod calendar;
pub mod clock;
pub mod code;
pub mod condition;
pub mod environment;
pub mod event;
pub mod id;
pub mod money;
pub mod sealed;
pub mod secrecy;
pub mod text;
pub mod words;

pub use actor::{Actor, Role};
pub use assurance::IdentityLevel;
pub use clock::{Chance, Clock};
pub use condition::Condition;
pub use environment::Environment;
pub use event::{Aggregate, Given, Recorded};
pub use sealed::Sealed;
pub use text::{Lang, LocalText};
pub use words::Words;
