//! The clock of the process, the clock that a demonstration moves by hand, and the stopwatch.

use std::{
    sync::{
        Arc,
        atomic::{AtomicI64, Ordering},
    },
    time::{Duration, Instant},
};

use jiff::{
    SignedDuration, Timestamp,
    tz::{TimeZone, offset},
};
use kernel::Clock;

const SHANGHAI: &str = "Asia/Shanghai";

/// The zone of an IANA name. `Asia/Shanghai` is known even where the system has no time zone
/// database: China has kept UTC+8 without summer time since 1991.
pub fn zone(name: &str) -> Option<TimeZone> {
    match TimeZone::get(name) {
        Ok(zone) => Some(zone),
        Err(_) if name == SHANGHAI => Some(TimeZone::fixed(offset(8))),
        Err(_) => None,
    }
}

/// The clock of the machine.
#[derive(Debug, Clone)]
pub struct SystemClock {
    zone: TimeZone,
}

impl SystemClock {
    /// The machine's clock, with legal days in `zone`.
    pub fn new(zone: TimeZone) -> Self {
        Self { zone }
    }
}

impl Default for SystemClock {
    /// Legal days in Beijing time.
    fn default() -> Self {
        Self::new(zone(SHANGHAI).unwrap_or(TimeZone::UTC))
    }
}

impl Clock for SystemClock {
    #[expect(clippy::disallowed_methods, reason = "the one place where time comes in")]
    fn now(&self) -> Timestamp {
        Timestamp::now()
    }

    fn zone(&self) -> TimeZone {
        self.zone.clone()
    }
}

/// A clock that runs like another one and can be moved by hand, for demonstrations and tests.
#[derive(Clone)]
pub struct MovableClock {
    base: Arc<dyn Clock>,
    /// How far it is ahead, in microseconds.
    ahead: Arc<AtomicI64>,
}

impl MovableClock {
    /// A clock that shows the time of `base` until it is moved.
    pub fn new(base: impl Clock + 'static) -> Self {
        Self { base: Arc::new(base), ahead: Arc::default() }
    }

    /// Shows `at` now, and runs on from there.
    pub fn move_to(&self, at: Timestamp) {
        self.set_offset(at.duration_since(self.base.now()));
    }

    /// Moves by `step`; back where it is negative.
    pub fn advance(&self, step: SignedDuration) {
        self.set_offset(self.offset().saturating_add(step));
    }

    /// How far it is ahead of the clock below; negative behind it.
    pub fn offset(&self) -> SignedDuration {
        SignedDuration::from_micros(self.ahead.load(Ordering::Acquire))
    }

    /// Sets [`MovableClock::offset`], as when a kept one is restored after a restart.
    pub fn set_offset(&self, offset: SignedDuration) {
        let micros = offset.as_micros().clamp(i64::MIN.into(), i64::MAX.into());
        self.ahead.store(i64::try_from(micros).unwrap_or_default(), Ordering::Release);
    }
}

impl Clock for MovableClock {
    fn now(&self) -> Timestamp {
        let now = self.base.now();
        // Only reached at the end of time: year 9999.
        now.checked_add(self.offset()).unwrap_or(now)
    }

    fn zone(&self) -> TimeZone {
        self.base.zone()
    }
}

/// Measures how long something takes.
#[derive(Debug, Clone, Copy)]
pub struct Stopwatch(Instant);

impl Stopwatch {
    /// Starts measuring.
    #[expect(clippy::disallowed_methods, reason = "the one place where durations are measured")]
    pub fn start() -> Self {
        Self(Instant::now())
    }

    /// The time since the start.
    pub fn elapsed(self) -> Duration {
        self.0.elapsed()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    struct Stopped;

    impl Clock for Stopped {
        fn now(&self) -> Timestamp {
            Timestamp::from_second(1_767_225_600).unwrap()
        }

        fn zone(&self) -> TimeZone {
            zone(SHANGHAI).unwrap()
        }
    }

    #[test]
    fn the_movable_clock_goes_where_it_is_moved() {
        let clock = MovableClock::new(Stopped);
        assert_eq!(clock.today().to_string(), "2026-01-01");
        let at: Timestamp = "2026-03-01T09:30:00.5+08:00".parse().unwrap();
        clock.move_to(at);
        assert_eq!(clock.now(), at);
        clock.advance(SignedDuration::from_hours(-24));
        assert_eq!(clock.today().to_string(), "2026-02-28");
        let kept = clock.offset();
        let other = MovableClock::new(Stopped);
        other.set_offset(kept);
        assert_eq!(other.now(), clock.now());
    }

    #[test]
    fn the_end_of_time_does_not_break_the_clock() {
        let clock = MovableClock::new(Stopped);
        clock.advance(SignedDuration::MAX);
        assert_eq!(clock.now(), Stopped.now());
    }

    #[test]
    fn legal_days_begin_in_beijing_time() {
        let clock = MovableClock::new(SystemClock::default());
        clock.move_to("2026-05-01T16:30:00Z".parse().unwrap());
        assert_eq!(clock.today().to_string(), "2026-05-02");
        assert!(zone("Europe/Atlantis").is_none());
    }
}
