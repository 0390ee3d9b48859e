//! What stands on a service when it is about to change: told by the subjects that keep it.

use std::sync::Arc;

/// So many are told exactly; more are rounded.
const EXACT: u64 = 20;

/// What uses a service.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Usage {
    /// Applications that somebody began and has not handed in.
    Drafts,
    /// Cases that are not concluded.
    Cases,
    /// Licences that are valid.
    Licences,
}

impl Usage {
    /// Its word in keys.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Drafts => "drafts",
            Self::Cases => "cases",
            Self::Licences => "licences",
        }
    }
}

/// How much stands on one revision of a service.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct InUse {
    /// What.
    pub usage: Usage,
    /// The revision that it is pinned to; none where it is pinned to none.
    pub revision: Option<u32>,
    /// How many.
    pub count: u64,
}

impl InUse {
    /// The number as it is shown: exact up to twenty, then in tens, from a hundred on its first two
    /// figures. What is shown binds whoever approves, and a service that is asked for every minute
    /// could otherwise never be changed.
    pub const fn shown(self) -> u64 {
        if self.count <= EXACT {
            return self.count;
        }
        let mut step = 10;
        while self.count / step >= 100 {
            step *= 10;
        }
        self.count / step * step
    }

    /// Whether [`InUse::shown`] is rounded.
    pub const fn is_rounded(self) -> bool {
        self.count > EXACT
    }
}

/// The subject that counts does not answer.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("what uses a service cannot be counted: {0}")]
pub struct UsesDown(pub String);

/// A subject in which things stand on services.
#[async_trait::async_trait]
pub trait ServiceUser: Send + Sync {
    /// What stands on the service now, ordered by revision; nothing that is zero.
    async fn uses(&self, service: &str) -> Result<Vec<InUse>, UsesDown>;
}

/// Where such subjects make themselves known, when they start.
pub trait ServiceUses: Send + Sync {
    /// From now on `user` is asked before a service is changed or withdrawn.
    fn used_by(&self, user: Arc<dyn ServiceUser>);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn few_are_told_exactly_and_many_by_their_first_two_figures() {
        for (count, shown) in
            [(0, 0), (20, 20), (21, 20), (37, 30), (99, 90), (137, 130), (1_249, 1_200)]
        {
            let it = InUse { usage: Usage::Cases, revision: Some(1), count };
            assert_eq!(it.shown(), shown, "{count}");
            assert_eq!(it.is_rounded(), count > 20, "{count}");
        }
    }
}
