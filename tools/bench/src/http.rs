//! A client that costs little beside the server it drives: one connection that is kept open,
//! requests made beforehand, answers read into one buffer.

use std::net::SocketAddr;

use anyhow::{Context as _, bail};
use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    net::TcpStream,
};

/// One connection.
pub struct Connection {
    stream: TcpStream,
    held: Vec<u8>,
    body: Vec<u8>,
}

/// An answer, until the next request.
pub struct Answer<'a> {
    /// Its status.
    pub status: u16,
    /// Its body.
    pub body: &'a [u8],
}

impl Answer<'_> {
    /// The body as text.
    pub fn text(&self) -> &str {
        std::str::from_utf8(self.body).unwrap_or_default()
    }
}

impl Connection {
    /// Connects.
    pub async fn open(address: SocketAddr) -> anyhow::Result<Self> {
        let stream = TcpStream::connect(address).await?;
        stream.set_nodelay(true)?;
        Ok(Self { stream, held: Vec::with_capacity(65_536), body: Vec::new() })
    }

    /// Sends a whole request and reads the whole answer.
    pub async fn send(&mut self, request: &[u8]) -> anyhow::Result<Answer<'_>> {
        self.held.clear();
        self.stream.write_all(request).await?;
        let head = self.read_until(|held| find(held, b"\r\n\r\n").map(|at| at + 4)).await?;
        let lines = String::from_utf8_lossy(&self.held[..head]).to_ascii_lowercase();
        let status = lines.get(9..12).and_then(|it| it.parse().ok()).context("a status")?;
        if lines.contains("\r\ntransfer-encoding: chunked") {
            self.read_until(|held| end_of_chunks(&held[head..])).await?;
            self.body.clear();
            join_chunks(&self.held[head..], &mut self.body);
            return Ok(Answer { status, body: &self.body });
        }
        let length = lines.split("\r\ncontent-length: ").nth(1);
        let length = length.and_then(|it| it.split("\r\n").next()?.parse().ok()).unwrap_or(0);
        self.read_until(|held| (held.len() >= head + length).then_some(head)).await?;
        Ok(Answer { status, body: &self.held[head..head + length] })
    }

    /// Sends a whole request and leaves the answer unread.
    pub async fn write(&mut self, request: &[u8]) -> anyhow::Result<()> {
        Ok(self.stream.write_all(request).await?)
    }

    async fn read_until(
        &mut self,
        is_there: impl Fn(&[u8]) -> Option<usize>,
    ) -> anyhow::Result<usize> {
        loop {
            if let Some(at) = is_there(&self.held) {
                return Ok(at);
            }
            if self.stream.read_buf(&mut self.held).await? == 0 {
                bail!("the server closed the connection");
            }
        }
    }
}

/// The bytes of a request. `headers` end with a line break each.
pub fn request(method: &str, path: &str, headers: &str, body: &[u8]) -> Vec<u8> {
    let length = body.len();
    let head = format!(
        "{method} {path} HTTP/1.1\r\nhost: 127.0.0.1\r\n{headers}content-length: {length}\r\n\r\n"
    );
    [head.as_bytes(), body].concat()
}

/// The text between `before` and the next quotation mark.
pub fn word<'a>(text: &'a str, before: &str) -> anyhow::Result<&'a str> {
    let rest = text.split_once(before).with_context(|| format!("no {before} in {text}"))?.1;
    Ok(rest.split('"').next().unwrap_or_default())
}

/// The number after `before`.
pub fn number(text: &str, before: &str) -> anyhow::Result<u64> {
    let rest = text.split_once(before).with_context(|| format!("no {before} in {text}"))?.1;
    let digits = rest.split(|it: char| !it.is_ascii_digit()).next().unwrap_or_default();
    Ok(digits.parse()?)
}

fn find(text: &[u8], part: &[u8]) -> Option<usize> {
    text.windows(part.len()).position(|it| it == part)
}

/// Length and beginning of the chunk at the beginning of `text`.
fn chunk(text: &[u8]) -> Option<(usize, usize)> {
    let line = find(text, b"\r\n")?;
    let digits = std::str::from_utf8(&text[..line]).ok()?;
    Some((usize::from_str_radix(digits.split(';').next()?.trim(), 16).ok()?, line + 2))
}

fn end_of_chunks(text: &[u8]) -> Option<usize> {
    let mut at = 0;
    loop {
        let (length, from) = chunk(text.get(at..)?)?;
        at += from + length + 2;
        if at > text.len() {
            return None;
        }
        if length == 0 {
            return Some(at);
        }
    }
}

fn join_chunks(text: &[u8], body: &mut Vec<u8>) {
    let mut at = 0;
    while let Some((length, from)) = text.get(at..).and_then(chunk) {
        body.extend_from_slice(text.get(at + from..at + from + length).unwrap_or_default());
        if length == 0 {
            return;
        }
        at += from + length + 2;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn chunks_are_joined() {
        let text = b"3\r\nabc\r\nA;x=1\r\n0123456789\r\n0\r\n\r\n";
        assert_eq!(end_of_chunks(text), Some(text.len()));
        assert_eq!(end_of_chunks(&text[..text.len() - 3]), None);
        let mut body = Vec::new();
        join_chunks(text, &mut body);
        assert_eq!(body, b"abc0123456789");
    }

    #[test]
    fn answers_are_searched_without_a_parser() {
        let text = r#"{"reference":"R-1","version":17,"x":1}"#;
        assert_eq!(word(text, "\"reference\":\"").unwrap(), "R-1");
        assert_eq!(number(text, "\"version\":").unwrap(), 17);
        assert!(number(text, "\"none\":").is_err());
    }
}
