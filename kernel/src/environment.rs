//! What an installation is for. Live and test never mix: each has its own look, cookies and keys,
//! and what a test issues is worth nothing.

use serde::{Deserialize, Serialize};

/// What an installation is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Environment {
    /// 正式: what happens here counts.
    #[default]
    Live,
    /// 测试
    Test,
    /// 培训
    Training,
    /// 演示
    Demo,
}

impl Environment {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::Live, Self::Test, Self::Training, Self::Demo];

    /// Its word in settings, tables and keys.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Live => "live",
            Self::Test => "test",
            Self::Training => "training",
            Self::Demo => "demo",
        }
    }

    /// Reads [`Environment::word`].
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|it| it.word() == word)
    }

    /// Whether what happens here counts.
    pub const fn is_live(self) -> bool {
        matches!(self, Self::Live)
    }
}
