//! What the pages and the record have noted becomes alarms that officers are told.

use std::sync::Arc;

use alarms_domain::{AlarmKind, Alarms};
use audit::quorum::Standing;
use kernel::Environment;
use record::State;
use web::Alarm;

use crate::open::Installation;

/// Raises what is to be told.
pub struct Watch {
    alarms: Arc<dyn Alarms>,
}

impl Watch {
    /// Of an installation.
    ///
    /// # Errors
    /// When there is nobody to tell.
    pub fn of(installation: &Installation) -> anyhow::Result<Self> {
        Ok(Self { alarms: installation.house.ask()? })
    }

    /// Raises what has been noted since the last time, and how the record stands; answers how many
    /// alarms are new. What cannot be raised now is raised the next time.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn round(&self, installation: &Installation) -> anyhow::Result<u64> {
        let noted = installation.web.alarms.take();
        let mut all: Vec<(AlarmKind, String)> = noted.iter().map(of_page).collect();
        let is_live = installation.web.site.environment == Environment::Live;
        all.extend(of_record(&installation.record.state(), is_live));
        let mut new = 0;
        for (place, (kind, name)) in all.iter().enumerate() {
            match self.alarms.raise(*kind, name).await {
                Ok(is_new) => new += u64::from(is_new),
                Err(error) => {
                    // The record tells how it stands again and again; pages do so once.
                    for alarm in noted.iter().skip(place) {
                        installation.web.alarms.keep(alarm.clone());
                    }
                    return Err(error.into());
                }
            }
        }
        Ok(new)
    }
}

fn of_page(alarm: &Alarm) -> (AlarmKind, String) {
    match alarm {
        Alarm::Novelty { kind, budget } => {
            (AlarmKind::Novelty, format!("{} {budget}", kind.word()))
        }
        Alarm::Altered { place } => (AlarmKind::Altered, place.clone()),
        Alarm::Burst { code } => (AlarmKind::Burst, (*code).to_owned()),
    }
}

/// What of the record an officer must look at.
fn of_record(state: &State, is_live: bool) -> Option<(AlarmKind, String)> {
    let trouble = state.trouble.as_deref().unwrap_or_default();
    let kind = match state.standing {
        _ if state.is_rollback => AlarmKind::Rollback,
        _ if trouble.contains("the time is not believed") => AlarmKind::Clock,
        _ if !state.is_signed => {
            return is_live.then(|| (AlarmKind::Unsigned, "record".to_owned()));
        }
        Standing::Stopped { .. } => AlarmKind::Stopped,
        // Trouble of a moment is over before this.
        Standing::Pending { .. } if !trouble.is_empty() => AlarmKind::Record,
        Standing::Pending { .. } => AlarmKind::Witnesses,
        Standing::Waiting { .. } | Standing::Witnessed => return None,
    };
    Some((kind, "record".to_owned()))
}

#[cfg(test)]
mod tests {
    use jiff::Timestamp;
    use record::Part;

    use super::*;

    fn state() -> State {
        State {
            part: Part::Writer,
            is_signed: true,
            witnesses: 3,
            size: 9,
            witnessed: 9,
            standing: Standing::Witnessed,
            faults: Vec::new(),
            trouble: None,
            is_rollback: false,
        }
    }

    fn kind(state: &State) -> Option<AlarmKind> {
        of_record(state, true).map(|(kind, _)| kind)
    }

    #[test]
    fn each_way_in_which_a_record_can_stand_badly_is_an_alarm_of_its_own() {
        let since = Timestamp::UNIX_EPOCH;
        assert_eq!(kind(&state()), None);
        let waiting = State { standing: Standing::Waiting { since }, ..state() };
        assert_eq!(kind(&waiting), None);
        let pending = State { standing: Standing::Pending { since }, ..state() };
        assert_eq!(kind(&pending), Some(AlarmKind::Witnesses));
        let stopped = State { standing: Standing::Stopped { since }, ..state() };
        assert_eq!(kind(&stopped), Some(AlarmKind::Stopped));
        assert_eq!(kind(&State { is_rollback: true, ..stopped }), Some(AlarmKind::Rollback));
        let trouble = |text: &str| State { trouble: Some(text.to_owned()), ..pending.clone() };
        let clock = trouble("the signer refuses: the time is not believed");
        assert_eq!(kind(&clock), Some(AlarmKind::Clock));
        let disk = trouble("no such file");
        assert_eq!(kind(&disk), Some(AlarmKind::Record));
        assert_eq!(kind(&State { standing: Standing::Witnessed, ..disk }), None);
        let unsigned = State { is_signed: false, ..state() };
        assert_eq!(kind(&unsigned), Some(AlarmKind::Unsigned));
        assert_eq!(of_record(&unsigned, false), None);
    }
}
