//! The signer over a Unix socket: a length of four bytes, then JSON. Operators have a socket of
//! their own, so that the application cannot ask for what is theirs.

use std::{
    io,
    path::Path,
    sync::{Arc, Mutex, PoisonError},
};

use jiff::Timestamp;
use serde::{Deserialize, Serialize, de::DeserializeOwned};
use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    net::{UnixListener, UnixStream},
    task::JoinSet,
};

use super::{Refusal, SignRequest, Signer};
use crate::{
    hash::{Head, TreeHash},
    note::Note,
};

/// A longer message is not read, in bytes.
const MOST_BYTES: u32 = 64 * 1024;

/// Why the client has no signature.
#[derive(Debug, thiserror::Error)]
pub enum ClientError {
    /// The socket failed.
    #[error("the signer was not reached: {0}")]
    Io(#[from] io::Error),
    /// The signer refuses.
    #[error(transparent)]
    Refused(#[from] Refusal),
    /// The answer is none.
    #[error("the signer's answer cannot be read")]
    Nonsense,
}

#[derive(Serialize, Deserialize)]
#[serde(tag = "do", rename_all = "kebab-case", deny_unknown_fields)]
enum Request {
    Head,
    Sign { size: u64, root: String, path: Vec<String>, log_at: Timestamp },
    BelieveClock { why: String },
}

#[derive(Serialize, Deserialize)]
#[serde(tag = "is", rename_all = "kebab-case", deny_unknown_fields)]
enum Reply {
    Head { size: u64, root: String },
    Signed { note: String },
    Believed,
    Refused { refusal: Refusal },
}

async fn receive<T: DeserializeOwned>(stream: &mut UnixStream) -> io::Result<Option<T>> {
    let length = match stream.read_u32().await {
        Ok(length) => length,
        Err(error) if error.kind() == io::ErrorKind::UnexpectedEof => return Ok(None),
        Err(error) => return Err(error),
    };
    if length > MOST_BYTES {
        return Err(io::Error::from(io::ErrorKind::InvalidData));
    }
    let mut bytes = Vec::new();
    stream.take(u64::from(length)).read_to_end(&mut bytes).await?;
    Ok(Some(serde_json::from_slice(&bytes)?))
}

async fn send<T: Serialize>(stream: &mut UnixStream, message: &T) -> io::Result<()> {
    let bytes = serde_json::to_vec(message)?;
    let length = u32::try_from(bytes.len()).map_err(|_| io::ErrorKind::InvalidInput)?;
    stream.write_u32(length).await?;
    stream.write_all(&bytes).await
}

/// Who stands behind a socket.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Caller {
    Log,
    Operator,
}

/// Serves the log until the socket fails. The file of the socket may be used by the log's user
/// only.
pub async fn serve(listener: UnixListener, signer: Arc<Mutex<Signer>>) -> io::Result<()> {
    accept(listener, signer, Caller::Log).await
}

/// Serves operators, on another socket.
pub async fn serve_operator(listener: UnixListener, signer: Arc<Mutex<Signer>>) -> io::Result<()> {
    accept(listener, signer, Caller::Operator).await
}

async fn accept(
    listener: UnixListener,
    signer: Arc<Mutex<Signer>>,
    caller: Caller,
) -> io::Result<()> {
    // Conversations end with whoever holds them.
    let mut talks = JoinSet::new();
    loop {
        let (stream, _) = tokio::select! {
            accepted = listener.accept() => accepted?,
            Some(_) = talks.join_next() => continue,
        };
        let signer = signer.clone();
        talks.spawn(async move {
            if let Err(error) = converse(stream, signer, caller).await {
                tracing::warn!(%error, "a conversation with the signer broke off");
            }
        });
    }
}

async fn converse(
    mut stream: UnixStream,
    signer: Arc<Mutex<Signer>>,
    caller: Caller,
) -> io::Result<()> {
    while let Some(request) = receive::<Request>(&mut stream).await? {
        let signer = signer.clone();
        // Signing waits for the disk.
        let decided = tokio::task::spawn_blocking(move || {
            let mut signer = signer.lock().unwrap_or_else(PoisonError::into_inner);
            decide(&mut signer, request, caller)
        });
        let reply = decided.await.map_err(io::Error::other)?;
        send(&mut stream, &reply).await?;
    }
    Ok(())
}

fn decide(signer: &mut Signer, request: Request, caller: Caller) -> Reply {
    let reply = match request {
        Request::Head => {
            let head = signer.head();
            return Reply::Head { size: head.size, root: head.root.to_string() };
        }
        Request::Sign { size, root, path, log_at } => {
            let root = TreeHash::from_base64(&root);
            let path: Option<Vec<_>> = path.iter().map(|it| TreeHash::from_base64(it)).collect();
            match (root, path) {
                (Some(root), Some(path)) => {
                    let head = Head { size, root };
                    let signed = signer.sign(&SignRequest { head, path, log_at });
                    signed.map(|it| Reply::Signed { note: it.to_text() })
                }
                _ => Err(Refusal::Malformed),
            }
        }
        Request::BelieveClock { why } if caller == Caller::Operator => {
            signer.believe_clock(&why).map(|()| Reply::Believed)
        }
        Request::BelieveClock { .. } => Err(Refusal::Malformed),
    };
    reply.unwrap_or_else(|refusal| {
        tracing::error!(%refusal, "the signer refuses");
        Reply::Refused { refusal }
    })
}

/// A connection to the signer.
pub struct Client {
    stream: UnixStream,
}

impl Client {
    /// Connects to a socket.
    pub async fn connect(path: &Path) -> Result<Self, ClientError> {
        Ok(Self { stream: UnixStream::connect(path).await? })
    }

    /// The head that the signer signed last: from there a proof is needed.
    pub async fn head(&mut self) -> Result<Head, ClientError> {
        match self.ask(&Request::Head).await? {
            Reply::Head { size, root } => {
                let root = TreeHash::from_base64(&root).ok_or(ClientError::Nonsense)?;
                Ok(Head { size, root })
            }
            other => Err(unexpected(other)),
        }
    }

    /// Asks for the signed checkpoint of a head.
    pub async fn sign(&mut self, request: &SignRequest) -> Result<Note, ClientError> {
        let SignRequest { head, path, log_at } = request;
        let path = path.iter().map(TreeHash::to_string).collect();
        let root = head.root.to_string();
        let request = Request::Sign { size: head.size, root, path, log_at: *log_at };
        match self.ask(&request).await? {
            Reply::Signed { note } => Note::parse(&note).map_err(|_| ClientError::Nonsense),
            other => Err(unexpected(other)),
        }
    }

    /// Makes the signer believe its clock. Works on the operators' socket only.
    pub async fn believe_clock(&mut self, why: &str) -> Result<(), ClientError> {
        match self.ask(&Request::BelieveClock { why: why.to_owned() }).await? {
            Reply::Believed => Ok(()),
            other => Err(unexpected(other)),
        }
    }

    async fn ask(&mut self, request: &Request) -> Result<Reply, ClientError> {
        send(&mut self.stream, request).await?;
        receive(&mut self.stream).await?.ok_or(ClientError::Nonsense)
    }
}

fn unexpected(reply: Reply) -> ClientError {
    match reply {
        Reply::Refused { refusal } => ClientError::Refused(refusal),
        _ => ClientError::Nonsense,
    }
}
