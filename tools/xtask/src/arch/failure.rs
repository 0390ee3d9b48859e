//! A broken rule: which, where, and the way out.

/// The rule about generated files, whose exceptions `cargo xtask gen` looks after.
pub const GENERATED: u8 = 8;

/// The rules by number.
const NAMES: [&str; 10] = [
    "Direction",
    "Pure domain",
    "Modules do not meet",
    "One door",
    "No ambient world",
    "SQL in its place",
    "Every address is declared",
    "Generated things are fresh",
    "Words",
    "Size and care",
];

/// One place where a rule is broken.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Failure {
    /// The rule's number, from 1.
    pub rule: u8,
    /// The name by which an exception would list it: a path or a word.
    pub key: String,
    /// Where it is.
    pub place: String,
    /// What is wrong.
    pub what: String,
    /// What to do about it.
    pub way_out: &'static str,
}

impl Failure {
    /// A failure whose place is its key.
    pub fn at(
        rule: u8,
        key: impl Into<String>,
        what: impl Into<String>,
        way_out: &'static str,
    ) -> Self {
        let key = key.into();
        Self { rule, place: key.clone(), key, what: what.into(), way_out }
    }

    /// A failure in a line of a file; exceptions list the file.
    pub fn line(
        rule: u8,
        path: &str,
        line: usize,
        what: impl Into<String>,
        way_out: &'static str,
    ) -> Self {
        Self {
            rule,
            key: path.to_owned(),
            place: format!("{path}:{line}"),
            what: what.into(),
            way_out,
        }
    }

    /// The same under another name for exceptions.
    pub fn listed_as(mut self, key: impl Into<String>) -> Self {
        self.key = key.into();
        self
    }
}

/// Prints the failures, rule by rule.
pub fn print(failures: &[Failure]) {
    for it in failures {
        let name = NAMES.get(usize::from(it.rule).wrapping_sub(1)).copied().unwrap_or_default();
        println!(
            "rule {} ({name}): {}\n    {}\n    way out: {}",
            it.rule, it.place, it.what, it.way_out
        );
    }
}
