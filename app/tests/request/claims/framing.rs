//! Answers as they stand on the wire, and requests that only a raw connection can send: through
//! the listener that ships.

use std::{net::SocketAddr, time::Duration};

use axum::http::Method;
use listener::{Limits, Listener};
use onewindow::serve;
use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    net::TcpStream,
    sync::oneshot,
};

use super::places::address;
use crate::{city::City, rights::world::Thing};

const MORNING: &str = "2026-03-02T10:00:00+08:00";

/// The city behind the listener; it stops when this is dropped.
pub struct Wire {
    pub address: SocketAddr,
    _stop: oneshot::Sender<()>,
}

impl Wire {
    pub async fn of(city: &City) -> Self {
        let any = "127.0.0.1:0".parse().unwrap();
        let listener = Listener::bind(any, None, Limits::default()).await.unwrap();
        let address = listener.address().unwrap();
        let router = serve::router(&city.installation, None);
        let (stop, stopped) = oneshot::channel::<()>();
        tokio::spawn(listener.serve(router, async move {
            let _ = stopped.await;
        }));
        Self { address, _stop: stop }
    }

    pub async fn asks(&self, method: &Method, path: &str, more: &str) -> Vec<u8> {
        let request =
            format!("{method} {path} HTTP/1.1\r\nhost: x\r\nconnection: close\r\n{more}\r\n");
        says(self.address, request.as_bytes()).await
    }
}

/// Sends bytes over a new connection and reads to its end.
pub async fn says(address: SocketAddr, bytes: &[u8]) -> Vec<u8> {
    let mut line = TcpStream::connect(address).await.unwrap();
    // The other side may have had enough before it has read everything.
    let _ = line.write_all(bytes).await;
    let mut answer = Vec::new();
    let whole = line.read_to_end(&mut answer);
    let _ = tokio::time::timeout(Duration::from_secs(40), whole).await.expect("it is closed");
    answer
}

/// An answer as it came.
pub struct Framed {
    pub status: u16,
    headers: Vec<(String, String)>,
    pub body: Vec<u8>,
}

impl Framed {
    #[track_caller]
    pub fn of(bytes: &[u8], place: &str) -> Self {
        let end = bytes.windows(4).position(|it| it == b"\r\n\r\n");
        let end = end.unwrap_or_else(|| panic!("{place}: {}", String::from_utf8_lossy(bytes)));
        let head = std::str::from_utf8(&bytes[..end]).unwrap();
        let mut lines = head.split("\r\n");
        let first = lines.next().unwrap();
        assert!(first.starts_with("HTTP/1.1 "), "{place}: {first}");
        let status = first[9..12].parse().unwrap();
        let header = |line: &str| {
            let (name, value) =
                line.split_once(": ").unwrap_or_else(|| panic!("{place}: {line:?}"));
            assert!(!value.contains(['\r', '\n', '\0']), "{place}: {line:?}");
            (name.to_ascii_lowercase(), value.to_owned())
        };
        let headers = lines.map(header).collect();
        Self { status, headers, body: bytes[end + 4..].to_vec() }
    }

    pub fn all(&self, name: &str) -> Vec<&str> {
        let found = self.headers.iter().filter(|(own, _)| own == name);
        found.map(|(_, value)| value.as_str()).collect()
    }

    /// How long the body is said to be is how long it is, and it is said once.
    #[track_caller]
    fn is_well_framed(&self, has_body: bool, place: &str) {
        let (lengths, codings) = (self.all("content-length"), self.all("transfer-encoding"));
        assert!(lengths.len() + codings.len() <= 1, "{place}: {lengths:?} {codings:?}");
        if !has_body || matches!(self.status, 204 | 304) {
            assert!(self.body.is_empty(), "{place}: {} bytes", self.body.len());
            return;
        }
        match (lengths.first(), codings.first()) {
            (Some(length), None) => assert_eq!(length.parse(), Ok(self.body.len()), "{place}"),
            (None, Some(coding)) => {
                assert_eq!(*coding, "chunked", "{place}");
                assert!(self.chunks_end(), "{place}: the chunks do not end where the answer does");
            }
            _ => panic!("{place}: nothing says where the answer ends"),
        }
    }

    fn chunks_end(&self) -> bool {
        let mut rest = &self.body[..];
        loop {
            let Some(line) = rest.windows(2).position(|it| it == b"\r\n") else { return false };
            let size = std::str::from_utf8(&rest[..line]).unwrap_or("x");
            let Ok(size) = usize::from_str_radix(size, 16) else { return false };
            rest = &rest[line + 2..];
            if size == 0 {
                return rest == b"\r\n";
            }
            if rest.len() < size + 2 || &rest[size..size + 2] != b"\r\n" {
                return false;
            }
            rest = &rest[size + 2..];
        }
    }
}

#[tokio::test]
async fn every_answer_ends_where_it_says() {
    let city = City::on(MORNING).await;
    let wire = Wire::of(&city).await;
    let mut framed = 0;
    for route in &city.installation.house.routes {
        let path = address(route, &Thing::default(), &[]);
        for method in [Method::GET, Method::HEAD, Method::POST, Method::PUT] {
            for more in ["", "accept-encoding: br, gzip\r\n"] {
                let length = if method == Method::POST { "content-length: 0\r\n" } else { "" };
                let answer = wire.asks(&method, &path, &format!("{length}{more}")).await;
                let place = format!("{method} {path} {more}");
                let answer = Framed::of(&answer, &place);
                answer.is_well_framed(method != Method::HEAD, &place);
                assert!(answer.status < 500, "{place}: {}", answer.status);
                framed += 1;
            }
        }
    }
    assert!(framed > 1_500, "{framed}");
}

#[tokio::test]
async fn requests_that_are_too_long_are_refused_and_break_nothing() {
    let city = City::on(MORNING).await;
    let wire = Wire::of(&city).await;
    let fields =
        |joint: &str| -> String { (0..10_000).map(|n| format!("{joint}p{n}=1")).collect() };
    // Who sends too many headers may be cut off.
    let status = |answer: &[u8], place: &str| {
        if answer.is_empty() { 431 } else { Framed::of(answer, place).status }
    };
    let get = Method::GET;
    for (path, wanted) in [
        (format!("/zh-hans/search?q={}", "a".repeat(60_000)), 414),
        (format!("/{}", "a/".repeat(30_000)), 414),
        (format!("/zh-hans/search?q=a{}", fields("&")), 414),
        (format!("/api/v1/services?q=a{}", fields("&")), 414),
        (format!("/zh-hans/search?{}", "a&".repeat(3_000)), 400),
    ] {
        let place = format!("{}…", &path[..30]);
        assert_eq!(status(&wire.asks(&get, &path, "").await, &place), wanted, "{place}");
    }
    for (more, wanted) in [
        (format!("x-a: {}\r\n", "a".repeat(32 * 1024)), 431),
        (format!("cookie: {}\r\n", "a=b; ".repeat(8_000)), 431),
        ((0..200).map(|n| format!("x-{n}: a\r\n")).collect(), 431),
    ] {
        let place = format!("{}…", &more[..8]);
        assert_eq!(status(&wire.asks(&get, "/zh-hans/", &more).await, &place), wanted, "{place}");
    }
    let form = fields("&");
    let more = format!(
        "origin: http://x\r\ncontent-type: application/x-www-form-urlencoded\r\n\
         content-length: {}\r\n",
        form.len()
    );
    let request = format!(
        "POST /zh-hans/sign-in HTTP/1.1\r\nhost: x\r\nconnection: close\r\n{more}\r\n{form}"
    );
    let answer = says(wire.address, request.as_bytes()).await;
    assert_eq!(status(&answer, "a form of ten thousand fields"), 400);
    let after = wire.asks(&get, "/zh-hans/", "").await;
    assert_eq!(Framed::of(&after, "afterwards").status, 200);
}

/// A frame of HTTP/2 (RFC 9113, section 4.1).
fn frame(kind: u8, flags: u8, stream: u32, payload: &[u8]) -> Vec<u8> {
    let length = u32::try_from(payload.len()).unwrap().to_be_bytes();
    [&length[1..], &[kind, flags], &stream.to_be_bytes(), payload].concat()
}

/// A header that is never indexed, with its letters as they are (RFC 7541, section 6.2.3).
fn literal(name: &[u8], value: &[u8]) -> Vec<u8> {
    let length = |it: &[u8]| u8::try_from(it.len()).unwrap();
    [&[0x10, length(name)][..], name, &[length(value)], value].concat()
}

/// What comes of a request over HTTP/2.
#[derive(Debug, PartialEq, Eq)]
enum Came {
    /// It was answered with 200.
    Good,
    /// It was answered, with something else.
    Answered,
    /// The stream or the connection was refused.
    Refused,
}

const HEADERS: u8 = 1;
const RESET: u8 = 3;
const GO_AWAY: u8 = 7;

async fn sends_over_http2(wire: &Wire, more: &[(&[u8], &[u8])]) -> Came {
    let usual: [(&[u8], &[u8]); 4] = [
        (b":method", b"GET"),
        (b":path", b"/zh-hans/"),
        (b":scheme", b"http"),
        (b":authority", b"x"),
    ];
    let block: Vec<u8> =
        usual.iter().chain(more).flat_map(|(name, value)| literal(name, value)).collect();
    let mut line = TcpStream::connect(wire.address).await.unwrap();
    let begun = [
        b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".to_vec(),
        frame(4, 0, 0, &[]),
        // The header is whole, and there is no body.
        frame(HEADERS, 0x5, 1, &block),
    ];
    line.write_all(&begun.concat()).await.unwrap();
    let answer = async {
        loop {
            let mut head = [0; 9];
            if line.read_exact(&mut head).await.is_err() {
                return Came::Refused;
            }
            let length = u32::from_be_bytes([0, head[0], head[1], head[2]]);
            let mut payload = vec![0; usize::try_from(length).unwrap()];
            if line.read_exact(&mut payload).await.is_err() {
                return Came::Refused;
            }
            match head[3] {
                // `:status: 200` is the eighth entry of the static table.
                HEADERS if payload.contains(&0x88) => return Came::Good,
                HEADERS => return Came::Answered,
                RESET | GO_AWAY => return Came::Refused,
                _ => {}
            }
        }
    };
    tokio::time::timeout(Duration::from_secs(20), answer).await.expect("something comes")
}

#[tokio::test]
async fn what_belongs_to_one_connection_is_no_header_of_http_2() {
    let city = City::on(MORNING).await;
    let wire = Wire::of(&city).await;
    assert_eq!(sends_over_http2(&wire, &[(b"accept", b"text/html")]).await, Came::Good);
    assert_eq!(sends_over_http2(&wire, &[(b"te", b"trailers")]).await, Came::Good);
    let connection: [(&[u8], &[u8]); 9] = [
        (b"connection", b"close"),
        (b"connection", b"x-forwarded-for"),
        (b"keep-alive", b"timeout=5"),
        (b"proxy-connection", b"keep-alive"),
        (b"transfer-encoding", b"chunked"),
        (b"upgrade", b"websocket"),
        (b"te", b"gzip"),
        (b":protocol", b"websocket"),
        (b":path", b"/zh-hans/search"),
    ];
    for (name, value) in connection {
        let came = sends_over_http2(&wire, &[(name, value)]).await;
        let name = String::from_utf8_lossy(name);
        assert_eq!(came, Came::Refused, "{name}: {}", String::from_utf8_lossy(value));
    }
}

#[tokio::test]
async fn no_header_of_http_2_holds_what_ends_a_line() {
    let city = City::on(MORNING).await;
    let wire = Wire::of(&city).await;
    let evil: [(&[u8], &[u8]); 10] = [
        (b"x-a", b"a\r\nx-b: c"),
        (b"x-a", b"a\rb"),
        (b"x-a", b"a\nb"),
        (b"x-a", b"a\0b"),
        (b"x-a", b"\r\n\r\nGET / HTTP/1.1"),
        (b"x-a\r\nx-b", b"c"),
        (b"x-a\0", b"c"),
        (b"x a", b"c"),
        (b"X-A", b"c"),
        (b"x-a:", b"c"),
    ];
    for (name, value) in evil {
        let came = sends_over_http2(&wire, &[(name, value)]).await;
        let name = String::from_utf8_lossy(name);
        assert_eq!(came, Came::Refused, "{name:?}: {:?}", String::from_utf8_lossy(value));
    }
    assert_eq!(sends_over_http2(&wire, &[]).await, Came::Good, "others go on");
}
