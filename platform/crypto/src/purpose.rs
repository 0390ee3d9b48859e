//! What a key is for. Each purpose has keys of its own, so nothing that was made for one passes
//! for another.

use std::{borrow::Cow, fmt};

/// The name of a purpose, such as `licence-signing` or `wrap:subject-keys`. It goes into the
/// derivation of keys: a name that changes is another key.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Purpose(Cow<'static, str>);

impl Purpose {
    /// The purpose of this name. Meant for constants, where a bad name stops the compiler.
    ///
    /// # Panics
    /// If the name is empty or begins with a control character: those are the crate's own.
    pub const fn named(name: &'static str) -> Self {
        assert!(!name.is_empty() && name.as_bytes()[0] > b' ', "a purpose has a printable name");
        Self(Cow::Borrowed(name))
    }

    /// A purpose inside this one: `blind` and `id_number` give `blind:id_number`.
    #[must_use]
    pub fn within(&self, name: &str) -> Self {
        Self(Cow::Owned(format!("{}:{name}", self.0)))
    }

    /// The purpose of this name, if it is this one or one within it.
    pub fn part(&self, name: &str) -> Option<Self> {
        let rest = name.strip_prefix(self.name())?;
        let is_part = rest.is_empty() || rest.starts_with(':');
        is_part.then(|| Self(Cow::Owned(name.to_owned())))
    }

    /// The name.
    pub fn name(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Purpose {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}
