//! Floods over HTTP/2, frame by frame as no library would send them. Who floods is cut off or
//! refused, and others are answered meanwhile.

use std::time::Duration;

use listener::Limits;
use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    net::TcpStream,
};

use crate::place::{Place, hasty};

const DATA: u8 = 0;
const HEADERS: u8 = 1;
const RESET: u8 = 3;
const SETTINGS: u8 = 4;
const PING: u8 = 6;
const GO_AWAY: u8 = 7;
const CONTINUATION: u8 = 9;

/// Flags of HEADERS.
const END_STREAM: u8 = 1;
const END_HEADERS: u8 = 4;

/// Reasons of RST_STREAM and GOAWAY (RFC 9113, section 7).
const REFUSED_STREAM: u32 = 7;
const CANCEL: u32 = 8;
const CALM_DOWN: u32 = 11;

/// `:status` 200 and 400 in the static table.
const GOOD: u8 = 0x88;
const BAD: u8 = 0x8C;

/// A frame (section 4.1).
#[derive(Debug)]
struct Frame {
    kind: u8,
    stream: u32,
    payload: Vec<u8>,
}

impl Frame {
    /// The reason of one that ends something.
    fn reason(&self) -> u32 {
        let at = if self.kind == GO_AWAY { 4 } else { 0 };
        u32::from_be_bytes(self.payload[at..at + 4].try_into().unwrap())
    }
}

fn frame(kind: u8, flags: u8, stream: u32, payload: &[u8]) -> Vec<u8> {
    let length = u32::try_from(payload.len()).unwrap().to_be_bytes();
    [&length[1..], &[kind, flags], &stream.to_be_bytes(), payload].concat()
}

/// A length in HPACK with seven bits of its first byte (RFC 7541, section 5.1).
fn length(of: &[u8]) -> Vec<u8> {
    let Some(mut rest) = of.len().checked_sub(127) else {
        return vec![u8::try_from(of.len()).unwrap()];
    };
    let mut bytes = vec![127];
    while rest >= 128 {
        bytes.push(u8::try_from(rest % 128).unwrap() | 128);
        rest /= 128;
    }
    bytes.push(u8::try_from(rest).unwrap());
    bytes
}

/// A header with its letters as they are; `first` says whether it is kept in the table.
fn header(first: u8, name: &[u8], value: &[u8]) -> Vec<u8> {
    [&[first][..], &length(name), name, &length(value), value].concat()
}

fn request(method: &str, path: &str) -> Vec<u8> {
    let lines = [(":method", method), (":path", path), (":scheme", "http"), (":authority", "x")];
    let never = |(name, value): (&str, &str)| header(0x10, name.as_bytes(), value.as_bytes());
    lines.into_iter().flat_map(never).collect()
}

/// The streams that a client opens: odd numbers.
fn streams(count: u32) -> impl Iterator<Item = u32> {
    (0..count).map(|number| number * 2 + 1)
}

/// A connection of HTTP/2.
struct Line(TcpStream);

impl Line {
    async fn to(place: &Place) -> Self {
        let mut line = Self(place.line().await);
        let begun = [&b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"[..], &frame(SETTINGS, 0, 0, &[])];
        line.sends(&begun.concat()).await;
        line
    }

    /// Sends bytes; the other side may have had enough before all of them have gone.
    async fn sends(&mut self, bytes: &[u8]) {
        let _ = self.0.write_all(bytes).await;
    }

    /// The next frame; none at the end of the connection.
    async fn next(&mut self) -> Option<Frame> {
        let reading = async {
            let mut head = [0; 9];
            self.0.read_exact(&mut head).await.ok()?;
            let length = u32::from_be_bytes([0, head[0], head[1], head[2]]);
            let mut payload = vec![0; usize::try_from(length).unwrap()];
            self.0.read_exact(&mut payload).await.ok()?;
            let stream = u32::from_be_bytes(head[5..9].try_into().unwrap());
            Some(Frame { kind: head[3], stream, payload })
        };
        tokio::time::timeout(Duration::from_secs(20), reading).await.expect("something comes")
    }

    /// The next frame of a kind.
    async fn next_of(&mut self, kind: u8) -> Frame {
        loop {
            let frame = self.next().await.expect("it goes on");
            if frame.kind == kind {
                return frame;
            }
        }
    }

    /// All frames to the end of the connection.
    async fn rest(mut self) -> Vec<Frame> {
        let mut frames = Vec::new();
        while let Some(frame) = self.next().await {
            frames.push(frame);
        }
        frames
    }

    /// It is told to calm down, or closed, and nothing was answered.
    async fn ends_cut_off(self, what: &str) {
        let frames = self.rest().await;
        let is_told = |it: &Frame| it.kind == GO_AWAY && it.reason() == CALM_DOWN;
        assert!(frames.iter().any(is_told), "{what}: {frames:?}");
        let is_good = |it: &Frame| it.kind == HEADERS && it.payload.contains(&GOOD);
        assert!(!frames.iter().any(is_good), "{what}: {frames:?}");
    }
}

#[tokio::test]
async fn who_opens_and_gives_up_streams_without_end_is_cut_off() {
    let place = Place::open(Limits::default(), None).await;
    let mut line = Line::to(&place).await;
    let block = request("POST", "/count");
    let rapid = |stream: u32| {
        let opened = frame(HEADERS, END_HEADERS, stream, &block);
        [opened, frame(RESET, 0, stream, &CANCEL.to_be_bytes())].concat()
    };
    line.sends(&streams(2_000).flat_map(rapid).collect::<Vec<u8>>()).await;
    line.ends_cut_off("rapid reset").await;
    assert!(place.hello().await.ends_with("hello"), "others are answered");
}

#[tokio::test]
async fn who_never_ends_a_header_is_cut_off() {
    let place = Place::open(Limits::default(), None).await;
    let filler = header(0x10, b"x-a", &[b'a'; 16_000]);
    for (what, part) in [("empty frames", &[][..]), ("full frames", &filler[..])] {
        let mut line = Line::to(&place).await;
        line.sends(&frame(HEADERS, END_STREAM, 1, &request("GET", "/"))).await;
        line.sends(&frame(CONTINUATION, 0, 1, part).repeat(1_000)).await;
        line.ends_cut_off(what).await;
    }
    // And who begins one and says nothing more.
    let place = Place::open(hasty(), None).await;
    let mut line = Line::to(&place).await;
    line.sends(&frame(HEADERS, END_STREAM, 1, &request("GET", "/"))).await;
    let frames = line.rest().await;
    assert!(frames.iter().all(|it| it.kind != HEADERS), "{frames:?}");
    assert!(place.hello().await.ends_with("hello"));
}

#[tokio::test]
async fn a_header_that_unpacks_to_megabytes_is_refused() {
    let place = Place::open(Limits::default(), None).await;
    let mut line = Line::to(&place).await;
    // Kept in the table once (its first entry is 62), and then named by one byte each.
    let kept = header(0x40, b"x-a", &[b'a'; 3_900]);
    let block = [request("GET", "/"), kept, vec![0x80 | 62; 8_000]].concat();
    line.sends(&frame(HEADERS, END_STREAM | END_HEADERS, 1, &block)).await;
    let answer = loop {
        match line.next().await {
            Some(it) if matches!(it.kind, HEADERS | RESET | GO_AWAY) => break Some(it),
            Some(_) => {}
            None => break None,
        }
    };
    let is_good = |it: &Frame| it.kind == HEADERS && it.payload.contains(&GOOD);
    assert!(!answer.as_ref().is_some_and(is_good), "{answer:?}");
    assert!(place.hello().await.ends_with("hello"));
}

#[tokio::test]
async fn so_many_streams_at_once_and_no_more() {
    let place = Place::open(Limits::default(), None).await;
    let mut line = Line::to(&place).await;
    let block = request("POST", "/count");
    let (all, allowed) = (200, Limits::default().streams);
    // Their bodies never come, so that none of them ends.
    let opened = streams(all).flat_map(|stream| frame(HEADERS, END_HEADERS, stream, &block));
    line.sends(&opened.collect::<Vec<u8>>()).await;
    for stream in streams(all).skip(usize::try_from(allowed).unwrap()) {
        let refused = line.next_of(RESET).await;
        assert_eq!((refused.stream, refused.reason()), (stream, REFUSED_STREAM));
    }
    // The others go on.
    line.sends(&frame(DATA, END_STREAM, 1, b"abc")).await;
    let answer = line.next_of(HEADERS).await;
    assert!(answer.stream == 1 && answer.payload.contains(&GOOD), "{answer:?}");
    assert!(place.hello().await.ends_with("hello"));
}

#[tokio::test]
async fn a_body_that_does_not_come_is_given_up_and_other_streams_are_answered() {
    let place = Place::open(hasty(), None).await;
    let mut line = Line::to(&place).await;
    let length = header(0x10, b"content-length", b"9000");
    let slow = [request("POST", "/count"), length].concat();
    line.sends(&frame(HEADERS, END_HEADERS, 1, &slow)).await;
    line.sends(&frame(DATA, 0, 1, b"abc")).await;
    line.sends(&frame(HEADERS, END_HEADERS | END_STREAM, 3, &request("GET", "/"))).await;
    let quick = line.next_of(HEADERS).await;
    assert!(quick.stream == 3 && quick.payload.contains(&GOOD), "{quick:?}");
    let given_up = line.next_of(HEADERS).await;
    assert!(given_up.stream == 1 && given_up.payload.contains(&BAD), "{given_up:?}");
    // Nothing is at work any more, and nobody asks again.
    let frames = line.rest().await;
    assert!(frames.iter().all(|it| it.kind != HEADERS), "{frames:?}");
}

#[tokio::test]
async fn who_asks_without_end_and_reads_nothing_is_cut_off() {
    let place = Place::open(hasty(), None).await;
    for (what, asked) in
        [("pings", frame(PING, 0, 0, &[7; 8])), ("settings", frame(SETTINGS, 0, 0, &[]))]
    {
        let mut line = Line::to(&place).await;
        // A request whose body is still to come keeps the connection from being idle.
        line.sends(&frame(HEADERS, END_HEADERS, 1, &request("POST", "/count"))).await;
        let flood = asked.repeat(4_096);
        let floods = async { while line.0.write_all(&flood).await.is_ok() {} };
        let ended = tokio::time::timeout(Duration::from_secs(20), floods).await;
        assert!(ended.is_ok(), "{what}: it is closed");
    }
    assert!(place.hello().await.ends_with("hello"));
}
