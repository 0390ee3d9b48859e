//! From what a validator says to what a person can use: the innermost thing that is wrong.

use jsonschema::{ValidationError, error::ValidationErrorKind as Kind};
use serde_json::Value;

use super::rules;
use crate::{
    finding::{Finding, shortened},
    source::{SourceMap, join},
};

/// The findings behind one error of the validator.
pub(super) fn findings(error: &ValidationError<'_>, map: &SourceMap) -> Vec<Finding> {
    let pointer = error.instance_path().to_string();
    match error.kind() {
        Kind::AdditionalProperties { unexpected } | Kind::UnevaluatedProperties { unexpected } => {
            let one =
                |key: &String| map.finding(&rules::UNKNOWN, &join(&pointer, key), &shortened(key));
            unexpected.iter().map(one).collect()
        }
        Kind::Required { property } => {
            let name = property.as_str().unwrap_or_default();
            vec![map.finding(&rules::MISSING, &pointer, name)]
        }
        Kind::Type { .. } => vec![map.finding(&rules::TYPE, &pointer, &sentence(error))],
        Kind::OneOfNotValid { context } | Kind::AnyOf { context } => {
            choice(error.instance(), &pointer, context, map)
        }
        _ => vec![map.finding(&rules::VALUE, &pointer, &sentence(error))],
    }
}

/// The validator's own sentence.
fn sentence(error: &ValidationError<'_>) -> String {
    let value = shortened(&error.instance().to_string());
    format!("{}", error.masked_with(value))
}

/// None of several shapes fits. If they are words, the words are listed; if they differ in a key
/// `kind`, the shape of that kind is meant; else the one that complains least.
fn choice(
    value: &Value,
    pointer: &str,
    branches: &[Vec<ValidationError<'static>>],
    map: &SourceMap,
) -> Vec<Finding> {
    let words: Vec<String> = branches.iter().flatten().filter_map(allowed_here(pointer)).collect();
    if !words.is_empty() {
        let detail = format!("{} ≠ {}", shortened(&value.to_string()), words.join(" | "));
        return vec![map.finding(&rules::VALUE, pointer, &detail)];
    }
    let kind = join(pointer, "kind");
    let is_meant = |branch: &&Vec<ValidationError<'static>>| {
        branch.iter().all(|error| error.instance_path().to_string() != kind)
    };
    let kinds: Vec<String> = branches.iter().flatten().filter_map(allowed_here(&kind)).collect();
    if !kinds.is_empty() && !branches.iter().any(|branch| is_meant(&branch)) {
        let given = shortened(&value.get("kind").unwrap_or(&Value::Null).to_string());
        let detail = format!("{given} ≠ {}", kinds.join(" | "));
        return vec![map.finding(&rules::VALUE, &kind, &detail)];
    }
    let meant = branches.iter().filter(is_meant).filter(|branch| !is_null_only(branch));
    let best = meant.min_by_key(|branch| branch.len());
    let inner = best.map(|branch| branch.iter().flat_map(|error| findings(error, map)).collect());
    inner.unwrap_or_else(|| vec![map.finding(&rules::TYPE, pointer, "")])
}

/// The words that an error at that place would have accepted.
fn allowed_here(place: &str) -> impl Fn(&ValidationError<'static>) -> Option<String> + '_ {
    move |error| {
        if error.instance_path().to_string() != place {
            return None;
        }
        match error.kind() {
            Kind::Constant { expected_value } => Some(plain(expected_value)),
            Kind::Enum { options } => {
                let options = options.as_array()?;
                Some(options.iter().map(plain).collect::<Vec<_>>().join(" | "))
            }
            _ => None,
        }
    }
}

fn plain(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}

/// Whether the branch only says "or nothing at all".
fn is_null_only(branch: &[ValidationError<'static>]) -> bool {
    let says_null = |error: &ValidationError<'static>| {
        matches!(error.kind(), Kind::Type { .. }) && error.to_string().ends_with("\"null\"")
    };
    branch.iter().all(says_null)
}
