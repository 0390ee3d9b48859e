//! What a person has proved, by whom, and who asserts them.

use kernel::IdentityLevel;
use serde::{Deserialize, Serialize};

/// How something was proved.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum IdentityProof {
    /// The register of people has them.
    Register,
    /// A clerk looked at their card; who it was is the event's actor.
    Counter,
    /// An identity provider asserts it.
    Provider {
        /// Its word in the settings.
        provider: String,
    },
}

/// A person as an identity provider knows them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Binding {
    /// The provider's word in the settings.
    pub provider: String,
    /// Fingerprint of issuer and subject together: the same subject of another provider is
    /// somebody else.
    pub print: String,
}

/// What counts when somebody wants to do something: what the person has proved, and what this very
/// session proves. Either alone is not enough.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Assured {
    /// What the person has proved so far.
    pub person: IdentityLevel,
    /// What this session proves.
    pub session: IdentityLevel,
}

impl Assured {
    /// What holds now.
    pub fn level(self) -> IdentityLevel {
        self.person.min(self.session)
    }
}
