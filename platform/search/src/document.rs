//! What is indexed, what is asked, what is answered.

use kernel::Lang;

/// One thing that can be found.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Document {
    /// Its id. Documents in several languages may share it.
    pub id: String,
    /// What it is: `service`, `policy`, `hall` …
    pub kind: String,
    /// Its language; `None` is found in every language.
    pub lang: Option<Lang>,
    /// Its name.
    pub title: String,
    /// Everyday names, abbreviations and codes, which count as much as the title.
    pub aliases: Vec<String>,
    /// The text in which it is also found.
    pub body: String,
    /// Facets and their values, for filters.
    pub tags: Vec<(String, String)>,
    /// How important it is among equals: 1 is usual, sensible values are 0.5 to 2.
    pub weight: f32,
}

impl Document {
    /// A document of the usual weight, without names, text and facets.
    pub fn new(
        id: impl Into<String>,
        kind: impl Into<String>,
        lang: Option<Lang>,
        title: impl Into<String>,
    ) -> Self {
        Self {
            id: id.into(),
            kind: kind.into(),
            lang,
            title: title.into(),
            weight: 1.0,
            ..Self::default()
        }
    }
}

/// A question.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Query {
    /// What was typed. Empty text finds everything that passes the filters, heaviest first.
    pub text: String,
    /// Only documents in this language and those in none.
    pub lang: Option<Lang>,
    /// Only documents of this kind.
    pub kind: Option<String>,
    /// Facets and values: one of the values given for a facet, for every facet given.
    pub filters: Vec<(String, String)>,
    /// At most so many answers.
    pub limit: usize,
    /// Whether Chinese is only asked for as it was typed, not also as what sounds or looks like it.
    pub is_strict: bool,
}

impl Query {
    /// A question without filters, with at most 20 answers.
    pub fn new(text: impl Into<String>) -> Self {
        Self {
            text: text.into(),
            lang: None,
            kind: None,
            filters: Vec::new(),
            limit: 20,
            is_strict: false,
        }
    }
}

/// One answer.
#[derive(Debug, Clone, PartialEq)]
pub struct Hit {
    /// The document's id.
    pub id: String,
    /// How well it fits; only comparable within one answer, where it never rises.
    pub score: f32,
}
