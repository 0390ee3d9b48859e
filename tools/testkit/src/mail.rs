//! A mail server on this machine that keeps what it takes.

use std::sync::{Arc, Mutex, MutexGuard};

use data_encoding::BASE64;
use tokio::{
    io::{AsyncBufReadExt as _, AsyncRead, AsyncWriteExt as _, BufReader},
    net::{TcpListener, TcpStream},
};

/// A letter as it arrived.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Letter {
    /// For whom.
    pub to: String,
    /// Its `Message-ID`.
    pub id: String,
    /// Its subject, decoded.
    pub subject: String,
    /// Its text, decoded.
    pub text: String,
    /// Everything, as it was sent.
    pub raw: String,
}

#[derive(Default)]
struct State {
    letters: Vec<Letter>,
    refusal: Option<&'static str>,
    is_away: bool,
}

/// A mail server that speaks plain SMTP on a free port of this machine.
pub struct MailServer {
    port: u16,
    state: Arc<Mutex<State>>,
}

impl MailServer {
    /// Starts one; it ends with the test's runtime.
    ///
    /// # Panics
    /// When no port is free.
    pub async fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
        let port = listener.local_addr().expect("an address").port();
        let state = Arc::new(Mutex::new(State::default()));
        let shared = state.clone();
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                let shared = shared.clone();
                if lock(&shared).is_away {
                    continue;
                }
                // A caller that hangs up ends its own conversation only.
                tokio::spawn(async move { talk(stream, &shared).await.ok() });
            }
        });
        Self { port, state }
    }

    /// Its port on 127.0.0.1.
    pub fn port(&self) -> u16 {
        self.port
    }

    /// Answers every recipient so from now on, such as `550 unknown`; `None` takes all.
    pub fn refuse(&self, answer: Option<&'static str>) {
        lock(&self.state).refusal = answer;
    }

    /// From now on whoever comes finds the line dead, until it is there again.
    pub fn is_away(&self, is_away: bool) {
        lock(&self.state).is_away = is_away;
    }

    /// What has arrived, oldest first.
    pub fn letters(&self) -> Vec<Letter> {
        lock(&self.state).letters.clone()
    }
}

fn lock(state: &Mutex<State>) -> MutexGuard<'_, State> {
    state.lock().expect("no test panics while it holds the letters")
}

async fn talk(stream: TcpStream, state: &Mutex<State>) -> std::io::Result<()> {
    let mut stream = BufReader::new(stream);
    stream.write_all(b"220 here\r\n").await?;
    let (mut line, mut to) = (String::new(), String::new());
    loop {
        line.clear();
        if stream.read_line(&mut line).await? == 0 {
            return Ok(());
        }
        let verb = line.split([' ', ':', '\r']).next().unwrap_or_default();
        let answer = match verb {
            "RCPT" => {
                let inside = line.split(['<', '>']).nth(1).unwrap_or_default();
                inside.clone_into(&mut to);
                lock(state).refusal.unwrap_or("250 ok")
            }
            "DATA" => "354 go on",
            "QUIT" => "221 bye",
            _ => "250 ok",
        };
        let is_data = verb == "DATA";
        stream.write_all(format!("{answer}\r\n").as_bytes()).await?;
        if is_data {
            let raw = data(&mut stream).await?;
            lock(state).letters.push(letter(&to, raw));
            stream.write_all(b"250 taken\r\n").await?;
        }
    }
}

/// What stands before the line with the single dot.
async fn data(stream: &mut BufReader<impl AsyncRead + Unpin>) -> std::io::Result<String> {
    let mut raw = String::new();
    loop {
        let mut line = String::new();
        if stream.read_line(&mut line).await? == 0 || line == ".\r\n" {
            return Ok(raw);
        }
        raw.push_str(line.strip_prefix('.').unwrap_or(&line));
    }
}

fn letter(to: &str, raw: String) -> Letter {
    let (head, body) = raw.split_once("\r\n\r\n").unwrap_or((&raw, ""));
    let head = head.replace("\r\n ", " ").replace("\r\n\t", " ");
    let header = |name: &str| {
        let line = head.lines().find_map(|line| line.split_once(": ").filter(|it| it.0 == name));
        line.map_or(String::new(), |(_, value)| value.trim().to_owned())
    };
    let text = match header("Content-Transfer-Encoding").as_str() {
        "base64" => utf8(&base64(&body.replace("\r\n", ""))),
        "quoted-printable" => utf8(&quoted_printable(body)),
        _ => body.to_owned(),
    };
    Letter {
        to: to.to_owned(),
        id: header("Message-ID"),
        subject: words(&header("Subject")),
        text: text.replace("\r\n", "\n"),
        raw: raw.clone(),
    }
}

/// A header's text with its encoded words (RFC 2047) decoded.
fn words(header: &str) -> String {
    let mut bytes = Vec::new();
    for word in header.split_inclusive(' ') {
        let encoded = word.trim().strip_prefix("=?utf-8?b?").and_then(|it| it.strip_suffix("?="));
        match encoded {
            Some(encoded) => bytes.extend(base64(encoded)),
            None => bytes.extend(word.bytes()),
        }
    }
    utf8(&bytes)
}

fn base64(text: &str) -> Vec<u8> {
    BASE64.decode(text.as_bytes()).expect("base64")
}

fn quoted_printable(text: &str) -> Vec<u8> {
    let mut bytes = Vec::new();
    for line in text.split_inclusive("\r\n") {
        let mut rest = line.strip_suffix("=\r\n").unwrap_or(line);
        while let Some((before, after)) = rest.split_once('=') {
            bytes.extend(before.bytes());
            let (code, after) = after.split_at(2);
            bytes.push(u8::from_str_radix(code, 16).expect("quoted-printable"));
            rest = after;
        }
        bytes.extend(rest.bytes());
    }
    bytes
}

fn utf8(bytes: &[u8]) -> String {
    String::from_utf8(bytes.to_vec()).expect("UTF-8")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_are_read_however_they_were_packed() {
        let raw = "Subject: =?utf-8?b?6KGl5q2j?= =?utf-8?b?6YCa55+l?=\r\n\
                   Message-ID: <1@example.cn>\r\n\
                   Content-Transfer-Encoding: quoted-printable\r\n\r\n=E8=A1=\r\n=A5 a=3Db\r\n";
        let read = letter("a@example.cn", raw.to_owned());
        assert_eq!((read.subject.as_str(), read.id.as_str()), ("补正通知", "<1@example.cn>"));
        assert_eq!(read.text, "补 a=b\n");
        let packed = raw
            .replace("quoted-printable\r\n\r\n=E8=A1=\r\n=A5 a=3Db\r\n", "base64\r\n\r\n6KGl\r\n");
        assert_eq!(letter("a@example.cn", packed).text, "补");
    }
}
