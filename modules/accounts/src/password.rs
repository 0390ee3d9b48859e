//! Passwords: Argon2id, away from the threads that answer requests, a few at a time.

use std::sync::Arc;

use argon2::{
    Algorithm, Argon2, Params, Version,
    password_hash::{PasswordHasher, PasswordVerifier, phc::PasswordHash},
};
use tokio::sync::Semaphore;

/// So many passwords are worked on at the same time, which bounds the memory they take.
const AT_ONCE: usize = 4;

/// What one password costs.
#[derive(Debug, Clone, Copy)]
pub struct Cost {
    /// Memory, in KiB.
    pub memory_kib: u32,
    /// Passes over the memory.
    pub passes: u32,
    /// Lanes.
    pub lanes: u32,
}

impl Cost {
    /// 19 MiB, two passes, one lane: the least that ASVS and OWASP allow for Argon2id.
    pub const DEFAULT: Cost = Cost { memory_kib: 19_456, passes: 2, lanes: 1 };
}

/// A password could not be worked on.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("a password could not be worked on: {0}")]
pub struct PasswordError(String);

/// Hashes and checks passwords. Cheap to clone.
#[derive(Clone)]
pub struct Passwords {
    argon: Argon2<'static>,
    /// A hash of the same cost that no password fits.
    dummy: Arc<str>,
    permits: Arc<Semaphore>,
}

impl Passwords {
    /// Passwords of this cost.
    ///
    /// # Errors
    /// When the cost is outside what Argon2 allows.
    pub fn new(cost: Cost) -> Result<Self, PasswordError> {
        let Cost { memory_kib, passes, lanes } = cost;
        let params = Params::new(memory_kib, passes, lanes, None).map_err(failed)?;
        let salt = "A".repeat(22);
        let hash = "A".repeat(43);
        let dummy =
            format!("$argon2id$v=19$m={memory_kib},t={passes},p={lanes}${salt}${hash}").into();
        let argon = Argon2::new(Algorithm::Argon2id, Version::V0x13, params);
        Ok(Self { argon, dummy, permits: Arc::new(Semaphore::new(AT_ONCE)) })
    }

    /// The salted hash of a password, as PHC text.
    ///
    /// # Errors
    /// [`PasswordError`].
    pub async fn hash(&self, password: String, salt: [u8; 16]) -> Result<String, PasswordError> {
        let argon = self.argon.clone();
        let hash = move || -> Result<String, PasswordError> {
            let hash: PasswordHash =
                argon.hash_password_with_salt(password.as_bytes(), &salt).map_err(failed)?;
            Ok(hash.to_string())
        };
        self.away(hash).await?
    }

    /// Whether a password fits a hash. Without a hash the same work is done, so that the time of
    /// the answer does not tell whether there is an account.
    ///
    /// # Errors
    /// [`PasswordError`] when the hash cannot be read.
    pub async fn fits(
        &self,
        password: String,
        hash: Option<String>,
    ) -> Result<bool, PasswordError> {
        let argon = self.argon.clone();
        let is_known = hash.is_some();
        let hash = hash.unwrap_or_else(|| self.dummy.to_string());
        let check = move || -> Result<bool, PasswordError> {
            let hash = PasswordHash::new(&hash).map_err(failed)?;
            Ok(argon.verify_password(password.as_bytes(), &hash).is_ok())
        };
        Ok(self.away(check).await?? && is_known)
    }

    async fn away<T: Send + 'static>(
        &self,
        work: impl FnOnce() -> T + Send + 'static,
    ) -> Result<T, PasswordError> {
        let _permit = self.permits.acquire().await.map_err(failed)?;
        tokio::task::spawn_blocking(work).await.map_err(failed)
    }
}

fn failed(error: impl std::fmt::Display) -> PasswordError {
    PasswordError(error.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    const CHEAP: Cost = Cost { memory_kib: 64, passes: 1, lanes: 1 };

    #[tokio::test]
    async fn a_password_fits_its_own_hash_to_the_last_character() {
        let passwords = Passwords::new(CHEAP).unwrap();
        let long = "长密码 x".repeat(20);
        let hash = passwords.hash(long.clone(), [3; 16]).await.unwrap();
        assert!(hash.starts_with("$argon2id$v=19$m=64,t=1,p=1$"), "{hash}");
        assert_eq!(passwords.fits(long.clone(), Some(hash.clone())).await, Ok(true));
        for wrong in [format!("{long} "), long.to_uppercase(), long.replace("长", "")] {
            assert_eq!(passwords.fits(wrong, Some(hash.clone())).await, Ok(false));
        }
    }

    #[tokio::test]
    async fn without_a_hash_nothing_fits_but_the_work_is_done() {
        let passwords = Passwords::new(CHEAP).unwrap();
        assert_eq!(passwords.fits("onewindow".into(), None).await, Ok(false));
        let dummy = PasswordHash::new(&passwords.dummy).map(|it| it.to_string());
        assert_eq!(dummy.ok().as_deref(), Some(&*passwords.dummy));
    }

    #[test]
    fn the_default_cost_is_what_the_standards_ask_for() {
        assert!(Passwords::new(Cost::DEFAULT).is_ok());
        const { assert!(Cost::DEFAULT.memory_kib >= 19 * 1024 && Cost::DEFAULT.passes >= 2) };
    }
}
