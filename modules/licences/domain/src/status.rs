//! What a licence is worth, and what can be done with it.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// What a licence is worth today.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LicenceStatus {
    /// 有效
    #[default]
    Valid,
    /// 失效: its time is over.
    Expired,
    /// 暂扣
    Suspended,
    /// 撤销、吊销
    Revoked,
    /// 注销: given up.
    Cancelled,
}

impl LicenceStatus {
    /// The status's word in tables and keys.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Valid => "valid",
            Self::Expired => "expired",
            Self::Suspended => "suspended",
            Self::Revoked => "revoked",
            Self::Cancelled => "cancelled",
        }
    }

    /// Reads [`LicenceStatus::word`].
    pub fn parse(word: &str) -> Option<Self> {
        [Self::Valid, Self::Expired, Self::Suspended, Self::Revoked, Self::Cancelled]
            .into_iter()
            .find(|it| it.word() == word)
    }

    /// The status on a day, for a licence with this end. A suspension or revocation outlasts it.
    #[must_use]
    pub fn on(self, valid_to: Option<Date>, today: Date) -> Self {
        let is_over = valid_to.is_some_and(|end| end < today);
        if is_over && self == Self::Valid { Self::Expired } else { self }
    }
}

/// What an authority can do with a licence after it was issued.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LicenceAct {
    /// 暂扣
    Suspend,
    /// 暂扣发还
    Restore,
    /// 撤销、吊销
    Revoke,
    /// 注销
    Cancel,
    /// 更正撤销、注销: it was a mistake, the licence is valid as before.
    Reinstate,
    /// 换发: a new edition under another key takes the place of the one that is out. It is done to
    /// many licences, never to one alone.
    Reissue,
}

impl LicenceAct {
    /// All acts.
    pub const ALL: [Self; 6] =
        [Self::Suspend, Self::Restore, Self::Revoke, Self::Cancel, Self::Reinstate, Self::Reissue];

    /// The act's word in forms and keys.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Suspend => "suspend",
            Self::Restore => "restore",
            Self::Revoke => "revoke",
            Self::Cancel => "cancel",
            Self::Reinstate => "reinstate",
            Self::Reissue => "reissue",
        }
    }

    /// Reads [`LicenceAct::word`].
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|it| it.word() == word)
    }

    /// Whether nobody does it alone.
    pub const fn needs_second_person(self) -> bool {
        matches!(self, Self::Revoke | Self::Reinstate)
    }

    /// Whether it is only ever done to many licences at once.
    pub const fn is_for_many(self) -> bool {
        matches!(self, Self::Reissue)
    }
}
