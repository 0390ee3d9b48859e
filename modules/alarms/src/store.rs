//! The read table of alarms.

use alarms_domain::{AlarmKind, Outcome};
use jiff::Timestamp;
use kernel::id::{AccountId, AlarmId};
use ledger::{Row, StoreError, statements};

statements! {
    /// Projection: an alarm was raised.
    INSERT = "INSERT INTO alarms_alarm (alarm, kind, place, raised_at, is_open)
              VALUES ($1, $2, $3, $4, 1)";
    /// Projection: somebody has looked at it.
    CLOSE = "UPDATE alarms_alarm SET is_open = 0, officer = $2, acknowledged_at = $3, outcome = $4
             WHERE alarm = $1";
    /// Whether one is open at a place.
    OPEN_AT = "SELECT alarm FROM alarms_alarm WHERE is_open = 1 AND kind = $1 AND place = $2
               ORDER BY alarm LIMIT 1";
    /// A page of those that are open or that are not, newest first.
    LIST = "SELECT alarm, kind, place, raised_at, officer, acknowledged_at, outcome
            FROM alarms_alarm
            WHERE is_open = $1 AND (raised_at < $2 OR (raised_at = $2 AND alarm < $3))
            ORDER BY raised_at DESC, alarm DESC LIMIT $4";
    COUNT_OPEN = "SELECT COUNT(*) FROM alarms_alarm WHERE is_open = 1";
}

/// A row of the list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Listed {
    /// Its id.
    pub id: AlarmId,
    /// What has happened.
    pub kind: AlarmKind,
    /// Where.
    pub place: String,
    /// When.
    pub raised_at: Timestamp,
    /// Who has looked at it, when, and what they found.
    pub looked: Option<(AccountId, Timestamp, Outcome)>,
}

impl Listed {
    /// Reads a row of [`LIST`].
    pub fn read(row: &Row) -> Result<Self, StoreError> {
        let no = |word: &str| StoreError::contradiction(format!("no word of alarms: {word}"));
        let kind = row.text(1)?;
        let looked = match row.text_or_null(6)? {
            Some(outcome) => {
                let outcome = Outcome::parse(outcome).ok_or_else(|| no(outcome))?;
                Some((row.parsed(4)?, row.instant(5)?, outcome))
            }
            None => None,
        };
        Ok(Self {
            id: row.parsed(0)?,
            kind: AlarmKind::parse(kind).ok_or_else(|| no(kind))?,
            place: row.text(2)?.to_owned(),
            raised_at: row.instant(3)?,
            looked,
        })
    }
}
