//! The program speaks TLS itself, under a name: what Chromium then holds of a session, and to whom
//! it gives it.

use std::{
    path::{Path, PathBuf},
    process::Command,
    sync::{Arc, Mutex},
};

use aws_lc_rs::digest::{SHA256, digest};
use axum::{
    Router,
    http::{HeaderMap, header::COOKIE},
    response::Html,
};
use data_encoding::BASE64;
use serde_json::{Value, json};
use testkit::{Database, browser::Browser};

use crate::{
    person::Person,
    process::{Place, Server},
    town::CHEN,
};

/// Browsers treat `localhost` as safe in clear; a name of the public network they do not.
const NAME: &str = "one.example.cn";

/// A site with TLS of its own.
struct Site {
    base: String,
    flags: Vec<String>,
    _server: Server,
    _database: Database,
}

impl Site {
    async fn start() -> Self {
        let database = Database::sqlite();
        let (certificate, key) = certificate(database.folder());
        let port = free_port();
        let base = format!("https://{NAME}:{port}");
        let place = Place::of(&database)
            .at(format!("127.0.0.1:{port}"))
            .set("ONEWINDOW_PUBLIC_URL", base.clone())
            .set("ONEWINDOW_TLS_CERTIFICATE", certificate.display().to_string())
            .set("ONEWINDOW_TLS_KEY", key.display().to_string());
        let server = place.start_unasked().await;
        assert_eq!(server.base, base, "it says where it is");
        // This one key is believed, as if an authority had signed it.
        let flags = vec![
            format!("--host-resolver-rules=MAP {NAME} 127.0.0.1"),
            format!("--ignore-certificate-errors-spki-list={}", print_of(&key)),
        ];
        Self { base, flags, _server: server, _database: database }
    }

    async fn visitor(&self, name: &'static str) -> Person {
        Person::at(name, Browser::open_with(&self.flags).await, &self.base)
    }
}

fn free_port() -> u16 {
    std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port()
}

/// A certificate and its key.
fn certificate(folder: &Path) -> (PathBuf, PathBuf) {
    let (certificate, key) = (folder.join("site.pem"), folder.join("site.key"));
    let mut openssl = Command::new("openssl");
    openssl.args(["req", "-x509", "-nodes", "-days", "2", "-newkey", "ec"]);
    openssl.args(["-pkeyopt", "ec_paramgen_curve:P-256", "-subj", &format!("/CN={NAME}")]);
    openssl.args(["-addext", &format!("subjectAltName=DNS:{NAME}")]);
    openssl.arg("-keyout").arg(&key).arg("-out").arg(&certificate);
    let made = openssl.output().unwrap();
    assert!(made.status.success(), "{}", String::from_utf8_lossy(&made.stderr));
    (certificate, key)
}

/// The print of a public key, as browsers name it.
fn print_of(key: &Path) -> String {
    let mut openssl = Command::new("openssl");
    openssl.arg("pkey").arg("-in").arg(key).args(["-pubout", "-outform", "DER"]);
    let public = openssl.output().unwrap();
    assert!(public.status.success(), "{}", String::from_utf8_lossy(&public.stderr));
    BASE64.encode(digest(&SHA256, &public.stdout).as_ref())
}

/// Whoever asks in clear at the same host, and which cookies they bring.
#[derive(Clone, Default)]
struct Eavesdropper(Arc<Mutex<Vec<String>>>);

impl Eavesdropper {
    /// Listens; its address.
    async fn listens(&self) -> String {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let port = listener.local_addr().unwrap().port();
        let heard = self.0.clone();
        let router = Router::new().fallback(move |headers: HeaderMap| async move {
            let cookies = headers.get_all(COOKIE).iter().map(|it| it.to_str().unwrap());
            heard.lock().unwrap().push(cookies.collect::<Vec<_>>().join("; "));
            Html("<!doctype html><title>-</title><main>-</main>")
        });
        tokio::spawn(async move { axum::serve(listener, router).await.unwrap() });
        format!("http://{NAME}:{port}/")
    }

    fn heard(&self) -> Vec<String> {
        self.0.lock().unwrap().clone()
    }
}

/// The cookies that a browser would send to an address.
async fn cookies(person: &Person, url: &str) -> Vec<Value> {
    let told = person.browser.tell("Network.getCookies", json!({ "urls": [url] })).await;
    told["cookies"].as_array().cloned().unwrap_or_default()
}

#[tokio::test]
async fn a_session_over_tls_is_bound_to_its_host_and_never_sent_in_clear_or_read_by_a_script() {
    let site = Site::start().await;
    let mut citizen = site.visitor("citizen").await;
    citizen.signs_in(CHEN).await;
    let held = cookies(&citizen, &site.base).await;
    let is_session = |it: &&Value| it["name"].as_str().unwrap().starts_with("__Host-session");
    let session = held.iter().find(is_session).unwrap_or_else(|| panic!("a session: {held:?}"));
    for cookie in &held {
        assert!(cookie["name"].as_str().unwrap().starts_with("__Host-"), "{cookie}");
        assert_eq!((&cookie["secure"], &cookie["path"]), (&json!(true), &json!("/")), "{cookie}");
        // Without a dot before it: the host alone, and none below it.
        assert_eq!(cookie["domain"], NAME, "{cookie}");
        assert!(matches!(cookie["sameSite"].as_str(), Some("Lax" | "Strict")), "{cookie}");
    }
    assert_eq!(session["httpOnly"], true, "{session}");
    let read = citizen.browser.asks("return document.cookie", vec![]).await;
    assert!(!read.as_str().unwrap().contains("session"), "{read}");

    // In clear the browser has nothing to send; it does not even ask in clear any more.
    let eavesdropper = Eavesdropper::default();
    let clear = eavesdropper.listens().await;
    assert_eq!(cookies(&citizen, &clear).await, Vec::<Value>::new());
    assert!(citizen.browser.client.goto(&clear).await.is_err(), "it insists on TLS");
    assert_eq!(eavesdropper.heard(), Vec::<String>::new());

    // A browser that holds the session and was never told to insist does ask, without it.
    let mut other = site.visitor("other").await;
    let mut carried = json!({ "url": site.base });
    for name in ["name", "value", "path", "secure", "httpOnly", "sameSite"] {
        carried[name] = session[name].clone();
    }
    let set = other.browser.tell("Network.setCookie", carried).await;
    assert_eq!(set["success"], true, "{set}");
    other.browser.client.goto(&clear).await.unwrap();
    let heard = eavesdropper.heard();
    assert!(!heard.is_empty() && heard.iter().all(String::is_empty), "{heard:?}");
    other.opens("/zh-hans/my/").await;
    assert_eq!(other.path().await, "/zh-hans/my/", "over TLS it is the session");
}
