//! The listener itself: takes connections and passes requests on.

use std::{convert::Infallible, io, net::SocketAddr, sync::Arc, time::Duration};

use axum::{Router, body::Body, extract::ConnectInfo, http::Request, response::Response};
use hyper::{body::Incoming, service::service_fn};
use hyper_util::{
    rt::{TokioExecutor, TokioIo, TokioTimer},
    server::{
        conn::auto::Builder,
        graceful::{GracefulShutdown, Watcher},
    },
};
use tokio::{
    io::{AsyncRead, AsyncWrite, AsyncWriteExt as _},
    net::{TcpListener, TcpStream},
};
use tower::ServiceExt as _;

use crate::{
    Limits, Tls,
    body::{Held, Paced},
    crowd::{Crowd, Full, Guest},
    framing::{self, Framing},
    guarded::{Guarded, Work},
};

/// How often the certificate's files are looked at.
const RENEWAL: Duration = Duration::from_secs(30);
/// After the sign to stop, requests under way have so long.
const FAREWELL: Duration = Duration::from_secs(10);
/// After a failure to take a connection (too many open files, say).
const PAUSE: Duration = Duration::from_millis(100);

/// Bytes of a body that a stream of HTTP/2 may send before somebody reads them, and those of all
/// streams of a connection together.
const STREAM_WINDOW: u32 = 256 * 1024;
const CONNECTION_WINDOW: u32 = 512 * 1024;
/// Bytes of an answer that lie ready for a stream whose client does not take them.
const SEND_BYTES: usize = 64 * 1024;

/// What is said to a connection that is one too many, where nothing is encrypted.
const FULL: &[u8] = b"HTTP/1.1 503 Service Unavailable\r\nretry-after: 5\r\n\
    content-type: text/plain; charset=utf-8\r\ncontent-length: 51\r\nconnection: close\r\n\r\n\
    Too many connections. Please try again in a moment.";

/// Takes connections at an address.
pub struct Listener {
    tcp: TcpListener,
    tls: Option<Tls>,
    limits: Limits,
}

impl Listener {
    /// Listens at `address`, with TLS if there is a certificate.
    ///
    /// # Errors
    /// When the address cannot be listened on.
    pub async fn bind(address: SocketAddr, tls: Option<Tls>, limits: Limits) -> io::Result<Self> {
        Ok(Self { tcp: TcpListener::bind(address).await?, tls, limits })
    }

    /// Where it listens.
    ///
    /// # Errors
    /// When the system does not say.
    pub fn address(&self) -> io::Result<SocketAddr> {
        self.tcp.local_addr()
    }

    /// Answers requests with `router` until `stop` ends. Requests under way are finished.
    pub async fn serve(self, router: Router, stop: impl Future<Output = ()>) {
        let crowd = Crowd::new(self.limits.clone());
        let house = Arc::new(House { router, limits: self.limits, tls: self.tls });
        let ending = GracefulShutdown::new();
        let mut renewal = tokio::time::interval(RENEWAL);
        let mut stop = std::pin::pin!(stop);
        loop {
            tokio::select! {
                () = &mut stop => break,
                _ = renewal.tick() => house.renew(),
                taken = self.tcp.accept() => match taken {
                    Ok((stream, peer)) => house.receive(stream, peer, &crowd, ending.watcher()),
                    Err(error) => {
                        tracing::warn!(%error, "a connection cannot be taken");
                        tokio::time::sleep(PAUSE).await;
                    }
                },
            }
        }
        drop(self.tcp);
        if tokio::time::timeout(FAREWELL, ending.shutdown()).await.is_err() {
            tracing::warn!("requests were cut off at the end");
        }
    }
}

struct House {
    router: Router,
    limits: Limits,
    tls: Option<Tls>,
}

impl House {
    fn renew(&self) {
        match self.tls.as_ref().map(Tls::renew) {
            Some(Ok(true)) => tracing::info!("the certificate was renewed"),
            Some(Err(error)) => {
                tracing::error!(%error, "the new certificate cannot be used; the former one stays");
            }
            Some(Ok(false)) | None => {}
        }
    }

    fn receive(
        self: &Arc<Self>,
        mut stream: TcpStream,
        peer: SocketAddr,
        crowd: &Arc<Crowd>,
        watcher: Watcher,
    ) {
        // Without it, small answers wait for the client's acknowledgement.
        let _ = stream.set_nodelay(true);
        match crowd.enter(peer.ip()) {
            Ok(guest) => {
                tokio::spawn(self.clone().attend(stream, peer, guest, watcher));
            }
            Err(full) => {
                refused(full);
                if self.tls.is_none() {
                    tokio::spawn(async move {
                        let told = stream.write_all(FULL);
                        let _ = tokio::time::timeout(PAUSE, told).await;
                    });
                }
            }
        }
    }

    async fn attend(self: Arc<Self>, stream: TcpStream, peer: SocketAddr, _: Guest, end: Watcher) {
        let work = Arc::new(Work::default());
        let guarded = Guarded::new(stream, work.clone(), &self.limits);
        let Some(tls) = &self.tls else { return self.converse(guarded, peer, work, end).await };
        let shaking = tls.acceptor().accept(guarded);
        match tokio::time::timeout(self.limits.header_time, shaking).await {
            Ok(Ok(encrypted)) => self.converse(encrypted, peer, work, end).await,
            Ok(Err(error)) => tracing::debug!(%error, "no TLS"),
            Err(_) => tracing::debug!("a handshake took too long"),
        }
    }

    async fn converse<S>(&self, stream: S, peer: SocketAddr, work: Arc<Work>, end: Watcher)
    where
        S: AsyncRead + AsyncWrite + Unpin + Send + 'static,
    {
        let service = service_fn(|request: Request<Incoming>| {
            let token = work.begin();
            let framing = Framing::of(&request);
            let mut request = request.map(|body| Body::new(Paced::new(body, &self.limits)));
            request.extensions_mut().insert(ConnectInfo(peer));
            let answering = self.router.clone().oneshot(request);
            async move {
                if framing == Framing::Ambiguous {
                    tracing::info!(code = "listener.ambiguous", "a request was refused");
                    return Ok(framing::refusal());
                }
                let Ok(response) = answering.await;
                let response = framing.end(response);
                let hold = |body| Body::new(Held { body, token: Some(token) });
                Ok::<Response, Infallible>(response.map(hold))
            }
        });
        let builder = self.builder();
        let connection = builder.serve_connection(TokioIo::new(stream), service);
        if let Err(error) = end.watch(connection).await {
            tracing::debug!(error, "a connection broke off");
        }
    }

    fn builder(&self) -> Builder<TokioExecutor> {
        let limits = &self.limits;
        let mut builder = Builder::new(TokioExecutor::new());
        builder
            .http1()
            .timer(TokioTimer::new())
            .header_read_timeout(limits.header_time)
            .max_headers(limits.header_count)
            .max_buf_size(limits.header_bytes.max(16 * 1024));
        let list = u32::try_from(limits.header_bytes).unwrap_or(u32::MAX);
        builder
            .http2()
            .timer(TokioTimer::new())
            .max_concurrent_streams(limits.streams)
            .max_header_list_size(list)
            .max_pending_accept_reset_streams(20)
            .max_local_error_reset_streams(200)
            .initial_stream_window_size(STREAM_WINDOW)
            .initial_connection_window_size(CONNECTION_WINDOW)
            .max_send_buf_size(SEND_BYTES)
            .keep_alive_interval(Duration::from_secs(20))
            .keep_alive_timeout(limits.header_time);
        builder
    }
}

fn refused(full: Full) {
    metrics::counter!("onewindow_connections_refused_total", "full" => full.word()).increment(1);
    tracing::debug!(code = "listener.full", full = full.word(), "a connection was refused");
}
