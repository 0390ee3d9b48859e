//! The signer and the witness as processes of their own: setting them up, and running them.
//!
//! Each has a folder with its key and its memory. The key is made when it is set up and is readable
//! by its owner only; without key or memory it does not start.

use std::{
    fs, io,
    io::Write as _,
    net::SocketAddr,
    os::unix::fs::{OpenOptionsExt as _, PermissionsExt as _},
    path::{Path, PathBuf},
    sync::{Arc, Mutex},
};

use audit::{
    keys::{Cosigner, Ed25519Signer, KeyError, NoteSigner, Sm2Signer, Verifier},
    signer::{Elapsed, Signer, SignerError, TimeLimits, serve, serve_operator},
    tree::Folder,
    witness::{Witness, WitnessError, router},
};
use data_encoding::HEXLOWER_PERMISSIVE;
use kernel::{Chance, Clock};
use tokio::net::{TcpListener, UnixListener};

/// Name and secrets, a line each.
const KEY_FILE: &str = "key";
/// So many secrets are drawn until one is a number that SM2 takes.
const DRAWS: usize = 8;

/// Why a process of the record does not start.
#[derive(Debug, thiserror::Error)]
pub enum ProcessError {
    /// The disk or the network.
    #[error("{0}")]
    Io(#[from] io::Error),
    /// The key file is there already.
    #[error("{0} holds a key already: it was set up before")]
    NotNew(PathBuf),
    /// There is no key.
    #[error("{0} holds no key: set it up once with `init`, or restore its folder from a backup")]
    NoKey(PathBuf),
    /// The key file is no key.
    #[error("the key file {0} cannot be read. Restore it from a backup")]
    BrokenKey(PathBuf),
    /// Others could read the key.
    #[error("the key file {0} can be read by others. Take their rights away (chmod 600)")]
    OpenKey(PathBuf),
    /// A key.
    #[error(transparent)]
    Key(#[from] KeyError),
    /// The signer.
    #[error("{0}. Restore its folder from a backup; never set it up anew for the same record")]
    Signer(#[from] SignerError),
    /// The witness.
    #[error("{0}. Restore its folder from a backup; never set it up anew with the same key")]
    Witness(#[from] WitnessError),
}

/// Sets a signer up for the record `origin`; answers its public keys.
///
/// # Errors
/// [`ProcessError`].
pub fn init_signer(
    folder: &Path,
    origin: &str,
    chance: &dyn Chance,
) -> Result<Vec<String>, ProcessError> {
    let place = Folder::open(folder)?;
    let mut secrets = vec![draw(chance)];
    // Almost every number will do.
    let fits = |it: &[u8; 32]| Sm2Signer::from_secret(origin, it).is_ok();
    secrets.extend((0..DRAWS).map(|_| draw(chance)).find(fits));
    keep(folder, origin, &secrets)?;
    Signer::found(&place)?;
    signer_keys(folder)
}

/// The public keys of a signer.
///
/// # Errors
/// [`ProcessError`].
pub fn signer_keys(folder: &Path) -> Result<Vec<String>, ProcessError> {
    let (_, keys) = signing_keys(folder)?;
    Ok(keys.iter().map(|it| it.verifier().to_text()).collect())
}

fn signing_keys(folder: &Path) -> Result<(String, Vec<Box<dyn NoteSigner>>), ProcessError> {
    let (origin, secrets) = read(folder)?;
    let mut keys: Vec<Box<dyn NoteSigner>> = Vec::new();
    for (place, secret) in secrets.iter().enumerate() {
        match place {
            0 => keys.push(Box::new(Ed25519Signer::from_seed(&origin, secret)?)),
            _ => keys.push(Box::new(Sm2Signer::from_secret(&origin, secret)?)),
        }
    }
    Ok((origin, keys))
}

/// Where a signer listens.
#[derive(Debug, Clone)]
pub struct Sockets {
    /// For the log.
    pub log: PathBuf,
    /// For operators.
    pub operator: Option<PathBuf>,
}

/// Runs a signer until its socket fails. `started` is called when it listens.
///
/// # Errors
/// [`ProcessError`].
pub async fn run_signer(
    folder: &Path,
    sockets: &Sockets,
    clock: Arc<dyn Clock>,
    counter: Arc<dyn Elapsed>,
    started: impl FnOnce(),
) -> Result<(), ProcessError> {
    let (origin, keys) = signing_keys(folder)?;
    let limits = TimeLimits::default();
    let signer = Signer::open(Folder::open(folder)?, &origin, keys, clock, counter, limits)?;
    let signer = Arc::new(Mutex::new(signer));
    let log = serve(listen(&sockets.log)?, signer.clone());
    let operator = sockets.operator.as_deref().map(listen).transpose()?;
    started();
    match operator {
        None => log.await?,
        Some(operator) => {
            tokio::select! {
                ended = log => ended?,
                ended = serve_operator(operator, signer) => ended?,
            }
        }
    }
    Ok(())
}

/// A socket that only its owner may use. One that a former process has left is taken away.
fn listen(path: &Path) -> io::Result<UnixListener> {
    match fs::remove_file(path) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
        _ => {}
    }
    let listener = UnixListener::bind(path)?;
    fs::set_permissions(path, fs::Permissions::from_mode(0o660))?;
    Ok(listener)
}

/// Sets a witness up; answers its public key.
///
/// # Errors
/// [`ProcessError`].
pub fn init_witness(
    folder: &Path,
    name: &str,
    chance: &dyn Chance,
) -> Result<String, ProcessError> {
    let place = Folder::open(folder)?;
    keep(folder, name, &[draw(chance)])?;
    Witness::found(&place)?;
    witness_key(folder)
}

/// The public key of a witness.
///
/// # Errors
/// [`ProcessError`].
pub fn witness_key(folder: &Path) -> Result<String, ProcessError> {
    Ok(cosigner(folder)?.verifier().to_text())
}

fn cosigner(folder: &Path) -> Result<Cosigner, ProcessError> {
    match read(folder)? {
        (name, secrets) if secrets.len() == 1 => Ok(Cosigner::from_seed(&name, &secrets[0])?),
        _ => Err(ProcessError::BrokenKey(folder.join(KEY_FILE))),
    }
}

/// Runs a witness for the logs with these keys until its socket fails. `started` is told its
/// address.
///
/// # Errors
/// [`ProcessError`].
pub async fn run_witness(
    folder: &Path,
    address: SocketAddr,
    logs: Vec<Verifier>,
    clock: Arc<dyn Clock>,
    started: impl FnOnce(SocketAddr),
) -> Result<(), ProcessError> {
    let witness = Witness::open(Folder::open(folder)?, cosigner(folder)?, logs, clock)?;
    let listener = TcpListener::bind(address).await?;
    started(listener.local_addr()?);
    Ok(axum::serve(listener, router(Arc::new(witness))).await?)
}

fn draw(chance: &dyn Chance) -> [u8; 32] {
    let mut secret = [0; 32];
    chance.fill(&mut secret);
    secret
}

fn keep(folder: &Path, name: &str, secrets: &[[u8; 32]]) -> Result<(), ProcessError> {
    let path = folder.join(KEY_FILE);
    let mut text = format!("{name}\n");
    for secret in secrets {
        text.push_str(&HEXLOWER_PERMISSIVE.encode(secret));
        text.push('\n');
    }
    let file = fs::OpenOptions::new().write(true).create_new(true).mode(0o600).open(&path);
    let mut file = match file {
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {
            return Err(ProcessError::NotNew(path));
        }
        other => other?,
    };
    file.write_all(text.as_bytes())?;
    file.sync_all()?;
    Ok(fs::File::open(folder)?.sync_all()?)
}

fn read(folder: &Path) -> Result<(String, Vec<[u8; 32]>), ProcessError> {
    let path = folder.join(KEY_FILE);
    let text = match fs::read_to_string(&path) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => {
            return Err(ProcessError::NoKey(path));
        }
        other => other?,
    };
    if fs::metadata(&path)?.permissions().mode() & 0o077 != 0 {
        return Err(ProcessError::OpenKey(path));
    }
    let mut lines = text.lines();
    let name = lines.next().filter(|it| !it.is_empty());
    let secret = |line: &str| HEXLOWER_PERMISSIVE.decode(line.as_bytes()).ok()?.try_into().ok();
    let secrets: Option<Vec<[u8; 32]>> = lines.map(secret).collect();
    match (name, secrets) {
        (Some(name), Some(secrets)) if !secrets.is_empty() => Ok((name.to_owned(), secrets)),
        _ => Err(ProcessError::BrokenKey(path)),
    }
}
