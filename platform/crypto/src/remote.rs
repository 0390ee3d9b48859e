//! Signing keys in another process: a holder that asks over a socket, and what answers there.
//!
//! The other process signs and tells public keys, nothing else, and only for one purpose and those
//! within it. A device is attached in the same way: it answers at such a socket, behind a
//! [`KeyHolder`] of its own.
//!
//! A request is one frame: length (4 bytes, big-endian), what is asked (1), length of the purpose's
//! name (2), name, message. The answer is one frame: 0 and what was asked for, or 1 and a text.

use std::{
    collections::HashMap,
    fmt,
    io::{self, Read, Write},
    os::unix::net::{UnixListener, UnixStream},
    path::{Path, PathBuf},
    sync::RwLock,
    time::Duration,
};

use crate::{CryptoError, KeyHolder, PublicKey, Purpose, SecretKey, Signature, SuiteId};

/// How long the other side may take.
const PATIENCE: Duration = Duration::from_secs(5);
/// No frame is longer: what is signed is a statement, not a document.
const MOST: usize = 1 << 20;

const SUITE: u8 = 1;
const SIGN: u8 = 2;
const PUBLIC_KEYS: u8 = 3;

/// Asks another process. Public keys are remembered, so that checking goes on while it is away;
/// nothing is ever signed here instead.
pub struct RemoteHolder {
    socket: PathBuf,
    suite: SuiteId,
    known: RwLock<HashMap<Purpose, Vec<PublicKey>>>,
}

impl RemoteHolder {
    /// A holder whose keys are behind this socket.
    ///
    /// # Errors
    /// [`CryptoError::Holder`] when nobody answers there.
    pub fn connect(socket: &Path) -> Result<Self, CryptoError> {
        let suite = match asked(socket, SUITE, "", &[])?.as_slice() {
            [number] => SuiteId::from_number(*number)?,
            _ => return Err(CryptoError::Malformed("answer of the holder")),
        };
        Ok(Self { socket: socket.to_owned(), suite, known: RwLock::default() })
    }
}

fn only_signs<T>() -> Result<T, CryptoError> {
    Err(CryptoError::Holder("it only signs".to_owned()))
}

impl KeyHolder for RemoteHolder {
    fn suite(&self) -> SuiteId {
        self.suite
    }

    fn sign(&self, purpose: &Purpose, message: &[u8]) -> Result<Signature, CryptoError> {
        let signature = Signature::decode(&asked(&self.socket, SIGN, purpose.name(), message)?)?;
        // A wrong answer is found here and not by whoever checks a licence years later.
        self.verify(purpose, message, &signature)?;
        Ok(signature)
    }

    fn public_keys(&self, purpose: &Purpose) -> Result<Vec<PublicKey>, CryptoError> {
        let known = self.known.read().ok().and_then(|it| it.get(purpose).cloned());
        if let Some(known) = known {
            return Ok(known);
        }
        let keys = read_keys(&asked(&self.socket, PUBLIC_KEYS, purpose.name(), &[])?)?;
        if let Ok(mut known) = self.known.write() {
            known.insert(purpose.clone(), keys.clone());
        }
        Ok(keys)
    }

    fn wrap(&self, _: &Purpose, _: &SecretKey, _: &[u8]) -> Result<Vec<u8>, CryptoError> {
        only_signs()
    }

    fn unwrap(&self, _: &Purpose, _: &[u8], _: &[u8]) -> Result<SecretKey, CryptoError> {
        only_signs()
    }

    fn is_current(&self, _: &Purpose, _: &[u8]) -> Result<bool, CryptoError> {
        only_signs()
    }
}

impl fmt::Debug for RemoteHolder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "RemoteHolder({}, {})", self.suite, self.socket.display())
    }
}

/// Answers at a socket for ever with the keys of `holder`, for `purpose` and what is within it.
///
/// # Errors
/// When the socket fails.
pub fn serve(listener: &UnixListener, holder: &dyn KeyHolder, purpose: &Purpose) -> io::Result<()> {
    for stream in listener.incoming() {
        let mut stream = stream?;
        stream.set_read_timeout(Some(PATIENCE))?;
        stream.set_write_timeout(Some(PATIENCE))?;
        // Whoever breaks off has asked nothing; the next one is answered.
        let Ok(request) = read(&mut stream) else { continue };
        let answer = match answered(holder, purpose, &request) {
            Ok(bytes) => [&[0], bytes.as_slice()].concat(),
            Err(error) => [&[1], error.to_string().as_bytes()].concat(),
        };
        let _ = write(&mut stream, &answer);
    }
    Ok(())
}

fn answered(
    holder: &dyn KeyHolder,
    purpose: &Purpose,
    request: &[u8],
) -> Result<Vec<u8>, CryptoError> {
    const MALFORMED: CryptoError = CryptoError::Malformed("request");
    let (asked, rest) = request.split_first().ok_or(MALFORMED)?;
    let (length, rest) = rest.split_first_chunk::<2>().ok_or(MALFORMED)?;
    let name = rest.split_at_checked(usize::from(u16::from_be_bytes(*length)));
    let (name, message) = name.ok_or(MALFORMED)?;
    if *asked == SUITE {
        return Ok(vec![holder.suite().number()]);
    }
    let name = std::str::from_utf8(name).map_err(|_| MALFORMED)?;
    let wanted = purpose.part(name).ok_or_else(|| {
        CryptoError::Holder(format!("it does not sign for {name:?}, only for {purpose}"))
    })?;
    match *asked {
        SIGN => Ok(holder.sign(&wanted, message)?.encode()),
        PUBLIC_KEYS => {
            let mut bytes = Vec::new();
            for key in holder.public_keys(&wanted)? {
                let key = key.encode();
                let length = u16::try_from(key.len()).map_err(|_| MALFORMED)?;
                bytes.extend(length.to_be_bytes());
                bytes.extend(key);
            }
            Ok(bytes)
        }
        _ => Err(MALFORMED),
    }
}

fn read_keys(mut bytes: &[u8]) -> Result<Vec<PublicKey>, CryptoError> {
    const MALFORMED: CryptoError = CryptoError::Malformed("answer of the holder");
    let mut keys = Vec::new();
    while !bytes.is_empty() {
        let (length, rest) = bytes.split_first_chunk::<2>().ok_or(MALFORMED)?;
        let key = rest.split_at_checked(usize::from(u16::from_be_bytes(*length)));
        let (key, rest) = key.ok_or(MALFORMED)?;
        keys.push(PublicKey::decode(key)?);
        bytes = rest;
    }
    Ok(keys)
}

fn asked(socket: &Path, what: u8, name: &str, message: &[u8]) -> Result<Vec<u8>, CryptoError> {
    let failed = |error: io::Error| {
        CryptoError::Holder(format!("{} does not answer: {error}", socket.display()))
    };
    let length = u16::try_from(name.len()).map_err(|_| CryptoError::TooLong)?;
    let head = [&[what], length.to_be_bytes().as_slice(), name.as_bytes()].concat();
    let mut stream = UnixStream::connect(socket).map_err(failed)?;
    stream.set_read_timeout(Some(PATIENCE)).map_err(failed)?;
    stream.set_write_timeout(Some(PATIENCE)).map_err(failed)?;
    write(&mut stream, &[head.as_slice(), message].concat()).map_err(failed)?;
    let answer = read(&mut stream).map_err(failed)?;
    match answer.split_first() {
        Some((0, bytes)) => Ok(bytes.to_vec()),
        Some((_, text)) => Err(CryptoError::Holder(String::from_utf8_lossy(text).into_owned())),
        None => Err(CryptoError::Malformed("answer of the holder")),
    }
}

fn read(stream: &mut impl Read) -> io::Result<Vec<u8>> {
    let mut length = [0; 4];
    stream.read_exact(&mut length)?;
    let length = usize::try_from(u32::from_be_bytes(length)).unwrap_or(usize::MAX);
    if length > MOST {
        return Err(io::Error::other("too long"));
    }
    let mut bytes = vec![0; length];
    stream.read_exact(&mut bytes)?;
    Ok(bytes)
}

fn write(stream: &mut impl Write, bytes: &[u8]) -> io::Result<()> {
    let length = u32::try_from(bytes.len()).ok().filter(|_| bytes.len() <= MOST);
    let length = length.ok_or_else(|| io::Error::other("too long"))?;
    stream.write_all(&length.to_be_bytes())?;
    stream.write_all(bytes)?;
    stream.flush()
}
