//! The read table of applications: where each stands and until when it is kept. Nothing personal.

use forms_domain::{Application, ApplicationEvent};
use kernel::Recorded;
use ledger::{Projection, Write};

use crate::store::{DISCARDED, NEW, RESTORED, SAVED, STAGE};

/// Fills `forms_application`.
pub(crate) struct Applications;

impl Projection<Application> for Applications {
    fn tables(&self) -> &'static [&'static str] {
        &["forms_application"]
    }

    fn project(
        &self,
        stream: &str,
        _before: &Application,
        after: &Application,
        events: &[Recorded<ApplicationEvent>],
    ) -> Vec<Write> {
        let id = stream.split_once('/').map_or(stream, |(_, key)| key);
        let write = |event: &Recorded<ApplicationEvent>| match &event.event {
            ApplicationEvent::Started { .. } => started(id, event),
            ApplicationEvent::Saved { .. } => {
                Some(Write::new(&SAVED, vec![id.into(), event.at.into()]))
            }
            ApplicationEvent::Discarded => {
                Some(Write::new(&DISCARDED, vec![id.into(), event.at.into()]))
            }
            ApplicationEvent::Restored { kept_until } => {
                Some(Write::new(&RESTORED, vec![id.into(), (*kept_until).into()]))
            }
            ApplicationEvent::Submitted | ApplicationEvent::Reopened { .. } => {
                Some(Write::new(&STAGE, vec![id.into(), after.stage.word().into()]))
            }
        };
        events.iter().filter_map(write).collect()
    }
}

fn started(id: &str, event: &Recorded<ApplicationEvent>) -> Option<Write> {
    let ApplicationEvent::Started { service, revision, party, channel, kept_until, .. } =
        &event.event
    else {
        return None;
    };
    // The channel's word is the one of its serialised form, as in definitions.
    let channel = serde_json::to_value(channel).ok()?;
    let args = vec![
        id.into(),
        party.account.to_string().into(),
        party.subject.to_string().into(),
        service.into(),
        (*revision).into(),
        channel.as_str()?.into(),
        event.at.into(),
        (*kept_until).into(),
    ];
    Some(Write::new(&NEW, args))
}
