//! One call: what is asked, the checks before it, and what is answered.

use std::{io, net::SocketAddr, sync::Arc, time::Duration};

use bytes::Bytes;
use http_body_util::{BodyExt as _, Full, LengthLimitError, Limited};
use hyper::{
    HeaderMap, Method, Request, StatusCode,
    client::conn::http1,
    header::{self, HeaderName, HeaderValue},
};
use hyper_util::rt::TokioIo;
use tokio::{
    io::{AsyncRead, AsyncWrite},
    net::TcpStream,
};
use tokio_rustls::{TlsConnector, rustls::pki_types::ServerName};
use url::Url;

use crate::{Destination, Roots, address::is_public};

/// A whole call takes no longer.
const PATIENCE: Duration = Duration::from_secs(10);
/// An answer is not larger.
const ANSWER_BYTES: usize = 1024 * 1024;

/// Why a call was not made or has no answer. The texts name sites, never paths or queries: these
/// may hold secrets.
#[derive(Debug, thiserror::Error)]
pub enum OutgoingError {
    /// The address cannot be read.
    #[error("the address cannot be read")]
    Address,
    /// The site is not on the list.
    #[error("{0} is not on the list of sites that may be asked")]
    NotListed(String),
    /// The name leads inside.
    #[error("{0} leads to an address that is not of the public network")]
    Inside(String),
    /// The name leads nowhere.
    #[error("{0} cannot be resolved")]
    Unknown(String),
    /// Nobody answers, or not as HTTP and TLS want it.
    #[error("{0} cannot be reached: {1}")]
    Unreached(String, String),
    /// The answer takes too long.
    #[error("{0} takes longer than {1} s")]
    Slow(String, u64),
    /// The answer is too large.
    #[error("{0} answers with more than {1} bytes")]
    Large(String, usize),
    /// The answer sends elsewhere.
    #[error("{0} sends elsewhere, which is not followed")]
    Elsewhere(String),
}

/// Finds the addresses of a name.
#[async_trait::async_trait]
pub trait Resolver: Send + Sync {
    /// The addresses of `host`, each with `port`.
    async fn resolve(&self, host: &str, port: u16) -> io::Result<Vec<SocketAddr>>;
}

/// The system's own.
#[derive(Debug, Clone, Copy, Default)]
pub struct SystemResolver;

#[async_trait::async_trait]
impl Resolver for SystemResolver {
    async fn resolve(&self, host: &str, port: u16) -> io::Result<Vec<SocketAddr>> {
        Ok(tokio::net::lookup_host((host, port)).await?.collect())
    }
}

/// What is asked.
#[derive(Debug, Clone)]
pub struct Call {
    method: Method,
    url: String,
    headers: HeaderMap,
    body: Bytes,
}

impl Call {
    /// Fetches an address.
    pub fn get(url: &str) -> Self {
        Self::new(Method::GET, url, Bytes::new())
    }

    /// Sends the fields of a form.
    pub fn form(url: &str, fields: &[(&str, &str)]) -> Self {
        let body = form_urlencoded::Serializer::new(String::new()).extend_pairs(fields).finish();
        Self::new(Method::POST, url, body.into()).with(
            header::CONTENT_TYPE,
            HeaderValue::from_static("application/x-www-form-urlencoded"),
        )
    }

    /// Sends bytes of a kind, such as `application/json`.
    pub fn post(url: &str, kind: &'static str, body: impl Into<Bytes>) -> Self {
        let kind = HeaderValue::from_static(kind);
        Self::new(Method::POST, url, body.into()).with(header::CONTENT_TYPE, kind)
    }

    /// With a header; a value with credentials is marked as sensitive by whoever makes it.
    #[must_use]
    pub fn with(mut self, name: HeaderName, value: HeaderValue) -> Self {
        self.headers.insert(name, value);
        self
    }

    fn new(method: Method, url: &str, body: Bytes) -> Self {
        Self { method, url: url.to_owned(), headers: HeaderMap::new(), body }
    }
}

/// What was answered.
#[derive(Debug, Clone)]
pub struct Answer {
    /// The status.
    pub status: StatusCode,
    /// The headers.
    pub headers: HeaderMap,
    /// The whole body.
    pub body: Bytes,
}

/// The door. Cheap to clone.
#[derive(Clone)]
pub struct Outgoing {
    destinations: Arc<[Destination]>,
    resolver: Arc<dyn Resolver>,
    tls: Option<TlsConnector>,
    patience: Duration,
    answer_bytes: usize,
}

impl Outgoing {
    /// A door to these destinations only.
    pub fn new(destinations: Vec<Destination>, roots: Roots, resolver: Arc<dyn Resolver>) -> Self {
        Self {
            destinations: destinations.into(),
            resolver,
            tls: roots.connector(),
            patience: PATIENCE,
            answer_bytes: ANSWER_BYTES,
        }
    }

    /// With other limits of time and size.
    #[must_use]
    pub fn with_limits(mut self, patience: Duration, answer_bytes: usize) -> Self {
        (self.patience, self.answer_bytes) = (patience, answer_bytes);
        self
    }

    /// Whether an address may be asked at all; for settings and forms that take one.
    pub fn is_listed(&self, url: &str) -> bool {
        let site = Url::parse(url).ok().and_then(|url| Destination::of(&url, false));
        site.is_some_and(|site| self.destinations.iter().any(|it| it.is_site_of(&site)))
    }

    /// Makes a call.
    ///
    /// # Errors
    /// [`OutgoingError`]. A status such as 404 or 500 is an answer, no error; one that sends
    /// elsewhere is an error.
    pub async fn send(&self, call: Call) -> Result<Answer, OutgoingError> {
        let url = Url::parse(&call.url).map_err(|_| OutgoingError::Address)?;
        let asked = Destination::of(&url, false).ok_or(OutgoingError::Address)?;
        let site = url.origin().ascii_serialization();
        if !url.username().is_empty() || url.password().is_some() {
            return Err(OutgoingError::Address);
        }
        let Some(listed) = self.destinations.iter().find(|it| it.is_site_of(&asked)) else {
            tracing::warn!(code = "outgoing.not_listed", site, "a call was refused");
            return Err(OutgoingError::NotListed(site));
        };
        let whole = async {
            let addresses = self.checked(listed, &site).await?;
            self.ask(listed, &site, &addresses, call, &url).await
        };
        match tokio::time::timeout(self.patience, whole).await {
            Ok(outcome) => outcome,
            Err(_) => Err(OutgoingError::Slow(site, self.patience.as_secs())),
        }
    }

    /// The addresses of a destination, once all of them have been checked.
    async fn checked(
        &self,
        to: &Destination,
        site: &str,
    ) -> Result<Vec<SocketAddr>, OutgoingError> {
        let host = to.host();
        let addresses = match host.parse() {
            Ok(ip) => vec![SocketAddr::new(ip, to.port())],
            Err(_) => self.resolver.resolve(&host, to.port()).await.unwrap_or_default(),
        };
        if addresses.is_empty() {
            return Err(OutgoingError::Unknown(site.to_owned()));
        }
        if !to.is_inside && !addresses.iter().all(|it| is_public(it.ip())) {
            tracing::warn!(code = "outgoing.inside", site, "a call was refused");
            return Err(OutgoingError::Inside(site.to_owned()));
        }
        Ok(addresses)
    }

    async fn ask(
        &self,
        to: &Destination,
        site: &str,
        addresses: &[SocketAddr],
        call: Call,
        url: &Url,
    ) -> Result<Answer, OutgoingError> {
        let unreached = |error: &dyn std::fmt::Display| {
            OutgoingError::Unreached(site.to_owned(), error.to_string())
        };
        let stream = TcpStream::connect(addresses).await.map_err(|it| unreached(&it))?;
        let request = request(call, url).ok_or(OutgoingError::Address)?;
        if !to.is_encrypted() {
            return self.exchange(stream, request, site).await;
        }
        let tls = self.tls.as_ref().ok_or_else(|| unreached(&"TLS is not available"))?;
        let name = ServerName::try_from(to.host()).map_err(|it| unreached(&it))?;
        let stream = tls.connect(name, stream).await.map_err(|it| unreached(&it))?;
        self.exchange(stream, request, site).await
    }

    async fn exchange<S>(
        &self,
        stream: S,
        request: Request<Full<Bytes>>,
        site: &str,
    ) -> Result<Answer, OutgoingError>
    where
        S: AsyncRead + AsyncWrite + Unpin + Send + 'static,
    {
        let unreached =
            |error: hyper::Error| OutgoingError::Unreached(site.to_owned(), error.to_string());
        let (mut sender, connection) =
            http1::handshake(TokioIo::new(stream)).await.map_err(unreached)?;
        let line = tokio::spawn(connection);
        let outcome = async {
            let response = sender.send_request(request).await.map_err(unreached)?;
            if response.status().is_redirection() {
                return Err(OutgoingError::Elsewhere(site.to_owned()));
            }
            let (parts, body) = response.into_parts();
            let body = Limited::new(body, self.answer_bytes).collect().await.map_err(|error| {
                if error.is::<LengthLimitError>() {
                    return OutgoingError::Large(site.to_owned(), self.answer_bytes);
                }
                OutgoingError::Unreached(site.to_owned(), error.to_string())
            })?;
            Ok(Answer { status: parts.status, headers: parts.headers, body: body.to_bytes() })
        };
        let outcome = outcome.await;
        line.abort();
        outcome
    }
}

fn request(call: Call, url: &Url) -> Option<Request<Full<Bytes>>> {
    let mut target = url.path().to_owned();
    if let Some(query) = url.query() {
        target = format!("{target}?{query}");
    }
    let host = url.host_str()?;
    let host = url.port().map_or_else(|| host.to_owned(), |port| format!("{host}:{port}"));
    let mut request = Request::new(Full::new(call.body));
    *request.method_mut() = call.method;
    *request.uri_mut() = target.parse().ok()?;
    *request.headers_mut() = call.headers;
    let headers = request.headers_mut();
    headers.insert(header::HOST, HeaderValue::from_str(&host).ok()?);
    headers.insert(header::CONNECTION, HeaderValue::from_static("close"));
    Some(request)
}
