//! From events to the read table.

use alarms_domain::{Alarm, AlarmEvent};
use kernel::Recorded;
use ledger::{Projection, Write};

use crate::store;

/// Fills `alarms_alarm`.
pub struct Table;

impl Projection<Alarm> for Table {
    fn tables(&self) -> &'static [&'static str] {
        &["alarms_alarm"]
    }

    fn project(
        &self,
        stream: &str,
        _before: &Alarm,
        _after: &Alarm,
        events: &[Recorded<AlarmEvent>],
    ) -> Vec<Write> {
        let id = stream.rsplit('/').next().unwrap_or_default();
        let write = |event: &Recorded<AlarmEvent>| match &event.event {
            AlarmEvent::Raised { kind, place } => {
                let args = [id.into(), kind.word().into(), place.into(), event.at.into()];
                Write::new(&store::INSERT, args)
            }
            AlarmEvent::Acknowledged { outcome } => {
                let officer = event.by.account.map(|it| it.to_string()).unwrap_or_default();
                let args = [id.into(), officer.into(), event.at.into(), outcome.word().into()];
                Write::new(&store::CLOSE, args)
            }
        };
        events.iter().map(write).collect()
    }
}
