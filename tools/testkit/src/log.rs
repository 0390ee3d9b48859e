//! What is written to the log while a test runs.
//!
//! One subscriber serves the whole process, and each thread has at most one listener. A subscriber
//! for each test would be one too many: when two come and go at once, a place in the code that is
//! reached for the first time may be taken for one to which nobody listens, for good.

use std::{
    cell::RefCell,
    io,
    sync::{Arc, Mutex, MutexGuard, Once, PoisonError},
};

use tracing_subscriber::{filter::dynamic_filter_fn, prelude::*};

thread_local! {
    static LISTENER: RefCell<Option<Log>> = const { RefCell::new(None) };
}

/// What was written on this thread while it listened.
#[derive(Debug, Clone, Default)]
pub struct Log(Arc<Mutex<Vec<u8>>>);

/// Listens until it is dropped.
#[derive(Debug)]
pub struct Listening(());

impl Drop for Listening {
    fn drop(&mut self) {
        LISTENER.set(None);
    }
}

/// Makes the subscriber of the process, once, before anything is logged.
pub fn prepare() {
    static PREPARED: Once = Once::new();
    PREPARED.call_once(|| {
        let is_heard = dynamic_filter_fn(|line, _| {
            *line.level() <= tracing::Level::INFO && LISTENER.with_borrow(Option::is_some)
        });
        let lines = tracing_subscriber::fmt::layer()
            .with_ansi(false)
            .with_writer(|| LISTENER.with_borrow(Clone::clone).unwrap_or_default())
            .with_filter(is_heard);
        tracing_subscriber::registry().with(lines).init();
    });
}

impl Log {
    /// Listens to what is logged on this thread: a city that is tested runs on it too.
    ///
    /// # Panics
    /// When somebody listens on it already.
    #[must_use]
    pub fn listen() -> (Self, Listening) {
        prepare();
        let log = Self::default();
        let earlier = LISTENER.replace(Some(log.clone()));
        assert!(earlier.is_none(), "two listen on one thread");
        (log, Listening(()))
    }

    /// What was written so far.
    #[must_use]
    pub fn lines(&self) -> Vec<String> {
        let text = String::from_utf8_lossy(&self.bytes()).into_owned();
        text.lines().map(str::to_owned).collect()
    }

    /// What was written since the last time.
    pub fn take(&self) -> Vec<String> {
        let lines = self.lines();
        self.bytes().clear();
        lines
    }

    fn bytes(&self) -> MutexGuard<'_, Vec<u8>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl io::Write for Log {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.bytes().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}
