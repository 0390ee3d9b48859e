//! Breaking the glass: an officer reads, for an hour at most, what is otherwise not theirs. It is
//! told at once, every read is kept with it, and another person looks at it afterwards.

use jiff::{SignedDuration, Timestamp};
use kernel::{Actor, Aggregate, Recorded, Sealed, id::AccountId};
use serde::{Deserialize, Serialize};

/// An elevation ends by itself after so long.
pub const ELEVATION_LENGTH: SignedDuration = SignedDuration::from_hours(1);
/// It is to be reviewed within so long of its end.
pub const REVIEW_LIMIT: SignedDuration = SignedDuration::from_hours(24);

/// What happens to the elevations of an officer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum ElevationEvent {
    /// An officer broke the glass.
    Begun {
        /// Sealed: why, in their words.
        reason: Sealed,
        /// Until when.
        until: Timestamp,
    },
    /// They need it no longer.
    Ended,
    /// Another person looked at it and at what was read.
    Reviewed {
        /// Whether it was in order.
        in_order: bool,
        /// Sealed under the officer's key: what the reviewer says.
        remark: Sealed,
    },
}

/// Why an elevation is refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum ElevationRefusal {
    /// The last one was not reviewed.
    #[error("the last elevation was not reviewed")]
    Unreviewed,
    /// There is nothing to end or to review.
    #[error("there is no such elevation")]
    None,
    /// It is not over yet.
    #[error("the elevation is not over")]
    Running,
    /// Nobody reviews their own.
    #[error("nobody reviews their own elevation")]
    SamePerson,
}

impl ElevationRefusal {
    /// Stable code.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Unreviewed => "elevation.unreviewed",
            Self::None => "elevation.none",
            Self::Running => "elevation.running",
            Self::SamePerson => "elevation.same_person",
        }
    }
}

/// One elevation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Elevation {
    /// Who, in which post.
    pub by: Actor,
    /// Sealed: why.
    pub reason: Sealed,
    /// Since when.
    pub from: Timestamp,
    /// Until when; earlier where it was ended.
    pub until: Timestamp,
    /// Whether it was in order; none before the review.
    pub in_order: Option<bool>,
}

/// The elevations of one officer: the last one counts.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Glass {
    /// The last one.
    pub last: Option<Elevation>,
    /// How many there were.
    pub count: u32,
}

impl Glass {
    /// Breaks the glass.
    ///
    /// # Errors
    /// [`ElevationRefusal::Unreviewed`].
    pub fn break_it(
        &self,
        reason: Sealed,
        now: Timestamp,
    ) -> Result<Vec<ElevationEvent>, ElevationRefusal> {
        match &self.last {
            Some(last) if last.in_order.is_none() => Err(ElevationRefusal::Unreviewed),
            _ => Ok(vec![ElevationEvent::Begun { reason, until: now + ELEVATION_LENGTH }]),
        }
    }

    /// The elevation that counts at this moment.
    pub fn running(&self, now: Timestamp) -> Option<&Elevation> {
        self.last.as_ref().filter(|it| it.from <= now && now < it.until)
    }

    /// Ends it before its time; nothing happens where it is over.
    pub fn end(&self, now: Timestamp) -> Vec<ElevationEvent> {
        self.running(now).map(|_| ElevationEvent::Ended).into_iter().collect()
    }

    /// Notes what another person found.
    ///
    /// # Errors
    /// [`ElevationRefusal`].
    pub fn review(
        &self,
        in_order: bool,
        remark: Sealed,
        by: AccountId,
        now: Timestamp,
    ) -> Result<Vec<ElevationEvent>, ElevationRefusal> {
        let last = self.last.as_ref().filter(|it| it.in_order.is_none());
        let last = last.ok_or(ElevationRefusal::None)?;
        if last.by.account == Some(by) {
            return Err(ElevationRefusal::SamePerson);
        }
        if self.running(now).is_some() {
            return Err(ElevationRefusal::Running);
        }
        Ok(vec![ElevationEvent::Reviewed { in_order, remark }])
    }
}

impl Aggregate for Glass {
    type Event = ElevationEvent;
    const KIND: &'static str = "elevation";

    fn word(event: &ElevationEvent) -> &'static str {
        match event {
            ElevationEvent::Begun { .. } => "elevation.begun",
            ElevationEvent::Ended => "elevation.ended",
            ElevationEvent::Reviewed { .. } => "elevation.reviewed",
        }
    }

    fn apply(&mut self, event: &Recorded<ElevationEvent>) {
        match event.event.clone() {
            ElevationEvent::Begun { reason, until } => {
                let (by, from) = (event.by.clone(), event.at);
                self.count += 1;
                self.last = Some(Elevation { by, reason, from, until, in_order: None });
            }
            ElevationEvent::Ended => {
                if let Some(last) = &mut self.last {
                    last.until = event.at;
                }
            }
            ElevationEvent::Reviewed { in_order, .. } => {
                if let Some(last) = &mut self.last {
                    last.in_order = Some(in_order);
                }
            }
        }
    }
}
