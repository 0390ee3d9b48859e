//! Requests that two servers in a row might read differently: to the program alone, and through a
//! real reverse proxy that keeps answers and shares its connections among all visitors. Each gets
//! one answer, no visitor gets another's, and no page is kept on the way.

use std::{
    net::{SocketAddr, TcpListener},
    os::fd::OwnedFd,
    path::Path,
    process::{Child, Command, Stdio},
};

use axum::http::Method;

use super::framing::{Framed, Wire, says};
use crate::city::City;

const MORNING: &str = "2026-03-02T10:00:00+08:00";
/// Where Debian puts it, which is not on everybody's path.
const HAPROXY: &str = "/usr/sbin/haproxy";
/// What somebody hides behind a request, in the hope that it is answered.
const HIDDEN: &str = "GET /zh-hans/track?smuggled HTTP/1.1\r\nhost: x\r\n\r\n";
/// What everybody else asks for, and what they read there.
const INNOCENT: (&str, &str) = ("/zh-hans/services/food-business-licence", "食品经营许可");

/// What is answered to what nobody can read, and to what may be read in one way.
const REFUSED: &[u16] = &[400];
const REFUSED_OR_READ: &[u16] = &[400, 409];

/// As `docs/operators.md` shows it, with a cache.
const SETTINGS: &str = "\
defaults
    mode http
    timeout connect 5s
    timeout client 20s
    timeout server 20s
    timeout http-keep-alive 1s
    http-reuse always
    retry-on conn-failure empty-response
cache answers
    total-max-size 8
    max-object-size 1000000
    max-age 60
    process-vary on
frontend people
    bind fd@0
    http-request cache-use answers
    http-response set-header x-from-cache yes if { res.cache_hit }
    http-response cache-store answers
    http-after-response set-header connection close if { status 400 }
    default_backend program
backend program
    server one ADDRESS maxconn 1
";

/// HAProxy before the program; it ends when this is dropped.
struct Proxy {
    address: SocketAddr,
    child: Child,
}

impl Proxy {
    /// Its door is open before it starts, so that nobody has to wait for it.
    fn before(wire: &Wire, folder: &Path) -> Self {
        let settings = folder.join("haproxy.cfg");
        std::fs::write(&settings, SETTINGS.replace("ADDRESS", &wire.address.to_string())).unwrap();
        let door = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = door.local_addr().unwrap();
        let program = if Path::new(HAPROXY).is_file() { HAPROXY } else { "haproxy" };
        let mut haproxy = Command::new(program);
        haproxy.arg("-db").arg("-f").arg(&settings).stdin(OwnedFd::from(door));
        let child = haproxy.stdout(Stdio::null()).spawn().expect("haproxy is installed");
        Self { address, child }
    }

    async fn asks(&self, path: &str) -> Framed {
        let request = format!("GET {path} HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n");
        Framed::of(&says(self.address, request.as_bytes()).await, path)
    }
}

impl Drop for Proxy {
    fn drop(&mut self) {
        // It may have ended by itself.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// A form that is answered 409 when it is read as it stands: it has no token.
fn form(lines: &str, body: &str) -> String {
    format!(
        "POST /zh-hans/sign-in HTTP/1.1\r\nhost: x\r\n\
         content-type: application/x-www-form-urlencoded\r\n{lines}\r\n{body}"
    )
}

/// What nobody can read: refused.
fn refused() -> Vec<(&'static str, String)> {
    let chunked = "transfer-encoding: chunked\r\n";
    let hidden = |before: &str| format!("{before}{HIDDEN}");
    let (end, chunk) = (hidden("0\r\n\r\n"), hidden("abc"));
    let lengths = [
        ("two lengths", "content-length: 3\r\ncontent-length: 4\r\n"),
        ("a list of lengths", "content-length: 3, 4\r\n"),
        ("a plus", "content-length: +3\r\n"),
        ("a minus", "content-length: -3\r\n"),
        ("a hexadecimal length", "content-length: 0x3\r\n"),
        ("a length beyond all numbers", "content-length: 18446744073709551619\r\n"),
        ("a blank before the colon", "content-length : 3\r\n"),
        ("an empty length", "content-length: \r\n"),
        ("a NUL", "x: a\0b\r\ncontent-length: 3\r\n"),
    ];
    let codings = [
        ("chunks that are not the last coding", "transfer-encoding: chunked, identity\r\n"),
        ("an unknown coding", "transfer-encoding: xchunked\r\n"),
        ("a control character", "transfer-encoding: \x0bchunked\r\ncontent-length: 5\r\n"),
        ("a coding with a blank", "transfer-encoding : chunked\r\ncontent-length: 5\r\n"),
        ("two codings", "transfer-encoding: chunked\r\ntransfer-encoding: identity\r\n"),
        ("CR alone", "x: y\rtransfer-encoding: chunked\r\ncontent-length: 5\r\n"),
    ];
    let chunks = [
        ("TE.0", "0\r\nx: y\r\n"),
        ("no number", "zz\r\n\r\n"),
        ("a negative chunk", "-1\r\n\r\n"),
        ("a chunk beyond all numbers", "fffffffffffffffff\r\n\r\n"),
        ("LF in an extension", "3;a\nb\r\nabc\r\n0\r\n\r\n"),
        ("a chunk longer than it says", "3\r\nabcdef\r\n0\r\n\r\n"),
    ];
    let lengths = lengths.into_iter().map(|(name, lines)| (name, form(lines, &chunk)));
    let codings = codings.into_iter().map(|(name, lines)| (name, form(lines, &end)));
    let chunks = chunks.into_iter().map(|(name, body)| (name, form(chunked, &hidden(body))));
    let old = form(chunked, &end).replace("HTTP/1.1\r\nhost: x\r\nc", "HTTP/1.0\r\nhost: x\r\nc");
    let hosts = "GET /zh-hans/ HTTP/1.1\r\nhost: x\r\nhost: evil.example\r\n\r\n".to_owned();
    let others = [("chunks in HTTP/1.0", old), ("two hosts", hosts)];
    lengths.chain(codings).chain(chunks).chain(others).collect()
}

/// What has two ends, of which the chunks' is the one that counts (RFC 9112, section 6.3). It is
/// refused or read so; what stands behind it never is.
fn read_by_their_chunks() -> Vec<(&'static str, String)> {
    let end = format!("0\r\n\r\n{HIDDEN}");
    let whole = format!("{:x}\r\n{HIDDEN}\r\n0\r\n\r\n", HIDDEN.len());
    let (length, chunked) = ("content-length: 5\r\n", "transfer-encoding: chunked\r\n");
    vec![
        ("CL.TE", form(&format!("{length}{chunked}"), &end)),
        ("TE.CL", form(&format!("{chunked}content-length: 4\r\n"), &whole)),
        ("a length behind the coding", form(&format!("{chunked}{length}"), &end)),
        ("a tab", form(&format!("transfer-encoding:\tchunked\r\n{length}"), &end)),
        ("a folded line", form(&format!("transfer-encoding:\r\n chunked\r\n{length}"), &end)),
        ("LF alone", form(&format!("x: a\n{chunked}{length}"), &end)),
    ]
}

/// The proxy takes LF for the end of a chunk's line, and what is hidden for a second request of the
/// same visitor. It passes both on as two; we refuse it.
fn read_by_the_proxy() -> (&'static str, String) {
    ("LF behind a chunk", form("transfer-encoding: chunked\r\n", &format!("3\nabc\n0\n\n{HIDDEN}")))
}

/// There is one answer, of one of these kinds, and the connection is closed.
#[track_caller]
fn is_answered_once(answer: &[u8], allowed: &[u16], place: &str) {
    let text = String::from_utf8_lossy(answer);
    let answers = text.matches("HTTP/1.1 ").count() + text.matches("HTTP/1.0 ").count();
    assert_eq!(answers, 1, "{place}: {text}");
    let status = text.split(' ').nth(1).and_then(|it| it.parse().ok()).unwrap_or(0);
    assert!(allowed.contains(&status), "{place}: {text}");
    assert!(!text.contains("smuggled"), "{place}: {text}");
}

#[tokio::test]
async fn what_can_be_read_in_two_ways_gets_one_answer_alone_and_behind_a_proxy() {
    let city = City::on(MORNING).await;
    let wire = Wire::of(&city).await;
    let proxy = Proxy::before(&wire, city.database.folder());
    // Well framed, the same form is understood.
    let good = form("content-length: 3\r\nconnection: close\r\n", "abc");
    for door in [wire.address, proxy.address] {
        is_answered_once(&says(door, good.as_bytes()).await, &[409], "a good form");
    }
    let (read, refused) = (read_by_their_chunks(), refused());
    assert!(refused.len() >= 23, "{}", refused.len());
    let refused = refused.iter().map(|it| (it, REFUSED, true));
    let read = read.iter().map(|it| (it, REFUSED_OR_READ, true));
    let two = read_by_the_proxy();
    for ((name, bytes), allowed, is_one) in refused.chain(read).chain([(&two, REFUSED, false)]) {
        is_answered_once(&says(wire.address, bytes.as_bytes()).await, allowed, name);
        let answer = says(proxy.address, bytes.as_bytes()).await;
        if is_one {
            is_answered_once(&answer, allowed, &format!("{name}, through the proxy"));
        }
        // Whoever comes next on the shared connection gets what they asked for.
        let (path, words) = INNOCENT;
        let next = proxy.asks(path).await;
        let page = String::from_utf8_lossy(&next.body);
        assert!(next.status == 200 && page.contains(words), "after {name}: {} {page}", next.status);
    }
}

#[tokio::test]
async fn a_proxy_keeps_what_never_changes_and_nothing_else() {
    let city = City::on(MORNING).await;
    let wire = Wire::of(&city).await;
    let proxy = Proxy::before(&wire, city.database.folder());
    let home = wire.asks(&Method::GET, "/zh-hans/", "").await;
    let home = String::from_utf8_lossy(&home).into_owned();
    let asset = home.split("href=\"").find(|it| it.starts_with("/assets/")).expect("a stylesheet");
    let asset = asset.split('"').next().unwrap();
    let pages = [
        "/zh-hans/",
        INNOCENT.0,
        "/zh-hans/sign-in",
        "/zh-hans/verify",
        "/zh-hans/search?q=a",
        "/zh-hans/track?reference=x",
        "/zh-hans/my/",
        "/staff/sign-in",
        "/zh-hans/nowhere",
        "/api/v1/services",
        "/api/v1/licences",
        "/health/ready",
    ];
    let is_kept = |it: &Framed| !it.all("x-from-cache").is_empty();
    for path in pages {
        // Nor under a header that somebody hopes to find in another's page.
        let poison = format!(
            "GET {path} HTTP/1.1\r\nhost: x\r\nx-forwarded-host: evil.example\r\n\
             x-original-url: /zh-hans/nowhere\r\nconnection: close\r\n\r\n"
        );
        let poisoned = says(proxy.address, poison.as_bytes()).await;
        assert!(!String::from_utf8_lossy(&poisoned).contains("evil.example"), "{path}");
        for _ in 0..2 {
            let page = proxy.asks(path).await;
            assert!(!is_kept(&page), "{path}");
            assert!(page.all("cache-control").iter().all(|it| !it.contains("public")), "{path}");
        }
    }
    assert!(!is_kept(&proxy.asks(asset).await), "{asset} is new to the proxy");
    assert!(is_kept(&proxy.asks(asset).await), "the proxy does keep {asset}");
}
