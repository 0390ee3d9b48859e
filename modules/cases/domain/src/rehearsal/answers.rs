//! Invented applicants: what they answer. Whether a question is asked is decided by the same
//! conditions as in real forms; only the answers are made up here.

use std::collections::{BTreeMap, BTreeSet};

use catalogue_domain::{
    Condition, Facts,
    condition::Scope,
    definition::{FieldKind, FormField, ServiceDefinition},
};
use jiff::{ToSpan, civil::Date};

use super::Dice;

/// Numbers of nobody: their regions and bodies are not given to anybody.
const ID_NUMBERS: [&str; 3] = ["71000019900101004X", "710000200002290050", "710000194910015187"];
const CREDIT_CODE: &str = "91980102MA98RY019R";
const MOBILE: &str = "19900000001";
const PHONE: &str = "0990-5550001";

/// Days from today that are worth a try.
const DAYS: [i64; 9] = [-36_500, -6_570, -365, -1, 0, 1, 30, 365, 3_650];

/// The answers for which conditions look out, by field: a condition about an area of 50 is tried
/// with 49, 50 and 51.
pub(super) fn hints(definition: &ServiceDefinition) -> BTreeMap<String, Vec<String>> {
    let situations = definition.situations.iter().map(|it| it.when.as_ref());
    let fields = definition.fields().map(|it| it.when.as_ref());
    let materials = definition.materials.iter().map(|it| it.when.as_ref());
    let mut all: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for condition in situations.chain(fields).chain(materials).flatten() {
        for asked in condition.references().iter().filter(|it| it.scope == Scope::Answers) {
            let tried = all.entry(asked.id.clone()).or_default();
            tried.extend(asked.value.clone());
            tried.extend(numbers(condition).map(|it| it.to_string()));
        }
    }
    all.into_iter().map(|(id, tried)| (id, tried.into_iter().collect())).collect()
}

/// The whole numbers in a condition, with those beside them.
fn numbers(condition: &Condition) -> impl Iterator<Item = i64> {
    let digits = condition.as_str().split(|c: char| !c.is_ascii_digit());
    let near = |it: i64| [it.saturating_sub(1), it, it.saturating_add(1)];
    digits.filter_map(|it| it.parse::<i64>().ok()).flat_map(near)
}

/// Answers the situations and the form, in their order, as far as they are asked. Answers that
/// are not asked for are not given.
pub(super) fn fill_in(
    definition: &ServiceDefinition,
    hints: &BTreeMap<String, Vec<String>>,
    today: Date,
    dice: &Dice,
) -> Facts {
    let mut facts = Facts::default();
    for situation in &definition.situations {
        if !is_asked(situation.when.as_ref(), &facts) {
            continue;
        }
        if let Some(option) = dice.pick(&situation.options) {
            facts.situation.insert(situation.id.clone(), option.value.clone());
        }
    }
    for field in definition.fields() {
        let is_left_out = !field.required && dice.happens(25);
        if is_left_out || !is_asked(field.when.as_ref(), &facts) {
            continue;
        }
        let tried = hints.get(&field.id).map_or(&[][..], Vec::as_slice);
        facts.answers.insert(field.id.clone(), answer(field, tried, today, dice));
    }
    facts
}

fn is_asked(condition: Option<&Condition>, facts: &Facts) -> bool {
    condition.is_none_or(|it| it.holds(facts))
}

fn answer(field: &FormField, tried: &[String], today: Date, dice: &Dice) -> String {
    let some = |list: &[&str]| dice.pick(list).map_or_else(String::new, |it| (*it).to_owned());
    match field.kind {
        FieldKind::Choice => {
            dice.pick(&field.options).map_or_else(String::new, |it| it.value.clone())
        }
        FieldKind::YesNo => some(&["yes", "no"]),
        FieldKind::Number | FieldKind::Money => number(field, tried, dice).to_string(),
        FieldKind::Date => {
            let days = dice.pick(&DAYS).copied().unwrap_or_default();
            today.saturating_add(days.days()).to_string()
        }
        FieldKind::IdNumber => some(&ID_NUMBERS),
        FieldKind::CreditCode => CREDIT_CODE.to_owned(),
        FieldKind::Mobile => MOBILE.to_owned(),
        FieldKind::Phone => PHONE.to_owned(),
        FieldKind::Text
        | FieldKind::LongText
        | FieldKind::PersonName
        | FieldKind::Address
        | FieldKind::LicenceNumber => text(field, tried, dice),
    }
}

/// At and beside the limits, somewhere between them, and what conditions look out for.
fn number(field: &FormField, tried: &[String], dice: &Dice) -> i64 {
    let low = field.min.unwrap_or(0);
    let high = field.max.unwrap_or_else(|| low.saturating_add(1_000));
    let width = u64::try_from(high.saturating_sub(low)).unwrap_or(0).saturating_add(1);
    let inside = low.saturating_add(i64::try_from(dice.below(width)).unwrap_or(0));
    let mut all = vec![low, low.saturating_add(1), inside, high.saturating_sub(1), high];
    all.extend(tried.iter().filter_map(|it| it.parse::<i64>().ok()));
    all.retain(|it| (low..=high).contains(it));
    dice.pick(&all).copied().unwrap_or(low)
}

/// As short as may be, as long as may be, or a few characters.
fn text(field: &FormField, tried: &[String], dice: &Dice) -> String {
    if let Some(tried) = dice.pick(tried).filter(|_| dice.happens(50)) {
        return tried.clone();
    }
    let low = field.min.unwrap_or(1).max(1);
    let high = field.max.unwrap_or(40).max(low);
    let few = low.saturating_add(3).min(high);
    let length = dice.pick(&[low, few, high]).copied().unwrap_or(low);
    "例".repeat(usize::try_from(length.min(2_000)).unwrap_or(1))
}
