//! Putting answers together.

use std::collections::{BTreeMap, BTreeSet};

use catalogue_domain::{Facts, definition::ServiceDefinition};
use forms_domain::{Application, tidy};

/// The `new` answers over the `old` ones, tidied. What the definition does not ask is left out; an
/// empty answer takes the old one away.
pub(crate) fn merged(definition: &ServiceDefinition, old: &Facts, new: &Facts) -> Facts {
    let mut facts = old.clone();
    for situation in &definition.situations {
        if let Some(answer) = new.situation.get(&situation.id) {
            put(&mut facts.situation, &situation.id, answer.trim().to_owned());
        }
    }
    for field in definition.fields() {
        if let Some(answer) = new.answers.get(&field.id) {
            put(&mut facts.answers, &field.id, tidy(field.kind, answer));
        }
    }
    facts
}

fn put(answers: &mut BTreeMap<String, String>, id: &str, answer: String) {
    if answer.is_empty() {
        answers.remove(id);
    } else {
        answers.insert(id.to_owned(), answer);
    }
}

/// The fields whose answers were changed, and `situation` if one of those was. Answering a required
/// question that had no answer changes nothing: when the application was handed in it was not
/// asked, and it appeared with a correction.
pub(crate) fn changed(
    definition: &ServiceDefinition,
    old: &Facts,
    new: &Facts,
) -> BTreeSet<String> {
    let is_changed = |id: &str| {
        let (before, after) = (old.answers.get(id), new.answers.get(id));
        let appeared = before.is_none() && definition.field(id).is_some_and(|it| it.required);
        before != after && !appeared
    };
    let ids = old.answers.keys().chain(new.answers.keys());
    let mut changed: BTreeSet<String> = ids.filter(|id| is_changed(id)).cloned().collect();
    if old.situation != new.situation {
        changed.insert(Application::SITUATION.to_owned());
    }
    changed
}
