//! Rate limits per class and client.

use std::{collections::HashMap, num::NonZeroU32};

use governor::{DefaultKeyedRateLimiter, Quota, RateLimiter, clock::Clock};

use crate::Limit;

type Limiters = HashMap<Limit, DefaultKeyedRateLimiter<String>>;

/// One limiter for each class; a client is an address or an account.
pub(crate) struct Limits {
    clients: Limiters,
    /// Addresses behind which people have signed in.
    shared: Limiters,
    is_on: bool,
}

/// So many people may work behind one address without noticing each other.
const PEOPLE: u32 = 20;

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

fn limiters(people: u32, nodes: u32) -> Limiters {
    let limiter = |(class, rate, burst): (Limit, u32, u32)| {
        // Rounded up, so that a class with few requests is not shut.
        let times =
            |it: u32| NonZeroU32::new((it * people).div_ceil(nodes)).unwrap_or(NonZeroU32::MIN);
        let quota = Quota::per_minute(times(rate)).allow_burst(times(burst));
        (class, RateLimiter::keyed(quota))
    };
    QUOTAS.into_iter().map(limiter).collect()
}

impl Limits {
    /// Limits of one of so many processes, among which visitors are spread evenly.
    pub fn new(is_on: bool, nodes: u32) -> Self {
        let nodes = nodes.max(1);
        Self { clients: limiters(1, nodes), shared: limiters(PEOPLE, nodes), is_on }
    }

    /// Whether an account may ask now, from this address.
    pub fn check_account(&self, class: Limit, account: &str, address: &str) -> Result<(), u64> {
        self.check(class, account)?;
        self.ask(&self.shared, class, address)
    }

    /// Whether `client` may ask now; else how many seconds to wait.
    pub fn check(&self, class: Limit, client: &str) -> Result<(), u64> {
        self.ask(&self.clients, class, client)
    }

    fn ask(&self, limiters: &Limiters, class: Limit, client: &str) -> Result<(), u64> {
        if !self.is_on {
            return Ok(());
        }
        let Some(limiter) = limiters.get(&class) else { return Ok(()) };
        limiter.check_key(&client.to_owned()).map_err(|not_until| {
            not_until.wait_time_from(governor::clock::DefaultClock::default().now()).as_secs() + 1
        })
    }

    /// Forgets clients that have been quiet; a job calls this.
    pub fn sweep(&self) {
        for limiter in self.clients.values().chain(self.shared.values()) {
            limiter.retain_recent();
        }
    }
}
