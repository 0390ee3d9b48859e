//! What applies only after an answer that the same page asks for. At the counter everything fits
//! one page, so such a question stands there at once, with the answers for which it counts.

use catalogue_domain::{
    Condition, Facts,
    condition::{Reference, Scope},
    definition::{Choice, FieldKind, ServiceDefinition},
};
use web::Visitor;

use super::fields::input_name;

/// The answers to another question for which something counts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct When {
    /// `input=value|other`, as the script reads it.
    pub rule: String,
    /// The same for people.
    pub text: String,
}

/// When something counts whose condition looks at one question with a few answers that nobody has
/// answered yet. None if it looks at more, or if the answer is known.
pub(super) fn perhaps(
    visitor: &Visitor,
    definition: &ServiceDefinition,
    facts: &Facts,
    condition: &Condition,
) -> Option<When> {
    let first = condition.references().first()?;
    let is_one = |it: &Reference| it.scope == first.scope && it.id == first.id;
    if !condition.references().iter().all(is_one) || is_answered(definition, facts, first) {
        return None;
    }
    let holds = |value: &str| {
        let mut facts = Facts::default();
        let answers = match first.scope {
            Scope::Situation => &mut facts.situation,
            Scope::Answers => &mut facts.answers,
        };
        answers.insert(first.id.clone(), value.to_owned());
        condition.holds(&facts)
    };
    let options = options(visitor, definition, first)?;
    let (values, labels): (Vec<_>, Vec<_>) =
        options.into_iter().filter(|(value, _)| holds(value)).unzip();
    if values.is_empty() {
        return None;
    }
    let name = match first.scope {
        Scope::Situation => input_name(&format!("situation.{}", first.id)),
        Scope::Answers => input_name(&first.id),
    };
    let answers = labels.join(visitor.t("cases-staff-or"));
    Some(When {
        rule: format!("{name}={}", values.join("|")),
        text: visitor.tr("cases-staff-when", &[("answers", &answers)]),
    })
}

fn is_answered(definition: &ServiceDefinition, facts: &Facts, question: &Reference) -> bool {
    let known = definition.settled(facts);
    let answers = match question.scope {
        Scope::Situation => &known.situation,
        Scope::Answers => &known.answers,
    };
    answers.get(&question.id).is_some_and(|it| !it.is_empty())
}

/// The answers that can be chosen, with their words; none where anything can be typed.
fn options(
    visitor: &Visitor,
    definition: &ServiceDefinition,
    question: &Reference,
) -> Option<Vec<(String, String)>> {
    let listed = |list: &[Choice]| {
        let words = |it: &Choice| (it.value.clone(), it.label.get(visitor.lang).to_owned());
        list.iter().map(words).collect()
    };
    if question.scope == Scope::Situation {
        let situation = definition.situations.iter().find(|it| it.id == question.id)?;
        return Some(listed(&situation.options));
    }
    let field = definition.field(&question.id)?;
    match field.kind {
        FieldKind::Choice => Some(listed(&field.options)),
        FieldKind::YesNo => Some(
            [("yes", "web-yes"), ("no", "web-no")]
                .map(|(value, key)| (value.to_owned(), visitor.t(key).to_owned()))
                .to_vec(),
        ),
        _ => None,
    }
}
