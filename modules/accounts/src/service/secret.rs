//! Changing a password: what it may be, and that who changes it knows the present one.

use accounts_domain::{Account, PersonFacts, WeakPassword, weakness};
use kernel::id::{AccountId, CommandId};
use ledger::{Command, StoreError, derived_command};

use super::{Accounts, Caller, RegisterError, SignInError, change::changed};
use crate::common_passwords;

/// Why a password is not changed.
#[derive(Debug, thiserror::Error)]
pub enum PasswordRefused {
    /// The new one could be guessed.
    #[error(transparent)]
    Weak(#[from] WeakPassword),
    /// The present one is wrong, or there were too many tries.
    #[error(transparent)]
    SignIn(#[from] SignInError),
}

impl From<RegisterError> for PasswordRefused {
    fn from(error: RegisterError) -> Self {
        Self::SignIn(error.into())
    }
}

impl Accounts {
    /// Changes a password by its owner, who types the present one.
    ///
    /// # Errors
    /// [`PasswordRefused`].
    pub async fn change_password(
        &self,
        id: AccountId,
        key: CommandId,
        present: String,
        new: String,
        caller: &Caller,
    ) -> Result<(), PasswordRefused> {
        // The present one is checked first: what is wrong with the new one tells about its owner.
        self.check_own_password(id, present, caller).await?;
        self.check_new_password(id, &new).await?;
        Ok(self.set_password(id, key, new).await?)
    }

    /// Whether a password is good enough for somebody.
    ///
    /// # Errors
    /// [`PasswordRefused`].
    pub async fn check_new_password(
        &self,
        id: AccountId,
        new: &str,
    ) -> Result<(), PasswordRefused> {
        if self.is_leaked(new.to_owned()).await? {
            return Err(WeakPassword::Leaked.into());
        }
        let facts = self.facts(id).await?.unwrap_or_default();
        let PersonFacts { name, id_number, mobile, address: _ } = &facts;
        let own = [name.as_str(), id_number, mobile];
        Ok(weakness(new, &own, common_passwords::contains)?)
    }

    /// Whether a password stands in the deployer's file of leaked ones. A file that cannot be read
    /// keeps nobody from a new password, but is told.
    async fn is_leaked(&self, new: String) -> Result<bool, RegisterError> {
        let Some(leaked) = self.inner.parts.leaked.clone() else { return Ok(false) };
        let found = tokio::task::spawn_blocking(move || leaked.contains(&new)).await;
        match found.map_err(StoreError::contradiction)? {
            Ok(is_leaked) => Ok(is_leaked),
            Err(error) => {
                tracing::error!(%error, "the file of leaked passwords cannot be read");
                Ok(false)
            }
        }
    }

    pub(super) async fn set_password(
        &self,
        id: AccountId,
        key: CommandId,
        new: String,
    ) -> Result<(), SignInError> {
        let hash = self.hash(new).await?;
        let by = self.own_actor(id).await?;
        let command = Command::new::<Account>(key, by, id, &"password");
        let decide = move |account: &Account, _: &_| account.change_password(hash.clone());
        Ok(changed(self.ledger().execute(command, decide).await)?)
    }

    /// Hashes a password anew whose hash is of an older cost. It stays the same password.
    pub(super) async fn rehash(&self, id: AccountId, password: String) -> Result<(), SignInError> {
        let hash = self.hash(password).await?;
        let by = self.own_actor(id).await?;
        let key = derived_command("accounts.rehash", format!("{id}/{hash}"));
        let command = Command::new::<Account>(key, by, id, &hash);
        let decide = move |account: &Account, _: &_| account.rehash_password(hash.clone());
        Ok(changed(self.ledger().execute(command, decide).await)?)
    }

    pub(super) async fn hash(&self, password: String) -> Result<String, SignInError> {
        let mut salt = [0; 16];
        self.ledger().chance().fill(&mut salt);
        Ok(self.passwords().hash(password, salt).await?)
    }
}
