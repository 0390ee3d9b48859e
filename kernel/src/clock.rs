//! Time and chance as arguments. Nothing else in the product reads a wall clock or draws
//! randomness; both are banned by lint, because legal time limits cannot be tested otherwise.

use jiff::{Timestamp, civil::Date, tz::TimeZone};

/// Tells the present instant. The demonstration and the tests move it by hand.
pub trait Clock: Send + Sync {
    /// The present instant.
    fn now(&self) -> Timestamp;

    /// The zone in which legal days begin and end.
    fn zone(&self) -> TimeZone;

    /// The civil date of [`Clock::now`] in [`Clock::zone`].
    fn today(&self) -> Date {
        self.zone().to_datetime(self.now()).date()
    }
}

/// Source of randomness.
pub trait Chance: Send + Sync {
    /// Fills `bytes` with unpredictable values.
    fn fill(&self, bytes: &mut [u8]);
}
