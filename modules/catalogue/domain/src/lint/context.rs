//! What the installation knows, against which a definition's references are checked.

use std::collections::{BTreeMap, BTreeSet};

use kernel::LocalText;

use crate::definition::{ItemKind, LegalBasis};

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
    /// What the catalogue list says about each basic code: as it is in force and as it will be. A
    /// definition agrees with one of them. A code that is not here is not checked.
    pub entries: BTreeMap<String, Vec<BaseElements>>,
}

/// The base elements of an entry of the catalogue list, which a definition does not change.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BaseElements {
    /// Whether the power is exercised then.
    pub is_in_force: bool,
    /// Official name.
    pub name: LocalText,
    /// Kind of power.
    pub kind: ItemKind,
    /// The laws that give it.
    pub legal_bases: Vec<LegalBasis>,
    /// Ids of the authorities that carry it out: the competent department and its line.
    pub authorities: BTreeSet<String>,
}
