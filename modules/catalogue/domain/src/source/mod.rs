//! From the text of a file to plain data, remembering on which line everything stands.
//!
//! The files are a plain part of YAML 1.2: one document, text keys, no key twice, no empty value,
//! and none of anchors, aliases and tags, so that what is read is what a person sees.

mod rules;
mod yaml;

use std::collections::BTreeMap;

use serde_json::Value;

use crate::finding::{Finding, Rule};
pub use rules::RULES;

/// The greatest file, in bytes.
pub const MAX_BYTES: usize = 512 * 1024;

/// Where everything in a file stands.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct SourceMap {
    file: String,
    lines: BTreeMap<String, u32>,
}

impl SourceMap {
    pub(crate) fn new(file: &str) -> SourceMap {
        SourceMap { file: file.to_owned(), lines: BTreeMap::new() }
    }

    /// The file's name, as it was given.
    pub fn file(&self) -> &str {
        &self.file
    }

    /// The line of the thing at a JSON pointer, from 1; where it is missing, of what should
    /// contain it.
    pub fn line(&self, pointer: &str) -> u32 {
        let mut rest = pointer;
        loop {
            if let Some(line) = self.lines.get(rest) {
                return *line;
            }
            match rest.rfind('/') {
                Some(end) => rest = &rest[..end],
                None => return 1,
            }
        }
    }

    fn note(&mut self, pointer: String, line: usize) {
        self.lines.entry(pointer).or_insert_with(|| u32::try_from(line).unwrap_or(u32::MAX));
    }

    pub(crate) fn finding(&self, rule: &Rule, pointer: &str, detail: &str) -> Finding {
        Finding::new(rule, &self.file, self.line(pointer), pointer, detail)
    }
}

/// Extends a JSON pointer by a key.
pub(crate) fn join(pointer: &str, key: &str) -> String {
    format!("{pointer}/{}", key.replace('~', "~0").replace('/', "~1"))
}

/// Reads bytes that should be UTF-8 text.
///
/// # Errors
/// One finding, `source.encoding`, on the line of the first wrong byte.
pub fn decode<'a>(file: &str, bytes: &'a [u8]) -> Result<&'a str, Vec<Finding>> {
    std::str::from_utf8(bytes).map_err(|error| {
        let good = bytes.get(..error.valid_up_to()).unwrap_or_default();
        let line = 1 + good.iter().filter(|byte| **byte == b'\n').count();
        vec![at(file, &rules::ENCODING, line, "")]
    })
}

/// Reads the text of a file into plain data.
///
/// # Errors
/// Findings with rules `source.*`.
pub fn read(file: &str, text: &str) -> Result<(Value, SourceMap), Vec<Finding>> {
    yaml::look(file, text)?;
    yaml::load(file, text)
}

fn at(file: &str, rule: &Rule, line: usize, detail: &str) -> Finding {
    let line = u32::try_from(line.max(1)).unwrap_or(u32::MAX);
    Finding::new(rule, file, line, "", detail)
}
