//! What the field macros of `components.html` take, and maps that machines send.

use std::{collections::BTreeMap, fmt};

use serde::de::{Deserializer, Error, MapAccess, Visitor};

/// Reads an object of texts in which each name stands once; for `deserialize_with`.
///
/// # Errors
/// When a name stands there twice, or something is no text.
pub fn each_once<'de, D: Deserializer<'de>>(from: D) -> Result<BTreeMap<String, String>, D::Error> {
    struct Names;

    impl<'de> Visitor<'de> for Names {
        type Value = BTreeMap<String, String>;

        fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str("an object of texts, each name once")
        }

        fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
            let mut all = BTreeMap::new();
            while let Some((name, value)) = map.next_entry()? {
                if all.insert(name, value).is_some() {
                    return Err(A::Error::custom("a name stands there twice"));
                }
            }
            Ok(all)
        }
    }

    from.deserialize_map(Names)
}

/// One input with its label, hint, value and error, all in the reader's language.
#[derive(Debug, Clone, Default)]
pub struct Field {
    /// The id and name of the input.
    pub id: String,
    /// The label.
    pub label: String,
    /// A hint below the label.
    pub hint: Option<String>,
    /// What was typed or is known.
    pub value: String,
    /// What is wrong with it.
    pub error: Option<String>,
    /// Whether it must be answered.
    pub required: bool,
    /// Which macro draws it: `text`, `long_text`, `number`, `date`, `choice`, `choices`, `yes_no`,
    /// `file`, `password`, `tel`.
    pub kind: String,
    /// The options of a choice.
    pub options: Vec<Choice>,
    /// The browser's autocomplete word.
    pub autocomplete: Option<String>,
    /// The on-screen keyboard.
    pub inputmode: Option<String>,
    /// The language of the value where it is not the page's.
    pub lang: Option<String>,
}

impl Field {
    /// A required text field.
    pub fn text(id: impl Into<String>, label: impl Into<String>) -> Self {
        Self {
            id: id.into(),
            label: label.into(),
            required: true,
            kind: "text".to_owned(),
            ..Self::default()
        }
    }

    /// The same field of another kind.
    #[must_use]
    pub fn kind(mut self, kind: &str) -> Self {
        kind.clone_into(&mut self.kind);
        self
    }

    /// With a hint.
    #[must_use]
    pub fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = Some(hint.into());
        self
    }

    /// With a value.
    #[must_use]
    pub fn value(mut self, value: impl Into<String>) -> Self {
        self.value = value.into();
        self
    }

    /// With an error, if there is one.
    #[must_use]
    pub fn error(mut self, error: Option<String>) -> Self {
        self.error = error;
        self
    }

    /// With the browser's autocomplete word.
    #[must_use]
    pub fn autocomplete(mut self, word: &str) -> Self {
        self.autocomplete = Some(word.to_owned());
        self
    }

    /// May stay empty.
    #[must_use]
    pub fn optional(mut self) -> Self {
        self.required = false;
        self
    }

    /// The line of the error summary, if the field is wrong.
    pub fn error_link(&self) -> Option<ErrorLink> {
        let suffix = if self.kind == "date" { "-year" } else { "" };
        let first = matches!(self.kind.as_str(), "choice" | "choices" | "yes_no");
        let suffix = if first { "-1" } else { suffix };
        self.error
            .as_ref()
            .map(|text| ErrorLink { href: format!("#{}{suffix}", self.id), text: text.clone() })
    }
}

/// One option of a choice.
#[derive(Debug, Clone, Default)]
pub struct Choice {
    /// What is sent.
    pub value: String,
    /// What is shown.
    pub label: String,
    /// Whether it is chosen.
    pub checked: bool,
}

/// A line of the error summary.
#[derive(Debug, Clone)]
pub struct ErrorLink {
    /// `#id` of the field.
    pub href: String,
    /// What to do.
    pub text: String,
}
