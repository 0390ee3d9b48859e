//! From licence events to the register.

use kernel::{LocalText, Recorded};
use ledger::{Projection, Value, Write};
use licences_domain::{
    Batch, BatchEvent, Licence, LicenceEvent, LicenceIssue, LicenceStatus, Showing, ShowingEvent,
    folded_number,
};

use crate::store;

/// Fills `licences_licence` and `licences_replaced`.
pub struct Register;

impl Projection<Licence> for Register {
    fn tables(&self) -> &'static [&'static str] {
        &["licences_licence", "licences_replaced"]
    }

    fn project(
        &self,
        stream: &str,
        before: &Licence,
        _after: &Licence,
        events: &[Recorded<LicenceEvent>],
    ) -> Vec<Write> {
        let id = key_of(stream);
        // A command that issues anew does nothing else.
        events.iter().flat_map(|it| writes(id, &before.identifier, &it.event)).collect()
    }
}

/// Fills `licences_batch`.
pub struct Batches;

impl Projection<Batch> for Batches {
    fn tables(&self) -> &'static [&'static str] {
        &["licences_batch"]
    }

    fn project(
        &self,
        stream: &str,
        _before: &Batch,
        _after: &Batch,
        events: &[Recorded<BatchEvent>],
    ) -> Vec<Write> {
        let id = key_of(stream);
        let write = |it: &Recorded<BatchEvent>| match it.event {
            BatchEvent::Begun(_) => {
                Some(Write::new(&store::INSERT_BATCH, vec![id.into(), it.at.into()]))
            }
            BatchEvent::Stepped { .. } => None,
            BatchEvent::Finished => Some(Write::new(&store::END_BATCH, vec![id.into()])),
        };
        events.iter().filter_map(write).collect()
    }
}

/// Fills `licences_showing`.
pub struct Showings;

impl Projection<Showing> for Showings {
    fn tables(&self) -> &'static [&'static str] {
        &["licences_showing"]
    }

    fn project(
        &self,
        stream: &str,
        _before: &Showing,
        _after: &Showing,
        events: &[Recorded<ShowingEvent>],
    ) -> Vec<Write> {
        let id = key_of(stream);
        let write = |it: &Recorded<ShowingEvent>| match &it.event {
            ShowingEvent::Offered { offer, .. } => {
                let args = vec![(&offer.print).into(), id.into()];
                Some(Write::new(&store::INSERT_SHOWING, args))
            }
            ShowingEvent::Used { .. } => None,
        };
        events.iter().filter_map(write).collect()
    }
}

fn key_of(stream: &str) -> &str {
    stream.rsplit('/').next().unwrap_or_default()
}

fn writes(id: &str, before: &str, event: &LicenceEvent) -> Vec<Write> {
    let status = |status: LicenceStatus| {
        vec![Write::new(&store::SET_STATUS, vec![id.into(), status.word().into()])]
    };
    match event {
        LicenceEvent::Issued(issue) => vec![Write::new(&store::INSERT, row(id, issue))],
        LicenceEvent::Suspended(_) => status(LicenceStatus::Suspended),
        LicenceEvent::Restored(_) | LicenceEvent::Reinstated(_) => status(LicenceStatus::Valid),
        LicenceEvent::Revoked(_) => status(LicenceStatus::Revoked),
        LicenceEvent::Cancelled(_) => status(LicenceStatus::Cancelled),
        LicenceEvent::Reissued(it) => {
            let edition = u32::from(it.edition);
            let args = vec![id.into(), (&it.identifier).into(), edition.into(), (&it.key).into()];
            vec![
                Write::new(&store::INSERT_REPLACED, vec![before.into(), id.into()]),
                Write::new(&store::SET_EDITION, args),
            ]
        }
    }
}

fn row(id: &str, issue: &LicenceIssue) -> Vec<Value> {
    vec![
        id.into(),
        issue.holder.to_string().into(),
        (&issue.licence_type).into(),
        json(&issue.name).into(),
        (&issue.number).into(),
        number_key(&issue.number).into(),
        (&issue.identifier).into(),
        issue.case.map(|it| it.to_string()).into(),
        (&issue.service).into(),
        (&issue.authority).into(),
        LicenceStatus::Valid.word().into(),
        issue.issued_on.into(),
        issue.valid_from.into(),
        issue.valid_to.into(),
        issue.key.clone().into(),
    ]
}

/// By what a number is found; a masked number by nothing.
fn number_key(number: &str) -> Option<String> {
    (!number.contains('*')).then(|| folded_number(number))
}

fn json(name: &LocalText) -> String {
    serde_json::to_string(name).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_masked_number_is_found_by_nothing() {
        assert_eq!(number_key("710000********004X"), None);
        assert_eq!(number_key("JY-2026 000123"), Some("JY2026000123".to_owned()));
    }
}
