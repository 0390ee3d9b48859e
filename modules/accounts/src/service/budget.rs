//! Budgets of tries: kept in the database, so that many nodes agree. A try is taken before its
//! answer is known, so that many at once are many.

use std::net::IpAddr;

use jiff::SignedDuration;
use ledger::{StoreError, Write};

use super::Accounts;
use crate::store;

/// So many tries in so long a time.
#[derive(Debug, Clone, Copy)]
pub struct Budget {
    /// How many.
    pub tries: i64,
    /// In which time, counted from the first.
    pub within: SignedDuration,
}

const fn budget(tries: i64, within: SignedDuration) -> Budget {
    Budget { tries, within }
}

/// One account from one address.
pub const PAIR: Budget = budget(5, SignedDuration::from_mins(10));
/// One account from all devices that it does not know together. It is soft: who has signed in here
/// before, or has a passkey, is not held up by strangers.
pub const ACCOUNT: Budget = budget(5, SignedDuration::from_mins(1));
/// One address, whatever the account.
pub const ADDRESS: Budget = budget(60, SignedDuration::from_mins(10));
/// One account from a device on which its owner has signed in before.
pub const DEVICE: Budget = budget(5, SignedDuration::from_mins(10));
/// Codes after a right password, for one account.
pub const CODES: Budget = budget(30, SignedDuration::from_hours(1));
/// Codes for a forgotten password of one account, asked for from one address,
pub const RECOVERY: Budget = budget(3, SignedDuration::from_hours(1));
/// and from wherever, so that nobody fills another's box.
pub const RECOVERIES: Budget = budget(10, SignedDuration::from_hours(24));
/// Activation codes that are tried for one account.
pub const ACTIVATION: Budget = budget(10, SignedDuration::from_hours(1));
/// After so many wrong tries in a day the owner is told.
pub const NOTICE: Budget = budget(20, SignedDuration::from_hours(24));
/// The longest of them, after which tries are forgotten.
pub const LONGEST: SignedDuration = SignedDuration::from_hours(24);

impl Accounts {
    /// Takes a try of a budget.
    ///
    /// # Errors
    /// The seconds to wait where none is left.
    pub(super) async fn take(
        &self,
        name: &str,
        budget: Budget,
    ) -> Result<Result<(), u64>, StoreError> {
        let (print, now) = (self.budget_print(name), self.ledger().clock().now());
        let args =
            vec![(&print).into(), now.into(), (now - budget.within).into(), budget.tries.into()];
        if self.ledger().housekeep_one(Write::new(&store::TAKE_TRY, args)).await? == 1 {
            return Ok(Ok(()));
        }
        let rows = self.ledger().rows(&store::TRIES, &[print.into()]).await?;
        let since = rows.first().map_or(Ok(now), |row| row.instant(1))?;
        let wait = (since + budget.within).duration_since(now).as_secs();
        Ok(Err(u64::try_from(wait).unwrap_or(0).max(1)))
    }

    /// Gives a try back that was right.
    pub(super) async fn give_back(&self, name: &str) -> Result<(), StoreError> {
        let args = vec![self.budget_print(name).into()];
        self.ledger().housekeep(vec![Write::new(&store::GIVE_BACK, args)]).await
    }

    /// Forgets the tries of a budget.
    pub(super) async fn forgive(&self, name: &str) -> Result<(), StoreError> {
        let args = vec![self.budget_print(name).into()];
        self.ledger().housekeep(vec![Write::new(&store::FORGIVE, args)]).await
    }

    /// How many tries of a budget are taken.
    pub(super) async fn taken(&self, name: &str) -> Result<i64, StoreError> {
        let rows = self.ledger().rows(&store::TRIES, &[self.budget_print(name).into()]).await?;
        rows.first().map_or(Ok(0), |row| row.int(0))
    }

    /// Logins and addresses do not stand in the database.
    fn budget_print(&self, name: &str) -> String {
        self.ledger().vault().blind("budget", name)
    }
}

/// The part of an address that one household or office shares: all of IPv4, the first half of
/// IPv6, of which everybody has as many as they like.
pub fn address_class(address: Option<IpAddr>) -> String {
    match address.map(|it| it.to_canonical()) {
        None => "local".to_owned(),
        Some(IpAddr::V4(address)) => address.to_string(),
        Some(IpAddr::V6(address)) => {
            let [a, b, c, d, ..] = address.segments();
            format!("{a:x}:{b:x}:{c:x}:{d:x}")
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_stands_for_those_who_share_it() {
        for (address, class) in [
            ("203.0.113.7", "203.0.113.7"),
            ("::ffff:203.0.113.7", "203.0.113.7"),
            ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2"),
        ] {
            assert_eq!(address_class(address.parse().ok()), class);
        }
        assert_eq!(address_class(None), "local");
    }
}
