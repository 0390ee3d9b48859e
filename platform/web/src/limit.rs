//! Rate limits per class and client.

use std::{collections::HashMap, num::NonZeroU32};

use governor::{DefaultKeyedRateLimiter, Quota, RateLimiter, clock::Clock};

use crate::Limit;

/// One limiter for each class; a client is an address or an account.
pub(crate) struct Limits {
    classes: HashMap<Limit, DefaultKeyedRateLimiter<String>>,
    is_on: bool,
}

/// Requests per minute and burst.
const QUOTAS: [(Limit, u32, u32); 7] = [
    (Limit::Page, 600, 200),
    (Limit::Search, 240, 60),
    (Limit::Lookup, 60, 20),
    (Limit::Change, 240, 60),
    (Limit::SignIn, 30, 15),
    (Limit::Upload, 120, 40),
    (Limit::Document, 120, 40),
];

impl Limits {
    pub fn new(is_on: bool) -> Self {
        let limiter = |(class, rate, burst): (Limit, u32, u32)| {
            let rate = NonZeroU32::new(rate).unwrap_or(NonZeroU32::MIN);
            let burst = NonZeroU32::new(burst).unwrap_or(NonZeroU32::MIN);
            (class, RateLimiter::keyed(Quota::per_minute(rate).allow_burst(burst)))
        };
        Self { classes: QUOTAS.into_iter().map(limiter).collect(), is_on }
    }

    /// Whether `client` may ask now; else how many seconds to wait.
    pub fn check(&self, class: Limit, client: &str) -> Result<(), u64> {
        if !self.is_on {
            return Ok(());
        }
        let Some(limiter) = self.classes.get(&class) else { return Ok(()) };
        limiter.check_key(&client.to_owned()).map_err(|not_until| {
            not_until.wait_time_from(governor::clock::DefaultClock::default().now()).as_secs() + 1
        })
    }

    /// Forgets clients that have been quiet; a job calls this.
    pub fn sweep(&self) {
        for limiter in self.classes.values() {
            limiter.retain_recent();
        }
    }
}
