//! Rule 10 in code: files, functions and handlers stay short, files begin with a paragraph, the
//! public things of the domains are documented, and types do not carry words that mean something
//! else in this field.

use super::{
    Failure,
    tree::{Crate, Floor, Source, Tree},
};

const RULE: u8 = 10;
const FILE: usize = 500;
const FUNCTION: usize = 70;
const HANDLER: usize = 40;

/// Names that the glossary forbids: each has another meaning here.
const FORBIDDEN_TYPES: [&str; 3] = ["Order", "Process", "Window"];

/// Checks the rule.
pub fn check(tree: &Tree, failures: &mut Vec<Failure>) {
    for it in &tree.crates {
        for source in &it.sources {
            file(source, failures);
        }
        for source in it.production() {
            functions(it, source, failures);
            names(it, source, failures);
        }
        for text in it.templates.iter().filter(|text| text.text.lines().count() > FILE) {
            let what = format!("{} lines of at most {FILE}", text.text.lines().count());
            failures.push(Failure::at(RULE, &text.path, what, "divide it by subject"));
        }
    }
}

fn file(source: &Source, failures: &mut Vec<Failure>) {
    let lines = source.facts.tests_from.map_or(source.lines, |line| line - 1);
    if lines > FILE {
        let what = format!("{lines} lines of at most {FILE}");
        failures.push(Failure::at(RULE, &source.path, what, "divide it by subject"));
    }
    // A module of tests inside `src` is explained by the file that it tests.
    let is_inner_test = source.is_test && source.path.contains("/src/");
    if !source.has_paragraph && !is_inner_test {
        let what = "does not begin with a `//!` paragraph";
        let way_out = "say in a sentence what it is for";
        failures.push(Failure::at(RULE, &source.path, what, way_out));
    }
}

fn functions(it: &Crate, source: &Source, failures: &mut Vec<Failure>) {
    let handlers = ["src/web", "src/api"];
    let has_handlers =
        it.is_module() && handlers.iter().any(|below| source.path.starts_with(&it.path(below)));
    for function in &source.facts.functions {
        let is_handler = has_handlers && function.is_async;
        let limit = if is_handler { HANDLER } else { FUNCTION };
        if function.lines > limit {
            let kind = if is_handler { "handler" } else { "function" };
            let what = format!(
                "the {kind} {} has {} lines of at most {limit}",
                function.name, function.lines
            );
            let way_out = "divide it: one step, one function";
            let key = format!("{}:{}", source.path, function.name);
            failures.push(
                Failure::line(RULE, &source.path, function.line, what, way_out).listed_as(key),
            );
        }
    }
}

fn names(it: &Crate, source: &Source, failures: &mut Vec<Failure>) {
    if matches!(it.floor, Floor::Kernel | Floor::Domain(_)) {
        for thing in &source.facts.undocumented {
            let what = format!("{} is public and has no documentation", thing.name);
            let way_out = "say what it is: unit, errors, legal source";
            failures.push(Failure::line(RULE, &source.path, thing.line, what, way_out));
        }
    }
    for thing in source.facts.types.iter().filter(|it| FORBIDDEN_TYPES.contains(&it.name.as_str()))
    {
        let what = format!("the type name {} means something else in this field", thing.name);
        let way_out = "choose the word of the glossary";
        let key = format!("{}:{}", source.path, thing.name);
        failures.push(Failure::line(RULE, &source.path, thing.line, what, way_out).listed_as(key));
    }
}
