//! The keys of an installation: which suite makes new things, the ring, and who holds them.

use std::{fmt, sync::Arc};

use kernel::Chance;

use crate::{Digest, KeyHolder, KeyRing, Purpose, SecretKey, SoftwareHolder, SuiteId};

/// What an installation makes, opens and checks things with. Cheap to clone.
#[derive(Clone)]
pub struct Keys {
    suite: SuiteId,
    ring: KeyRing,
    holder: Arc<dyn KeyHolder>,
}

impl Keys {
    /// Keys in the memory of this process.
    pub fn in_software(suite: SuiteId, ring: KeyRing, chance: Arc<dyn Chance>) -> Self {
        let holder = SoftwareHolder::new(suite, ring.clone(), chance);
        Self { suite, ring, holder: Arc::new(holder) }
    }

    /// The suite in which new things are made.
    pub const fn suite(&self) -> SuiteId {
        self.suite
    }

    /// The versions of the deployment key.
    pub const fn ring(&self) -> &KeyRing {
        &self.ring
    }

    /// Who signs and wraps.
    pub fn holder(&self) -> &dyn KeyHolder {
        self.holder.as_ref()
    }

    /// The same, for what outlives this.
    pub fn shared_holder(&self) -> Arc<dyn KeyHolder> {
        self.holder.clone()
    }

    /// The current key of a purpose.
    pub fn secret(&self, purpose: &Purpose) -> SecretKey {
        self.ring.secret(self.suite, purpose)
    }

    /// Every key that a purpose had, the current one first.
    pub fn secrets(&self, purpose: &Purpose) -> Vec<SecretKey> {
        self.ring.secrets(self.suite, purpose)
    }

    /// The fingerprint by which a value is stored now.
    pub fn fingerprint(&self, purpose: &Purpose, value: &[u8]) -> Digest {
        self.ring.fingerprint(self.suite, purpose, value)
    }

    /// All fingerprints by which a value may have been stored, the current one first.
    pub fn fingerprints(&self, purpose: &Purpose, value: &[u8]) -> Vec<Digest> {
        self.ring.fingerprints(self.suite, purpose, value)
    }
}

impl fmt::Debug for Keys {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Keys({})", self.suite)
    }
}
