//! Somebody's own words in an event: a reason, an opinion, what is wrong with a paper.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::Sealed;

/// Stands where words stood that were erased, in both languages of the house.
pub const ERASED: &str = "（已清除 erased）";

/// Words that somebody wrote freely. They may name people, so the ledger seals them before they
/// are stored, under the key of the person whom the stream is about, and opens them when a stream
/// is read outside a command. Domain code handles them as text; inside a command only the new ones
/// can be read, and nothing is decided from old ones.
///
/// After the key was destroyed they are [`ERASED`].
#[derive(Clone, Default, Serialize, Deserialize)]
#[serde(from = "Stored", into = "Stored")]
pub struct Words {
    text: Option<String>,
    sealed: Option<Sealed>,
}

/// The form in JSON. Empty words, and those from before words were sealed, are a plain string.
#[derive(Serialize, Deserialize)]
#[serde(untagged)]
enum Stored {
    Plain(String),
    Sealed {
        #[serde(rename = "$sealed")]
        sealed: Sealed,
        #[serde(rename = "$words", default, skip_serializing)]
        words: Option<String>,
    },
    New {
        #[serde(rename = "$words")]
        words: String,
    },
}

impl Words {
    /// The name under which new words stand in JSON until the ledger seals them.
    pub const NEW: &str = "$words";
    /// The name under which sealed words stand in JSON.
    pub const SEALED: &str = "$sealed";

    /// The text, if it can be read here.
    pub fn text(&self) -> Option<&str> {
        self.text.as_deref()
    }

    /// The text, or [`ERASED`].
    pub fn as_str(&self) -> &str {
        self.text.as_deref().unwrap_or(ERASED)
    }

    /// Whether nothing was said.
    pub fn is_empty(&self) -> bool {
        self.text.as_deref().is_some_and(str::is_empty)
    }
}

/// The same words are equal, however they are sealed.
impl PartialEq for Words {
    fn eq(&self, other: &Self) -> bool {
        match (&self.text, &other.text) {
            (Some(own), Some(other)) => own == other,
            (None, None) => self.sealed == other.sealed,
            _ => false,
        }
    }
}

impl Eq for Words {}

impl<T: Into<String>> From<T> for Words {
    fn from(text: T) -> Self {
        Self { text: Some(text.into()), sealed: None }
    }
}

impl From<Stored> for Words {
    fn from(stored: Stored) -> Self {
        match stored {
            Stored::Plain(text) | Stored::New { words: text } => text.into(),
            Stored::Sealed { sealed, words } => Self { text: words, sealed: Some(sealed) },
        }
    }
}

impl From<Words> for Stored {
    fn from(words: Words) -> Self {
        match words {
            Words { sealed: Some(sealed), .. } => Self::Sealed { sealed, words: None },
            Words { text: Some(text), .. } if !text.is_empty() => Self::New { words: text },
            Words { .. } => Self::Plain(String::new()),
        }
    }
}

impl fmt::Display for Words {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// Words do not come into logs by way of a debugging line.
impl fmt::Debug for Words {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let length = self.text.as_ref().map(|it| it.chars().count());
        f.debug_struct("Words").field("characters", &length).finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;
    use crate::id::SubjectId;

    fn json(words: &Words) -> String {
        serde_json::to_string(words).unwrap_or_default()
    }

    fn read(json: &str) -> Words {
        serde_json::from_str(json).unwrap_or_default()
    }

    #[test]
    fn new_words_say_that_they_are_to_be_sealed_and_empty_ones_have_nothing_to_seal() {
        assert_eq!(json(&"身体原因".into()), r#"{"$words":"身体原因"}"#);
        assert_eq!(json(&"".into()), r#""""#);
    }

    #[test]
    fn sealed_words_are_never_written_in_clear_again() {
        let subject = SubjectId::from_uuid(Uuid::from_u128(7));
        let sealed = serde_json::json!({"$sealed": Sealed::of(subject, "AAAA".to_owned())});
        let mut opened = sealed.clone();
        opened[Words::NEW] = "身体原因".into();
        let words = read(&opened.to_string());
        assert_eq!(words.text(), Some("身体原因"));
        let stored: serde_json::Value = serde_json::from_str(&json(&words)).unwrap_or_default();
        assert_eq!(stored, sealed);
        assert_eq!(read(&sealed.to_string()).as_str(), ERASED);
    }

    #[test]
    fn words_from_before_they_were_sealed_are_read_and_show_nothing_to_debuggers() {
        let old = read(r#""材料不清晰""#);
        assert_eq!(old.as_str(), "材料不清晰");
        assert!(!format!("{old:?}").contains("材料"));
    }
}
