//! The JSON Schema of the format, derived from the types, and what it says about a file.

mod convert;
mod rules;

use std::sync::LazyLock;

use jsonschema::{PatternOptions, Validator};
use serde_json::Value;

use crate::{definition::ServiceDefinition, finding::Finding, source::SourceMap};
pub use rules::RULES;

static SCHEMA: LazyLock<Value> = LazyLock::new(|| {
    let mut schema = schemars::schema_for!(ServiceDefinition);
    schema.insert("title".to_owned(), "Service definition, format 1".into());
    schema.to_value()
});

/// Patterns are matched in linear time, whatever is uploaded.
static VALIDATOR: LazyLock<Option<Validator>> = LazyLock::new(|| {
    let linear = PatternOptions::regex();
    jsonschema::options().with_pattern_options(linear).build(&SCHEMA).ok()
});

/// The JSON Schema (draft 2020-12) of a service definition.
pub fn schema() -> Value {
    SCHEMA.clone()
}

/// The schema as text, as it is committed for editors and other programs.
pub fn schema_text() -> String {
    format!("{:#}\n", *SCHEMA)
}

/// What the schema says about the data of a file.
pub(crate) fn check(value: &Value, map: &SourceMap) -> Vec<Finding> {
    let Some(validator) = VALIDATOR.as_ref() else { return Vec::new() };
    let mut findings: Vec<Finding> =
        validator.iter_errors(value).flat_map(|error| convert::findings(&error, map)).collect();
    findings.sort_by(|a, b| (a.line, &a.rule, &a.pointer).cmp(&(b.line, &b.rule, &b.pointer)));
    findings.dedup();
    findings
}

/// What the typed reading says when the schema found nothing: it should not happen, and is a
/// finding all the same.
pub(crate) fn fallback(error: &serde_json::Error, map: &SourceMap) -> Finding {
    map.finding(&rules::VALUE, "", &error.to_string())
}
