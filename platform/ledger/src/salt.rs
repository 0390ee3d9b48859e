//! The secrets of the record's leaves, which follow from keys that exist already.
//!
//! A leaf commits to its content under a salt. The salt of what is about somebody follows from
//! that person's key, so it is gone when the key is destroyed, without any change in the record.
//! What is about nobody is salted under a key of the installation's own.

use crypto::Purpose;
use kernel::id::SubjectId;

use crate::{Vault, VaultError, Whose};

const SALT: Purpose = Purpose::named("record:salt");
const PSEUDONYMS_OF: &str = "record:pseudonyms";

/// Stands for the installation among those who have a key. Nobody has this id.
pub const INSTALLATION: SubjectId = SubjectId::from_uuid(uuid::Uuid::nil());

impl Vault {
    /// The salt of the leaf `id` with data that is sealed under these keys; `None` when one of
    /// them was destroyed. It needs all of them, so that it is gone with any.
    ///
    /// # Errors
    /// [`VaultError`].
    pub async fn salt(&self, whose: &[Whose], id: &str) -> Result<Option<[u8; 32]>, VaultError> {
        let own = [(INSTALLATION, None)];
        let whose = if whose.is_empty() { &own } else { whose };
        let mut salt = [0; 32];
        for it in whose {
            match self.key(it).await {
                Ok(key) => {
                    salt = *key.derive(&SALT).keyed_hash(&[id.as_bytes(), &salt]).as_bytes();
                }
                Err(VaultError::Erased) => return Ok(None),
                Err(error) => return Err(error),
            }
        }
        Ok(Some(salt))
    }

    /// The key under which accounts have their pseudonyms in the record.
    ///
    /// # Errors
    /// [`VaultError`].
    pub async fn pseudonym_key(&self) -> Result<[u8; 32], VaultError> {
        self.subject_hash(INSTALLATION, PSEUDONYMS_OF, &[]).await
    }
}
