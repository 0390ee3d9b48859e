//! Checking a login and a password: the same work and the same answer whether or not there is such
//! an account, within budgets that no stranger can use up for somebody whom the site knows.

use std::net::IpAddr;

use accounts_domain::Account;
use kernel::id::AccountId;
use ledger::StoreError;
use web::Method;

use super::{
    Accounts, Proven, RegisterError,
    budget::{self, ACCOUNT, ADDRESS, Budget, DEVICE, NOTICE, PAIR},
};
use crate::password::PasswordError;

/// What one who finds the queue of passwords full waits, in seconds.
const BUSY: u64 = 5;

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

/// From where somebody tries.
#[derive(Debug, Clone, Default)]
pub struct Caller {
    /// The network address, where it is known.
    pub address: Option<IpAddr>,
    /// What the device remembers of who has signed in on it.
    pub device: String,
}

/// Why somebody is not signed in.
#[derive(Debug, thiserror::Error)]
pub enum SignInError {
    /// The login, the password or the code is wrong; which of them is not told.
    #[error("the login, the password or the code is wrong")]
    Wrong,
    /// The code was used already: the next one counts.
    #[error("the code was used already")]
    Used,
    /// A code is not enough: a passkey is there, and staff work with it here.
    #[error("a passkey is needed")]
    Passkey,
    /// What was begun is over: it took too long, or too many tries.
    #[error("it took too long or too many tries")]
    Over,
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

impl From<ledger::VaultError> for SignInError {
    fn from(error: ledger::VaultError) -> Self {
        Self::Register(error.into())
    }
}

impl From<PasswordError> for SignInError {
    fn from(error: PasswordError) -> Self {
        match error {
            PasswordError::Busy => Self::TooMany(BUSY),
            other => Self::Register(other.into()),
        }
    }
}

/// The budgets from which one try is taken, and whether a right one forgives the wrong ones.
struct Budgets(Vec<(String, Budget, bool)>);

impl Accounts {
    /// Checks the login and password that somebody typed. What follows, [`Accounts::admit`] says.
    ///
    /// # Errors
    /// [`SignInError`].
    pub async fn check_password(
        &self,
        door: Door,
        login: &str,
        password: String,
        caller: &Caller,
    ) -> Result<Proven, SignInError> {
        let (print, found) = self.find_login(door, login).await?;
        let budgets = self.budgets(&print, caller);
        self.take_all(&budgets).await?;
        let account = match found {
            Some(id) => self.ledger().load::<Account>(id).await?.map(|(it, _)| (id, it)),
            None => None,
        };
        let hash = account.as_ref().and_then(|(_, it)| it.password.clone());
        let fit = self.passwords().fits(password.clone(), hash).await?;
        let Some((id, account)) = account.filter(|(_, it)| fit.is_right && !it.is_blocked) else {
            self.note_wrong(&print, found).await?;
            return Err(SignInError::Wrong);
        };
        self.settle_all(&budgets).await?;
        if account.login != print {
            self.renew_login(id, print.clone()).await?;
        }
        if fit.is_old {
            self.rehash(id, password).await?;
        }
        Ok(Proven { account: id, methods: vec![Method::Password] })
    }

    /// Checks the password of somebody who has signed in.
    ///
    /// # Errors
    /// [`SignInError`].
    pub async fn check_own_password(
        &self,
        id: AccountId,
        password: String,
        caller: &Caller,
    ) -> Result<(), SignInError> {
        let found = self.ledger().load::<Account>(id).await?;
        let account = found.map(|(account, _)| account).unwrap_or_default();
        let budgets = self.budgets(&account.login, caller);
        self.take_all(&budgets).await?;
        if !self.passwords().fits(password, account.password).await?.is_right {
            self.note_wrong(&account.login, Some(id)).await?;
            return Err(SignInError::Wrong);
        }
        Ok(self.settle_all(&budgets).await?)
    }

    fn budgets(&self, print: &str, caller: &Caller) -> Budgets {
        if let Some(device) = self.known_device(&caller.device, print) {
            return Budgets(vec![(format!("device/{device}/{print}"), DEVICE, true)]);
        }
        let class = budget::address_class(caller.address);
        Budgets(vec![
            (format!("pair/{class}/{print}"), PAIR, true),
            (format!("address/{class}"), ADDRESS, false),
            (format!("account/{print}"), ACCOUNT, false),
        ])
    }

    async fn take_all(&self, budgets: &Budgets) -> Result<(), SignInError> {
        for (name, budget, _) in &budgets.0 {
            self.take(name, *budget).await?.map_err(SignInError::TooMany)?;
        }
        Ok(())
    }

    async fn settle_all(&self, budgets: &Budgets) -> Result<(), StoreError> {
        for (name, _, forgives) in &budgets.0 {
            if *forgives {
                self.forgive(name).await?;
            } else {
                self.give_back(name).await?;
            }
        }
        Ok(())
    }

    /// The fingerprint under which tries are counted, and the account if there is one.
    pub(super) async fn find_login(
        &self,
        door: Door,
        login: &str,
    ) -> Result<(String, Option<AccountId>), StoreError> {
        let logins = match door {
            Door::Citizen => vec![self.number_prints(login)],
            Door::Staff => vec![self.staff_prints(login)],
            Door::Either => vec![self.number_prints(login), self.staff_prints(login)],
        };
        let mut found = None;
        // All are always asked for, so that the work is the same.
        for prints in &logins {
            if let Some(account) = self.by_prints(prints).await? {
                found = Some((current(prints), Some(account)));
            }
        }
        Ok(found
            .unwrap_or_else(|| (logins.first().map(|it| current(it)).unwrap_or_default(), None)))
    }

    /// Counts a wrong try; its owner is told when there were many.
    async fn note_wrong(&self, print: &str, account: Option<AccountId>) -> Result<(), SignInError> {
        let name = format!("wrong/{print}");
        let is_counted = self.take(&name, NOTICE).await?.is_ok();
        if is_counted && self.taken(&name).await? == NOTICE.tries {
            tracing::warn!(login = print.get(..8), "many wrong tries to sign in");
            if let Some(account) = account {
                self.tell_many_tries(account).await?;
            }
        }
        Ok(())
    }
}

/// The fingerprint under which new rows are stored.
fn current(prints: &[String]) -> String {
    prints.first().cloned().unwrap_or_default()
}
