//! With real threads: never more at work than may be, and who finds too many waiting is told.

use std::{
    sync::{
        Barrier,
        atomic::{AtomicUsize, Ordering},
    },
    thread,
};

use crate::turns::Turns;

#[test]
fn of_a_crowd_so_many_work_at_once_and_the_others_wait_or_are_told() {
    let turns = Turns::new(2, 5);
    let (working, most, done, told) =
        (AtomicUsize::new(0), AtomicUsize::new(0), AtomicUsize::new(0), AtomicUsize::new(0));
    thread::scope(|scope| {
        for _ in 0..32 {
            scope.spawn(|| {
                for _ in 0..200 {
                    let Some(_turn) = turns.take() else {
                        told.fetch_add(1, Ordering::SeqCst);
                        continue;
                    };
                    most.fetch_max(working.fetch_add(1, Ordering::SeqCst) + 1, Ordering::SeqCst);
                    thread::yield_now();
                    working.fetch_sub(1, Ordering::SeqCst);
                    done.fetch_add(1, Ordering::SeqCst);
                }
            });
        }
    });
    assert!(most.into_inner() <= 2);
    assert_eq!(done.into_inner() + told.into_inner(), 32 * 200);
    // Nobody is left behind: everything is free again.
    let both = (turns.take(), turns.take());
    assert!(both.0.is_some() && both.1.is_some());
}

#[test]
fn who_finds_too_many_waiting_is_told_at_once() {
    let turns = Turns::new(1, 0);
    let held = turns.take();
    assert!(held.is_some() && turns.take().is_none());
    drop(held);
    assert!(turns.take().is_some());
    // One may wait, and gets the turn when it is free.
    let turns = Turns::new(1, 1);
    let held = turns.take();
    let barrier = Barrier::new(2);
    thread::scope(|scope| {
        let waits = scope.spawn(|| {
            barrier.wait();
            turns.take().is_some()
        });
        barrier.wait();
        drop(held);
        assert!(waits.join().unwrap());
    });
}
