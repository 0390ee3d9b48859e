//! Putting answers together.

use std::collections::BTreeMap;

use catalogue_domain::{Facts, definition::ServiceDefinition};
use forms_domain::{Application, Changes, tidy};

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

/// What differs between two sets of answers.
pub(crate) fn changes(definition: &ServiceDefinition, old: &Facts, new: &Facts) -> Changes {
    let mut changes = Changes::default();
    if old.situation != new.situation {
        changes.changed.insert(Application::SITUATION.to_owned());
    }
    let ids = old.answers.keys().chain(new.answers.keys());
    for id in ids.filter(|id| old.answers.get(*id) != new.answers.get(*id)) {
        let is_required = definition.field(id).is_some_and(|it| it.required);
        let is_raised = is_required && !old.answers.contains_key(id);
        let fields = if is_raised { &mut changes.raised } else { &mut changes.changed };
        fields.insert(id.clone());
    }
    changes
}
