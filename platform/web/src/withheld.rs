//! Addresses that are not shown, because what would be shown there is not what was published.
//! Whoever asks for one gets a page that says so and where to turn to.

use std::{
    collections::BTreeSet,
    sync::{
        Arc, PoisonError, RwLock,
        atomic::{AtomicBool, Ordering},
    },
};

use axum::extract::Request;

use crate::Face;

/// Marks a request that the program itself makes, to see what it would show: it is answered
/// whatever is withheld, and counts for no limit. It cannot come from outside, because no part of
/// a request from the network becomes this.
#[derive(Debug, Clone, Copy)]
pub struct Inside;

impl Inside {
    pub(crate) fn made(request: &Request) -> bool {
        request.extensions().get::<Self>().is_some()
    }
}

/// The addresses that are withheld: of public pages without their language, of the API whole.
#[derive(Debug, Default)]
pub struct Withheld {
    is_any: AtomicBool,
    addresses: RwLock<Arc<BTreeSet<String>>>,
}

impl Withheld {
    /// Withholds these and no others; answers those that are new. What stands below an address is
    /// withheld with it, but for `/` alone.
    pub(crate) fn set(&self, addresses: BTreeSet<String>) -> Vec<String> {
        let mut held = self.addresses.write().unwrap_or_else(PoisonError::into_inner);
        let new = addresses.difference(&held).cloned().collect();
        self.is_any.store(!addresses.is_empty(), Ordering::Release);
        *held = Arc::new(addresses);
        new
    }

    /// Whether anything is withheld.
    pub(crate) fn has_any(&self) -> bool {
        self.is_any.load(Ordering::Acquire)
    }

    /// Whether the path of a request lies at or below one.
    pub(crate) fn holds(&self, face: Face, path: &str) -> bool {
        if !self.has_any() || face == Face::Staff {
            return false;
        }
        let mut rest = match face {
            // Without the language, which is the first part.
            Face::Public => {
                let end = path.get(1..).and_then(|it| it.find('/'));
                end.map_or("/", |end| &path[end + 1..])
            }
            _ => path,
        };
        let held = self.addresses.read().unwrap_or_else(PoisonError::into_inner).clone();
        loop {
            let bare = rest.trim_end_matches('/');
            if held.contains(rest) || held.contains(bare) {
                return true;
            }
            match bare.rfind('/') {
                Some(0) | None => return false,
                Some(end) => rest = &rest[..end],
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_withheld_in_every_language_with_what_stands_below_it() {
        let withheld = Withheld::default();
        assert!(!withheld.holds(Face::Public, "/en/services/a"));
        let all = ["/", "/services/a", "/api/v1/services/a"].map(str::to_owned);
        assert_eq!(withheld.set(all.clone().into()).len(), 3);
        assert_eq!(withheld.set(all.into()), Vec::<String>::new());
        let held = ["/en/services/a", "/zh-hans/services/a/check", "/zh-hant/services/a/", "/en/"];
        assert!(held.iter().all(|it| withheld.holds(Face::Public, it)));
        let open = ["/en/services/ab", "/en/services/", "/en/services/b/a", "/en/verify"];
        assert!(!open.iter().any(|it| withheld.holds(Face::Public, it)));
        assert!(withheld.holds(Face::Api, "/api/v1/services/a/revisions/1"));
        assert!(!withheld.holds(Face::Api, "/api/v1/services"));
        assert!(!withheld.holds(Face::Staff, "/services/a"));
        withheld.set(BTreeSet::new());
        assert!(!withheld.holds(Face::Public, "/en/"));
    }
}
