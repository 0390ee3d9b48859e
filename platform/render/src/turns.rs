//! Turns at something costly: so many work at once, so many wait for them, and who comes then is told
//! so at once.

use super::sync::{Condvar, Mutex, PoisonError};

/// Counts who works and who waits.
pub(crate) struct Turns {
    at_once: usize,
    most_waiting: usize,
    present: Mutex<Present>,
    next: Condvar,
}

#[derive(Default)]
struct Present {
    working: usize,
    waiting: usize,
}

/// A turn, until it is dropped.
pub(crate) struct Turn<'a>(&'a Turns);

impl Turns {
    pub fn new(at_once: usize, most_waiting: usize) -> Self {
        let (present, next) = (Mutex::new(Present::default()), Condvar::new());
        Self { at_once: at_once.max(1), most_waiting, present, next }
    }

    /// Waits for a turn; none where too many wait already.
    pub fn take(&self) -> Option<Turn<'_>> {
        let mut present = self.present.lock().unwrap_or_else(PoisonError::into_inner);
        if present.working >= self.at_once {
            if present.waiting >= self.most_waiting {
                return None;
            }
            present.waiting += 1;
            while present.working >= self.at_once {
                present = self.next.wait(present).unwrap_or_else(PoisonError::into_inner);
            }
            present.waiting -= 1;
        }
        present.working += 1;
        Some(Turn(self))
    }
}

impl Drop for Turn<'_> {
    fn drop(&mut self) {
        let mut present = self.0.present.lock().unwrap_or_else(PoisonError::into_inner);
        present.working -= 1;
        drop(present);
        self.0.next.notify_one();
    }
}
