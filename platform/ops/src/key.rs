//! The key of the deployment, from which all other keys are derived: a file beside the data.

use std::{
    fs,
    io::{self, Write as _},
    path::{Path, PathBuf},
};

use data_encoding::HEXLOWER_PERMISSIVE;
use kernel::Chance as _;
use ledger::KeyRing;
use zeroize::Zeroizing;

use crate::SystemChance;

/// Why there is no key to work with.
#[derive(Debug, thiserror::Error)]
pub enum KeyError {
    /// The file cannot be read or written.
    #[error("the key file {path} cannot be used: {cause}. Check the folder's owner and its space")]
    File {
        /// The file.
        path: PathBuf,
        /// Why.
        cause: io::Error,
    },
    /// Others could read the key.
    #[error("the key file {0} can be read by others. Take their rights away (chmod 600)")]
    Open(PathBuf),
    /// The file holds no key.
    #[error(
        "the key file {0} has a line that is no key of 64 hexadecimal digits. Restore it from a backup"
    )]
    Broken(PathBuf),
    /// There is a database, so there was a key.
    #[error(
        "the key file {key} is missing although there is a database {database}. Without the old \
         key its personal data cannot be read: restore the key from a backup"
    )]
    Lost {
        /// Where the key belongs.
        key: PathBuf,
        /// The database.
        database: PathBuf,
    },
}

/// The deployment's keys in `keys/deployment.key` under the data folder, the current one in the
/// first line, former ones below. The first is made at the first start, readable by the owner only.
///
/// # Errors
/// [`KeyError`]. No key is made where the database already exists.
pub fn key_ring(data: &Path) -> Result<KeyRing, KeyError> {
    let path = data.join("keys").join("deployment.key");
    let failed = |cause| KeyError::File { path: path.clone(), cause };
    if !path.try_exists().map_err(failed)? {
        let database = data.join("onewindow.db");
        if database.exists() {
            return Err(KeyError::Lost { key: path, database });
        }
        make(&path).map_err(failed)?;
    }
    if is_open_to_others(&path).map_err(failed)? {
        return Err(KeyError::Open(path));
    }
    let text = Zeroizing::new(fs::read_to_string(&path).map_err(failed)?);
    KeyRing::read(&text).map_err(|_| KeyError::Broken(path))
}

/// Writes a new key under another name and links it to its place, so that it is whole when it
/// appears and never replaces another.
fn make(path: &Path) -> io::Result<()> {
    let folder = path.parent().unwrap_or(path);
    make_folder(folder)?;
    let mut key = [0u8; 32];
    let mut tag = [0u8; 8];
    SystemChance.fill(&mut key);
    SystemChance.fill(&mut tag);
    let draft = folder.join(format!("deployment.{}.new", HEXLOWER_PERMISSIVE.encode(&tag)));
    let mut file = own_file(&draft)?;
    file.write_all(HEXLOWER_PERMISSIVE.encode(&key).as_bytes())?;
    file.write_all(b"\n")?;
    file.sync_all()?;
    let linked = fs::hard_link(&draft, path);
    fs::remove_file(&draft)?;
    match linked {
        // Another process was first: its key counts.
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {}
        other => other?,
    }
    sync_folder(folder)
}

#[cfg(unix)]
fn make_folder(folder: &Path) -> io::Result<()> {
    use std::os::unix::fs::DirBuilderExt as _;
    fs::DirBuilder::new().recursive(true).mode(0o700).create(folder)
}

#[cfg(unix)]
fn own_file(path: &Path) -> io::Result<fs::File> {
    use std::os::unix::fs::OpenOptionsExt as _;
    fs::OpenOptions::new().write(true).create_new(true).mode(0o600).open(path)
}

#[cfg(unix)]
fn is_open_to_others(path: &Path) -> io::Result<bool> {
    use std::os::unix::fs::PermissionsExt as _;
    Ok(fs::metadata(path)?.permissions().mode() & 0o077 != 0)
}

#[cfg(unix)]
fn sync_folder(folder: &Path) -> io::Result<()> {
    fs::File::open(folder)?.sync_all()
}

#[cfg(not(unix))]
fn make_folder(folder: &Path) -> io::Result<()> {
    fs::create_dir_all(folder)
}

#[cfg(not(unix))]
fn own_file(path: &Path) -> io::Result<fs::File> {
    fs::OpenOptions::new().write(true).create_new(true).open(path)
}

#[cfg(not(unix))]
fn is_open_to_others(_path: &Path) -> io::Result<bool> {
    Ok(false)
}

#[cfg(not(unix))]
fn sync_folder(_folder: &Path) -> io::Result<()> {
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn folder(name: &str) -> PathBuf {
        let folder =
            std::env::temp_dir().join(format!("onewindow-key-{name}-{}", std::process::id()));
        let _ = fs::remove_dir_all(&folder);
        folder
    }

    fn id(ring: &KeyRing) -> String {
        ring.current().id(ledger::SuiteId::default()).to_string()
    }

    #[test]
    fn a_new_key_in_the_first_line_is_current_and_the_old_one_stays() {
        let data = folder("two");
        let first = key_ring(&data).unwrap();
        let path = data.join("keys/deployment.key");
        let old = fs::read_to_string(&path).unwrap();
        fs::write(&path, format!("{}\n# before the rotation\n{old}", "0a".repeat(32))).unwrap();
        let ring = key_ring(&data).unwrap();
        assert_ne!(id(&ring), id(&first));
        assert_eq!(ring.versions().count(), 2);
        fs::remove_dir_all(&data).unwrap();
    }

    #[test]
    fn the_first_start_makes_a_key_and_later_ones_read_it() {
        let data = folder("first");
        let first = key_ring(&data).unwrap();
        fs::write(data.join("onewindow.db"), "").unwrap();
        let second = key_ring(&data).unwrap();
        assert_eq!(id(&first), id(&second));
        assert_eq!(fs::read_dir(data.join("keys")).unwrap().count(), 1);
        fs::remove_dir_all(&data).unwrap();
    }

    #[test]
    fn starts_at_the_same_moment_agree() {
        let data = folder("race");
        let keys: Vec<_> = std::thread::scope(|scope| {
            let starts: Vec<_> = (0..8).map(|_| scope.spawn(|| key_ring(&data).unwrap())).collect();
            starts.into_iter().map(|it| id(&it.join().unwrap())).collect()
        });
        assert!(keys.iter().all(|it| *it == keys[0]));
        fs::remove_dir_all(&data).unwrap();
    }

    #[test]
    fn no_new_key_is_made_for_an_old_database() {
        let data = folder("lost");
        fs::create_dir_all(&data).unwrap();
        fs::write(data.join("onewindow.db"), "").unwrap();
        assert!(matches!(key_ring(&data), Err(KeyError::Lost { .. })));
        fs::remove_dir_all(&data).unwrap();
    }

    #[test]
    fn a_broken_key_is_refused() {
        let data = folder("broken");
        key_ring(&data).unwrap();
        fs::write(data.join("keys/deployment.key"), "0123").unwrap();
        assert!(matches!(key_ring(&data), Err(KeyError::Broken(_))));
        fs::remove_dir_all(&data).unwrap();
    }

    #[cfg(unix)]
    #[test]
    fn a_key_that_others_can_read_is_refused() {
        use std::os::unix::fs::PermissionsExt as _;
        let data = folder("open");
        key_ring(&data).unwrap();
        let path = data.join("keys/deployment.key");
        fs::set_permissions(&path, fs::Permissions::from_mode(0o640)).unwrap();
        assert!(matches!(key_ring(&data), Err(KeyError::Open(_))));
        fs::remove_dir_all(&data).unwrap();
    }
}
