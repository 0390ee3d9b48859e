//! What the process holds in memory, as the kernel counts it, while it is sent the worst that it
//! takes: every hostile file, a picture that unpacks to a hundred megabytes, more large uploads at
//! once than there is room for, and a thousand connections that never finish asking.

use std::{io::Cursor, net::SocketAddr, process::Command, sync::Arc, time::Duration};

use image::{DynamicImage, ImageFormat};
use reqwest::Client;
use serde_json::{Value, json};
use testkit::Database;
use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    net::TcpStream,
    sync::Semaphore,
    task::JoinSet,
};

use crate::{
    crowd::{Crowd, done},
    files,
    process::{Place, Server},
};

const MB: usize = 1024 * 1024;
/// Room for bodies in this test: three of the largest.
const ROOM_MB: u64 = 64;
/// So many large uploads at once, together more than seven times the room.
const UPLOADS: usize = 24;
/// So many connections at once.
const SLOW: usize = 1_000;

/// What may be added by the hostile files one after the other, a picture of 36 megapixels, what is
/// sent at once (a body is copied twice while it is worked on), and the slow connections: 256 KB
/// each.
const FILES_GROW: u64 = 64;
const PICTURE_GROWS: u64 = 256;
const UPLOADS_GROW: u64 = 3 * ROOM_MB;
const SLOW_GROW: u64 = 256;

/// Somebody with an application that wants documents.
struct Applicant {
    token: String,
    path: String,
}

impl Applicant {
    async fn begins(client: &Client, server: &Server, token: &str) -> Self {
        let body = json!({
            "service": "food-business-licence",
            "situation": { "trade": "restaurant", "cold_dishes": "no" },
            "answers": {
                "credit_code": "91980102MA98RY019R", "manager": "陈雨禾",
                "address": "榕城市鼓台区东街 18 号一层", "area": "80", "seats": "24",
            },
        });
        let begun = client.post(format!("{}/api/v1/applications", server.base));
        let begun = done(begun.bearer_auth(token).json(&body).send().await.unwrap()).await;
        let id = begun["id"].as_str().unwrap();
        let path = format!("/api/v1/applications/{id}/materials/layout-plan");
        Self { token: token.to_owned(), path }
    }

    /// Hands in a file; the status and the code.
    async fn sends(
        &self,
        client: &Client,
        server: &Server,
        name: &str,
        bytes: Vec<u8>,
    ) -> (u16, Value) {
        let url = format!("{}{}", server.base, self.path);
        let url = reqwest::Url::parse_with_params(&url, &[("name", name)]).unwrap();
        let sent = client.post(url).bearer_auth(&self.token).body(bytes);
        let answer = sent.send().await.unwrap();
        (answer.status().as_u16(), answer.json().await.unwrap_or_default())
    }

    /// Sends the head of a request with a body of this length.
    async fn opens(&self, address: SocketAddr, length: usize) -> TcpStream {
        let mut line = TcpStream::connect(address).await.unwrap();
        let head = format!(
            "POST {}?name=a.pdf HTTP/1.1\r\nhost: {address}\r\nauthorization: Bearer {}\r\n\
             content-type: application/pdf\r\ncontent-length: {length}\r\nconnection: close\r\n\r\n",
            self.path, self.token
        );
        line.write_all(head.as_bytes()).await.unwrap();
        line
    }
}

/// A document of this size.
fn document(size: usize) -> Vec<u8> {
    let mut bytes = b"%PDF-1.4\n".to_vec();
    bytes.resize(size - 6, b' ');
    [&bytes[..], b"\n%%EOF"].concat()
}

/// What comes until the connection is closed.
async fn rest(line: &mut TcpStream) -> String {
    let mut bytes = Vec::new();
    let whole = line.read_to_end(&mut bytes);
    // A reset is an end as well.
    let _ = tokio::time::timeout(Duration::from_secs(40), whole).await.expect("it is closed");
    String::from_utf8_lossy(&bytes).into_owned()
}

fn address(server: &Server) -> SocketAddr {
    server.base.trim_start_matches("http://").parse().unwrap()
}

/// Does something, and looks how much more memory than before it took at the worst.
async fn grows(server: &Server, what: &str, most: u64, work: impl Future<Output = ()>) {
    let before = server.memory();
    server.forgets_its_peak();
    work.await;
    let peak = server.peak();
    eprintln!("{what}: from {before} MB to {peak} MB at the most");
    assert!(peak - before.min(peak) <= most, "{what}: {before} MB became {peak} MB");
}

/// A thousand connections need more open files than a shell usually allows.
fn allow_many_files() {
    let own = std::process::id().to_string();
    let mut prlimit = Command::new("prlimit");
    let outcome = prlimit.args(["--nofile=4096:", "--pid", &own]).status();
    assert!(outcome.unwrap().success(), "this process may open 4096 files");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn whatever_is_sent_memory_stays_within_its_bounds() {
    allow_many_files();
    let database = Database::sqlite();
    let place = Place::of(&database).set("ONEWINDOW_BODIES_MB", ROOM_MB.to_string());
    let server = place.start().await;
    let crowd = Crowd::signed_in(&server).await;
    let client = Client::new();
    server.settles().await;
    // The dictionary of the search stays in memory once somebody has searched.
    let found = client.get(format!("{}/zh-hans/search?q=开餐馆", server.base)).send().await;
    assert_eq!(found.unwrap().status().as_u16(), 200);
    grows(&server, "hostile files", FILES_GROW, hostile_files(&client, &server, &crowd)).await;
    grows(&server, "a large picture", PICTURE_GROWS, a_picture(&client, &server, &crowd)).await;
    grows(&server, "uploads at once", UPLOADS_GROW, uploads(&client, &server, &crowd)).await;
    grows(&server, "slow connections", SLOW_GROW, slow_connections(&server)).await;
    server.settles().await;
    place.replays_without_difference().await;
}

async fn hostile_files(client: &Client, server: &Server, crowd: &Crowd) {
    let mut applicant = Applicant::begins(client, server, &crowd.tokens()[0]).await;
    let corpus = files::corpus();
    assert!(corpus.len() >= 60, "{}", corpus.len());
    for (number, (sent, _)) in corpus.into_iter().enumerate() {
        // No requirement takes more than ten files.
        if number % 10 == 9 {
            applicant = Applicant::begins(client, server, &crowd.tokens()[0]).await;
        }
        let (status, told) = applicant.sends(client, server, &sent.name, sent.bytes).await;
        assert!(matches!(status, 201 | 422), "{}: {status} {told}", sent.name);
    }
}

/// A hundred kilobytes that are a hundred megabytes when they are looked at.
async fn a_picture(client: &Client, server: &Server, crowd: &Crowd) {
    let applicant = Applicant::begins(client, server, &crowd.tokens()[1]).await;
    let mut bytes = Vec::new();
    let picture = DynamicImage::new_rgb8(6_000, 6_000);
    picture.write_to(&mut Cursor::new(&mut bytes), ImageFormat::Png).unwrap();
    drop(picture);
    let (status, told) = applicant.sends(client, server, "a.png", bytes).await;
    assert_eq!(status, 201, "{told}");
}

/// All uploads come to their last byte, which is kept back. Those for whom there is room are read;
/// the others are told to come back, and do.
async fn uploads(client: &Client, server: &Server, crowd: &Crowd) {
    let whole = document(20 * MB);
    let mut waiting = JoinSet::new();
    for token in crowd.tokens().iter().cycle().take(UPLOADS) {
        let applicant = Applicant::begins(client, server, token).await;
        let (body, address) = (whole[..whole.len() - 1].to_vec(), address(server));
        waiting.spawn(async move {
            let line = applicant.opens(address, body.len() + 1).await;
            let (mut reads, mut writes) = line.into_split();
            let sends = tokio::spawn(async move {
                // Who is told to come back is not read to the end.
                let is_read = writes.write_all(&body).await.is_ok();
                (writes, is_read)
            });
            let mut first = [0; 12];
            tokio::select! {
                // Room for the whole: the answer waits for the last byte.
                Ok((writes, true)) = sends => (applicant, Some(reads.reunite(writes).unwrap())),
                answer = reads.read_exact(&mut first) => {
                    answer.unwrap();
                    let text = String::from_utf8_lossy(&first).into_owned();
                    assert_eq!(text, "HTTP/1.1 503");
                    (applicant, None)
                }
            }
        });
    }
    let (mut read, mut sent_away) = (Vec::new(), Vec::new());
    for (applicant, line) in waiting.join_all().await {
        match line {
            Some(line) => read.push(line),
            None => sent_away.push(applicant),
        }
    }
    let room = usize::try_from(ROOM_MB).unwrap() / 20;
    assert_eq!((read.len(), sent_away.len()), (room, UPLOADS - room));
    for mut line in read {
        line.write_all(b"\n").await.unwrap();
        // This requirement takes ten megabytes, which is seen when the whole is there.
        let said = rest(&mut line).await;
        assert!(said.starts_with("HTTP/1.1 422") && said.contains("material.too_large"), "{said}");
    }
    // Those who come back hand in what is taken, as many at once as there is room for.
    let mut again = JoinSet::new();
    let turns = Arc::new(Semaphore::new(room));
    for (number, applicant) in sent_away.into_iter().enumerate() {
        let (client, turns) = (client.clone(), turns.clone());
        let url = format!("{}{}?name=a.pdf", server.base, applicant.path);
        let mut body = document(9 * MB);
        body[20..30].copy_from_slice(format!("{number:010}").as_bytes());
        again.spawn(async move {
            let _turn = turns.acquire().await.unwrap();
            let sent = client.post(url).bearer_auth(&applicant.token);
            sent.body(body).send().await.unwrap().status().as_u16()
        });
    }
    let taken = again.join_all().await;
    assert!(taken.iter().all(|it| *it == 201), "{taken:?}");
}

/// Half of them begin a header that never ends, half of them do the same over HTTP/2.
async fn slow_connections(server: &Server) {
    let address = address(server);
    let header = format!("GET / HTTP/1.1\r\nhost: x\r\nx-a: {}", "a".repeat(60 * 1024));
    let preface = b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n\0\0\0\x04\0\0\0\0\0";
    // A frame of a header that never comes whole.
    let frame = [&b"\0\x40\0\x01\0\0\0\0\x01\x10\x03x-a\x7f\x81\x7e"[..], &[b'a'; 16_000]].concat();
    let frames = [&preface[..], &frame].concat();
    let mut lines = Vec::new();
    for number in 0..SLOW {
        let mut line = TcpStream::connect(address).await.unwrap();
        let begun = if number % 2 == 0 { header.as_bytes() } else { &frames };
        line.write_all(begun).await.unwrap();
        lines.push(line);
    }
    // Others are answered meanwhile, on a connection that comes after all of them.
    let page = reqwest::get(format!("{}/zh-hans/", server.base)).await.unwrap();
    assert_eq!(page.status().as_u16(), 200);
    for mut line in lines {
        let said = rest(&mut line).await;
        assert!(!said.contains("200 OK"), "{said}");
    }
}
