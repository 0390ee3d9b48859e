//! SQLite's write-ahead log is copied into the database beside the writer, so that no answer
//! waits for it.
//!
//! A copy made while the writer goes on never reaches the end, and then the log only grows. So
//! when it has grown long, the writer copies the small rest itself, after its answers are given,
//! and the log begins anew.

use std::{
    path::Path,
    sync::{
        Arc,
        atomic::{AtomicBool, AtomicUsize, Ordering},
        mpsc::{Receiver, SyncSender, sync_channel},
    },
};

use rusqlite::Connection;

use super::sqlite::{failure, unavailable};
use crate::StoreError;

/// After so many writes the log is copied.
const WRITES: usize = 200;
/// A log of more pages than this (16 MB) is long.
const LONG: i64 = 4_000;
const COPY: &str = "PRAGMA wal_checkpoint(PASSIVE)";

/// The writer's side.
pub(super) struct Keeper {
    wake: SyncSender<()>,
    writes: AtomicUsize,
    is_long: Arc<AtomicBool>,
}

/// Starts the thread that copies; it ends with the writer.
pub(super) fn start(path: &Path) -> Result<Keeper, StoreError> {
    let connection = Connection::open(path).map_err(failure)?;
    let (wake, woken) = sync_channel(1);
    let is_long = Arc::new(AtomicBool::new(false));
    let tell = is_long.clone();
    std::thread::Builder::new()
        .name("ledger-checkpoint".to_owned())
        .spawn(move || keep(&connection, &woken, &tell))
        .map_err(unavailable)?;
    Ok(Keeper { wake, writes: AtomicUsize::new(0), is_long })
}

fn keep(connection: &Connection, woken: &Receiver<()>, is_long: &AtomicBool) {
    while woken.recv().is_ok() {
        match connection.query_row(COPY, [], |row| row.get::<_, i64>(1)) {
            Ok(pages) if pages > LONG => is_long.store(true, Ordering::Release),
            Ok(_) => {}
            // The log stays complete; the next copy takes it over.
            Err(error) => tracing::warn!(%error, "the write-ahead log was not copied"),
        }
    }
}

impl Keeper {
    /// The writer has committed so many bodies and given their answers.
    pub fn committed(&self, connection: &Connection, bodies: usize) {
        if self.is_long.swap(false, Ordering::AcqRel) {
            if let Err(error) = connection.query_row(COPY, [], |_| Ok(())) {
                tracing::warn!(%error, "the rest of the write-ahead log was not copied");
            }
            return;
        }
        if self.writes.fetch_add(bodies, Ordering::Relaxed) + bodies >= WRITES {
            self.writes.store(0, Ordering::Relaxed);
            // A full channel means that a copy is under way or about to be.
            let _ = self.wake.try_send(());
        }
    }
}
