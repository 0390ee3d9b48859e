//! What is wrong with a file: where, which rule says so, and the way out.

use std::fmt;

use kernel::LocalText;
use serde::{Deserialize, Serialize};

/// Words in the three languages, as constants.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Words {
    /// Simplified Chinese.
    pub zh_hans: &'static str,
    /// Traditional Chinese.
    pub zh_hant: &'static str,
    /// English.
    pub en: &'static str,
}

/// [`Words`], in the order simplified, traditional, English.
pub(crate) const fn words(zh_hans: &'static str, zh_hant: &'static str, en: &'static str) -> Words {
    Words { zh_hans, zh_hant, en }
}

impl Words {
    /// The words as a text.
    pub fn text(&self) -> LocalText {
        LocalText {
            zh_hans: self.zh_hans.to_owned(),
            zh_hant: self.zh_hant.to_owned(),
            en: self.en.to_owned(),
        }
    }

    /// The words, followed by a detail that is the same in every language.
    pub(crate) fn with(&self, detail: &str) -> LocalText {
        let mut text = self.text();
        if !detail.is_empty() {
            text.zh_hans = format!("{}：{detail}", self.zh_hans);
            text.zh_hant = format!("{}：{detail}", self.zh_hant);
            text.en = format!("{}: {detail}", self.en);
        }
        text
    }
}

/// How bad a finding is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Severity {
    /// Refuses publication.
    Error,
    /// Keeps it back until a second person has said why it may be public.
    Review,
    /// Something is missing that readers would miss, such as a translation, or could be simpler.
    Gap,
}

impl Severity {
    /// The word in JSON and in lists of rules.
    pub const fn word(self) -> &'static str {
        match self {
            Severity::Error => "error",
            Severity::Review => "review",
            Severity::Gap => "gap",
        }
    }
}

/// A rule that a file must keep.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Rule {
    /// Stable name, `subject.rule`.
    pub id: &'static str,
    /// How bad it is to break it.
    pub severity: Severity,
    /// What is wrong when it is broken.
    pub title: Words,
    /// The way out.
    pub remedy: Words,
    /// The law or standard behind it.
    pub basis: Words,
}

/// One thing that is wrong. Prints as `file:line: rule: message`, in English.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Finding {
    /// The file, as it was named when it was read.
    pub file: String,
    /// The line, from 1.
    pub line: u32,
    /// Stable name of the rule.
    pub rule: String,
    /// How bad it is.
    pub severity: Severity,
    /// What is wrong.
    pub message: LocalText,
    /// The way out.
    pub remedy: LocalText,
    /// The law or standard behind the rule.
    pub basis: LocalText,
    /// The place as a JSON pointer, such as `/materials/2/name`; empty for the whole file.
    pub pointer: String,
}

impl Finding {
    /// A finding of `rule`; `detail` names the culprit and is the same in every language.
    pub(crate) fn new(rule: &Rule, file: &str, line: u32, pointer: &str, detail: &str) -> Finding {
        Finding {
            file: file.to_owned(),
            line,
            rule: rule.id.to_owned(),
            severity: rule.severity,
            message: rule.title.with(detail),
            remedy: rule.remedy.text(),
            basis: rule.basis.text(),
            pointer: pointer.to_owned(),
        }
    }

    /// Whether a second person has to say why it may be public.
    pub fn is_review(&self) -> bool {
        self.severity == Severity::Review
    }

    /// Whether it refuses publication.
    pub fn is_error(&self) -> bool {
        self.severity == Severity::Error
    }
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}: {}: {}", self.file, self.line, self.rule, self.message.en)
    }
}

/// A value cut to a length that fits into a message.
pub(crate) fn shortened(text: &str) -> String {
    const MOST: usize = 60;
    let line: String =
        text.chars().map(|c| if c.is_control() { ' ' } else { c }).take(MOST).collect();
    if text.chars().count() > MOST { format!("{line}…") } else { line }
}
