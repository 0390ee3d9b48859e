//! What a backup says about itself: what it holds, of which moment, and the SHA-256 of every file,
//! signed with a key that follows from the deployment key. It is written last: a folder without it
//! is no backup.

use std::{
    fs::{self, File},
    io::{self, BufReader, BufWriter, Read as _, Write},
    path::{Path, PathBuf},
};

use anyhow::Context as _;
use crypto::{Purpose, Signature};
use data_encoding::{BASE64, HEXLOWER};
use jiff::Timestamp;
use ledger::{Keys, SuiteId, Table};
use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};

use super::Progress;

/// The form of this version.
pub const FORM: u32 = 1;
const FILE: &str = "manifest.json";
const SIGNATURE: &str = "manifest.sig";
/// Signs manifests.
const BACKUPS: Purpose = Purpose::named("backup-signing");

/// What a backup says about itself.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Manifest {
    /// The form of the backup.
    pub form: u32,
    /// The host of the installation.
    pub installation: String,
    /// The version of the program.
    pub program: String,
    /// When it was begun; nothing in it is older than that.
    pub made_at: Timestamp,
    /// The ids of the deployment keys without which it cannot be read.
    pub keys: Vec<String>,
    /// The steps of the schema: module and number.
    pub migrations: Vec<(String, u32)>,
    /// The tables.
    pub tables: Vec<Copied>,
    /// The record under the head of the database.
    pub record: Recorded,
    /// What was damaged and is not in it.
    pub damaged: Vec<String>,
    /// Every file of the backup.
    pub files: Vec<Part>,
}

/// A table and how many rows it has.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Copied {
    /// The table.
    pub table: Table,
    /// Its rows.
    pub rows: u64,
}

/// How far the record goes.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Recorded {
    /// Its entries.
    pub size: u64,
    /// The root over them.
    pub root: String,
    /// How many of them the checkpoint in the backup covers.
    pub witnessed: u64,
}

/// A file of the backup.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Part {
    /// Its path in the backup.
    pub path: String,
    /// Its length.
    pub bytes: u64,
    /// Its digest, in lower-case hex.
    pub sha256: String,
}

impl Manifest {
    /// Signs it and writes it, so that the backup is one.
    ///
    /// # Errors
    /// When the disk or the keys fail.
    pub fn write(&self, folder: &Path, keys: &Keys) -> anyhow::Result<()> {
        let text = serde_json::to_string_pretty(self)?;
        let signature = keys.holder().sign(&BACKUPS, text.as_bytes())?;
        write_whole(&folder.join(SIGNATURE), BASE64.encode(&signature.encode()).as_bytes())?;
        let draft = folder.join("manifest.new");
        write_whole(&draft, text.as_bytes())?;
        fs::rename(&draft, folder.join(FILE))?;
        Ok(File::open(folder)?.sync_all()?)
    }

    /// Reads that of a backup and its digest; it must be signed by one of these keys.
    ///
    /// # Errors
    /// When there is none, or it was changed.
    pub fn read(folder: &Path, keys: &Keys) -> anyhow::Result<(Self, String)> {
        let path = folder.join(FILE);
        let bytes = fs::read(&path).with_context(|| {
            format!("{} cannot be read: this is no backup, or one that was cut off", path.display())
        })?;
        let signed = folder.join(SIGNATURE);
        let text = fs::read(&signed).with_context(|| signed.display().to_string())?;
        let signature = BASE64.decode(text.trim_ascii()).ok();
        let signature = signature.and_then(|it| Signature::decode(&it).ok());
        let signature = signature.with_context(|| format!("{FILE}: its signature is damaged"))?;
        keys.holder().verify(&BACKUPS, &bytes, &signature).with_context(|| {
            format!(
                "{FILE} was changed, or no key of this installation has signed it. Put the keys \
                 back that belong to this backup"
            )
        })?;
        let manifest: Self = serde_json::from_slice(&bytes).with_context(|| {
            format!("{FILE} cannot be read by this version, which reads form {FORM}")
        })?;
        anyhow::ensure!(manifest.form == FORM, "the backup has form {}", manifest.form);
        Ok((manifest, HEXLOWER.encode(&Sha256::digest(&bytes))))
    }

    /// Compares every file with its digest.
    ///
    /// # Errors
    /// Names the first file that is missing or changed.
    pub fn check_parts(&self, folder: &Path, progress: &Progress) -> anyhow::Result<()> {
        let total = self.files.len() as u64;
        for (done, part) in (1..).zip(&self.files) {
            let path = part.place(folder)?;
            let found = digest_of_file(&path)
                .with_context(|| format!("{} is missing from the backup", part.path))?;
            let is_same = found == (part.bytes, part.sha256.clone());
            anyhow::ensure!(is_same, "{} was changed since the backup was made", part.path);
            progress("files of the backup compared", done, total);
        }
        Ok(())
    }

    /// The files below a folder of the backup.
    pub fn parts_in<'a>(&'a self, folder: &'a str) -> impl Iterator<Item = (&'a str, &'a Part)> {
        self.files
            .iter()
            .filter_map(move |it| Some((it.path.strip_prefix(folder)?.strip_prefix('/')?, it)))
    }

    /// What it holds, for people.
    pub fn lines(&self) -> Vec<String> {
        let rows: u64 = self.tables.iter().map(|it| it.rows).sum();
        let mut lines = vec![
            format!(
                "Backup of {}, made at {} by {}",
                self.installation, self.made_at, self.program
            ),
            format!("{rows} rows in {} tables:", self.tables.len()),
        ];
        let filled = self.tables.iter().filter(|it| it.rows > 0);
        lines.extend(filled.map(|it| format!("  {:<28} {}", it.table.name, it.rows)));
        lines.push(format!("{} stored files", self.parts_in("files").count()));
        let Recorded { size, witnessed, .. } = &self.record;
        lines.push(format!("{size} entries of the record, {witnessed} of them witnessed"));
        lines
    }
}

impl Part {
    /// Where it lies. A path that leads out of the backup is none.
    ///
    /// # Errors
    /// See above.
    pub fn place(&self, folder: &Path) -> anyhow::Result<PathBuf> {
        let is_plain = |it: &str| !it.is_empty() && it != "." && it != ".." && !it.contains('\\');
        let is_inside = self.path.split('/').all(is_plain);
        anyhow::ensure!(is_inside, "{:?} is no path in a backup", self.path);
        Ok(folder.join(&self.path))
    }
}

/// The ids of the deployment keys that are here, as they stand in manifests.
pub fn ids_of(keys: &Keys) -> Vec<String> {
    keys.ring().versions().map(|it| it.id(SuiteId::International).to_string()).collect()
}

/// Writes a file of the backup and takes its digest on the way.
pub struct Hashed {
    file: BufWriter<File>,
    hash: Sha256,
    bytes: u64,
    path: String,
}

impl Hashed {
    /// A new file at a path of the backup.
    ///
    /// # Errors
    /// When it cannot be made.
    pub fn create(folder: &Path, path: &str) -> io::Result<Self> {
        let place = folder.join(path);
        if let Some(parent) = place.parent() {
            fs::create_dir_all(parent)?;
        }
        let file = BufWriter::new(File::create_new(place)?);
        Ok(Self { file, hash: Sha256::new(), bytes: 0, path: path.to_owned() })
    }

    /// Adds bytes.
    ///
    /// # Errors
    /// When they cannot be written.
    pub fn add(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.hash.update(bytes);
        self.bytes += bytes.len() as u64;
        self.file.write_all(bytes)
    }

    /// Makes it durable.
    ///
    /// # Errors
    /// When it cannot be.
    pub fn finish(self) -> io::Result<Part> {
        self.file.into_inner().map_err(io::IntoInnerError::into_error)?.sync_all()?;
        let sha256 = HEXLOWER.encode(&self.hash.finalize());
        Ok(Part { path: self.path, bytes: self.bytes, sha256 })
    }

    /// Writes a whole file.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn whole(folder: &Path, path: &str, bytes: &[u8]) -> io::Result<Part> {
        let mut file = Self::create(folder, path)?;
        file.add(bytes)?;
        file.finish()
    }
}

fn write_whole(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let mut file = File::create(path)?;
    file.write_all(bytes)?;
    file.sync_all()
}

fn digest_of_file(path: &Path) -> io::Result<(u64, String)> {
    let mut file = BufReader::new(File::open(path)?);
    let (mut hash, mut bytes) = (Sha256::new(), 0);
    let mut piece = vec![0; 64 * 1024];
    loop {
        match file.read(&mut piece)? {
            0 => return Ok((bytes, HEXLOWER.encode(&hash.finalize()))),
            length => {
                hash.update(&piece[..length]);
                bytes += length as u64;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_file_of_a_backup_lies_outside() {
        let part = |path: &str| Part { path: path.to_owned(), bytes: 0, sha256: String::new() };
        let folder = Path::new("/backup");
        assert_eq!(part("a/b").place(folder).unwrap(), Path::new("/backup/a/b"));
        for path in ["../a", "a/../../b", "/etc/passwd", "", "a//b", "a\\..\\b"] {
            assert!(part(path).place(folder).is_err(), "{path}");
        }
    }
}
