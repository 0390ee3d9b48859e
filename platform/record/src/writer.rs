//! The one writer of the record: takes rows that are no leaf yet and makes them leaves.
//!
//! Bytes first, then the head. [`Log::stage`] makes entries durable behind the head; the head moves
//! in the database together with the index of each row; only then does the log go on. A crash
//! before the second step leaves bytes that the next writer writes over, a crash after it nothing
//! to be done.

use std::{
    fs::{self, File, TryLockError},
    io,
};

use audit::{
    Entry, Head, Log, TreeHash,
    tree::{
        Folder, Heads, HeadsError, Staged, Storage as _, TreeError,
        tiles::{TileId, WIDTH},
    },
};
use jiff::Timestamp;
use ledger::{Leaf, Ledger, RecordHead, VaultError};
use uuid::Uuid;

use crate::{RecordError, leaf::Pen};

/// So many events at most, and as many reads, become leaves in one step.
const BATCH: u32 = 512;
/// A step reaches over so many bundles at most.
const AHEAD: u64 = 2 * BATCH as u64 / WIDTH + 1;
/// Levels of tiles; a fifth would take four thousand million entries.
const LEVELS: u8 = 4;

/// The head as the database had it when the log was opened. It moves in the database.
struct Loaded(Head);

impl Heads for Loaded {
    fn load(&self) -> Result<Head, HeadsError> {
        Ok(self.0)
    }

    fn swap(&self, _: &Head, _: &Head, _: &[Uuid]) -> Result<bool, HeadsError> {
        Err("the head of this log moves in the ledger's database".into())
    }
}

/// Holds the folder and the head.
pub struct Writer {
    ledger: Ledger,
    pen: Pen,
    log: Option<Log<Folder>>,
    held: RecordHead,
    logged_at: Timestamp,
    _lock: File,
}

/// What one step has done.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Step {
    /// Rows that became leaves.
    pub logged: u64,
    /// Rows that cannot become leaves, because they are damaged.
    pub damaged: u64,
    /// Whether there may be more.
    pub is_full: bool,
}

/// Rows that are on the disk as entries, behind the head.
#[must_use = "the head has to be moved"]
pub struct Prepared {
    leaves: Vec<Leaf>,
    staged: Staged,
    step: Step,
}

impl Writer {
    /// Takes the record over; `None` when another process holds its folder.
    ///
    /// # Errors
    /// [`RecordError`], when the folder does not hold what the database says.
    pub async fn take(ledger: &Ledger, folder: &Folder) -> Result<Option<Self>, RecordError> {
        let lock = File::create(folder.root().join("lock"))?;
        match lock.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => return Ok(None),
            Err(TryLockError::Error(error)) => return Err(error.into()),
        }
        let mut holder = [0; 16];
        ledger.chance().fill(&mut holder);
        let holder = Uuid::from_bytes(holder).to_string();
        ledger.take_record(&holder, &Head::empty().root.to_string()).await?;
        let held = ledger.record_head().await?.ok_or(RecordError::Overtaken)?;
        if held.holder != holder {
            return Err(RecordError::Overtaken);
        }
        let (head, place) = (head_of(&held)?, folder.clone());
        let opened = blocking(move || {
            sweep(&place, &head).map_err(TreeError::from)?;
            Log::open(place, Box::new(Loaded(head)))
        });
        let log = opened.await??;
        let logged_at = match head.size.checked_sub(1) {
            Some(last) => Entry::parse(&log.entry(last)?).map_or(Timestamp::MIN, |it| it.logged_at),
            None => Timestamp::MIN,
        };
        let pen = Pen::of(ledger).await?;
        let (ledger, log) = (ledger.clone(), Some(log));
        Ok(Some(Self { ledger, pen, log, held, logged_at, _lock: lock }))
    }

    /// The present head.
    ///
    /// # Errors
    /// [`RecordError::Task`] after a step that ended badly.
    pub fn head(&self) -> Result<Head, RecordError> {
        self.log().map(Log::head)
    }

    /// The log.
    ///
    /// # Errors
    /// See [`Writer::head`].
    pub fn log(&self) -> Result<&Log<Folder>, RecordError> {
        self.log.as_ref().ok_or(RecordError::Task)
    }

    /// Makes what waits leaves, one batch of it. `now` is the machine's time; the time in the
    /// record never goes back, whatever the machine's does.
    ///
    /// # Errors
    /// [`RecordError::Overtaken`] when another writer has taken over.
    pub async fn step(&mut self, now: Timestamp) -> Result<Step, RecordError> {
        match self.prepare(now).await? {
            Some(prepared) => self.finish(prepared).await,
            None => Ok(Step::default()),
        }
    }

    /// The first half of a step: what waits is on the disk as entries, behind the head. `None` when
    /// nothing waits.
    ///
    /// # Errors
    /// [`RecordError`].
    pub async fn prepare(&mut self, now: Timestamp) -> Result<Option<Prepared>, RecordError> {
        let mut rows = self.ledger.unlogged(BATCH).await?;
        let is_full = rows.len() >= BATCH as usize;
        rows.sort_by(|a, b| (a.at, &a.origin, &a.id).cmp(&(b.at, &b.origin, &b.id)));
        let logged_at = now.max(self.logged_at);
        let (mut leaves, mut entries, mut damaged) = (Vec::new(), Vec::new(), 0);
        for row in rows {
            match self.pen.entry(&row, logged_at).await {
                Ok(entry) if entry.to_bytes().is_ok() => {
                    leaves.push(row);
                    entries.push(entry);
                }
                Err(VaultError::Store(error)) => return Err(error.into()),
                _ => {
                    tracing::error!(place = row.place(), "a row is damaged and cannot be logged");
                    damaged += 1;
                }
            }
        }
        if entries.is_empty() {
            return Ok(None);
        }
        let log = self.log.take().ok_or(RecordError::Task)?;
        let (log, staged) = blocking(move || {
            let staged = log.stage(&entries);
            (log, staged)
        })
        .await?;
        self.log = Some(log);
        self.logged_at = logged_at;
        let step = Step { logged: leaves.len() as u64, damaged, is_full };
        Ok(Some(Prepared { leaves, staged: staged?, step }))
    }

    /// The second half: the head moves, together with the index of each row.
    ///
    /// # Errors
    /// [`RecordError`].
    pub async fn finish(&mut self, prepared: Prepared) -> Result<Step, RecordError> {
        let Prepared { leaves, staged, step } = prepared;
        let root = staged.next().root.to_string();
        if !self.ledger.move_record(&self.held, &root, &leaves).await? {
            return Err(RecordError::Overtaken);
        }
        self.held = RecordHead { size: staged.next().size, root, ..self.held.clone() };
        let mut log = self.log.take().ok_or(RecordError::Task)?;
        let (log, committed) = blocking(move || {
            let committed = log.commit(staged);
            (log, committed)
        })
        .await?;
        self.log = Some(log);
        committed?;
        metrics::counter!("onewindow_record_entries_total").increment(step.logged);
        Ok(step)
    }
}

/// Takes away what a step that was cut off has left beyond the head: partial files that others
/// would never be written over, because theirs are wider or narrower.
fn sweep(folder: &Folder, head: &Head) -> io::Result<()> {
    let last = |level: u8| (head.size >> (8 * u32::from(level))) / WIDTH;
    let hashes = (0..LEVELS).map(|level| (last(level), Some(level)));
    for (first, level) in hashes.chain([(last(0), None)]) {
        for index in first..=first + AHEAD {
            let id = level.map_or(TileId::Entries(index), |it| TileId::Hashes(it, index));
            for name in folder.list(&id.partials())? {
                let width: u64 = name.parse().unwrap_or(u64::MAX);
                if width > id.width(head.size) {
                    fs::remove_file(folder.root().join(id.partials()).join(name))?;
                }
            }
        }
    }
    Ok(())
}

/// The head of a row.
pub(crate) fn head_of(row: &RecordHead) -> Result<Head, RecordError> {
    let unreadable = || ledger::StoreError::contradiction("the root of the record is no hash");
    let root = TreeHash::from_base64(&row.root).ok_or_else(unreadable)?;
    Ok(Head { size: row.size, root })
}

/// Does what waits for the disk on a thread that may wait.
pub(crate) async fn blocking<T: Send + 'static>(
    work: impl FnOnce() -> T + Send + 'static,
) -> Result<T, RecordError> {
    tokio::task::spawn_blocking(work).await.map_err(|_| RecordError::Task)
}
