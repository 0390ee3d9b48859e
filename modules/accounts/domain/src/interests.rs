//! What ties an officer to people and firms: their own number, relatives, companies. An officer
//! whose interests touch a case keeps out of it (行政许可法: 回避).

use kernel::{Aggregate, Recorded, Sealed, id::AccountId};
use serde::{Deserialize, Serialize};

use crate::{Party, RegisterDown};

/// Nobody declares more relatives, or more firms, than this.
pub const INTERESTS_LIMIT: usize = 50;

/// A declaration in clear. Sealed wherever it is stored.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Interests {
    /// The officer's own identity number.
    pub own_number: String,
    /// Identity numbers of spouse, parents, children, brothers and sisters.
    pub relatives: Vec<String>,
    /// Credit codes of firms in which the officer or a relative has a share or a post.
    pub firms: Vec<String>,
}

/// What happens to a declaration.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum InterestsEvent {
    /// An officer declared their interests; what they declared before is replaced.
    Declared {
        /// Sealed [`Interests`].
        interests: Sealed,
        /// Fingerprints of all numbers and codes, sorted.
        prints: Vec<String>,
    },
}

/// Why a declaration is not taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum InterestsRefusal {
    /// More than [`INTERESTS_LIMIT`] relatives or firms.
    #[error("too many relatives or firms")]
    TooMany,
}

/// The declaration of an officer, as it stands.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Declaration {
    /// Sealed [`Interests`]; none before the first.
    pub interests: Option<Sealed>,
    /// Fingerprints of all numbers and codes.
    pub prints: Vec<String>,
}

impl Declaration {
    /// Declares.
    ///
    /// # Errors
    /// [`InterestsRefusal`].
    pub fn declare(
        &self,
        interests: Sealed,
        mut prints: Vec<String>,
    ) -> Result<Vec<InterestsEvent>, InterestsRefusal> {
        prints.sort_unstable();
        prints.dedup();
        if prints.len() > 2 * INTERESTS_LIMIT + 1 {
            return Err(InterestsRefusal::TooMany);
        }
        Ok(vec![InterestsEvent::Declared { interests, prints }])
    }
}

impl Aggregate for Declaration {
    type Event = InterestsEvent;
    const KIND: &'static str = "interests";

    fn word(event: &InterestsEvent) -> &'static str {
        match event {
            InterestsEvent::Declared { .. } => "interests.declared",
        }
    }

    fn apply(&mut self, event: &Recorded<InterestsEvent>) {
        let InterestsEvent::Declared { interests, prints } = event.event.clone();
        self.interests = Some(interests);
        self.prints = prints;
    }
}

/// What later subjects ask before an officer may touch a matter.
#[async_trait::async_trait]
pub trait Conflicts: Send + Sync {
    /// Whether the officer declared anything at all; who did not is touched by nothing.
    async fn has_interests(&self, officer: AccountId) -> Result<bool, RegisterDown>;

    /// Whether an officer's interests touch a party: the person who acts, the firm, or anybody who
    /// acts for the firm is the officer, a relative, or a firm of theirs.
    async fn touches(&self, officer: AccountId, party: &Party) -> Result<bool, RegisterDown>;
}
