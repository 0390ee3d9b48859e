//! Every question can be asked and every material can be needed, and not every condition holds always.

use std::collections::BTreeSet;

use super::{
    Hit, Lint, Sight,
    condition::{answers, conditions},
    error, gap, hit, when,
};
use crate::{
    condition::{Condition, Facts, Scope},
    definition::{FieldKind, ServiceDefinition},
    finding::words,
    law,
};

/// The most combinations of answers that are tried for one condition.
const MOST: usize = 4096;

pub(super) const LINTS: &[Lint] = &[
    error(
        "condition.never-holds",
        law::GUIDE_2016,
        words("条件永远不成立", "條件永遠不成立", "A condition can never hold"),
        words(
            "检查条件之间是否矛盾",
            "檢查條件之間是否矛盾",
            "Check whether conditions contradict one another",
        ),
        never_holds,
    ),
    gap(
        "condition.always-holds",
        law::GUIDE_2016,
        words("条件总是成立", "條件總是成立", "A condition always holds"),
        words(
            "删去这个条件，或检查它要区分什么",
            "刪去這個條件，或檢查它要區分什麼",
            "Remove the condition, or check what it should tell apart",
        ),
        always_holds,
    ),
    error(
        "material.no-constant",
        law::LICENSING_30,
        words(
            "有的情形没有任何材料",
            "有的情形沒有任何材料",
            "Some situations end without any material",
        ),
        words(
            "至少一份材料不带条件，例如申请书",
            "至少一份材料不帶條件，例如申請書",
            "Let at least one material be needed always, such as the application form",
        ),
        no_constant,
    ),
];

type Question = (Scope, String);

fn never_holds(sight: &Sight<'_>) -> Vec<Hit> {
    let definition = sight.definition;
    let mut hits = Vec::new();
    for placed in conditions(definition) {
        let Some(domain) = domain(definition, placed.condition) else { continue };
        let mut outcomes = outcomes(definition, placed.condition, &domain);
        if !outcomes.any(|holds| holds) {
            hits.push(hit(placed.pointer, placed.condition.as_str()));
        }
    }
    hits
}

fn always_holds(sight: &Sight<'_>) -> Vec<Hit> {
    let definition = sight.definition;
    let mut hits = Vec::new();
    for placed in conditions(definition) {
        let Some(domain) = domain(definition, placed.condition) else { continue };
        let mut outcomes = outcomes(definition, placed.condition, &domain);
        // A condition that looks at nothing is odd, but it may be switched off for a while.
        if !domain.is_empty() && outcomes.all(|holds| holds) {
            hits.push(hit(placed.pointer, placed.condition.as_str()));
        }
    }
    hits
}

/// The questions that decide the condition, with the answers that can be given. None if an answer
/// is free text, a question is unknown or there are too many combinations to try.
fn domain(
    definition: &ServiceDefinition,
    condition: &Condition,
) -> Option<Vec<(Question, Vec<String>)>> {
    let mut found: BTreeSet<Question> = BTreeSet::new();
    let mut open: Vec<&Condition> = vec![condition];
    let mut texts = Vec::new();
    while let Some(condition) = open.pop() {
        texts.push(condition.as_str());
        for reference in condition.references() {
            if found.insert((reference.scope, reference.id.clone())) {
                open.extend(own_condition(definition, reference.scope, &reference.id));
            }
        }
    }
    let texts = texts.join(" ");
    let mut domain = Vec::new();
    let mut combinations: usize = 1;
    for (scope, id) in found {
        let values = tried(definition, scope, &id, &texts)?;
        combinations = combinations.checked_mul(values.len()).filter(|count| *count <= MOST)?;
        domain.push(((scope, id), values));
    }
    Some(domain)
}

/// The answers that are tried: all that can be given, of a number those around its bounds and the
/// numbers in the conditions, and no answer where none is required.
fn tried(
    definition: &ServiceDefinition,
    scope: Scope,
    id: &str,
    conditions: &str,
) -> Option<Vec<String>> {
    let known = answers(definition, scope, id);
    let mut values = known.or_else(|| numbers(definition, scope, id, conditions))?;
    let field = definition.field(id).filter(|_| scope == Scope::Answers);
    if field.is_some_and(|field| !field.required) {
        values.push(String::new());
    }
    Some(values)
}

/// Whole numbers within the bounds of a question that has both: comparing with these is comparing
/// with all.
fn numbers(
    definition: &ServiceDefinition,
    scope: Scope,
    id: &str,
    conditions: &str,
) -> Option<Vec<String>> {
    if scope == Scope::Situation {
        return None;
    }
    let field = definition.field(id).filter(|field| field.kind == FieldKind::Number)?;
    let (min, max) = (field.min?, field.max?);
    let written = conditions.split(|c: char| !c.is_ascii_digit());
    let literals = written.filter_map(|digits| digits.parse::<i64>().ok());
    let near = literals.flat_map(|it| [it.saturating_sub(1), it, it.saturating_add(1)]);
    let mut values: Vec<i64> =
        near.chain([min, max]).filter(|value| (min..=max).contains(value)).collect();
    values.sort_unstable();
    values.dedup();
    Some(values.iter().map(i64::to_string).collect())
}

fn own_condition<'a>(
    definition: &'a ServiceDefinition,
    scope: Scope,
    id: &str,
) -> Option<&'a Condition> {
    match scope {
        Scope::Situation => definition.situations.iter().find(|s| s.id == id)?.when.as_ref(),
        Scope::Answers => definition.field(id)?.when.as_ref(),
    }
}

/// Tries every combination, counting through it like the digits of a number: whether the condition
/// holds with each.
fn outcomes<'a>(
    definition: &'a ServiceDefinition,
    condition: &'a Condition,
    domain: &'a [(Question, Vec<String>)],
) -> impl Iterator<Item = bool> + 'a {
    let combinations: usize = domain.iter().map(|(_, values)| values.len()).product();
    (0..combinations).map(move |number| {
        let mut rest = number;
        let mut facts = Facts::default();
        for ((scope, id), values) in domain {
            let value = values.get(rest % values.len()).cloned().unwrap_or_default();
            rest /= values.len();
            let known = match scope {
                Scope::Situation => &mut facts.situation,
                Scope::Answers => &mut facts.answers,
            };
            known.insert(id.clone(), value);
        }
        condition.holds(&definition.settled(&facts))
    })
}

fn no_constant(sight: &Sight<'_>) -> Vec<Hit> {
    let materials = &sight.definition.materials;
    let has_constant = materials.iter().any(|material| material.when.is_none());
    when(!materials.is_empty() && !has_constant, "/materials", "")
}
