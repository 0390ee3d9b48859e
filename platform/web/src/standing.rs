//! Whether what a session says about its person still holds. It is asked with every request, so
//! that a role that was withdrawn ends at once.

use kernel::Actor;

use crate::Failure;

/// Knows who may act as what at this moment. The subject of accounts provides it.
#[async_trait::async_trait]
pub trait Standing: Send + Sync {
    /// Whether the account still is what the session says: not closed, and in the same post. What
    /// somebody may do for another is asked with each deed.
    ///
    /// # Errors
    /// [`Failure`] when this cannot be read; then nobody is let in.
    async fn stands(&self, actor: &Actor) -> Result<bool, Failure>;
}
