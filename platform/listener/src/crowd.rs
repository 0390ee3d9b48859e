//! How many connections there are, and whose.

use std::{collections::HashMap, net::IpAddr, sync::Arc};

use super::sync::{Mutex, PoisonError};
use crate::{Limits, client::key};

/// Counts connections.
pub(crate) struct Crowd {
    limits: Limits,
    pub(super) present: Mutex<Present>,
}

#[derive(Default)]
pub(super) struct Present {
    all: usize,
    pub(super) by: HashMap<IpAddr, usize>,
}

/// Why a connection is not taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Full {
    /// This address has too many.
    Address,
    /// There are too many.
    All,
}

impl Full {
    /// Its word in logs and figures.
    pub fn word(self) -> &'static str {
        match self {
            Full::Address => "address",
            Full::All => "all",
        }
    }
}

/// A connection that is counted until it is dropped.
pub(crate) struct Guest {
    crowd: Arc<Crowd>,
    key: Option<IpAddr>,
}

impl Crowd {
    pub fn new(limits: Limits) -> Arc<Self> {
        Arc::new(Self { limits, present: Mutex::default() })
    }

    /// Lets a connection in, or says why not.
    pub fn enter(self: &Arc<Self>, peer: IpAddr) -> Result<Guest, Full> {
        let is_proxy = self.limits.proxies.iter().any(|it| it.has(peer));
        let key = (!is_proxy).then(|| key(peer));
        let mut present = self.present.lock().unwrap_or_else(PoisonError::into_inner);
        if present.all >= self.limits.connections {
            return Err(Full::All);
        }
        if let Some(key) = key {
            let own = present.by.entry(key).or_default();
            if *own >= self.limits.per_address {
                return Err(Full::Address);
            }
            *own += 1;
        }
        present.all += 1;
        Ok(Guest { crowd: self.clone(), key })
    }
}

impl Drop for Guest {
    fn drop(&mut self) {
        let mut present = self.crowd.present.lock().unwrap_or_else(PoisonError::into_inner);
        present.all = present.all.saturating_sub(1);
        let Some(key) = self.key else { return };
        if let Some(own) = present.by.get_mut(&key) {
            *own = own.saturating_sub(1);
            if *own == 0 {
                present.by.remove(&key);
            }
        }
    }
}
