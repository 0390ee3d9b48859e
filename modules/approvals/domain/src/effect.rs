//! What an act will do, as it is shown before it is proposed and before it is approved.

use kernel::{LocalText, Words, id::SubjectId};
use serde::{Deserialize, Serialize};
use serde_json::Value;

/// One line of what will happen.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct EffectLine {
    /// What it is.
    pub label: LocalText,
    /// What it says.
    pub value: LocalText,
}

/// Something in an act that a second person lets pass only with a reason, such as what may not be
/// meant for the public.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Review {
    /// Its name within the act.
    pub id: String,
    /// What it is.
    pub label: LocalText,
    /// Where it is and what to think of.
    pub value: LocalText,
}

/// Why something was let pass.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reviewed {
    /// Its name within the act.
    pub id: String,
    /// Why.
    pub reason: Words,
}

/// No reason of a review is longer, in characters.
pub const REVIEW_LIMIT: usize = 500;

/// What an act will do: exactly what is shown before it is proposed and before it is approved.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Effect {
    /// What will happen, in a sentence.
    pub sentence: LocalText,
    /// To whom and in which way.
    pub lines: Vec<EffectLine>,
    /// What a second person lets pass only with a reason for each.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub reviews: Vec<Review>,
    /// How many things are touched.
    pub touched: u64,
    /// What has to be typed to confirm it, such as a licence's number; none where it can be taken
    /// back.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub to_type: Option<String>,
    /// Whose data stands in it; then all of it is sealed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub about: Option<SubjectId>,
}

impl Effect {
    /// With one more line.
    #[must_use]
    pub fn line(mut self, label: LocalText, value: LocalText) -> Self {
        self.lines.push(EffectLine { label, value });
        self
    }
}

/// What was shown and what is to be done.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Plan {
    /// What was shown.
    pub effect: Effect,
    /// What is to be done, in the words of the subject that does it.
    pub order: Value,
}
