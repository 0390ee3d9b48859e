//! To whom the program turns: the kernel's calls of the process, and of those that it starts, are
//! noted from its beginning to its end, while people do what they do and type addresses wherever
//! they can. Every address in the notes is one of the settings.

use std::{
    collections::BTreeSet,
    net::{IpAddr, Ipv4Addr, SocketAddr},
    path::Path,
};

use reqwest::{Client, header};
use serde_json::json;
use testkit::{Database, MailServer};
use tokio::net::TcpListener;

use crate::{
    crowd::{Crowd, PASSWORD, done},
    process::{Place, Server},
};

/// The addresses of the internet that stand in the notes of `strace`.
fn addresses(notes: &Path) -> BTreeSet<SocketAddr> {
    let text = std::fs::read_to_string(notes).expect("strace is installed and may watch");
    let lines = text.lines().filter(|it| it.contains("sa_family=AF_INET"));
    lines.map(|line| address(line).unwrap_or_else(|| panic!("an address: {line}"))).collect()
}

/// `{sa_family=AF_INET, sin_port=htons(25), sin_addr=inet_addr("127.0.0.1")}`, or that of IPv6.
fn address(line: &str) -> Option<SocketAddr> {
    let between = |before: &str, after: char| {
        let (_, rest) = line.split_once(before)?;
        rest.split(after).next()
    };
    let port = between("htons(", ')')?.parse().ok()?;
    let host = between("inet_addr(\"", '"').or_else(|| between("inet_pton(AF_INET6, \"", '"'))?;
    Some(SocketAddr::new(host.parse().ok()?, port))
}

/// A server that nobody has any reason to ask. The address, and a task that ends when it is asked.
async fn canary() -> (SocketAddr, tokio::task::JoinHandle<()>) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let asked = tokio::spawn(async move {
        // An error would be no visit, and does not end it.
        while listener.accept().await.is_err() {}
    });
    (address, asked)
}

/// A citizen types the canary's address wherever something can be typed.
async fn types_it_everywhere(server: &Server, token: &str, canary: SocketAddr) {
    let url = format!("http://{canary}/");
    let client = Client::new();
    let body = json!({
        "service": "remote-treatment-filing",
        "situation": { "reason": "settled", "pledge": "yes" },
        "answers": {
            "region": "福建省", "start_on": "2026-02-01", "hospital": url, "living_address": url,
        },
    });
    let begun = client.post(format!("{}/api/v1/applications", server.base));
    let begun = done(begun.bearer_auth(token).json(&body).send().await.unwrap()).await;
    let id = begun["id"].as_str().unwrap();
    let submit = format!("{}/api/v1/applications/{id}/submit", server.base);
    done(client.post(submit).bearer_auth(token).send().await.unwrap()).await;
    for path in [
        format!("/prefs?back={url}"),
        format!("/zh-hans/sign-in?to={url}"),
        format!("/zh-hans/search?q={url}"),
        format!("/zh-hans/verify?number={url}"),
        format!("/zh-hans/sign-in/from/demo?state={url}&code={url}&iss={url}"),
    ] {
        let request = client.get(format!("{}{path}", server.base)).header(header::REFERER, &url);
        let request = request.header("x-forwarded-host", canary.to_string());
        // Were it led to the canary, this client would follow.
        assert!(request.send().await.is_ok(), "{path}");
    }
    let report = json!({ "csp-report": { "document-uri": url, "blocked-uri": url } });
    let reported = client.post(format!("{}/csp-report", server.base));
    let reported = reported.header(header::CONTENT_TYPE, "application/csp-report");
    assert!(reported.body(report.to_string()).send().await.is_ok());
}

/// A citizen wants e-mails: the code for that leaves at once.
async fn wishes_for_emails(server: &Server, token: &str, mail: &MailServer) {
    let client = Client::new();
    let confirmed = json!({ "action": "accounts.change_contact", "password": PASSWORD });
    let step_up = client.post(format!("{}/api/v1/session/step-up", server.base));
    let session = done(step_up.bearer_auth(token).json(&confirmed).send().await.unwrap()).await;
    let token = session["token"].as_str().unwrap();
    let address = format!("{}/zh-hans/my/email", server.base);
    let page = client.get(&address).bearer_auth(token).send().await.unwrap().text().await.unwrap();
    let csrf = page.split(r#"name="_csrf" value=""#).nth(1).and_then(|it| it.split('"').next());
    let fields =
        [("_csrf", csrf.expect("a form")), ("email", "chen@example.cn"), ("lang", "zh-Hans")];
    let sent = client.post(&address).bearer_auth(token).form(&fields).send().await.unwrap();
    assert!(sent.status().is_success(), "{}", sent.status());
    assert_eq!(mail.letters().len(), 1);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn it_turns_to_nobody_who_is_not_in_its_settings() {
    let database = Database::sqlite();
    let mail = MailServer::start().await;
    let (canary, asked) = canary().await;
    let notes = database.folder().join("addresses");
    let place = Place::of(&database)
        .set("ONEWINDOW_SMTP_HOST", "127.0.0.1")
        .set("ONEWINDOW_SMTP_PORT", mail.port().to_string())
        .set("ONEWINDOW_SMTP_TLS", "none")
        .set("ONEWINDOW_SMTP_FROM", "no-reply@example.cn")
        .traced(notes.clone());
    let server = std::sync::Arc::new(place.start().await);
    let crowd = Crowd::signed_in(&server).await;
    wishes_for_emails(&server, &crowd.tokens()[0], &mail).await;
    types_it_everywhere(&server, &crowd.tokens()[1], canary).await;
    // The session of whoever confirmed was replaced.
    let crowd = Crowd::signed_in(&server).await;
    let drafts = crowd.fills_in(&server, 10).await;
    let receipts = crowd.hands_in(&server, &drafts, None).await;
    assert!(receipts.iter().all(Option::is_some), "{receipts:?}");
    server.settles().await;
    server.kill();
    let server = std::sync::Arc::into_inner(server).expect("nobody asks any more");
    server.waits_for_its_end().await;

    let visited = addresses(&notes);
    let here = IpAddr::V4(Ipv4Addr::LOCALHOST);
    let mail = SocketAddr::new(here, mail.port());
    // What is known to have been asked stands in the notes, so that they are worth something.
    assert!(visited.contains(&mail), "{visited:?}");
    // Besides, the three witnesses that the demonstration has started for itself on this machine.
    let others: Vec<_> = visited.iter().filter(|it| **it != mail).collect();
    assert!((2..=3).contains(&others.len()), "{others:?}");
    assert!(others.iter().all(|it| it.ip() == here && **it != canary), "{others:?}");
    assert!(!asked.is_finished(), "nobody came to the canary");
    asked.abort();
}

#[test]
fn an_address_in_the_notes_is_read() {
    let read = |line: &str| address(line).map(|it| it.to_string());
    let four = r#"12 connect(9, {sa_family=AF_INET, sin_port=htons(25), sin_addr=inet_addr("127.0.0.1")}, 16) = 0"#;
    let six = r#"12 connect(9, {sa_family=AF_INET6, sin6_port=htons(443), sin6_flowinfo=htonl(0), inet_pton(AF_INET6, "2001:db8::1", &sin6_addr), sin6_scope_id=0}, 28 <unfinished ...>"#;
    assert_eq!(read(four).as_deref(), Some("127.0.0.1:25"));
    assert_eq!(read(six).as_deref(), Some("[2001:db8::1]:443"));
    assert_eq!(read("12 connect(9, {sa_family=AF_INET, gibberish}"), None);
}
