//! Who decides faster than the installation thinks possible, for supervisors. It follows from
//! recorded events and says nothing about applicants.

use std::collections::BTreeMap;

use cases_domain::{Pace, PaceLimits, Paced};
use jiff::SignedDuration;
use kernel::{Actor, id::AccountId};

use super::{Desk, Trouble};
use crate::store::second_looks as store;

/// Decisions of so many days are looked at.
pub(crate) const PACE_DAYS: i64 = 30;

/// An officer who decides fast.
#[derive(Debug, Clone)]
pub(crate) struct HastyView {
    pub account: AccountId,
    /// The officer's name.
    pub name: String,
    /// The authority for which they decided.
    pub authority: String,
    pub pace: Pace,
    /// Whether there are too many in an hour.
    pub is_crowded: bool,
    /// Whether too little time lies between opening and deciding.
    pub is_short: bool,
}

impl Desk {
    /// What counts as too fast here.
    pub fn pace_limits(&self) -> PaceLimits {
        PaceLimits {
            most_in_hour: self.decisions.most_in_hour,
            least: SignedDuration::from_secs(self.decisions.least_seconds.into()),
        }
    }

    /// The officers of the supervisor's division or line who decide too fast, the most decisions in
    /// an hour first.
    pub async fn hasty(&self, by: &Actor) -> Result<Vec<HastyView>, Trouble> {
        let since = self.ledger.clock().now() - SignedDuration::from_hours(24 * PACE_DAYS);
        let limits = self.pace_limits();
        let mut found = Vec::new();
        for authority in self.overseen(by) {
            let mut decisions: BTreeMap<AccountId, Vec<Paced>> = BTreeMap::new();
            for (account, it) in store::decided_since(&self.ledger, &authority, since).await? {
                decisions.entry(account).or_default().push(it);
            }
            for (account, own) in decisions {
                let pace = Pace::of(&own);
                let (is_crowded, is_short) = (pace.is_crowded(&limits), pace.is_short(&limits));
                if is_crowded || is_short {
                    let name = self.people.staff_name(account).await?.unwrap_or_default();
                    let authority = authority.clone();
                    found.push(HastyView { account, name, authority, pace, is_crowded, is_short });
                }
            }
        }
        found.sort_by_key(|it| (std::cmp::Reverse(it.pace.most_in_hour), it.account));
        Ok(found)
    }
}
