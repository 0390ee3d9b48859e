//! The turns under every order in which threads can meet: the very source, with the locks of `loom`.

use loom::{
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
    thread,
};

use turns::Turns;

#[expect(clippy::duplicate_mod, reason = "the very source, with the locks of the model")]
#[path = "../turns.rs"]
mod turns;

/// The locks of the model.
mod sync {
    pub use loom::sync::{Condvar, Mutex};
    pub use std::sync::PoisonError;
}

#[test]
fn in_no_order_do_more_work_than_may_and_nobody_waits_for_ever() {
    loom::model(|| {
        let turns = Arc::new(Turns::new(1, 2));
        let working = Arc::new(AtomicUsize::new(0));
        let works = |turns: Arc<Turns>, working: Arc<AtomicUsize>| {
            let turn = turns.take();
            assert!(turn.is_some(), "two may wait");
            assert_eq!(working.fetch_add(1, Ordering::SeqCst), 0, "another is at work");
            working.fetch_sub(1, Ordering::SeqCst);
        };
        let other = {
            let (turns, working) = (turns.clone(), working.clone());
            thread::spawn(move || works(turns, working))
        };
        works(turns.clone(), working.clone());
        other.join().unwrap();
        assert!(turns.take().is_some(), "everything is free again");
    });
}

#[test]
fn in_no_order_do_more_wait_than_may() {
    loom::model(|| {
        let turns = Arc::new(Turns::new(1, 0));
        let other = {
            let turns = turns.clone();
            thread::spawn(move || turns.take().is_some())
        };
        let own = turns.take().is_some();
        let other = other.join().unwrap();
        assert!(own || other, "the first is always let in");
        assert!(turns.take().is_some(), "everything is free again");
    });
}
