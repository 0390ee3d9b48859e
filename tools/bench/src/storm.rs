//! A storm: many applications at once, with everything that goes wrong on the way. Requests are
//! sent twice at the same time, sent and given up, sent again after no answer came, sent before
//! their turn and long after it, and the program is killed in between. In the end each application
//! is one case with one decision and one licence.

use std::{
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
    time::{Duration, Instant},
};

use anyhow::ensure;
use tokio::task::JoinSet;

use crate::{
    Plan,
    figures::{Figures, count},
    http::{Connection, number, request, word},
    process::Running,
    product::{self, Database, House, Identity, Tokens},
};

const CLIENTS: usize = 24;
const CITIZENS: u32 = 999;
const PATIENCE: Duration = Duration::from_secs(180);
/// What happens once to each application.
const COUNTED: [&str; 4] = ["case.submitted", "case.decided", "case.issued", "licence.issued"];
/// Between two tries while nobody answers.
const PAUSE: Duration = Duration::from_millis(20);

/// What the storm did to the requests.
#[derive(Debug, Default)]
struct Weather {
    doubled: AtomicU64,
    given_up: AtomicU64,
    retried: AtomicU64,
    too_early: AtomicU64,
    too_late: AtomicU64,
}

/// What all clients share.
struct Storm {
    wanted: u64,
    begun: AtomicU64,
    done: AtomicU64,
    weather: Weather,
}

/// Lets the storm pass over both engines.
pub async fn run(
    figures: &mut Figures,
    plan: &Plan,
    wanted: u64,
    kills: u64,
) -> anyhow::Result<()> {
    let sqlite = plan.house("storm", Database::Sqlite);
    pass(figures, "SQLite", &sqlite, wanted, kills).await?;
    if let Some(server) = &plan.postgres {
        let url = crate::case::new_database(server, "storm").await?;
        let house = plan.house("storm-postgres", Database::Postgres(url));
        pass(figures, "PostgreSQL", &house, wanted, kills).await?;
    }
    Ok(())
}

async fn pass(
    figures: &mut Figures,
    engine: &str,
    house: &House,
    wanted: u64,
    kills: u64,
) -> anyhow::Result<()> {
    let running = house.open().await?;
    let mut before = Vec::new();
    for word in COUNTED {
        before.push(house.events(word).await?);
    }
    let tokens = Tokens::sign_in(&running, CITIZENS).await?;
    let storm = Arc::new(Storm {
        wanted,
        begun: AtomicU64::new(0),
        done: AtomicU64::new(0),
        weather: Weather::default(),
    });
    let began = Instant::now();
    let mut sailors = JoinSet::new();
    for (index, identity) in tokens.identities(CLIENTS).into_iter().enumerate() {
        let mut sailor = Sailor::new(&running, storm.clone(), identity, index);
        sailors.spawn(async move { sailor.sail().await });
    }
    let all_home = async {
        while let Some(home) = sailors.join_next().await {
            home??;
        }
        anyhow::Ok(())
    };
    // The first client that fails ends the storm.
    let (running, ()) = tokio::try_join!(strike(house, running, &storm, kills), all_home)?;
    let took = began.elapsed();
    let waiting = product::settle(&running, PATIENCE).await?;
    ensure!(waiting == 0, "{waiting} events still wait");
    for (word, before) in COUNTED.into_iter().zip(before) {
        let found = house.events(word).await? - before;
        ensure!(found == wanted, "{found} events {word} of {wanted} applications on {engine}");
    }
    running.stop()?;
    let (is_well, said) = house.replay()?;
    ensure!(is_well, "after the storm: {said}");
    let of = |it: &AtomicU64| it.load(Ordering::Relaxed);
    let it = &storm.weather;
    figures.remark(format!(
        "Storm on {engine}: {wanted} applications, {wanted} decisions, {wanted} licences in {:.0} s; \
         {kills} kills, {} requests sent twice at once, {} given up, {} sent again without an answer, \
         {} before their turn, {} after it. Replay: {said}.",
        took.as_secs_f64(),
        of(&it.doubled),
        of(&it.given_up),
        of(&it.retried),
        of(&it.too_early),
        of(&it.too_late),
    ));
    figures.note("storm", engine, "cases/s", count(usize::try_from(wanted)?) / took.as_secs_f64());
    Ok(())
}

/// Kills the program so many times, evenly over the work, and starts it again at its address.
async fn strike(
    house: &House,
    mut running: Running,
    storm: &Storm,
    kills: u64,
) -> anyhow::Result<Running> {
    let address = running.address;
    for kill in 1..=kills {
        let moment = storm.wanted * kill / (kills + 1);
        while storm.done.load(Ordering::Relaxed) < moment {
            tokio::time::sleep(PAUSE).await;
        }
        running.kill()?;
        running = house.start_at(address)?;
        running.answers("/health/ready", PATIENCE).await?;
    }
    Ok(running)
}

/// A client in the storm.
struct Sailor {
    line: Line,
    identity: Identity,
    dice: u64,
    turn: usize,
}

/// A connection that is made again when it breaks.
struct Line {
    storm: Arc<Storm>,
    address: std::net::SocketAddr,
    connection: Option<Connection>,
}

impl Sailor {
    fn new(running: &Running, storm: Arc<Storm>, identity: Identity, index: usize) -> Self {
        let dice = 0x9e37_79b9_7f4a_7c15 ^ (index as u64 + 1).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let line = Line { storm, address: running.address, connection: None };
        Self { line, identity, dice, turn: 0 }
    }

    async fn sail(&mut self) -> anyhow::Result<()> {
        while self.line.storm.begun.fetch_add(1, Ordering::Relaxed) < self.line.storm.wanted {
            self.application().await?;
            self.line.storm.done.fetch_add(1, Ordering::Relaxed);
        }
        Ok(())
    }

    /// One application from its beginning to its decision.
    async fn application(&mut self) -> anyhow::Result<()> {
        let citizen = self.identity.citizens[self.turn % self.identity.citizens.len()].clone();
        self.turn += 1;
        let json = "application/json";
        let body = product::APPLICATION.trim().as_bytes();
        let (begun, _) = self.change(&citizen, "/api/v1/applications", json, body).await?;
        let path = format!("/api/v1/applications/{}", word(&begun, "\"id\":\"")?);
        for requirement in product::REQUIREMENTS {
            let slot = format!("{path}/materials/{requirement}?name=plan.pdf");
            self.change(&citizen, &slot, "application/octet-stream", product::PLAN).await?;
        }
        let (receipt, _) = self.change(&citizen, &format!("{path}/submit"), json, b"{}").await?;
        let path = format!("/api/v1/cases/{}", word(&receipt, "\"reference\":\"")?);
        self.decide(&path, number(&receipt, "\"version\":")?).await
    }

    async fn decide(&mut self, path: &str, mut version: u64) -> anyhow::Result<()> {
        let mut sent = Vec::new();
        for (officer, act, content) in product::ACTS {
            let token = self.identity.officers[officer].clone();
            let body = format!("{{{content}\"version\":{version}}}");
            if act == "accept" && self.rolls(8) {
                self.grants_too_early(path, version).await?;
            }
            if act == product::DECIDES {
                let (status, text) = self.line.ask(&product::opening(&token, path)).await?;
                ensure!(status == 200, "{path}: {status} {text}");
            }
            let url = format!("{path}/{act}");
            let (text, whole) =
                self.change(&token, &url, "application/json", body.as_bytes()).await?;
            version = number(&text, "\"version\":")?;
            sent.push(whole);
        }
        if self.rolls(8) {
            // What was answered long ago is answered again and changes nothing.
            for whole in sent {
                let answer = self.line.ask(&whole).await?;
                ensure!(matches!(answer.0, 200 | 201), "an old request: {} {}", answer.0, answer.1);
                self.line.storm.weather.too_late.fetch_add(1, Ordering::Relaxed);
            }
        }
        Ok(())
    }

    /// A decision before anybody has looked at the case is refused.
    async fn grants_too_early(&mut self, path: &str, version: u64) -> anyhow::Result<()> {
        let (officer, act, content) = product::ACTS[product::ACTS.len() - 1];
        let token = self.identity.officers[officer].clone();
        let body = format!("{{{content}\"version\":{version}}}");
        let whole =
            self.whole(&token, &format!("{path}/{act}"), "application/json", body.as_bytes());
        let (status, text) = self.line.ask(&whole).await?;
        ensure!((400..500).contains(&status), "a grant before its turn: {status} {text}");
        self.line.storm.weather.too_early.fetch_add(1, Ordering::Relaxed);
        Ok(())
    }

    /// Carries a change out, whatever happens to the requests; answers the text of the answer and
    /// the request.
    async fn change(
        &mut self,
        token: &str,
        path: &str,
        kind: &str,
        body: &[u8],
    ) -> anyhow::Result<(String, Vec<u8>)> {
        let whole = self.whole(token, path, kind, body);
        if self.rolls(12) {
            self.line.give_up(&whole).await;
        }
        if self.rolls(6) {
            let mut other = Line {
                storm: self.line.storm.clone(),
                address: self.line.address,
                connection: None,
            };
            self.line.storm.weather.doubled.fetch_add(1, Ordering::Relaxed);
            let (one, two) = tokio::join!(other.ask(&whole), self.line.ask(&whole));
            for (status, text) in [one?, two?] {
                ensure!(matches!(status, 200 | 201), "{path}, sent twice: {status} {text}");
            }
        }
        let (status, text) = self.line.ask(&whole).await?;
        ensure!(matches!(status, 200 | 201), "{path}: {status} {text}");
        Ok((text, whole))
    }

    fn whole(&mut self, token: &str, path: &str, kind: &str, body: &[u8]) -> Vec<u8> {
        let key = self.identity.keys.next();
        let headers = format!(
            "authorization: Bearer {token}\r\nidempotency-key: {key}\r\ncontent-type: {kind}\r\n"
        );
        request("POST", path, &headers, body)
    }

    /// Whether one throw in `of` comes down.
    fn rolls(&mut self, of: u64) -> bool {
        self.dice ^= self.dice << 13;
        self.dice ^= self.dice >> 7;
        self.dice ^= self.dice << 17;
        self.dice.is_multiple_of(of)
    }
}

impl Line {
    /// Sends a request and goes away without waiting for the answer.
    async fn give_up(&self, whole: &[u8]) {
        if let Ok(mut connection) = Connection::open(self.address).await {
            // It may be down just now.
            let _ = connection.write(whole).await;
            self.storm.weather.given_up.fetch_add(1, Ordering::Relaxed);
        }
    }

    /// Asks until there is an answer; who is told to wait comes again.
    async fn ask(&mut self, whole: &[u8]) -> anyhow::Result<(u16, String)> {
        let began = Instant::now();
        loop {
            if let Some((status, text)) = self.once(whole).await {
                let must_wait = matches!(status, 429 | 503)
                    || status == 422 && text.contains("application.too_many_drafts");
                if !must_wait {
                    return Ok((status, text));
                }
            } else {
                self.connection = None;
                self.storm.weather.retried.fetch_add(1, Ordering::Relaxed);
            }
            ensure!(began.elapsed() < PATIENCE, "no answer within {PATIENCE:?}");
            tokio::time::sleep(PAUSE).await;
        }
    }

    async fn once(&mut self, whole: &[u8]) -> Option<(u16, String)> {
        let connection = match &mut self.connection {
            Some(connection) => connection,
            None => self.connection.insert(Connection::open(self.address).await.ok()?),
        };
        let answer = connection.send(whole).await.ok()?;
        Some((answer.status, answer.text().to_owned()))
    }
}
