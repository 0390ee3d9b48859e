//! From licence events to the register.

use kernel::{LocalText, Recorded};
use ledger::{Projection, Value, Write};
use licences_domain::{Licence, LicenceEvent, LicenceIssue, LicenceStatus, folded_number};

use crate::store;

/// Fills `licences_licence`.
pub struct Register;

impl Projection<Licence> for Register {
    fn tables(&self) -> &'static [&'static str] {
        &["licences_licence"]
    }

    fn project(
        &self,
        stream: &str,
        _before: &Licence,
        _after: &Licence,
        events: &[Recorded<LicenceEvent>],
    ) -> Vec<Write> {
        let id = stream.rsplit('/').next().unwrap_or_default();
        events.iter().map(|it| write(id, &it.event)).collect()
    }
}

fn write(id: &str, event: &LicenceEvent) -> Write {
    let status = |status: LicenceStatus| {
        Write::new(&store::SET_STATUS, vec![id.into(), status.word().into()])
    };
    match event {
        LicenceEvent::Issued(issue) => Write::new(&store::INSERT, row(id, issue)),
        LicenceEvent::Suspended { .. } => status(LicenceStatus::Suspended),
        LicenceEvent::Restored { .. } | LicenceEvent::Reinstated { .. } => {
            status(LicenceStatus::Valid)
        }
        LicenceEvent::Revoked { .. } => status(LicenceStatus::Revoked),
        LicenceEvent::Cancelled { .. } => status(LicenceStatus::Cancelled),
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
