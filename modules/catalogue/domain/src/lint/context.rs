//! What the installation knows, against which a definition's references are checked.

use std::collections::{BTreeMap, BTreeSet};

/// The ids that exist. What is absent is not checked, so that a file can be linted on its own.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct LintContext {
    /// Authorities of the organisation directory.
    pub departments: Option<BTreeSet<String>>,
    /// Theme codes for natural persons.
    pub individual_themes: Option<BTreeSet<String>>,
    /// Theme codes for legal persons.
    pub business_themes: Option<BTreeSet<String>>,
    /// Life events.
    pub life_events: Option<BTreeSet<String>>,
    /// Kinds of licences, with their names in simplified Chinese.
    pub licence_types: Option<BTreeMap<String, String>>,
    /// Shared data.
    pub data_resources: Option<BTreeSet<String>>,
    /// Words that do not become public without a review, besides those that every installation
    /// knows.
    pub secrecy_words: Vec<String>,
}
