//! The signer's sense of time. The wall clock may be moved by whoever administers the machine, so
//! it is held against a counter that only runs.

use std::time::Duration;

use jiff::{SignedDuration, Timestamp};

/// A counter that runs evenly from some instant on and that nobody sets.
pub trait Elapsed: Send + Sync {
    /// Time since the counter began.
    fn elapsed(&self) -> Duration;
}

/// Why the time is not believed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum TimeFault {
    /// The clock shows less than at the last signature.
    #[error("the clock went back")]
    Back,
    /// The clock has moved otherwise than the counter, or too long ago was the last signature
    /// before the signer was started.
    #[error("the clock jumped")]
    Jump,
    /// The log has another time than the signer, or an earlier one than before.
    #[error("the log's time does not fit")]
    LogTime,
}

/// How much is let pass.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TimeLimits {
    /// How far clock and counter, or log and signer, may be apart.
    pub jump: SignedDuration,
    /// How long the signer may have been away without the operator being asked.
    pub away: SignedDuration,
}

impl Default for TimeLimits {
    /// 5 seconds and 15 minutes.
    fn default() -> Self {
        Self { jump: SignedDuration::from_secs(5), away: SignedDuration::from_mins(15) }
    }
}

/// The last instants that were believed.
#[derive(Debug, Clone, Copy)]
pub struct LastTime {
    /// The clock at the last signature, if there was one.
    pub at: Option<Timestamp>,
    /// The log's time at the last signature.
    pub log_at: Option<Timestamp>,
    /// Clock and counter at the last signature of this run.
    pub run: Option<(Timestamp, Duration)>,
}

impl LastTime {
    /// Whether this instant can follow.
    pub fn check(
        &self,
        limits: &TimeLimits,
        now: Timestamp,
        counter: Duration,
        log_at: Timestamp,
    ) -> Result<(), TimeFault> {
        if self.at.is_some_and(|it| now < it) {
            return Err(TimeFault::Back);
        }
        let gap = match (self.run, self.at) {
            (Some((then, before)), _) => {
                let ran = SignedDuration::try_from(counter.saturating_sub(before));
                let ran = ran.map_err(|_| TimeFault::Jump)?;
                (now.duration_since(then).saturating_sub(ran), limits.jump)
            }
            (None, Some(at)) => (now.duration_since(at), limits.away),
            (None, None) => (SignedDuration::ZERO, limits.jump),
        };
        if gap.0.abs() > gap.1 {
            return Err(TimeFault::Jump);
        }
        let is_apart = now.duration_since(log_at).abs() > limits.jump;
        if is_apart || self.log_at.is_some_and(|it| log_at < it) {
            return Err(TimeFault::LogTime);
        }
        Ok(())
    }
}
