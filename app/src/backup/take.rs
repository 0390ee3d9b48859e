//! Making a backup while the installation runs.
//!
//! The checkpoint is read first, then the rows of one moment, then files and tiles: so the
//! checkpoint never says more than the rows, and no row names a file that was stored later. Of the
//! record exactly the tree under the head of those rows is written.

use std::{fs, io, path::Path};

use anyhow::Context as _;
use audit::{
    Checkpoint, Head, TreeHash,
    tree::{
        Folder,
        tiles::{self, TileId, WIDTH},
        verify,
    },
};
use files::{FileError, Files};
use futures::StreamExt as _;
use jiff::Timestamp;
use ledger::{DatabaseUrl, Keys, Row, Table, Taker};

use super::{
    Progress,
    manifest::{Copied, FORM, Hashed, Manifest, Part, Recorded, ids_of},
};

/// Tables of the moment: whoever was signed in signs in again, and budgets begin anew. A session
/// that was ended after the backup must not come back with it.
const FLEETING: &[&str] = &["web_session", "web_stash", "web_budget", "web_proof"];

/// For whoever finds the folder.
const README: &str = "A backup of Onewindow. manifest.json says what is in it; it is signed.\n\
    Personal data in it is sealed. The keys are not here.\n\
    It is restored with: onewindow restore --from THIS_FOLDER --target HOST\n";

/// What is backed up.
pub struct Source<'a> {
    /// The database.
    pub database: &'a DatabaseUrl,
    /// The folder of stored files.
    pub files: &'a Path,
    /// The folder of the record.
    pub record: &'a Path,
    /// The name of the installation.
    pub host: &'a str,
    /// Its settings, without secrets.
    pub settings: &'a str,
    /// The keys that sign.
    pub keys: &'a Keys,
    /// The time.
    pub now: Timestamp,
}

/// Makes a backup in an empty folder.
///
/// # Errors
/// When something cannot be read or written. What is damaged is left out and named.
pub async fn take(source: &Source<'_>, to: &Path, progress: &Progress) -> anyhow::Result<Manifest> {
    anyhow::ensure!(!source.database.is_missing(), "there is no database where the settings say");
    fs::create_dir_all(to).with_context(|| to.display().to_string())?;
    let is_empty = fs::read_dir(to)?.next().is_none();
    anyhow::ensure!(is_empty, "{} is not empty. Name an empty folder", to.display());
    let checkpoint = read_if_there(&source.record.join("checkpoint"))?;
    let mut rows = Rows::new(to, progress);
    ledger::copy_out(source.database, &mut rows).await.context("the database")?;
    rows.end_table()?;
    let Rows { copied, mut parts, head, migrations, .. } = rows;
    let mut damaged = Vec::new();
    stored(source.files, to, progress, &mut parts, &mut damaged).await?;
    let head = head.unwrap_or_else(Head::empty);
    let known =
        checkpoint.as_deref().and_then(|it| Checkpoint::of_note(&String::from_utf8_lossy(it)));
    let known = known.map(|it| it.head());
    tree(source.record, to, &head, known, progress, &mut parts, &mut damaged)?;
    for (name, bytes) in [
        ("record/checkpoint", checkpoint),
        ("record/policy", read_if_there(&source.record.join("policy"))?),
        ("settings.toml", Some(source.settings.as_bytes().to_vec())),
        ("README.txt", Some(README.as_bytes().to_vec())),
    ] {
        if let Some(bytes) = bytes {
            parts.push(Hashed::whole(to, name, &bytes)?);
        }
    }
    let manifest = Manifest {
        form: FORM,
        installation: source.host.to_owned(),
        program: concat!("onewindow ", env!("CARGO_PKG_VERSION")).to_owned(),
        made_at: source.now,
        keys: ids_of(source.keys),
        migrations,
        tables: copied,
        record: Recorded {
            size: head.size,
            root: head.root.to_string(),
            witnessed: known.map_or(0, |it| it.size),
        },
        damaged,
        files: parts,
    };
    manifest.write(to, source.keys)?;
    Ok(manifest)
}

fn read_if_there(path: &Path) -> io::Result<Option<Vec<u8>>> {
    match fs::read(path) {
        Ok(bytes) => Ok(Some(bytes)),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(error),
    }
}

/// Writes the rows of each table to a file of its own, and notes what the rest needs to know.
struct Rows<'a> {
    folder: &'a Path,
    progress: &'a Progress,
    open: Option<(Copied, Hashed)>,
    copied: Vec<Copied>,
    parts: Vec<Part>,
    head: Option<Head>,
    migrations: Vec<(String, u32)>,
    seen: u64,
}

impl<'a> Rows<'a> {
    fn new(folder: &'a Path, progress: &'a Progress) -> Self {
        Self {
            folder,
            progress,
            open: None,
            copied: Vec::new(),
            parts: Vec::new(),
            head: None,
            migrations: Vec::new(),
            seen: 0,
        }
    }

    fn end_table(&mut self) -> io::Result<()> {
        if let Some((copied, file)) = self.open.take() {
            self.copied.push(copied);
            self.parts.push(file.finish()?);
        }
        Ok(())
    }
}

impl Taker for Rows<'_> {
    fn table(&mut self, table: &Table) -> io::Result<bool> {
        self.end_table()?;
        if FLEETING.contains(&table.name.as_str()) {
            return Ok(false);
        }
        let file = Hashed::create(self.folder, &path_of(&table.name))?;
        self.open = Some((Copied { table: table.clone(), rows: 0 }, file));
        Ok(true)
    }

    fn row(&mut self, row: &Row) -> io::Result<()> {
        let Some((copied, file)) = &mut self.open else { return Ok(()) };
        let mut line = Table::line(row);
        line.push('\n');
        file.add(line.as_bytes())?;
        copied.rows += 1;
        self.seen += 1;
        let table = &copied.table;
        match table.name.as_str() {
            "ledger_head" => self.head = Some(head(table, row).map_err(io::Error::other)?),
            "ledger_migration" => {
                self.migrations.push(migration(table, row).map_err(io::Error::other)?);
            }
            _ => {}
        }
        if self.seen.is_multiple_of(1000) {
            (self.progress)("rows copied", self.seen, 0);
        }
        Ok(())
    }
}

/// The file of a table's rows.
pub(crate) fn path_of(table: &str) -> String {
    format!("database/{table}.jsonl")
}

fn column(table: &Table, name: &str) -> usize {
    table.columns.iter().position(|it| it.name == name).unwrap_or(usize::MAX)
}

fn head(table: &Table, row: &Row) -> Result<Head, ledger::StoreError> {
    let root = row.text(column(table, "root"))?;
    let unreadable = || ledger::StoreError::contradiction("the root of the record is no hash");
    let root = TreeHash::from_base64(root).ok_or_else(unreadable)?;
    Ok(Head { size: row.count(column(table, "size"))?, root })
}

fn migration(table: &Table, row: &Row) -> Result<(String, u32), ledger::StoreError> {
    let number = row.count(column(table, "number"))?;
    let number = u32::try_from(number).map_err(ledger::StoreError::contradiction)?;
    Ok((row.text(column(table, "module"))?.to_owned(), number))
}

/// The stored files, each compared with its name.
async fn stored(
    folder: &Path,
    to: &Path,
    progress: &Progress,
    parts: &mut Vec<Part>,
    damaged: &mut Vec<String>,
) -> anyhow::Result<()> {
    let store = Files::folder(folder)?;
    let mut names = store.stored_before(Timestamp::MAX);
    let mut done = 0;
    while let Some(name) = names.next().await {
        let name = name?;
        match store.get(&name).await {
            Ok(bytes) => parts.push(Hashed::whole(to, &format!("files/{name}"), &bytes)?),
            // Nobody needs it any more: it was swept away meanwhile.
            Err(FileError::NotFound) => {}
            Err(FileError::Altered) => damaged.push(format!("files/{name}")),
            Err(error) => return Err(error.into()),
        }
        done += 1;
        progress("stored files copied", done, 0);
    }
    Ok(())
}

/// The tree under a head, read back from the copy.
fn tree(
    from: &Path,
    to: &Path,
    head: &Head,
    known: Option<Head>,
    progress: &Progress,
    parts: &mut Vec<Part>,
    damaged: &mut Vec<String>,
) -> anyhow::Result<()> {
    if head.size == 0 {
        return Ok(());
    }
    let from = Folder::open(from)?;
    for id in tiles_of(head.size) {
        let path = format!("record/{}", id.path_of_width(id.width(head.size)));
        match tiles::read(&from, id, head.size) {
            Ok(bytes) => parts.push(Hashed::whole(to, &path, &bytes)?),
            Err(_) => damaged.push(path),
        }
    }
    let copy = Folder::open(&to.join("record"))?;
    let known: Vec<Head> = known.into_iter().collect();
    let mut tell = |done, total| progress("entries of the record compared", done, total);
    match verify(&copy, head, &known, &mut tell) {
        Ok(report) => damaged.extend(report.finding.map(|it| {
            format!("the record from entry {} on: see `onewindow verify`", it.first_bad_index)
        })),
        Err(error) => damaged.push(format!("the record: {error}")),
    }
    Ok(())
}

/// The tiles and bundles of a tree of so many entries.
fn tiles_of(size: u64) -> Vec<TileId> {
    let mut all: Vec<_> = (0..size.div_ceil(WIDTH)).map(TileId::Entries).collect();
    let mut count = size;
    for level in 0u8.. {
        if count == 0 {
            break;
        }
        all.extend((0..count.div_ceil(WIDTH)).map(|index| TileId::Hashes(level, index)));
        count /= WIDTH;
    }
    all
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_tree_has_its_bundles_and_the_tiles_of_each_level() {
        assert_eq!(tiles_of(1), [TileId::Entries(0), TileId::Hashes(0, 0)]);
        let of = |size: u64| tiles_of(size).len();
        // 256 entries: one bundle, one full tile, and one hash of the level above.
        assert_eq!((of(0), of(255), of(256), of(257)), (0, 2, 3, 5));
        assert!(tiles_of(70_000).iter().all(|it| it.width(70_000) > 0));
    }
}
