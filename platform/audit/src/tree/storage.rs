//! Where tiles lie: a folder whose files appear whole and durable, or not at all.

use std::{
    collections::BTreeSet,
    fs::{self, File},
    io::{self, Write as _},
    path::{Path, PathBuf},
    thread,
};

/// A place for files that are written whole and read by path. Paths are relative, with `/`.
pub trait Storage: Send + Sync {
    /// Reads a file; `None` when it is not there.
    fn read(&self, path: &str) -> io::Result<Option<Vec<u8>>>;

    /// Writes files. When this returns, all of them outlive a power cut; before, each is there as
    /// it was or as it will be, never in between.
    fn put(&self, files: &[(String, Vec<u8>)]) -> io::Result<()>;

    /// The names in a folder, in any sequence; none when it is not there.
    fn list(&self, folder: &str) -> io::Result<Vec<String>>;

    /// Removes a folder with its files. A power cut may bring them back.
    fn remove(&self, folder: &str) -> io::Result<()>;
}

/// Files below a folder of the file system.
#[derive(Debug, Clone)]
pub struct Folder {
    root: PathBuf,
}

impl Folder {
    /// The folder, made when it is missing.
    pub fn open(root: &Path) -> io::Result<Self> {
        fs::create_dir_all(root)?;
        Ok(Self { root: root.to_owned() })
    }

    /// Its place.
    pub fn root(&self) -> &Path {
        &self.root
    }

    /// Makes the folder and remembers which folders got a new name in them.
    fn make(&self, folder: &Path, touched: &mut BTreeSet<PathBuf>) -> io::Result<()> {
        let mut at = folder;
        while !at.is_dir() {
            let Some(parent) = at.parent() else { break };
            touched.insert(parent.to_owned());
            at = parent;
        }
        fs::create_dir_all(folder)
    }
}

fn temporary(path: &Path) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(".tmp");
    PathBuf::from(name)
}

fn absent<T>(result: io::Result<T>) -> io::Result<Option<T>> {
    match result {
        Ok(it) => Ok(Some(it)),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        // A file stands where a folder was looked for.
        Err(error) if error.kind() == io::ErrorKind::NotADirectory => Ok(None),
        Err(error) => Err(error),
    }
}

/// Does something with each, a few at a time: a disk makes several files durable in the time of
/// one.
fn at_once<T: Sync>(all: &[T], what: impl Fn(&T) -> io::Result<()> + Sync) -> io::Result<()> {
    if let [one] = all {
        return what(one);
    }
    let what = &what;
    for some in all.chunks(8) {
        thread::scope(|scope| {
            let running: Vec<_> = some.iter().map(|it| scope.spawn(move || what(it))).collect();
            let ended = running.into_iter().map(|it| {
                it.join().unwrap_or_else(|_| Err(io::Error::other("a thread has ended badly")))
            });
            ended.collect::<io::Result<Vec<()>>>()
        })?;
    }
    Ok(())
}

impl Storage for Folder {
    fn read(&self, path: &str) -> io::Result<Option<Vec<u8>>> {
        absent(fs::read(self.root.join(path)))
    }

    fn put(&self, files: &[(String, Vec<u8>)]) -> io::Result<()> {
        let mut touched = BTreeSet::new();
        for (path, _) in files {
            let path = self.root.join(path);
            if let Some(folder) = path.parent() {
                self.make(folder, &mut touched)?;
                touched.insert(folder.to_owned());
            }
        }
        at_once(files, |(path, bytes)| {
            let mut file = File::create(temporary(&self.root.join(path)))?;
            file.write_all(bytes)?;
            file.sync_all()
        })?;
        for (path, _) in files {
            let path = self.root.join(path);
            fs::rename(temporary(&path), &path)?;
        }
        let touched: Vec<_> = touched.into_iter().collect();
        at_once(&touched, |folder| File::open(folder)?.sync_all())
    }

    fn list(&self, folder: &str) -> io::Result<Vec<String>> {
        let Some(entries) = absent(fs::read_dir(self.root.join(folder)))? else {
            return Ok(Vec::new());
        };
        entries.map(|it| it.map(|it| it.file_name().to_string_lossy().into_owned())).collect()
    }

    fn remove(&self, folder: &str) -> io::Result<()> {
        absent(fs::remove_dir_all(self.root.join(folder))).map(|_| ())
    }
}
