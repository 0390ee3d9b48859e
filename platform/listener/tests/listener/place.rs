//! A listener with a small program behind it, and raw connections to it.

use std::{net::SocketAddr, time::Duration};

use axum::{
    Router,
    body::Bytes,
    routing::{get, post},
};
use listener::{Limits, Listener, Tls};
use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    net::TcpStream,
    sync::oneshot,
};

/// A running listener. It stops when this is dropped.
pub struct Place {
    pub address: SocketAddr,
    _stop: oneshot::Sender<()>,
}

impl Place {
    pub async fn open(limits: Limits, tls: Option<Tls>) -> Self {
        let listener = Listener::bind("127.0.0.1:0".parse().unwrap(), tls, limits).await.unwrap();
        let address = listener.address().unwrap();
        let router = Router::new()
            .route("/", get(|| async { "hello" }))
            .route("/large", get(|| async { vec![b'x'; 8 * 1024 * 1024] }))
            .route("/count", post(|body: Bytes| async move { body.len().to_string() }));
        let (stop, stopped) = oneshot::channel::<()>();
        tokio::spawn(listener.serve(router, async move {
            let _ = stopped.await;
        }));
        Self { address, _stop: stop }
    }

    pub async fn line(&self) -> TcpStream {
        TcpStream::connect(self.address).await.unwrap()
    }

    /// Sends bytes over a new connection and reads to its end.
    pub async fn says(&self, bytes: &[u8]) -> String {
        let mut line = self.line().await;
        line.write_all(bytes).await.unwrap();
        rest(&mut line).await
    }

    /// An ordinary visit.
    pub async fn hello(&self) -> String {
        self.says(b"GET / HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n").await
    }
}

/// What comes until the other side closes. A connection that is never closed fails the test.
pub async fn rest(line: &mut TcpStream) -> String {
    let mut bytes = Vec::new();
    let whole = line.read_to_end(&mut bytes);
    // A reset is an end as well.
    let _ = tokio::time::timeout(Duration::from_secs(20), whole).await.expect("it is closed");
    String::from_utf8_lossy(&bytes).into_owned()
}

/// Short times, so that a test need not wait.
pub fn hasty() -> Limits {
    let short = Duration::from_millis(200);
    Limits {
        header_time: short,
        idle_time: short,
        body_grace: short,
        stall_time: short,
        ..Limits::default()
    }
}
