//! Comparing everything with everything: signatures, the tree, and every row of the ledger with
//! its leaf.

use std::path::Path;

use audit::{
    Entry, Head, Note, Policy,
    tree::{Fault, Folder, Storage as _, tiles, verify},
};
use ledger::{Leaf, Ledger};
use serde::Serialize;

use crate::{
    RecordError,
    leaf::Pen,
    writer::{blocking, head_of},
};

/// No more findings than this are listed.
const MOST_FINDINGS: usize = 1000;
/// So many rows that wait are looked at.
const WAITING: u32 = 10_000;

/// Something that is not as it should be.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Finding {
    /// The file, row or table.
    pub place: String,
    /// Index of the first entry that is concerned, where there is one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub index: Option<u64>,
    /// What is wrong.
    pub what: String,
}

/// What comparing has shown.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
pub struct CheckReport {
    /// Entries of the record.
    pub entries: u64,
    /// Entries under a checkpoint that enough witnesses have signed.
    pub witnessed: u64,
    /// The witnesses that have signed it.
    pub witnesses: Vec<String>,
    /// Rows that were compared with their entries.
    pub rows: u64,
    /// Rows whose content cannot be compared any more, because the person was erased.
    pub erased: u64,
    /// Rows that are not logged yet.
    pub waiting: u64,
    /// What is wrong; the first concerns the first bad entry.
    pub findings: Vec<Finding>,
}

/// What is done at the moment.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stage {
    /// The tree is read.
    Tree,
    /// Rows are compared.
    Rows,
}

/// Told how far it has come: the stage, done, in total.
pub type Progress = std::sync::Arc<dyn Fn(Stage, u64, u64) + Send + Sync>;

/// Compares the record in `folder` with the ledger, with its checkpoint under a policy, and with
/// heads that others remember. Reads only; the installation may be running.
///
/// # Errors
/// [`RecordError`] when something cannot be read at all; what is wrong is no error.
pub async fn check(
    ledger: &Ledger,
    folder: &Path,
    policy: Option<&Policy>,
    known: Vec<(String, Head)>,
    progress: Progress,
) -> Result<CheckReport, RecordError> {
    let mut report = CheckReport::default();
    let head = match ledger.record_head().await?.as_ref().map(head_of) {
        None => Head::empty(),
        Some(Ok(head)) => head,
        Some(Err(error)) => {
            report.find("ledger_head", None, &error.to_string());
            return Ok(report);
        }
    };
    report.entries = head.size;
    let folder = Folder::open(folder)?;
    let mut known = known;
    known.extend(checkpoint(&folder, policy, &head, &mut report)?);
    for (who, other) in known.iter().filter(|(_, it)| it.size > head.size) {
        let what = format!("rollback: {who} remembers {} entries", other.size);
        report.find("ledger_head", Some(head.size), &what);
    }
    let heads = known.into_iter().map(|(_, it)| it).collect();
    tree(&folder, &head, heads, progress.clone(), &mut report).await?;
    let pen = Pen::of(ledger).await?;
    let rows = Rows { ledger, folder: &folder, head: &head, pen: &pen };
    rows.compare(&progress, &mut report).await?;
    rows.beyond(&mut report).await?;
    report.findings.sort_by_key(|it| it.index.unwrap_or(u64::MAX));
    Ok(report)
}

impl CheckReport {
    /// Whether nothing is wrong.
    pub fn is_good(&self) -> bool {
        self.findings.is_empty()
    }

    fn find(&mut self, place: impl Into<String>, index: Option<u64>, what: &str) {
        if self.findings.len() < MOST_FINDINGS {
            let (place, what) = (place.into(), what.to_owned());
            self.findings.push(Finding { place, index, what });
        }
    }
}

/// Reads the published checkpoint; answers its head.
fn checkpoint(
    folder: &Folder,
    policy: Option<&Policy>,
    head: &Head,
    report: &mut CheckReport,
) -> Result<Option<(String, Head)>, RecordError> {
    let Some(policy) = policy else { return Ok(None) };
    let Some(bytes) = folder.read("checkpoint")? else {
        if head.size > 0 {
            report.find("checkpoint", None, "there is none: no entry is witnessed");
        }
        return Ok(None);
    };
    let note = std::str::from_utf8(&bytes).ok().and_then(|it| Note::parse(it).ok());
    let Some(note) = note else {
        report.find("checkpoint", None, "it is no signed note");
        return Ok(None);
    };
    // What others may pass over is not ours.
    let parties = || policy.logs.iter().chain(&policy.witnesses).map(|it| &it.verifier);
    for line in &note.signatures {
        if !parties().any(|it| it.name == line.name && it.id == line.id) {
            let what = format!("it is signed by {}, whom the policy does not know", line.name);
            report.find("checkpoint", None, &what);
        }
    }
    match policy.accept(&note) {
        Ok(accepted) => {
            let found = accepted.checkpoint.head();
            report.witnessed = found.size;
            report.witnesses = accepted.witnessed.into_iter().map(|(name, _)| name).collect();
            Ok(Some(("the published checkpoint".to_owned(), found)))
        }
        Err(fault) => {
            report.find("checkpoint", None, &fault.to_string());
            Ok(None)
        }
    }
}

async fn tree(
    folder: &Folder,
    head: &Head,
    known: Vec<Head>,
    progress: Progress,
    report: &mut CheckReport,
) -> Result<(), RecordError> {
    let (storage, head) = (folder.clone(), *head);
    let told = move |done, total| progress(Stage::Tree, done, total);
    let read = blocking(move || verify(&storage, &head, &known, &mut { told })).await??;
    if let Some(finding) = read.finding {
        let what = match finding.fault {
            Fault::Bundle => "a bundle of entries is damaged",
            Fault::Entry => "an entry is not what its tile says",
            Fault::Missing => "a tile or bundle is missing or has another length",
            Fault::Tile => "a tile is not what the tile above says",
            Fault::Leftover => "an older partial file says something else",
            Fault::Root => "the entries do not lead to the root that was signed",
            Fault::Rollback => "the end is missing: more entries were signed",
        };
        let place = format!("tree {}–{}", finding.first_bad_index, finding.until);
        report.find(place, Some(finding.first_bad_index), what);
    }
    Ok(())
}

/// The rows of the ledger beside the entries of the tree.
struct Rows<'a> {
    ledger: &'a Ledger,
    folder: &'a Folder,
    head: &'a Head,
    pen: &'a Pen,
}

impl Rows<'_> {
    async fn compare(
        &self,
        progress: &Progress,
        report: &mut CheckReport,
    ) -> Result<(), RecordError> {
        for bundle in 0..self.head.size.div_ceil(tiles::WIDTH) {
            let first = bundle * tiles::WIDTH;
            let end = self.head.size.min(first + tiles::WIDTH);
            let entries = self.entries(bundle).await?;
            let mut rows = self.ledger.logged(first, end).await?.into_iter().peekable();
            for (index, at) in (first..end).zip(0..) {
                let entry = entries.get(at).and_then(|it| Entry::parse(it).ok());
                let mut own = Vec::new();
                while let Some(row) = rows.next_if(|it| it.index == Some(index)) {
                    own.push(row);
                }
                self.pair(index, entry.as_ref(), &own, report).await?;
            }
            progress(Stage::Rows, end, self.head.size);
        }
        Ok(())
    }

    /// The entries of a bundle as far as they can be read; what cannot is told by the tree.
    async fn entries(&self, bundle: u64) -> Result<Vec<Vec<u8>>, RecordError> {
        let (folder, size) = (self.folder.clone(), self.head.size);
        blocking(move || {
            let bytes = tiles::read(&folder, tiles::TileId::Entries(bundle), size);
            let bytes = bytes.unwrap_or_default();
            let entries = tiles::entries(&bytes).unwrap_or_default();
            entries.into_iter().map(<[u8]>::to_vec).collect()
        })
        .await
    }

    async fn pair(
        &self,
        index: u64,
        entry: Option<&Entry>,
        rows: &[Leaf],
        report: &mut CheckReport,
    ) -> Result<(), RecordError> {
        let [row, others @ ..] = rows else {
            let what = match entry {
                Some(it) => format!("the row of {} {} {} is gone", it.stream, it.seq, it.word),
                None => "the row of an unreadable entry is gone".to_owned(),
            };
            report.find("ledger_event, ledger_access", Some(index), &what);
            return Ok(());
        };
        for other in others {
            report.find(other.place(), Some(index), "a second row claims this entry");
        }
        let Some(entry) = entry else {
            report.find(row.place(), Some(index), "its entry cannot be read");
            return Ok(());
        };
        report.rows += 1;
        match self.pen.compare(row, entry).await {
            Ok(compared) => {
                report.erased += u64::from(compared.is_erased);
                if let Some(member) = compared.differs {
                    let what = format!("{member} is not what was logged");
                    report.find(row.place(), Some(index), &what);
                }
            }
            Err(ledger::VaultError::Store(error)) => return Err(error.into()),
            Err(error) => {
                let what = format!("the key of the person it is about: {error}");
                report.find(row.place(), Some(index), &what);
            }
        }
        Ok(())
    }

    /// Rows that claim an index that does not exist, and rows that wait.
    async fn beyond(&self, report: &mut CheckReport) -> Result<(), RecordError> {
        // An index is a positive number in the database.
        for row in self.ledger.logged(self.head.size, i64::MAX.cast_unsigned()).await? {
            report.find(row.place(), row.index, "it claims an entry that does not exist");
        }
        for row in self.ledger.unlogged(WAITING).await? {
            report.waiting += 1;
            let entry = self.pen.entry(&row, jiff::Timestamp::UNIX_EPOCH).await;
            if !entry.is_ok_and(|it| it.to_bytes().is_ok()) {
                report.find(row.place(), None, "it is damaged and cannot be logged");
            }
        }
        Ok(())
    }
}
