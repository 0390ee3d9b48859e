//! Conditions: when a question is asked and when a material is needed.
//!
//! A condition is CEL text in which two names are known: `situation.<id>` and `answers.<id>`, both
//! texts, empty while unanswered. The part of CEL that may be used is small, so that whoever reads
//! a guide can read its conditions, and so that evaluating one is cheap and cannot fail:
//! `==`, `!=`, `in [...]`, `&&`, `||`, `!`, parentheses, and for numbers `int(...)` or
//! `double(...)` with `<`, `<=`, `>`, `>=`.

mod check;
#[cfg(test)]
mod tests;

use std::{
    collections::BTreeMap,
    fmt,
    sync::{Arc, LazyLock},
};

use cel::{Context, Env, Program, Value};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// The longest condition, in bytes.
pub const MAX_LENGTH: usize = 400;

/// The deepest nesting of parentheses and negations.
pub const MAX_DEPTH: usize = 12;

/// The standard operators, without macros: nothing loops.
static ENV: LazyLock<Arc<Env>> =
    LazyLock::new(|| Arc::new(Env::default().with_optional_support(false).with_stdlib()));

/// What is known about one person's case.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Facts {
    /// Answers to the situations, by id.
    #[serde(default)]
    pub situation: BTreeMap<String, String>,
    /// Answers to the form, by field id.
    #[serde(default)]
    pub answers: BTreeMap<String, String>,
}

/// Which of the two names a condition looks at.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Scope {
    /// `situation.<id>`.
    Situation,
    /// `answers.<id>`.
    Answers,
}

impl Scope {
    /// The name in conditions.
    pub const fn word(self) -> &'static str {
        match self {
            Scope::Situation => "situation",
            Scope::Answers => "answers",
        }
    }
}

/// One place in a condition that looks at a question.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Reference {
    /// Situation or form.
    pub scope: Scope,
    /// Id of the question.
    pub id: String,
    /// The text that it is compared with, if it is.
    pub value: Option<String>,
}

/// Why a text is not a condition.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ConditionError {
    /// Longer than [`MAX_LENGTH`].
    #[error("longer than {MAX_LENGTH} bytes")]
    TooLong,
    /// Nested deeper than [`MAX_DEPTH`].
    #[error("nested deeper than {MAX_DEPTH}")]
    TooDeep,
    /// Not CEL.
    #[error("{0}")]
    Syntax(String),
    /// CEL, but outside the part that may be used.
    #[error("{0}")]
    Unsupported(String),
}

impl ConditionError {
    /// Stable name of the error.
    pub const fn code(&self) -> &'static str {
        match self {
            ConditionError::TooLong => "condition.too-long",
            ConditionError::TooDeep => "condition.too-deep",
            ConditionError::Syntax(_) => "condition.syntax",
            ConditionError::Unsupported(_) => "condition.unsupported",
        }
    }
}

/// A condition, parsed once and kept with its definition. Two are equal if their texts are.
#[derive(Clone, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Condition {
    source: String,
    references: Arc<[Reference]>,
    program: Arc<Program>,
}

impl Condition {
    /// Reads a condition.
    ///
    /// # Errors
    /// [`ConditionError`]: too long, too deep, not CEL, or more of CEL than may be used.
    pub fn parse(source: &str) -> Result<Condition, ConditionError> {
        check::text(source)?;
        let syntax = |errors: cel::ParseErrors| {
            let first = errors.errors.first().map(|error| error.msg.clone());
            ConditionError::Syntax(first.unwrap_or_else(|| "not a condition".to_owned()))
        };
        let program = ENV.compile(source).map_err(syntax)?;
        let references = check::expression(program.expression())?;
        Ok(Condition {
            source: source.to_owned(),
            references: references.into(),
            program: Arc::new(program),
        })
    }

    /// The text.
    pub fn as_str(&self) -> &str {
        &self.source
    }

    /// Every place that looks at a question, in the order of the text.
    pub fn references(&self) -> &[Reference] {
        &self.references
    }

    /// Whether it holds. What nobody has answered is the empty text; a comparison of numbers with
    /// something that is not a number does not hold, whatever stands around it.
    pub fn holds(&self, facts: &Facts) -> bool {
        let mut context = Context::with_env(Arc::clone(&ENV));
        for scope in [Scope::Situation, Scope::Answers] {
            let known = match scope {
                Scope::Situation => &facts.situation,
                Scope::Answers => &facts.answers,
            };
            let asked = self.references.iter().filter(|reference| reference.scope == scope);
            let values: std::collections::HashMap<String, String> = asked
                .map(|reference| {
                    let answer = known.get(&reference.id).cloned().unwrap_or_default();
                    (reference.id.clone(), answer)
                })
                .collect();
            context.add_variable_from_value(scope.word(), values);
        }
        matches!(self.program.execute(&context), Ok(Value::Bool(true)))
    }
}

impl PartialEq for Condition {
    fn eq(&self, other: &Self) -> bool {
        self.source == other.source
    }
}

impl Eq for Condition {}

impl fmt::Debug for Condition {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Condition({:?})", self.source)
    }
}

impl fmt::Display for Condition {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.source)
    }
}

impl TryFrom<String> for Condition {
    type Error = ConditionError;

    fn try_from(source: String) -> Result<Self, Self::Error> {
        Condition::parse(&source)
    }
}

impl From<Condition> for String {
    fn from(condition: Condition) -> String {
        condition.source
    }
}

impl JsonSchema for Condition {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Condition".into()
    }

    fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
        schemars::json_schema!({
            "type": "string",
            "minLength": 1,
            "maxLength": MAX_LENGTH,
            "description": "A condition in CEL over `situation.<id>` and `answers.<id>`, such as \
                `situation.trade == 'shop'`.",
        })
    }
}
