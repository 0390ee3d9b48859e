//! The crowd under every order in which threads can meet: the very source, with the locks of `loom`.

use std::sync::Arc;

use loom::thread;

use crate::Limits;
use crowd::{Crowd, Full};

#[expect(clippy::duplicate_mod, reason = "the very source, with the locks of the model")]
#[path = "../crowd.rs"]
mod crowd;

/// The locks of the model.
mod sync {
    pub use loom::sync::Mutex;
    pub use std::sync::PoisonError;
}

#[test]
fn in_no_order_are_there_more_guests_than_places_and_every_place_comes_back() {
    loom::model(|| {
        let limits = Limits { per_address: 1, connections: 2, ..Limits::default() };
        let crowd = Crowd::new(limits);
        let enters = |crowd: &Arc<Crowd>, peer: &str| crowd.enter(peer.parse().unwrap());
        let others: Vec<_> = ["1.2.3.4", "1.2.3.5"]
            .into_iter()
            .map(|peer| {
                let crowd = crowd.clone();
                // They leave again as soon as they were counted.
                thread::spawn(move || match crowd.enter(peer.parse().unwrap()) {
                    Ok(_guest) => None,
                    Err(full) => Some(full.word()),
                })
            })
            .collect();
        let own = enters(&crowd, "1.2.3.4");
        let again = enters(&crowd, "1.2.3.4");
        assert!(own.is_err() || again.is_err(), "an address has two");
        let refused: Vec<_> = others.into_iter().map(|it| it.join().unwrap()).collect();
        assert!(refused.iter().flatten().all(|it| ["address", "all"].contains(it)));
        drop((own, again));
        assert!(crowd.present.lock().unwrap().by.is_empty(), "who has left is forgotten");
        let both = [enters(&crowd, "1.2.3.4"), enters(&crowd, "1.2.3.5")];
        assert!(both.iter().all(Result::is_ok), "a place is lost");
        assert_eq!(enters(&crowd, "1.2.3.6").err(), Some(Full::All));
    });
}
