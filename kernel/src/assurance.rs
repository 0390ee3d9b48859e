//! How sure it is who somebody is (认证等级), of a person, of a session and as a service asks for it.

use serde::{Deserialize, Serialize};

/// A level of identity assurance. Higher ones prove more.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize,
)]
pub enum IdentityLevel {
    /// Nothing is proved (未认证).
    #[default]
    L0,
    /// A way to reach them, or an account elsewhere (联系方式已核实).
    L1,
    /// Name and identity number agree (姓名与身份证号一致).
    L2,
    /// Several proofs, a face, or a card seen at the counter (实人核验).
    L3,
    /// A certificate (数字证书).
    L4,
}

impl IdentityLevel {
    /// All levels, lowest first.
    pub const ALL: [Self; 5] = [Self::L0, Self::L1, Self::L2, Self::L3, Self::L4];

    /// Its word in files, tables and the API.
    pub const fn word(self) -> &'static str {
        match self {
            Self::L0 => "L0",
            Self::L1 => "L1",
            Self::L2 => "L2",
            Self::L3 => "L3",
            Self::L4 => "L4",
        }
    }

    /// Reads [`IdentityLevel::word`].
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|level| level.word() == word)
    }
}

#[cfg(test)]
mod tests {
    use super::IdentityLevel;

    #[test]
    fn levels_are_ordered_and_read_as_they_are_written() {
        assert!(IdentityLevel::ALL.is_sorted());
        for level in IdentityLevel::ALL {
            assert_eq!(IdentityLevel::parse(level.word()), Some(level));
            assert_eq!(serde_json::to_value(level).unwrap(), level.word());
        }
        assert_eq!(IdentityLevel::parse("L5"), None);
        assert_eq!(IdentityLevel::parse("l2"), None);
    }
}
