//! Alarms: what somebody on duty has to look at now, and who has. Pure.

mod alarm;

pub use alarm::{Acknowledged, Alarm, AlarmEvent, AlarmKind, AlarmRefusal, Outcome};

/// An alarm could not be raised.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("the alarm cannot be raised: {0}")]
pub struct AlarmsDown(pub String);

/// Raises alarms.
#[async_trait::async_trait]
pub trait Alarms: Send + Sync {
    /// Raises an alarm, unless there is one of this kind at this place that nobody has looked at.
    /// `place` names a part of the installation, such as `/services/…`, and nobody. Answers whether
    /// it is new.
    async fn raise(&self, kind: AlarmKind, place: &str) -> Result<bool, AlarmsDown>;
}
