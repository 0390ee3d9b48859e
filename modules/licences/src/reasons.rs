//! The reasons for which something is done with a licence, by code (`data/reasons.yaml`).

use std::sync::LazyLock;

use kernel::LocalText;
use licences_domain::LicenceAct;
use module::yaml;
use serde::Deserialize;

const TABLE: &str = include_str!("../data/reasons.yaml");

static REASONS: LazyLock<Vec<Reason>> = LazyLock::new(|| yaml::read(TABLE).unwrap_or_default());

/// A row of the table.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Reason {
    /// Its code.
    pub id: String,
    acts: Vec<LicenceAct>,
    /// What it says.
    pub text: LocalText,
}

/// The reasons that go with an act, in the order of the table.
pub fn of_act(act: LicenceAct) -> impl Iterator<Item = &'static Reason> {
    REASONS.iter().filter(move |it| it.acts.contains(&act))
}

/// The reason of this code, if it goes with the act.
pub fn reason(act: LicenceAct, code: &str) -> Option<&'static Reason> {
    of_act(act).find(|it| it.id == code)
}

/// What a code says; the code itself where the table does not know it any more.
pub fn text(code: &str) -> LocalText {
    let known = REASONS.iter().find(|it| it.id == code);
    known.map_or_else(|| LocalText::same(code), |it| it.text.clone())
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn each_act_has_reasons_and_no_code_stands_twice() {
        assert!(yaml::read::<Vec<Reason>>(TABLE).is_ok());
        let codes: BTreeSet<_> = REASONS.iter().map(|it| it.id.as_str()).collect();
        assert_eq!(codes.len(), REASONS.len());
        for act in LicenceAct::ALL {
            assert!(of_act(act).count() > 0, "{}", act.word());
        }
        assert!(reason(LicenceAct::Revoke, "deception").is_some());
        assert!(reason(LicenceAct::Suspend, "deception").is_none());
    }
}
