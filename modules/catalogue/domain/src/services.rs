//! What other modules ask the catalogue.

use std::sync::Arc;

use jiff::civil::Date;
use kernel::Lang;

use crate::definition::ServiceDefinition;

/// A revision of a service that is or was in force.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Published {
    /// Number of the revision within the service, from 1.
    pub revision: u32,
    /// Digest of the definition's source text, SHA-256 in lower-case hex.
    pub digest: String,
    /// What it says.
    pub definition: ServiceDefinition,
    /// The day on which it was published.
    pub published_on: Date,
}

/// The published services. Served from memory, so that asking is cheap and cannot fail.
pub trait Services: Send + Sync {
    /// The revision of the service that is in force, unless it was withdrawn.
    fn current(&self, id: &str) -> Option<Arc<Published>>;

    /// A revision that was ever published, for cases that pinned it.
    fn revision(&self, id: &str, revision: u32) -> Option<Arc<Published>>;

    /// All services in force, ordered by id.
    fn all(&self) -> Vec<Arc<Published>>;
}

/// What is proposed of services and not in force, for editors only.
pub trait ProposedServices: Send + Sync {
    /// The text of the definition that is proposed of a service, if one is.
    fn proposed(&self, id: &str) -> Option<String>;
}

/// The blank forms of services, for handing in on paper.
#[async_trait::async_trait]
pub trait BlankForms: Send + Sync {
    /// The form of a service that is offered, as a PDF; none for others.
    ///
    /// # Errors
    /// Why it cannot be made.
    async fn form(&self, id: &str, lang: Lang) -> Result<Option<Vec<u8>>, String>;
}
