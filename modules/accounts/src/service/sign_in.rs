//! Signing in: the same work and the same answer whether or not there is such an account.

use accounts_domain::{Account, PersonFacts};
use jiff::{SignedDuration, Timestamp};
use kernel::{Actor, id::AccountId};
use ledger::{StoreError, Write};
use module::Job;

use super::{Accounts, RegisterError};
use crate::store;

/// After so many wrong tries in a row a login waits.
const TRIES: i64 = 5;
/// So long it waits, counted from the last try.
const WAIT: SignedDuration = SignedDuration::from_mins(10);

/// Where somebody signs in, and hence with what.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Door {
    /// Citizens, with their number.
    Citizen,
    /// Staff, with their login name.
    Staff,
    /// Machines, with either.
    Either,
}

/// Somebody who has proved who they are.
pub struct SignedIn {
    /// How they act: as a citizen for themselves, or in their post.
    pub actor: Actor,
    /// Their name.
    pub name: String,
}

/// Why somebody is not signed in.
#[derive(Debug, thiserror::Error)]
pub enum SignInError {
    /// The login or the password is wrong; which of them is not told.
    #[error("the login or the password is wrong")]
    Wrong,
    /// There were too many wrong tries: wait so many seconds.
    #[error("too many wrong tries")]
    TooMany(u64),
    /// The register failed.
    #[error(transparent)]
    Register(#[from] RegisterError),
}

impl From<StoreError> for SignInError {
    fn from(error: StoreError) -> Self {
        Self::Register(error.into())
    }
}

impl Accounts {
    /// Signs somebody in with what they typed.
    ///
    /// # Errors
    /// [`SignInError`].
    pub async fn sign_in(
        &self,
        door: Door,
        login: &str,
        password: String,
    ) -> Result<SignedIn, SignInError> {
        let (print, found) = self.find_login(door, login).await?;
        self.check_tries(&print).await?;
        let account = match found {
            Some(id) => self.ledger().load::<Account>(id).await?.map(|(it, _)| (id, it)),
            None => None,
        };
        let hash = account.as_ref().and_then(|(_, it)| it.password.clone());
        let fits = self.passwords().fits(password, hash).await.map_err(RegisterError::from)?;
        let Some((id, account)) = account.filter(|_| fits) else {
            self.note_wrong(&print).await?;
            return Err(SignInError::Wrong);
        };
        self.ledger().housekeep(vec![Write::new(&store::FORGIVE, vec![print.into()])]).await?;
        Ok(self.signed_in(id, account).await?)
    }

    async fn signed_in(&self, id: AccountId, account: Account) -> Result<SignedIn, RegisterError> {
        let facts = account.facts.ok_or(RegisterError::Refused("account.unknown"))?;
        let facts: PersonFacts = self.ledger().vault().open(&facts).await?;
        let actor = match account.post {
            Some(post) => Actor::staff(post.role, id, post.authority),
            None => Actor::citizen(id),
        };
        Ok(SignedIn { actor, name: facts.name })
    }

    /// The fingerprint under which tries are counted, and the account if there is one.
    async fn find_login(
        &self,
        door: Door,
        login: &str,
    ) -> Result<(String, Option<AccountId>), StoreError> {
        let prints = match door {
            Door::Citizen => vec![self.number_print(login)],
            Door::Staff => vec![self.staff_print(login)],
            Door::Either => vec![self.number_print(login), self.staff_print(login)],
        };
        for print in &prints {
            if let Some(account) = self.by_print(print).await? {
                return Ok((print.clone(), Some(account)));
            }
        }
        Ok((prints.into_iter().next().unwrap_or_default(), None))
    }

    async fn check_tries(&self, print: &str) -> Result<(), SignInError> {
        let rows = self.ledger().rows(&store::TRIES, &[print.into()]).await?;
        let Some(row) = rows.first() else { return Ok(()) };
        let seconds = wait_seconds(row.int(0)?, row.instant(1)?, self.ledger().clock().now());
        if seconds > 0 { Err(SignInError::TooMany(seconds)) } else { Ok(()) }
    }

    async fn note_wrong(&self, print: &str) -> Result<(), StoreError> {
        let now = self.ledger().clock().now();
        let args = vec![print.into(), now.into(), (now - WAIT).into()];
        self.ledger().housekeep(vec![Write::new(&store::WRONG_TRY, args)]).await?;
        let rows = self.ledger().rows(&store::TRIES, &[print.into()]).await?;
        let wrong = rows.first().map_or(Ok(0), |row| row.int(0))?;
        if wrong >= TRIES {
            tracing::warn!(login = &print[..8.min(print.len())], wrong, "a login is locked");
        }
        Ok(())
    }
}

/// How long a login waits still. The demonstration's clock may be moved back: a last try in the
/// future does not count.
fn wait_seconds(wrong: i64, last: Timestamp, now: Timestamp) -> u64 {
    if wrong < TRIES || now < last {
        return 0;
    }
    u64::try_from((last + WAIT).duration_since(now).as_secs()).unwrap_or(0)
}

/// The job `accounts.forget_tries`.
pub struct ForgetTries {
    accounts: Accounts,
}

impl ForgetTries {
    /// A job for this register.
    pub fn new(accounts: Accounts) -> Self {
        Self { accounts }
    }
}

#[async_trait::async_trait]
impl Job for ForgetTries {
    fn name(&self) -> &'static str {
        "accounts.forget_tries"
    }

    async fn run(&self) -> anyhow::Result<u64> {
        let ledger = self.accounts.ledger();
        let before = ledger.clock().now() - WAIT;
        let tries = ledger.housekeep_one(Write::new(&store::SWEEP_TRIES, vec![before.into()]));
        Ok(tries.await? + self.accounts.sweep_codes().await?)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_fifth_wrong_try_waits_ten_minutes_and_not_longer() {
        let last: Timestamp = "2026-03-02T01:00:00Z".parse().unwrap();
        let after = |seconds| last + SignedDuration::from_secs(seconds);
        for (wrong, now, wait) in [
            (4, last, 0),
            (5, last, 600),
            (5, after(599), 1),
            (5, after(600), 0),
            (9, after(601), 0),
            (5, after(-1), 0),
        ] {
            assert_eq!(wait_seconds(wrong, last, now), wait, "{wrong} {now}");
        }
    }
}
