//! A clock that stands still until the test moves it.

use std::sync::{Arc, Mutex};

use jiff::{SignedDuration, Timestamp, tz::TimeZone};
use kernel::Clock;

/// Stands at one instant until it is moved. Its zone is Asia/Shanghai, which has no summer time.
pub struct TestClock {
    now: Mutex<Timestamp>,
    zone: TimeZone,
}

impl TestClock {
    /// A working day at nine in the morning, for tests that do not care.
    pub const MORNING: &str = "2026-03-02T09:00:00+08:00";

    /// A clock that stands at `instant`, such as `2026-03-02T09:00:00+08:00`.
    ///
    /// # Panics
    /// When the text is no instant.
    pub fn at(instant: &str) -> Arc<Self> {
        let now = Mutex::new(read(instant));
        let zone = TimeZone::get("Asia/Shanghai").expect("Asia/Shanghai is a zone");
        Arc::new(Self { now, zone })
    }

    /// Moves the clock to `instant`, forward or back.
    ///
    /// # Panics
    /// When the text is no instant.
    pub fn move_to(&self, instant: &str) {
        self.set(read(instant));
    }

    /// Lets time pass.
    ///
    /// # Panics
    /// When the calendar ends before that.
    pub fn advance(&self, by: SignedDuration) {
        self.set(self.now() + by);
    }

    /// Lets whole days pass.
    ///
    /// # Panics
    /// When the calendar ends before that.
    pub fn advance_days(&self, days: i64) {
        self.advance(SignedDuration::from_hours(24 * days));
    }

    fn set(&self, to: Timestamp) {
        *self.now.lock().expect("no test panics while it moves the clock") = to;
    }
}

impl Clock for TestClock {
    fn now(&self) -> Timestamp {
        *self.now.lock().expect("no test panics while it moves the clock")
    }

    fn zone(&self) -> TimeZone {
        self.zone.clone()
    }
}

fn read(instant: &str) -> Timestamp {
    instant.parse().expect("an instant such as 2026-03-02T09:00:00+08:00")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_legal_day_begins_in_shanghai() {
        let clock = TestClock::at("2026-03-02T23:59:59+08:00");
        assert_eq!(clock.today(), jiff::civil::date(2026, 3, 2));
        clock.advance(SignedDuration::from_secs(1));
        assert_eq!(clock.today(), jiff::civil::date(2026, 3, 3));
        clock.advance_days(29);
        assert_eq!(clock.today(), jiff::civil::date(2026, 4, 1));
        clock.move_to(TestClock::MORNING);
        assert_eq!(clock.now(), read(TestClock::MORNING));
    }
}
