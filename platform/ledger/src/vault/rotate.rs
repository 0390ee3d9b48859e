//! Wrapping the subject keys anew after the deployment key was rotated or the suite changed.

use kernel::id::SubjectId;

use super::{SUBJECT_KEYS, UNNAMED_WRAPPED, Vault, VaultError};
use crate::{Write, statements};

statements! {
    KEYS_AFTER = "SELECT subject, wrapped FROM ledger_subject_key
                  WHERE subject > $1 ORDER BY subject LIMIT $2";
    REWRAP = "UPDATE ledger_subject_key SET wrapped = $2 WHERE subject = $1 AND wrapped = $3";
}

const PAGE: usize = 200;

/// How the subject keys are wrapped.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, serde::Serialize)]
pub struct KeyCount {
    /// Under the current key and suite.
    pub current: u64,
    /// Under a former key or the other suite.
    pub former: u64,
    /// From before wrapped keys named their suite.
    pub unnamed: u64,
    /// Destroyed.
    pub destroyed: u64,
}

/// What one step of wrapping anew did.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Rewrapped {
    /// How many keys were looked at.
    pub seen: u64,
    /// How many were wrapped anew.
    pub changed: u64,
    /// Where to go on; none at the end.
    pub next: Option<String>,
}

impl Vault {
    /// Counts how the subject keys are wrapped.
    ///
    /// # Errors
    /// [`VaultError`].
    pub async fn count_keys(&self) -> Result<KeyCount, VaultError> {
        let mut count = KeyCount::default();
        let mut after = String::new();
        loop {
            let rows = self.ledger.rows(&KEYS_AFTER, &[(&after).into(), PAGE.into()]).await?;
            let Some(last) = rows.last() else { return Ok(count) };
            after = last.text(0)?.to_owned();
            for row in &rows {
                match row.bytes_or_null(1)? {
                    None => count.destroyed += 1,
                    Some(it) if it.len() == UNNAMED_WRAPPED => count.unnamed += 1,
                    Some(it) if self.keys().holder().is_current(&SUBJECT_KEYS, it)? => {
                        count.current += 1;
                    }
                    Some(_) => count.former += 1,
                }
            }
        }
    }

    /// Wraps the keys of a page of subjects behind `after` under the current key and suite. What
    /// is wrapped so already is left alone, and a key is only replaced where it is still the one
    /// that was read: the pass can stop and start anywhere, on any number of nodes.
    ///
    /// # Errors
    /// [`VaultError`]; [`VaultError::Keys`] names a key that is missing from the ring.
    pub async fn rewrap(&self, after: &str) -> Result<Rewrapped, VaultError> {
        let rows = self.ledger.rows(&KEYS_AFTER, &[after.into(), PAGE.into()]).await?;
        let mut done = Rewrapped { seen: rows.len() as u64, ..Rewrapped::default() };
        let mut writes = Vec::new();
        for row in &rows {
            let Some(wrapped) = row.bytes_or_null(1)? else { continue };
            if let Some(anew) = self.wrapped_anew(row.parsed(0)?, wrapped)? {
                let args = vec![row.text(0)?.into(), anew.into(), wrapped.to_vec().into()];
                writes.push(Write::new(&REWRAP, args));
            }
        }
        if !writes.is_empty() {
            done.changed = self.ledger.housekeep_each(writes).await?.into_iter().sum();
        }
        if rows.len() == PAGE {
            done.next = rows.last().map(|row| row.text(0).map(str::to_owned)).transpose()?;
        }
        Ok(done)
    }

    fn wrapped_anew(
        &self,
        subject: SubjectId,
        wrapped: &[u8],
    ) -> Result<Option<Vec<u8>>, VaultError> {
        let (holder, bound) = (self.keys().holder(), subject.to_string());
        if wrapped.len() != UNNAMED_WRAPPED {
            return Ok(holder.rewrap(&SUBJECT_KEYS, wrapped, bound.as_bytes())?);
        }
        let key = self.unwrap(subject, wrapped)?;
        Ok(Some(holder.wrap(&SUBJECT_KEYS, &key, bound.as_bytes())?))
    }
}
