//! Fields of personal records: who sees them clear, who masked, and through which actions they are
//! written.

use kernel::{
    Role,
    code::{CreditCode, IdNumber, Mobile},
};

use crate::Relation;

/// How much of a field somebody sees.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Sight {
    /// Nothing, not even whether there is something.
    Hidden,
    /// Enough to recognise it, not enough to use it.
    Masked,
    /// All of it.
    Clear,
}

impl Sight {
    /// The sight's word in the matrix.
    pub const fn word(self) -> &'static str {
        match self {
            Sight::Hidden => "hidden",
            Sight::Masked => "masked",
            Sight::Clear => "clear",
        }
    }
}

/// A role that sees a field so far, where it stands in the relation to its record.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct See(pub Role, pub Relation, pub Sight);

/// How a field is masked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Form {
    /// A person's name: the first character stays.
    Name,
    /// An identity, mobile or other number: both ends stay.
    Number,
    /// Anything else: nothing of it stays.
    Text,
}

impl Form {
    /// A value with what must not be seen replaced by stars.
    pub fn masked(self, value: &str) -> String {
        match self {
            _ if value.is_empty() => String::new(),
            Form::Name => {
                let mut letters = value.chars();
                let first = letters.next().map(String::from).unwrap_or_default();
                first + &"*".repeat(letters.count().clamp(1, 3))
            }
            Form::Number => number(value),
            Form::Text => "***".to_owned(),
        }
    }
}

fn number(value: &str) -> String {
    if let Ok(known) = IdNumber::parse(value) {
        return known.masked();
    }
    if let Ok(known) = Mobile::parse(value) {
        return known.masked();
    }
    // Credit codes are public.
    if CreditCode::parse(value).is_ok() {
        return value.to_owned();
    }
    let count = value.chars().count();
    let shown = if count < 8 { 1 } else { 2 };
    let hide = |(index, c): (usize, char)| {
        if index < shown || index + shown >= count { c } else { '*' }
    };
    value.chars().enumerate().map(hide).collect()
}

/// One field of a personal record.
#[derive(Debug, Clone, Copy)]
pub struct FieldRule {
    /// `record.field`.
    pub field: &'static str,
    /// How it is masked.
    pub form: Form,
    /// The actions through which it is written; it is written through no other.
    pub written_by: &'static [&'static str],
    /// Who sees it.
    pub sights: &'static [See],
}
