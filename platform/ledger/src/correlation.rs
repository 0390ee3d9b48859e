//! What belongs together: one request, and everything that follows from it.
//!
//! The gate of the pages begins a correlation for each request; the outbox carries the one of an
//! event on into its reactions. Every event and every recorded read keeps it.

use uuid::Uuid;

tokio::task_local! {
    static CURRENT: Uuid;
}

/// Runs `work` as part of what `id` names.
pub async fn correlated<F: Future>(id: Uuid, work: F) -> F::Output {
    CURRENT.scope(id, work).await
}

/// What the running work belongs to, if somebody has said so.
pub fn correlation() -> Option<Uuid> {
    CURRENT.try_with(|id| *id).ok()
}

/// As it is stored.
pub(crate) fn stored() -> Option<String> {
    correlation().map(|id| id.to_string())
}
