//! What happens is an event; state is the fold of events.

use jiff::Timestamp;
use serde::{Deserialize, Serialize, de::DeserializeOwned};

use crate::{Actor, id::EventId};

/// A thing with a history. Its state is nothing but the fold of its events.
///
/// `apply` never fails and never looks at a clock: whether an event may happen was decided by the
/// command that produced it.
pub trait Aggregate:
    Default + Clone + Serialize + DeserializeOwned + Send + Sync + 'static
{
    /// What can happen to it.
    type Event: Serialize + DeserializeOwned + Clone + Send + Sync + 'static;

    /// The stream kind: one lower-case word, the first part of the stream's name.
    const KIND: &'static str;

    /// Raised when the stored form of the state changes, so that old snapshots are rebuilt.
    const VERSION: u32 = 1;

    /// The word that names the event in consumers, logs and exports, such as `case.accepted`.
    fn word(event: &Self::Event) -> &'static str;

    /// Takes the event into the state.
    fn apply(&mut self, event: &Recorded<Self::Event>);
}

/// An event with its circumstances.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Recorded<E> {
    /// The event's own id.
    pub id: EventId,
    /// Place in the stream, from 1.
    pub seq: u64,
    /// When it was recorded.
    pub at: Timestamp,
    /// Who did it.
    pub by: Actor,
    /// What happened.
    pub event: E,
}

/// What a command is given besides the state: the instant, its civil date, and serial numbers
/// that the ledger allocated in the same transaction.
#[derive(Debug, Clone)]
pub struct Given {
    /// The instant of the command.
    pub now: Timestamp,
    /// The civil date of `now` where the law applies.
    pub today: jiff::civil::Date,
    /// The serial number of the scope that the command asked for; 0 if it asked for none.
    pub serial: u64,
}
