//! What a definition may say: the rules that refuse publication, each citing its law.
//!
//! **How to add a lint.**
//! 1. Choose the file of its subject here, or make one and name it in [`GROUPS`].
//! 2. Write one function `fn name(sight: &Sight<'_>) -> Vec<Hit>`: one hit per culprit, with the
//!    JSON pointer of the place and a detail that needs no translation (an id, a value, `9 > 7`).
//!    A pointer may name something that is missing; the finding then stands on the line of what
//!    should contain it.
//! 3. Add one entry to the file's `LINTS`: id `subject.rule`, law, what is wrong, the way out. Use
//!    [`error`] if it refuses publication, [`review`] if a second person may let it pass, and
//!    [`gap`] if readers would merely miss something. A law
//!    that is not cited yet gets a constant in `law.rs`.
//!
//!    What shows only when definitions lie side by side is a rule of `catalogue.rs`.
//! 4. Add a failing sample to `tests/it/samples.rs`: a change to the exemplar, the rule, the line. A
//!    test fails while a lint has none, and all services of the demonstration city must pass.

mod basis;
mod catalogue;
mod code;
mod condition;
mod context;
mod entry;
mod flow;
mod form;
mod guide;
mod id;
mod identity;
mod known;
mod material;
mod plain;
mod process;
mod reach;
mod result;
mod secrecy;
mod text;
mod time;

use serde_json::Value;

pub use catalogue::lint_all;
pub use context::{BaseElements, LintContext};

use crate::{
    definition::ServiceDefinition,
    finding::{Finding, Rule, Severity, Words},
    source::SourceMap,
};

/// One rule and the function that checks it.
struct Lint {
    rule: Rule,
    check: fn(&Sight<'_>) -> Vec<Hit>,
}

/// What a lint sees.
struct Sight<'a> {
    definition: &'a ServiceDefinition,
    context: &'a LintContext,
    /// The definition as plain data, for rules about every text.
    value: Value,
    /// Name of the file.
    file: &'a str,
}

/// One culprit.
struct Hit {
    pointer: String,
    detail: String,
}

/// The rules, in the order in which they are printed.
const GROUPS: &[&[Lint]] = &[
    basis::LINTS,
    code::LINTS,
    time::LINTS,
    guide::LINTS,
    identity::LINTS,
    condition::LINTS,
    reach::LINTS,
    form::LINTS,
    material::LINTS,
    process::LINTS,
    flow::LINTS,
    result::LINTS,
    id::LINTS,
    text::LINTS,
    plain::LINTS,
    secrecy::LINTS,
    known::LINTS,
    entry::LINTS,
];

/// Checks a definition against every rule, in the order of its lines.
pub fn lint(
    definition: &ServiceDefinition,
    map: &SourceMap,
    context: &LintContext,
) -> Vec<Finding> {
    let value = serde_json::to_value(definition).unwrap_or(Value::Null);
    let sight = Sight { definition, context, value, file: map.file() };
    let mut findings = Vec::new();
    for lint in GROUPS.iter().flat_map(|group| group.iter()) {
        let hits = (lint.check)(&sight);
        findings.extend(hits.iter().map(|hit| map.finding(&lint.rule, &hit.pointer, &hit.detail)));
    }
    findings.sort_by(|a, b| (a.line, &a.rule, &a.pointer).cmp(&(b.line, &b.rule, &b.pointer)));
    findings
}

/// Every rule that a file must keep: of its text, of its shape, of its conditions and of what it
/// says, and those of a whole catalogue.
pub fn rules() -> Vec<&'static Rule> {
    let texts = [crate::source::RULES, crate::schema::RULES, crate::read::RULES];
    let lints = GROUPS.iter().flat_map(|group| group.iter()).map(|lint| &lint.rule);
    texts.into_iter().flatten().chain(lints).chain(catalogue::RULES).collect()
}

const fn error(
    id: &'static str,
    basis: Words,
    title: Words,
    remedy: Words,
    check: fn(&Sight<'_>) -> Vec<Hit>,
) -> Lint {
    Lint { rule: Rule { id, severity: Severity::Error, title, remedy, basis }, check }
}

const fn review(
    id: &'static str,
    basis: Words,
    title: Words,
    remedy: Words,
    check: fn(&Sight<'_>) -> Vec<Hit>,
) -> Lint {
    Lint { rule: Rule { id, severity: Severity::Review, title, remedy, basis }, check }
}

const fn gap(
    id: &'static str,
    basis: Words,
    title: Words,
    remedy: Words,
    check: fn(&Sight<'_>) -> Vec<Hit>,
) -> Lint {
    Lint { rule: Rule { id, severity: Severity::Gap, title, remedy, basis }, check }
}

fn hit(pointer: impl Into<String>, detail: impl Into<String>) -> Hit {
    Hit { pointer: pointer.into(), detail: detail.into() }
}

/// A hit if `broken`.
fn when(broken: bool, pointer: impl Into<String>, detail: impl Into<String>) -> Vec<Hit> {
    if broken { vec![hit(pointer, detail)] } else { Vec::new() }
}

/// One hit per item for which `check` gives a detail; the place is `/<list>/<index><rest>`.
fn each<T>(list: &str, items: &[T], rest: &str, check: impl Fn(&T) -> Option<String>) -> Vec<Hit> {
    let place =
        |(index, item)| check(item).map(|detail| hit(format!("/{list}/{index}{rest}"), detail));
    items.iter().enumerate().filter_map(place).collect()
}

/// Whether nobody wrote anything in the source language.
fn is_blank(text: &kernel::LocalText) -> bool {
    text.zh_hans.trim().is_empty()
}
