//! Conditions look at questions that exist, that come earlier, and at answers that can be given.

use super::{Hit, Lint, Sight, error, gap, hit};
use crate::{
    condition::{Condition, Reference, Scope},
    definition::{Choice, FieldKind, FormField, ServiceDefinition},
    finding::words,
    law,
};

pub(super) const LINTS: &[Lint] = &[
    error(
        "condition.unknown-question",
        law::FORMAT,
        words(
            "条件指向不存在的问题",
            "條件指向不存在的問題",
            "A condition looks at an unknown question",
        ),
        words("检查问题的编号", "檢查問題的編號", "Check the id of the question"),
        unknown_question,
    ),
    error(
        "condition.unknown-value",
        law::FORMAT,
        words(
            "条件里的答案不存在",
            "條件裡的答案不存在",
            "A condition looks at an answer that nobody can give",
        ),
        words("改用选项里的值", "改用選項裡的值", "Use the value of an option"),
        unknown_value,
    ),
    error(
        "condition.later-question",
        law::FORMAT,
        words(
            "条件指向后面才问的问题",
            "條件指向後面才問的問題",
            "A condition looks at a question that comes later",
        ),
        words("调整问题的先后", "調整問題的先後", "Ask that question earlier"),
        later_question,
    ),
    error(
        "condition.idle-question",
        law::GUIDE_2016,
        words(
            "这个情形问题不影响任何内容",
            "這個情形問題不影響任何內容",
            "A situation changes nothing",
        ),
        words(
            "删去这个问题，或让材料、填写项用到它",
            "刪去這個問題，或讓材料、填寫項用到它",
            "Remove the question, or let a material or a field depend on it",
        ),
        idle_question,
    ),
    gap(
        "condition.idle-option",
        law::GUIDE_2016,
        words("几个选项没有区别", "幾個選項沒有區別", "Options make no difference to one another"),
        words(
            "合并这些选项，或让条件用到它们",
            "合併這些選項，或讓條件用到它們",
            "Merge the options, or let a condition tell them apart",
        ),
        idle_option,
    ),
];

/// A condition with the place where it stands and how many questions come before it.
pub(super) struct Placed<'a> {
    pub pointer: String,
    pub condition: &'a Condition,
    situations_before: usize,
    fields_before: usize,
}

/// Every condition of the definition.
pub(super) fn conditions(definition: &ServiceDefinition) -> Vec<Placed<'_>> {
    let mut placed = Vec::new();
    for (index, situation) in definition.situations.iter().enumerate() {
        let pointer = format!("/situations/{index}/when");
        let condition = situation.when.as_ref();
        placed.extend(condition.map(|condition| Placed {
            pointer,
            condition,
            situations_before: index,
            fields_before: 0,
        }));
    }
    let situations_before = definition.situations.len();
    for (fields_before, (pointer, field)) in fields(definition).enumerate() {
        let pointer = format!("{pointer}/when");
        let condition = field.when.as_ref();
        placed.extend(condition.map(|condition| Placed {
            pointer,
            condition,
            situations_before,
            fields_before,
        }));
    }
    let fields_before = definition.fields().count();
    for (index, material) in definition.materials.iter().enumerate() {
        let pointer = format!("/materials/{index}/when");
        let condition = material.when.as_ref();
        placed.extend(condition.map(|condition| Placed {
            pointer,
            condition,
            situations_before,
            fields_before,
        }));
    }
    placed
}

/// Every question of the form, with its place.
pub(super) fn fields(definition: &ServiceDefinition) -> impl Iterator<Item = (String, &FormField)> {
    definition.form.iter().enumerate().flat_map(|(topic, screen)| {
        let place = move |(index, field)| (format!("/form/{topic}/fields/{index}"), field);
        screen.fields.iter().enumerate().map(place)
    })
}

/// Where the question of a reference stands among its kind, if it exists.
fn position(definition: &ServiceDefinition, reference: &Reference) -> Option<usize> {
    match reference.scope {
        Scope::Situation => definition.situations.iter().position(|s| s.id == reference.id),
        Scope::Answers => definition.fields().position(|field| field.id == reference.id),
    }
}

/// The answers that can be given to the question of a reference; none if they are free.
pub(super) fn answers(
    definition: &ServiceDefinition,
    scope: Scope,
    id: &str,
) -> Option<Vec<String>> {
    let values = |options: &[Choice]| options.iter().map(|option| option.value.clone()).collect();
    match scope {
        Scope::Situation => {
            let situation = definition.situations.iter().find(|situation| situation.id == id)?;
            Some(values(&situation.options))
        }
        Scope::Answers => {
            let field = definition.field(id)?;
            match field.kind {
                FieldKind::Choice => Some(values(&field.options)),
                FieldKind::YesNo => Some(vec!["yes".to_owned(), "no".to_owned()]),
                _ => None,
            }
        }
    }
}

fn named(reference: &Reference) -> String {
    format!("{}.{}", reference.scope.word(), reference.id)
}

fn references(
    definition: &ServiceDefinition,
    check: impl Fn(&Placed<'_>, &Reference) -> Option<String>,
) -> Vec<Hit> {
    let mut hits = Vec::new();
    for placed in conditions(definition) {
        let details = placed.condition.references().iter().filter_map(|r| check(&placed, r));
        hits.extend(details.map(|detail| hit(placed.pointer.clone(), detail)));
    }
    hits
}

fn unknown_question(sight: &Sight<'_>) -> Vec<Hit> {
    let definition = sight.definition;
    references(definition, |_, reference| {
        position(definition, reference).is_none().then(|| named(reference))
    })
}

fn unknown_value(sight: &Sight<'_>) -> Vec<Hit> {
    let definition = sight.definition;
    references(definition, |_, reference| {
        let value = reference.value.as_ref().filter(|value| !value.is_empty())?;
        let known = answers(definition, reference.scope, &reference.id)?;
        let detail = || format!("{} == '{value}' ≠ {}", named(reference), known.join(" | "));
        (!known.contains(value)).then(detail)
    })
}

fn later_question(sight: &Sight<'_>) -> Vec<Hit> {
    let definition = sight.definition;
    references(definition, |placed, reference| {
        let before = match reference.scope {
            Scope::Situation => placed.situations_before,
            Scope::Answers => placed.fields_before,
        };
        (position(definition, reference)? >= before).then(|| named(reference))
    })
}

/// The values with which conditions compare a situation.
fn compared(definition: &ServiceDefinition, id: &str) -> Vec<Option<String>> {
    let all = conditions(definition);
    let references = all.iter().flat_map(|placed| placed.condition.references());
    let own = references.filter(|r| r.scope == Scope::Situation && r.id == id);
    own.map(|reference| reference.value.clone()).collect()
}

fn idle_question(sight: &Sight<'_>) -> Vec<Hit> {
    super::each("situations", &sight.definition.situations, "", |situation| {
        compared(sight.definition, &situation.id).is_empty().then(|| situation.id.clone())
    })
}

/// One option may be the rest that no condition names; two of them do not differ.
fn idle_option(sight: &Sight<'_>) -> Vec<Hit> {
    super::each("situations", &sight.definition.situations, "/options", |situation| {
        let compared = compared(sight.definition, &situation.id);
        let is_idle = |option: &&Choice| !compared.contains(&Some(option.value.clone()));
        let idle: Vec<&str> =
            situation.options.iter().filter(is_idle).map(|option| option.value.as_str()).collect();
        (!compared.is_empty() && idle.len() > 1).then(|| idle.join(", "))
    })
}
