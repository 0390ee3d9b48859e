//! Restoring a backup into an empty place.
//!
//! Everything is checked before anything is changed: the backup, the place, and what signer and
//! witnesses remember. The first change to the database bears a mark that is taken away by the
//! last one: whatever ends the work in between, the installation does not start, and the same
//! restore begins it again.

use std::{
    fs::{self, File},
    io::{BufRead as _, BufReader},
    path::{Path, PathBuf},
};

use anyhow::Context as _;
use audit::{
    Checkpoint,
    tree::{Folder, Storage as _},
};
use files::Files;
use ledger::{Blueprint, Content, CopyError, DatabaseUrl, Giver, Keys, Vessel};
use record::Signing;

use super::{
    Progress,
    manifest::{Copied, Manifest, ids_of},
    take::path_of,
};

/// So many files of the record are made durable together.
const TOGETHER: usize = 64;

/// Where a backup is restored.
pub struct Place {
    /// The database.
    pub database: DatabaseUrl,
    /// The folder of stored files.
    pub files: PathBuf,
    /// The folder of the record.
    pub record: PathBuf,
    /// Who signs the record, and who witnesses it.
    pub signing: Option<Signing>,
    /// The name of the installation.
    pub host: String,
    /// Its keys.
    pub keys: Keys,
}

/// A backup that was found whole, and a place that can take it.
pub struct Plan<'a> {
    from: &'a Path,
    place: &'a Place,
    vessel: Vessel,
    manifest: Manifest,
    sign: String,
    remembered: Vec<(String, Option<u64>)>,
    is_begun: bool,
}

/// Looks at a backup and at the place; changes nothing.
///
/// # Errors
/// When the backup is not whole or of another installation, or the place is not empty.
pub async fn look<'a>(
    from: &'a Path,
    place: &'a Place,
    blueprint: Blueprint,
    progress: &Progress,
) -> anyhow::Result<Plan<'a>> {
    let (manifest, sign) = Manifest::read(from, &place.keys)?;
    anyhow::ensure!(
        manifest.installation == place.host,
        "this is a backup of {}, and this installation is {}. Nothing was changed",
        manifest.installation,
        place.host
    );
    let here = ids_of(&place.keys);
    if let Some(lost) = manifest.keys.iter().find(|it| !here.contains(it)) {
        anyhow::bail!("the deployment key {lost} is not here, and the backup needs it");
    }
    manifest.check_parts(from, progress)?;
    let vessel = Vessel::open(&place.database, blueprint).await.context("the database")?;
    let is_begun = match vessel.content().await? {
        Content::Empty => false,
        Content::Unfinished(own) if own == sign => true,
        Content::Unfinished(_) => anyhow::bail!(
            "another backup was being restored here and is not whole. Restore that one again, or \
             take database and data folder away"
        ),
        Content::Full => anyhow::bail!(
            "the database holds an installation. A backup is restored into an empty one only: \
             take the old one away yourself, if you are sure"
        ),
    };
    let remembered = remembered(from, place).await?;
    if !is_begun {
        for folder in [&place.files, &place.record] {
            let is_empty = is_empty(folder)?;
            anyhow::ensure!(is_empty, "{} is not empty. Move it away", folder.display());
        }
    }
    Ok(Plan { from, place, vessel, manifest, sign, remembered, is_begun })
}

/// Who remembers how many entries of the record.
async fn remembered(from: &Path, place: &Place) -> anyhow::Result<Vec<(String, Option<u64>)>> {
    let mut all = Vec::new();
    let own = fs::read_to_string(place.record.join("checkpoint")).ok();
    if let Some(own) = own.and_then(|it| Checkpoint::of_note(&it)) {
        all.push(("the checkpoint in the record's folder".to_owned(), Some(own.size)));
    }
    if let Some(signing) = &place.signing {
        let copy = from.join("record");
        if copy.is_dir() {
            all.extend(record::remembered(signing, &Folder::open(&copy)?).await);
        }
    }
    Ok(all)
}

fn is_empty(folder: &Path) -> anyhow::Result<bool> {
    if !folder.exists() {
        return Ok(true);
    }
    let mut entries = fs::read_dir(folder).with_context(|| folder.display().to_string())?;
    Ok(entries.next().is_none())
}

impl Plan<'_> {
    /// What is about to be done, for people.
    pub fn lines(&self) -> Vec<String> {
        let mut lines = self.manifest.lines();
        let place = &self.place;
        lines.push(format!("Place: {}, {}", place.host, place.database.engine()));
        for (who, size) in &self.remembered {
            lines.push(match size {
                Some(size) => format!("{who} remembers {size} entries of the record"),
                None => format!("{who} does not answer; `onewindow serve` asks again"),
            });
        }
        if self.is_begun {
            lines.push("It was begun before and cut off; it is done again from the start".into());
        }
        lines
    }

    /// How many entries of the record are not in the backup, as far as somebody remembers them.
    pub fn lost(&self) -> u64 {
        let most = self.remembered.iter().filter_map(|(_, size)| *size).max().unwrap_or(0);
        most.saturating_sub(self.manifest.record.size)
    }

    /// Refuses to lose entries of the record, unless the name of the installation was typed for it.
    ///
    /// # Errors
    /// See above.
    pub fn accept(&self, typed: Option<&str>) -> anyhow::Result<()> {
        let (lost, host) = (self.lost(), &self.place.host);
        if lost == 0 || typed == Some(host.as_str()) {
            return Ok(());
        }
        let (first, last) = (self.manifest.record.size, self.manifest.record.size + lost - 1);
        anyhow::bail!(
            "rollback: {lost} entries of the record, {first} to {last}, are known to others and \
             not in this backup: restore a newer one. If there is none, they are lost: add \
             --accept-loss {host}, and read \"Rollback\" in docs/operators.md. Nothing was changed"
        )
    }

    /// Restores.
    ///
    /// # Errors
    /// When something cannot be written; then the installation does not start until the same
    /// restore has ended well.
    pub async fn carry_out(self, progress: &Progress) -> anyhow::Result<()> {
        self.vessel.prepare(&self.sign, &self.manifest.migrations).await?;
        let tables: Vec<_> = self.manifest.tables.iter().map(|it| it.table.clone()).collect();
        let given = rows(self.from, self.manifest.tables.clone(), progress.clone());
        self.vessel.fill(&self.sign, &tables, given).await?;
        self.files(progress).await?;
        self.record(progress)?;
        Ok(self.vessel.finish().await?)
    }

    async fn files(&self, progress: &Progress) -> anyhow::Result<()> {
        let store = Files::folder(&self.place.files)?;
        let all: Vec<_> = self.manifest.parts_in("files").collect();
        for (done, (name, part)) in (1..).zip(&all) {
            let bytes = fs::read(part.place(self.from)?)?;
            let hash = store.put(bytes.into()).await?;
            anyhow::ensure!(hash == *name, "{} was changed while it was restored", part.path);
            progress("stored files restored", done, all.len() as u64);
        }
        Ok(())
    }

    /// The tiles, then the checkpoint over them.
    fn record(&self, progress: &Progress) -> anyhow::Result<()> {
        let folder = Folder::open(&self.place.record)?;
        let mut all: Vec<_> = self.manifest.parts_in("record").collect();
        all.sort_by_key(|(name, _)| *name == "checkpoint");
        let total = all.len() as u64;
        let mut done = 0;
        for some in all.chunks(TOGETHER) {
            let read = |(name, part): &(&str, &super::manifest::Part)| {
                anyhow::Ok(((*name).to_owned(), fs::read(part.place(self.from)?)?))
            };
            let files = some.iter().map(read).collect::<anyhow::Result<Vec<_>>>()?;
            folder.put(&files)?;
            done += some.len() as u64;
            progress("files of the record restored", done, total);
        }
        Ok(())
    }
}

/// The rows of the backup, read as they are wanted.
fn rows(from: &Path, tables: Vec<Copied>, progress: Progress) -> Giver {
    let folder = from.to_owned();
    let total: u64 = tables.iter().map(|it| it.rows).sum();
    let mut done = 0;
    let all = tables.into_iter().enumerate().flat_map(move |(place, copied)| {
        let found = rows_of(&folder, place, copied);
        found.unwrap_or_else(|error| Box::new(std::iter::once(Err(CopyError::from(error)))))
    });
    Box::new(all.inspect(move |_| {
        done += 1;
        if u64::is_multiple_of(done, 1000) || done == total {
            progress("rows restored", done, total);
        }
    }))
}

fn rows_of(folder: &Path, place: usize, copied: Copied) -> std::io::Result<Giver> {
    let table = copied.table;
    let lines = BufReader::new(File::open(folder.join(path_of(&table.name)))?).lines();
    let read = move |(line, row): (std::io::Result<String>, u64)| {
        let broken = || CopyError::Row { table: table.name.clone(), row };
        let values = table.read(&line?).ok_or_else(broken)?;
        Ok::<_, CopyError>((place, values))
    };
    Ok(Box::new(lines.zip(1..).map(read)))
}
