//! From licence events to the register.

use kernel::{LocalText, Recorded};
use ledger::{Projection, Value, Write};
use licences_domain::{Licence, LicenceEvent, LicenceStatus, folded_number};

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
        LicenceEvent::Issued { .. } => Write::new(&store::INSERT, row(id, event)),
        LicenceEvent::Suspended { .. } => status(LicenceStatus::Suspended),
        LicenceEvent::Restored { .. } => status(LicenceStatus::Valid),
        LicenceEvent::Revoked { .. } => status(LicenceStatus::Revoked),
        LicenceEvent::Cancelled { .. } => status(LicenceStatus::Cancelled),
    }
}

fn row(id: &str, event: &LicenceEvent) -> Vec<Value> {
    let LicenceEvent::Issued {
        case,
        service,
        licence_type,
        name,
        number,
        identifier,
        authority,
        holder,
        facts: _,
        issued_on,
        valid_from,
        valid_to,
    } = event
    else {
        return Vec::new();
    };
    vec![
        id.into(),
        holder.to_string().into(),
        licence_type.into(),
        json(name).into(),
        number.into(),
        number_key(number).into(),
        identifier.into(),
        case.map(|it| it.to_string()).into(),
        service.into(),
        authority.into(),
        LicenceStatus::Valid.word().into(),
        (*issued_on).into(),
        (*valid_from).into(),
        (*valid_to).into(),
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
