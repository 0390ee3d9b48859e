//! Whatever address an attacker makes the program ask, the canary inside is not visited.

use std::{net::SocketAddr, sync::atomic::Ordering};

use outgoing::{Call, OutgoingError};

use crate::canary::{Canary, Names, door, inner_door};

const HELLO: &[u8] = b"HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nhi";

#[tokio::test]
async fn addresses_that_are_not_on_the_list_are_not_asked_in_any_spelling() {
    let canary = Canary::sings(HELLO).await;
    let port = canary.address.port();
    let hosts = [
        "127.0.0.1",
        "localhost",
        "2130706433",
        "0x7f000001",
        "0177.0.0.1",
        "0x7f.1",
        "127.1",
        "127.0.0.1.",
        "[::1]",
        "[::ffff:127.0.0.1]",
        "[::ffff:7f00:1]",
        "0",
        "0.0.0.0",
        "id.example.cn@127.0.0.1",
        "id.example.cn:443@127.0.0.1",
        "127.0.0.1%2f@id.example.cn",
        "169.254.169.254",
        "①②⑦.⓪.⓪.①",
        "127。0。0。1",
        "id.example.cn.127.0.0.1",
    ];
    let door = door(&["https://id.example.cn"], Names::say(&[&[canary.address]]));
    for host in hosts {
        for scheme in ["http", "https"] {
            let url = format!("{scheme}://{host}:{port}/keys");
            assert!(!door.is_listed(&url) || host.contains('@'), "{url}");
            let refused = door.send(Call::get(&url)).await.unwrap_err();
            let is_refusal =
                matches!(refused, OutgoingError::NotListed(_) | OutgoingError::Address);
            assert!(is_refusal, "{url}: {refused}");
        }
    }
    for url in [
        "file:///etc/passwd",
        "gopher://id.example.cn/",
        "//id.example.cn/",
        "/keys",
        "http://id.example.cn/",
        "https://id.example.cn:444/",
        "https://www.id.example.cn/",
        "https://id.example.cn.evil.example/",
        "javascript:alert(1)",
        "data:,x",
    ] {
        assert!(!door.is_listed(url), "{url}");
        assert!(door.send(Call::get(url)).await.is_err(), "{url}");
    }
    assert_eq!(canary.visits(), 0);
}

#[tokio::test]
async fn a_listed_name_that_leads_inside_is_not_asked() {
    let canary = Canary::sings(HELLO).await;
    let public: SocketAddr = "223.5.5.5:443".parse().unwrap();
    let mapped = SocketAddr::new("::ffff:127.0.0.1".parse().unwrap(), canary.address.port());
    for answer in [&[canary.address][..], &[mapped], &[public, canary.address]] {
        let door = door(&["https://id.example.cn"], Names::say(&[answer]));
        let refused = door.send(Call::get("https://id.example.cn/keys")).await.unwrap_err();
        assert!(matches!(refused, OutgoingError::Inside(_)), "{answer:?}: {refused}");
    }
    assert_eq!(canary.visits(), 0);
}

#[tokio::test]
async fn a_name_server_that_changes_its_mind_finds_nobody_asking_again() {
    let canary = Canary::sings(HELLO).await;
    // The first answer is checked; nobody listens there in a test, whatever the network.
    let public: SocketAddr = "192.1.1.1:9".parse().unwrap();
    let names = Names::say(&[&[public], &[canary.address]]);
    let door = door(&["https://id.example.cn"], names.clone())
        .with_limits(std::time::Duration::from_millis(300), 1024);
    let failed = door.send(Call::get("https://id.example.cn/keys")).await.unwrap_err();
    let is_unreached = matches!(failed, OutgoingError::Unreached(..) | OutgoingError::Slow(..));
    assert!(is_unreached, "{failed}");
    assert_eq!(names.asked.load(Ordering::SeqCst), 1, "it was resolved once");
    let refused = door.send(Call::get("https://id.example.cn/keys")).await.unwrap_err();
    assert!(matches!(refused, OutgoingError::Inside(_)), "{refused}");
    assert_eq!(canary.visits(), 0);
}

#[tokio::test]
async fn an_answer_that_sends_elsewhere_is_not_followed() {
    let inside = Canary::sings(HELLO).await;
    let sending = format!(
        "HTTP/1.1 302 Found\r\nlocation: http://{}/\r\ncontent-length: 0\r\n\r\n",
        inside.address
    );
    let sender = Canary::sings(sending.leak().as_bytes()).await;
    let url = format!("http://{}/start", sender.address);
    let refused = inner_door(&sender).send(Call::get(&url)).await.unwrap_err();
    assert!(matches!(refused, OutgoingError::Elsewhere(_)), "{refused}");
    assert_eq!((sender.visits(), inside.visits()), (1, 0));
}

#[tokio::test]
async fn answers_are_limited_in_size_and_time() {
    let large = b"HTTP/1.1 200 OK\r\ncontent-length: 4000\r\n\r\n";
    let large: &'static [u8] = [&large[..], &[b'x'; 4000]].concat().leak();
    let canary = Canary::sings(large).await;
    let door = inner_door(&canary).with_limits(std::time::Duration::from_secs(10), 2000);
    let url = format!("http://{}/", canary.address);
    let refused = door.send(Call::get(&url)).await.unwrap_err();
    assert!(matches!(refused, OutgoingError::Large(_, 2000)), "{refused}");

    let silent = Canary::sings(b"HTTP/1.1 200 OK\r\ncontent-length: 10\r\n\r\n").await;
    let door = inner_door(&silent).with_limits(std::time::Duration::from_millis(200), 2000);
    let refused = door.send(Call::get(&format!("http://{}/", silent.address))).await.unwrap_err();
    let is_cut = matches!(refused, OutgoingError::Slow(..) | OutgoingError::Unreached(..));
    assert!(is_cut, "{refused}");
}
