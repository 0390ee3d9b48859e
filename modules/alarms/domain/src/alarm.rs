//! One alarm through its life.

use jiff::Timestamp;
use kernel::{Actor, Aggregate, Recorded};
use serde::{Deserialize, Serialize};

/// No name of a place is longer, in characters.
const LONGEST_PLACE: usize = 200;

/// What has happened.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AlarmKind {
    /// What is shown is not what was published.
    Altered,
    /// Too many different people or things were looked up.
    Novelty,
    /// Too many refusals of one kind, such as wrong passwords.
    Burst,
    /// Too few witnesses have signed the record for longer than a minute.
    Witnesses,
    /// Licences are not issued, because the witnesses have been missing for too long.
    Stopped,
    /// Somebody remembers more of the record than the database holds.
    Rollback,
    /// A live installation keeps a record that nobody signs.
    Unsigned,
    /// The signer does not believe the clock.
    Clock,
    /// The record does not go on for another reason.
    Record,
    /// An officer looks at what is not theirs, for a reason they gave.
    BreakGlass,
}

impl AlarmKind {
    /// All of them.
    pub const ALL: [Self; 10] = [
        Self::Altered,
        Self::Novelty,
        Self::Burst,
        Self::Witnesses,
        Self::Stopped,
        Self::Rollback,
        Self::Unsigned,
        Self::Clock,
        Self::Record,
        Self::BreakGlass,
    ];

    /// Its word in tables and addresses.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Altered => "altered",
            Self::Novelty => "novelty",
            Self::Burst => "burst",
            Self::Witnesses => "witnesses",
            Self::Stopped => "stopped",
            Self::Rollback => "rollback",
            Self::Unsigned => "unsigned",
            Self::Clock => "clock",
            Self::Record => "record",
            Self::BreakGlass => "break_glass",
        }
    }

    /// Reads [`AlarmKind::word`].
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|it| it.word() == word)
    }
}

/// What somebody found who looked at it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    /// Something was wrong and is right again.
    Repaired,
    /// Something is wrong, and others are at work on it.
    PassedOn,
    /// Nothing was wrong.
    FalseAlarm,
}

impl Outcome {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Repaired, Self::PassedOn, Self::FalseAlarm];

    /// Its word in tables, forms and bodies.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Repaired => "repaired",
            Self::PassedOn => "passed_on",
            Self::FalseAlarm => "false_alarm",
        }
    }

    /// Reads [`Outcome::word`].
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|it| it.word() == word)
    }
}

/// Who has looked at it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Acknowledged {
    /// Who.
    pub by: Actor,
    /// When.
    pub at: Timestamp,
    /// What they found.
    pub outcome: Outcome,
}

/// An alarm.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Alarm {
    /// What has happened; none before it was raised.
    pub kind: Option<AlarmKind>,
    /// Where.
    pub place: String,
    /// When it was raised.
    pub raised_at: Option<Timestamp>,
    /// Who has looked at it.
    pub acknowledged: Option<Acknowledged>,
}

/// What can happen to it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum AlarmEvent {
    /// It was raised.
    Raised {
        /// What has happened.
        kind: AlarmKind,
        /// Where: a part of the installation, nobody's name.
        place: String,
    },
    /// Somebody has looked at it.
    Acknowledged {
        /// What they found.
        outcome: Outcome,
    },
}

/// Why a command is refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum AlarmRefusal {
    /// There is no such alarm.
    #[error("there is no such alarm")]
    Unknown,
    /// Nobody is signed in as a person.
    #[error("a person has to look at it")]
    NoPerson,
    /// Somebody has looked at it before.
    #[error("somebody has looked at it before")]
    Over,
}

impl AlarmRefusal {
    /// Stable code.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Unknown => "alarm.unknown",
            Self::NoPerson => "alarm.no_person",
            Self::Over => "alarm.over",
        }
    }
}

impl Alarm {
    /// Raises it; a second time nothing happens.
    pub fn raise(&self, kind: AlarmKind, place: &str) -> Vec<AlarmEvent> {
        if self.kind.is_some() {
            return Vec::new();
        }
        let place = place.chars().take(LONGEST_PLACE).collect();
        vec![AlarmEvent::Raised { kind, place }]
    }

    /// Notes that somebody has looked at it.
    ///
    /// # Errors
    /// [`AlarmRefusal`].
    pub fn acknowledge(
        &self,
        by: &Actor,
        outcome: Outcome,
    ) -> Result<Vec<AlarmEvent>, AlarmRefusal> {
        if self.kind.is_none() {
            return Err(AlarmRefusal::Unknown);
        }
        if by.account.is_none() {
            return Err(AlarmRefusal::NoPerson);
        }
        if self.acknowledged.is_some() {
            return Err(AlarmRefusal::Over);
        }
        Ok(vec![AlarmEvent::Acknowledged { outcome }])
    }
}

impl Aggregate for Alarm {
    type Event = AlarmEvent;

    const KIND: &'static str = "alarm";

    fn word(event: &AlarmEvent) -> &'static str {
        match event {
            AlarmEvent::Raised { .. } => "alarm.raised",
            AlarmEvent::Acknowledged { .. } => "alarm.acknowledged",
        }
    }

    fn apply(&mut self, event: &Recorded<AlarmEvent>) {
        match &event.event {
            AlarmEvent::Raised { kind, place } => {
                self.kind = Some(*kind);
                self.place.clone_from(place);
                self.raised_at = Some(event.at);
            }
            AlarmEvent::Acknowledged { outcome } => {
                let (by, at, outcome) = (event.by.clone(), event.at, *outcome);
                self.acknowledged = Some(Acknowledged { by, at, outcome });
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use kernel::{
        Role,
        id::{AccountId, EventId},
    };
    use uuid::Uuid;

    use super::*;

    fn apply(alarm: &mut Alarm, by: &Actor, events: Vec<AlarmEvent>) {
        for event in events {
            let id = EventId::from_uuid(Uuid::nil());
            alarm.apply(&Recorded { id, seq: 1, at: Timestamp::UNIX_EPOCH, by: by.clone(), event });
        }
    }

    #[test]
    fn an_alarm_is_raised_once_and_looked_at_by_one_person() {
        let officer = AccountId::from_uuid(Uuid::from_u128(1));
        let officer = Actor::staff(Role::Administrator, officer, "data-bureau");
        let mut alarm = Alarm::default();
        assert_eq!(alarm.acknowledge(&officer, Outcome::Repaired), Err(AlarmRefusal::Unknown));
        let raised = alarm.raise(AlarmKind::Altered, &"x".repeat(300));
        apply(&mut alarm, &Actor::SYSTEM, raised);
        assert_eq!(alarm.place.len(), LONGEST_PLACE);
        assert!(alarm.raise(AlarmKind::Altered, "/").is_empty());
        let by_itself = alarm.acknowledge(&Actor::SYSTEM, Outcome::Repaired);
        assert_eq!(by_itself, Err(AlarmRefusal::NoPerson));
        let looked = alarm.acknowledge(&officer, Outcome::FalseAlarm).unwrap();
        apply(&mut alarm, &officer, looked);
        assert_eq!(alarm.acknowledge(&officer, Outcome::Repaired), Err(AlarmRefusal::Over));
        assert_eq!(alarm.acknowledged.map(|it| it.by), Some(officer));
    }

    #[test]
    fn every_word_reads_back() {
        assert!(AlarmKind::ALL.into_iter().all(|it| AlarmKind::parse(it.word()) == Some(it)));
        assert!(Outcome::ALL.into_iter().all(|it| Outcome::parse(it.word()) == Some(it)));
    }
}
