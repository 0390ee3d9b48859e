//! Authorities, lines and service centres: the pure part.
//!
//! An **authority** is who is competent; it stands in a line (条) and in a division (块). A
//! **service centre** is a hall with counters. Both stand in one **directory**.

mod authority;
mod centre;
mod directory;
mod standing;

pub use authority::{Authority, Phones, ReviewBody};
pub use centre::{Hours, Opening, ServiceCentre};
pub use directory::{DirectoryBook, DirectoryEvent, DirectoryRefusal};
pub use standing::Standing;

use std::sync::Arc;

/// The directory that later subjects ask.
pub trait Directory: Send + Sync {
    /// An authority by its id, such as `market-regulation`.
    fn authority(&self, id: &str) -> Option<Arc<Authority>>;

    /// All authorities, by id.
    fn authorities(&self) -> Vec<Arc<Authority>>;

    /// All service centres.
    fn centres(&self) -> Vec<Arc<ServiceCentre>>;
}
