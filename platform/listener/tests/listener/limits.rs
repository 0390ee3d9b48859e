//! Limits of time, size and number.

use listener::Limits;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};

use crate::place::{Place, hasty, rest};

#[tokio::test]
async fn who_sends_no_whole_header_is_cut_off() {
    let place = Place::open(hasty(), None).await;
    for begun in ["", "G", "GET / HTTP/1.1\r\nhost: x\r\nx-a: ", "PRI * HTTP/2.0\r\n\r\nS"] {
        let mut line = place.line().await;
        line.write_all(begun.as_bytes()).await.unwrap();
        assert!(!rest(&mut line).await.contains("200 OK"), "{begun:?}");
    }
    assert!(place.hello().await.ends_with("hello"));
}

#[tokio::test]
async fn who_stays_without_asking_again_is_cut_off() {
    let place = Place::open(hasty(), None).await;
    let said = place.says(b"GET / HTTP/1.1\r\nhost: x\r\n\r\n").await;
    assert!(said.ends_with("hello"), "{said}");
}

#[tokio::test]
async fn a_body_that_does_not_come_is_given_up() {
    let place = Place::open(hasty(), None).await;
    let said =
        place.says(b"POST /count HTTP/1.1\r\nhost: x\r\ncontent-length: 9000\r\n\r\nabc").await;
    assert!(said.starts_with("HTTP/1.1 400"), "{said}");
    let whole =
        b"POST /count HTTP/1.1\r\nhost: x\r\nconnection: close\r\ncontent-length: 3\r\n\r\nabc";
    assert!(place.says(whole).await.ends_with('3'));
}

#[tokio::test]
async fn who_takes_nothing_of_the_answer_is_cut_off() {
    let place = Place::open(hasty(), None).await;
    let mut line = place.line().await;
    line.write_all(b"GET /large HTTP/1.1\r\nhost: x\r\n\r\n").await.unwrap();
    // Nothing is read until the other side has given up: then less than the whole has come.
    let mut first = [0; 1];
    line.read_exact(&mut first).await.unwrap();
    tokio::time::timeout(std::time::Duration::from_secs(20), async {
        while line.write_all(&[b'x'; 1024]).await.is_ok() {
            tokio::time::sleep(std::time::Duration::from_millis(50)).await;
        }
    })
    .await
    .expect("it is closed");
}

#[tokio::test]
async fn one_address_holds_its_share_and_no_more() {
    let place = Place::open(Limits { per_address: 3, ..Limits::default() }, None).await;
    let mut held = Vec::new();
    for _ in 0..3 {
        let mut line = place.line().await;
        line.write_all(b"GET / HTTP/1.1\r\nhost: x\r\n\r\n").await.unwrap();
        // The answer shows that it was taken.
        line.read_exact(&mut [0; 15]).await.unwrap();
        held.push(line);
    }
    let said = rest(&mut place.line().await).await;
    assert!(said.starts_with("HTTP/1.1 503") && said.contains("retry-after: 5"), "{said}");
    let (_, text) = said.split_once("\r\n\r\n").unwrap();
    assert!(said.contains(&format!("content-length: {}\r\n", text.len())), "{said}");
}

#[tokio::test]
async fn headers_are_limited_in_number_and_size() {
    let place = Place::open(Limits::default(), None).await;
    let with = |more: &str| format!("GET / HTTP/1.1\r\nhost: x\r\n{more}connection: close\r\n\r\n");
    let many: String = (0..200).map(|n| format!("x-{n}: a\r\n")).collect();
    let large = format!("x-a: {}\r\n", "a".repeat(200 * 1024));
    for more in [many, large] {
        let said = place.says(with(&more).as_bytes()).await;
        assert!(said.is_empty() || said.starts_with("HTTP/1.1 431"), "{said}");
    }
    let long =
        format!("GET /{} HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n", "a".repeat(70_000));
    assert!(place.says(long.as_bytes()).await.starts_with("HTTP/1.1 414"));
}

#[tokio::test]
async fn ambiguous_framing_gets_one_refusal_and_no_second_answer() {
    let place = Place::open(hasty(), None).await;
    let corpus: [&[u8]; 8] = [
        b"POST /count HTTP/1.1\r\nhost: x\r\ncontent-length: 3\r\ncontent-length: 4\r\n\r\nabcGET / HTTP/1.1\r\nhost: x\r\n\r\n",
        b"POST /count HTTP/1.1\r\nhost: x\r\ncontent-length: 3\r\ntransfer-encoding: chunked\r\n\r\n0\r\n\r\nGET / HTTP/1.1\r\nhost: x\r\n\r\n",
        b"POST /count HTTP/1.1\r\nhost: x\r\ntransfer-encoding: chunked, identity\r\n\r\n0\r\n\r\nGET / HTTP/1.1\r\nhost: x\r\n\r\n",
        b"POST /count HTTP/1.1\r\nhost: x\r\ntransfer-encoding: xchunked\r\n\r\n0\r\n\r\nGET / HTTP/1.1\r\nhost: x\r\n\r\n",
        b"POST /count HTTP/1.1\r\nhost: x\r\ncontent-length: +3\r\n\r\nabcGET / HTTP/1.1\r\nhost: x\r\n\r\n",
        b"POST /count HTTP/1.1\r\nhost: x\r\ncontent-length : 3\r\n\r\nabcGET / HTTP/1.1\r\nhost: x\r\n\r\n",
        b"POST /count HTTP/1.1\r\nhost: x\r\ntransfer-encoding: chunked\r\n\r\nzz\r\n\r\nGET / HTTP/1.1\r\nhost: x\r\n\r\n",
        b"GET / HTTP/1.1\r\nhost: x\r\nx: a\r\n\tb\0\r\n\r\nGET / HTTP/1.1\r\nhost: x\r\n\r\n",
    ];
    for bytes in corpus {
        let said = place.says(bytes).await;
        let asked = String::from_utf8_lossy(bytes);
        assert!(said.matches("HTTP/1.1").count() <= 1, "{asked:?}: {said}");
        assert!(!said.contains("hello"), "{asked:?}: {said}");
    }
}

#[tokio::test]
async fn two_hosts_are_refused_and_nothing_is_read_behind_chunks() {
    let place = Place::open(hasty(), None).await;
    let post = |lines: &str, body: &str| {
        let next = "GET / HTTP/1.1\r\nhost: x\r\n\r\n";
        format!("POST /count HTTP/1.1\r\n{lines}\r\n{body}{next}")
    };
    let (length, chunks) = ("content-length: 5\r\n", "transfer-encoding: chunked\r\n");
    for lines in
        [format!("host: x\r\nhost: y\r\n{length}"), format!("host: x\r\nhost: x\r\n{length}")]
    {
        let said = place.says(post(&lines, "0\r\n\r\n").as_bytes()).await;
        assert!(said.starts_with("HTTP/1.1 400"), "{lines}: {said}");
        assert!(said.contains("connection: close"), "{lines}: {said}");
        assert_eq!(said.matches("HTTP/1.1").count(), 1, "{lines}: {said}");
    }
    let elsewhere = b"GET http://y/ HTTP/1.1\r\nhost: x\r\n\r\n";
    assert!(place.says(elsewhere).await.starts_with("HTTP/1.1 400"));
    for lines in [
        format!("host: x\r\n{chunks}"),
        format!("host: x\r\n{chunks}{length}"),
        format!("host: x\r\n{length}{chunks}"),
    ] {
        let said = place.says(post(&lines, "3\r\nabc\r\n0\r\n\r\n").as_bytes()).await;
        assert!(said.starts_with("HTTP/1.1 200") && said.ends_with('3'), "{lines}: {said}");
        assert_eq!(said.matches("HTTP/1.1").count(), 1, "{lines}: {said}");
    }
    // Two whole requests in a row are two.
    let said = place.says(post(&format!("host: x\r\n{length}"), "abcde").as_bytes()).await;
    assert_eq!(said.matches("HTTP/1.1 200").count(), 2, "{said}");
}
