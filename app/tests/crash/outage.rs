//! The database goes away in front of the running program and comes back: people are told so, what
//! was acknowledged is there, what was not is handed in again, and nobody has to start anything.

use std::{net::SocketAddr, sync::Arc, time::Duration};

use ledger::DatabaseUrl;
use reqwest::{Client, Response};
use serde_json::Value;
use testkit::Database;
use tokio::{
    io::copy_bidirectional,
    net::{TcpListener, TcpStream},
    task::{JoinHandle, JoinSet},
};

use crate::{
    crowd::Crowd,
    process::{Place, Server},
    story::{Killed, all_are_there_once},
};

/// So many hand in before the database goes, and as many while it is away.
const CROWD: usize = 40;

/// A line to a server that can be cut, as if the server were stopped: who is connected is thrown
/// out, and who comes is refused.
struct Relay {
    address: SocketAddr,
    target: String,
    running: Option<JoinHandle<()>>,
}

impl Relay {
    async fn to(target: &str) -> Self {
        // Nobody else takes a port of this address while nobody listens at it.
        let address = SocketAddr::from(([127, 77, 0, 1], 0));
        let mut relay = Self { address, target: target.to_owned(), running: None };
        relay.opens().await;
        relay
    }

    async fn opens(&mut self) {
        let listener = TcpListener::bind(self.address).await.unwrap();
        self.address = listener.local_addr().unwrap();
        let target = self.target.clone();
        self.running = Some(tokio::spawn(async move {
            // They are closed when this task ends.
            let mut lines = JoinSet::new();
            while let Ok((mut near, _)) = listener.accept().await {
                let target = target.clone();
                lines.spawn(async move {
                    let mut far = TcpStream::connect(target).await?;
                    copy_bidirectional(&mut near, &mut far).await
                });
            }
        }));
    }

    async fn cuts(&mut self) {
        let running = self.running.take().expect("it is open");
        running.abort();
        // It was told to end.
        let _ = running.await;
    }
}

/// Host and port in the address of a PostgreSQL server.
fn host_of(url: &str) -> &str {
    let (_, rest) = url.split_once('@').expect("a user");
    rest.split('/').next().unwrap()
}

async fn asks(server: &Server, path: &str) -> Response {
    Client::new().get(format!("{}{path}", server.base)).send().await.unwrap()
}

/// A refusal for a program: a stable code, and when to come back.
async fn is_told_to_come_back(response: Response) {
    let header = |name: &str| {
        let found = response.headers().get(name).map(|it| it.to_str().unwrap().to_owned());
        found.unwrap_or_default()
    };
    assert_eq!(response.status().as_u16(), 503);
    assert_eq!(header("content-type"), "application/problem+json");
    assert!(header("retry-after").parse::<u64>().is_ok(), "{:?}", response.headers());
    let told: Value = response.json().await.unwrap();
    assert_eq!(told["code"], "unavailable", "{told}");
    let text = told.to_string();
    assert!(!text.contains("postgres") && !text.contains("127.77"), "{text}");
}

/// Waits until the program works again, by itself.
async fn recovers(server: &Server) {
    let works = async {
        while server.health().await["is_ready"] != true {
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    };
    tokio::time::timeout(Duration::from_secs(60), works).await.expect("it works again");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn without_its_database_it_says_so_loses_nothing_and_goes_on_by_itself() {
    let database = Database::postgres().await;
    let DatabaseUrl::Postgres(url) = database.url() else { panic!("{:?}", database.url()) };
    let mut relay = Relay::to(host_of(url)).await;
    let through = url.replace(host_of(url), &relay.address.to_string());
    let place = Place::of(&database).with_database_at(through);
    let server = Arc::new(place.start().await);
    let crowd = Crowd::signed_in(&server).await;
    let before = crowd.cases(&server).await.len();
    let drafts = crowd.fills_in(&server, 2 * CROWD).await;
    let mut receipts = crowd.hands_in(&server, &drafts[..CROWD], None).await;
    server.settles().await;

    relay.cuts().await;
    let requests: Vec<_> = drafts[CROWD..].iter().map(|it| crowd.hand_in(&server, it)).collect();
    let mut all = JoinSet::new();
    for request in requests {
        all.spawn(async move { is_told_to_come_back(request.send().await.unwrap()).await });
    }
    all.join_all().await;
    receipts.resize(drafts.len(), None);
    for path in ["/zh-hans/my/", "/zh-hans/my/applications"] {
        let session = format!("Bearer {}", crowd.tokens()[0]);
        let client = Client::new();
        let page = client.get(format!("{}{path}", server.base)).header("authorization", session);
        let page = page.send().await.unwrap();
        assert_eq!(page.status().as_u16(), 503, "{path}");
        assert!(page.headers().contains_key("retry-after"), "{path}");
        let text = page.text().await.unwrap();
        assert!(text.contains("网站暂时不能办理业务"), "{path}: {text}");
    }
    let health = server.health().await;
    assert_eq!(health["is_ready"], false, "{health}");
    assert_eq!(health["failure"], "database_unavailable", "{health}");
    assert_eq!(asks(&server, "/health/live").await.status().as_u16(), 200);

    relay.opens().await;
    recovers(&server).await;
    let killed = Killed { drafts, receipts };
    let references = all_are_there_once(&crowd, &server, &killed).await;
    server.settles().await;
    assert_eq!(crowd.cases(&server).await.len(), before + references.len(), "each is one case");
    place.replays_without_difference().await;
}
