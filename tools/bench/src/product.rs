//! The program itself: started on a database of its own, with a city of many citizens, and driven
//! through its API.

use std::{
    net::SocketAddr,
    path::PathBuf,
    process::Command,
    sync::{
        Mutex, PoisonError,
        atomic::{AtomicUsize, Ordering},
    },
    time::{Duration, Instant},
};

use anyhow::ensure;

use crate::{
    city,
    disk::connect,
    http::{Connection, number, request, word},
    load::{Client, Times},
    process::{Running, free_address},
};

/// A citizen may have so many drafts and hand in so many files a day, so each client acts for
/// several, and others in each load.
const CITIZENS_OF_A_CLIENT: usize = 4;
const PASSWORD: &str = "onewindow";
/// Who accepts and gives the first opinion, who gives the second, who decides.
const OFFICERS: [&str; 3] = ["examiner-lu", "examiner-lei", "approver-jiang"];
/// What a citizen writes.
pub const APPLICATION: &str = include_str!("../data/application.json");
/// The materials that are handed in, each of them [`PLAN`].
pub const REQUIREMENTS: [&str; 2] = ["business-licence", "layout-plan"];
/// What officers do with a case: which of [`OFFICERS`], the act, and what they say.
pub const ACTS: [(usize, &str, &str); 4] = [
    (0, "accept", ""),
    (0, "review", OPINION),
    (1, "review", OPINION),
    (2, "grant", "\"text\":\"准予许可\","),
];
/// The act before which the file has to be opened.
pub const DECIDES: &str = "grant";
const OPINION: &str = "\"in_favour\":true,\"text\":\"符合要求\",";
/// A drawing.
pub const PLAN: &[u8] = include_bytes!("../data/plan.pdf");
/// After so long the officer who decides confirms it anew.
const CONFIRMED: Duration = Duration::from_secs(300);
const PATIENCE: Duration = Duration::from_secs(120);

/// Where the program keeps its data.
#[derive(Debug, Clone)]
pub enum Database {
    /// A file in the data folder.
    Sqlite,
    /// A server.
    Postgres(String),
}

/// A data folder and how the program is started on it.
#[derive(Debug, Clone)]
pub struct House {
    /// The program.
    pub program: PathBuf,
    /// The data folder.
    pub data: PathBuf,
    /// The folder of the city.
    pub city: PathBuf,
    /// The database.
    pub database: Database,
    /// Whether its record is written.
    pub is_recorded: bool,
}

impl House {
    fn command(&self, words: &[&str]) -> Command {
        let mut command = Command::new(&self.program);
        command.args(words).arg("--data").arg(&self.data).arg("--quiet");
        if let Database::Postgres(url) = &self.database {
            command.args(["--database-url", url]);
        }
        // One confirmation has to last for a load of decisions.
        command.env("ONEWINDOW_STEP_UP_SECONDS", "600");
        command.current_dir(&self.city);
        command
    }

    /// Starts the demonstration at a free address.
    pub fn start(&self) -> anyhow::Result<Running> {
        self.start_at(free_address()?)
    }

    /// Starts the demonstration at an address, without rate limits.
    pub fn start_at(&self, address: SocketAddr) -> anyhow::Result<Running> {
        let mut command = self.command(&["demo", "--log-level", "error"]);
        command.arg("--listen").arg(address.to_string()).arg("--city").arg(&self.city);
        command.env("ONEWINDOW_RATE_LIMITS", "false");
        // A case counts when its result is issued, so nothing waits to be undone.
        command.env("ONEWINDOW_NOTICE_MINUTES", "0");
        command.env("ONEWINDOW_RECORD_WRITER", self.is_recorded.to_string());
        Running::start(&mut command, address)
    }

    /// Starts it and waits until it is ready.
    pub async fn open(&self) -> anyhow::Result<Running> {
        let mut running = self.start()?;
        running.answers("/health/ready", PATIENCE).await?;
        Ok(running)
    }

    /// What `onewindow replay --check` says, and whether it is well.
    pub fn replay(&self) -> anyhow::Result<(bool, String)> {
        let output = self.command(&["replay", "--check"]).output()?;
        let text = String::from_utf8_lossy(&output.stdout);
        Ok((output.status.success(), text.lines().next().unwrap_or_default().to_owned()))
    }

    /// How many events of a word are in the database.
    pub async fn events(&self, word: &str) -> anyhow::Result<u64> {
        let sql = "SELECT COUNT(*) FROM ledger_event WHERE word = $1";
        let found: i64 = match &self.database {
            Database::Postgres(url) => connect(url).await?.query_one(sql, &[&word]).await?.get(0),
            Database::Sqlite => {
                let path = self.data.join("onewindow.db");
                let flags = rusqlite::OpenFlags::SQLITE_OPEN_READ_ONLY;
                let connection = rusqlite::Connection::open_with_flags(path, flags)?;
                connection.busy_timeout(Duration::from_secs(5))?;
                connection.query_row(sql, [word], |row| row.get(0))?
            }
        };
        Ok(found.unsigned_abs())
    }
}

/// Everybody who has signed in.
pub struct Tokens {
    citizens: Vec<String>,
    officers: Mutex<(Vec<String>, Instant)>,
    next: AtomicUsize,
}

impl Tokens {
    /// Signs in the officers and so many citizens.
    pub async fn sign_in(running: &Running, citizens: u32) -> anyhow::Result<Self> {
        let mut connection = Connection::open(running.address).await?;
        let next = AtomicUsize::new(0);
        let mut officers = Vec::new();
        for login in OFFICERS {
            officers.push(sign_in(&mut connection, login).await?);
        }
        if let Some(decides) = officers.last_mut() {
            *decides = confirm(&mut connection, decides).await?;
        }
        let officers = Mutex::new((officers, Instant::now()));
        let mut tokens = Self { citizens: Vec::new(), officers, next };
        for index in 0..citizens.min(city::CITIZENS) {
            tokens.citizens.push(sign_in(&mut connection, &city::id_number(index)).await?);
        }
        Ok(tokens)
    }

    /// `count` identities that share all citizens out among them.
    pub fn identities(&self, count: usize) -> Vec<Identity> {
        let officers = self.officers().0;
        let own = |index| self.citizens.iter().skip(index).step_by(count).cloned().collect();
        let identity = |index| Identity {
            citizens: own(index),
            officers: officers.clone(),
            keys: Keys::new(index),
        };
        (0..count).map(identity).collect()
    }

    fn officers(&self) -> (Vec<String>, Instant) {
        self.officers.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// `count` clients, each with citizens of its own.
    pub async fn clients(&self, running: &Running, count: usize) -> anyhow::Result<Vec<Applicant>> {
        let mut connection = Connection::open(running.address).await?;
        let (mut officers, since) = self.officers();
        if let Some(decides) = officers.last_mut().filter(|_| since.elapsed() > CONFIRMED) {
            *decides = confirm(&mut connection, decides).await?;
            let mut own = self.officers.lock().unwrap_or_else(PoisonError::into_inner);
            *own = (officers.clone(), Instant::now());
        }
        let mut clients = Vec::new();
        let wanted = count * CITIZENS_OF_A_CLIENT;
        ensure!(wanted <= self.citizens.len(), "{wanted} citizens have to sign in");
        let from = self.next.fetch_add(wanted, Ordering::Relaxed);
        let mut citizens = self.citizens.iter().cycle().skip(from % self.citizens.len());
        for index in 0..count {
            clients.push(Applicant {
                connection: Connection::open(running.address).await?,
                citizens: citizens.by_ref().take(CITIZENS_OF_A_CLIENT).cloned().collect(),
                officers: officers.clone(),
                keys: Keys::new(index),
                turn: 0,
                last: None,
            });
        }
        Ok(clients)
    }
}

async fn sign_in(connection: &mut Connection, login: &str) -> anyhow::Result<String> {
    let mut body = serde_json::json!({ "login": login, "password": PASSWORD });
    let json = "content-type: application/json\r\n";
    let whole = request("POST", "/api/v1/session", json, body.to_string().as_bytes());
    let mut answer = connection.send(&whole).await?;
    if let Some(code) = shown_code(answer.text()) {
        body["code"] = code.into();
        let whole = request("POST", "/api/v1/session", json, body.to_string().as_bytes());
        answer = connection.send(&whole).await?;
    }
    ensure!(answer.status == 201, "{login} cannot sign in: {}", answer.text());
    Ok(word(answer.text(), "\"token\":\"")?.to_owned())
}

/// Opens the file of a case, as whoever decides has to.
pub fn opening(token: &str, path: &str) -> Vec<u8> {
    request("GET", &format!("{path}/file"), &format!("authorization: Bearer {token}\r\n"), b"")
}

/// For whom a client acts, and with which command ids.
pub struct Identity {
    /// Tokens of citizens.
    pub citizens: Vec<String>,
    /// Tokens of [`OFFICERS`].
    pub officers: Vec<String>,
    /// Command ids.
    pub keys: Keys,
}

/// The code that the demonstration shows where one is needed.
fn shown_code(text: &str) -> Option<String> {
    let (_, detail) =
        text.split_once("sign_in.code_needed").and_then(|_| text.split_once("\"detail\":"))?;
    let digits = detail.as_bytes().windows(6).find(|it| it.iter().all(u8::is_ascii_digit))?;
    Some(String::from_utf8_lossy(digits).into_owned())
}

/// Confirms that an officer decides; answers the token with which they go on.
async fn confirm(connection: &mut Connection, token: &str) -> anyhow::Result<String> {
    let headers = format!("authorization: Bearer {token}\r\ncontent-type: application/json\r\n");
    let path = "/api/v1/session/step-up";
    let mut body = serde_json::json!({ "action": "cases.decide" });
    // A code counts once, and there is a new one every 30 seconds.
    for _ in 0..PATIENCE.as_secs() {
        let asked = request("POST", path, &headers, body.to_string().as_bytes());
        let answer = connection.send(&asked).await?;
        if answer.status == 201 {
            return Ok(word(answer.text(), "\"token\":\"")?.to_owned());
        }
        match shown_code(answer.text()) {
            Some(code) => body["code"] = code.into(),
            None => {
                tokio::time::sleep(Duration::from_secs(1)).await;
                body["code"] = "".into();
            }
        }
    }
    anyhow::bail!("no decision can be confirmed")
}

/// Command ids that nobody has used before.
pub struct Keys {
    run: u128,
    next: u128,
}

impl Keys {
    fn new(client: usize) -> Self {
        let now = std::time::SystemTime::now();
        let since = now.duration_since(std::time::UNIX_EPOCH).map_or(0, |it| it.as_nanos());
        Self { run: (since << 8 | client as u128 & 0xff) & 0xffff_ffff_ffff_ffff, next: 0 }
    }

    /// The next one.
    pub fn next(&mut self) -> String {
        self.next += 1;
        let (run, next) = (self.run, self.next);
        format!(
            "{:08x}-{:04x}-4{:03x}-8000-{next:012x}",
            run >> 32,
            run >> 16 & 0xffff,
            run & 0xfff
        )
    }
}

/// The last change of a case that was acknowledged.
#[derive(Debug, Clone)]
pub struct Acknowledged {
    /// The case's reference.
    pub reference: String,
    /// Its version.
    pub version: u64,
    token: String,
}

/// One client: a citizen hands an application in, officers take it to its decision.
pub struct Applicant {
    connection: Connection,
    citizens: Vec<String>,
    officers: Vec<String>,
    keys: Keys,
    turn: usize,
    /// What was acknowledged last.
    pub last: Option<Acknowledged>,
}

impl Applicant {
    /// Sends one change; answers the text of the answer.
    async fn change(
        &mut self,
        times: &mut Times,
        token: &str,
        path: &str,
        kind: &str,
        body: &[u8],
    ) -> anyhow::Result<String> {
        let key = self.keys.next();
        let headers = format!(
            "authorization: Bearer {token}\r\nidempotency-key: {key}\r\ncontent-type: {kind}\r\n"
        );
        let whole = request("POST", path, &headers, body);
        loop {
            let asked = Instant::now();
            let answer = self.connection.send(&whole).await?;
            let text = answer.text().to_owned();
            if answer.status == 422 && text.contains("application.too_many_drafts") {
                times.held_back += 1;
                tokio::time::sleep(Duration::from_millis(5)).await;
                continue;
            }
            ensure!(matches!(answer.status, 200 | 201), "{path}: {} {text}", answer.status);
            times.note(asked);
            return Ok(text);
        }
    }

    async fn hand_in(&mut self, times: &mut Times, token: &str) -> anyhow::Result<Acknowledged> {
        let body = APPLICATION.trim().as_bytes();
        let json = "application/json";
        let begun = self.change(times, token, "/api/v1/applications", json, body).await?;
        let path = format!("/api/v1/applications/{}", word(&begun, "\"id\":\"")?);
        for requirement in REQUIREMENTS {
            let slot = format!("{path}/materials/{requirement}?name=plan.pdf");
            self.change(times, token, &slot, "application/octet-stream", PLAN).await?;
        }
        let receipt = self.change(times, token, &format!("{path}/submit"), json, b"{}").await?;
        let reference = word(&receipt, "\"reference\":\"")?.to_owned();
        let version = number(&receipt, "\"version\":")?;
        Ok(Acknowledged { reference, version, token: token.to_owned() })
    }

    async fn decide(&mut self, times: &mut Times, case: Acknowledged) -> anyhow::Result<()> {
        let path = format!("/api/v1/cases/{}", case.reference);
        let mut version = case.version;
        self.last = Some(case);
        for (officer, act, content) in ACTS {
            let token = self.officers[officer].clone();
            let body = format!("{{{content}\"version\":{version}}}");
            if act == DECIDES {
                let answer = self.connection.send(&opening(&token, &path)).await?;
                ensure!(answer.status == 200, "{path}: {} {}", answer.status, answer.text());
            }
            let (path, json) = (format!("{path}/{act}"), "application/json");
            let text = self.change(times, &token, &path, json, body.as_bytes()).await?;
            version = number(&text, "\"version\":")?;
            if let Some(last) = &mut self.last {
                last.version = version;
            }
        }
        Ok(())
    }

    /// Whether a server still knows what this client was told last.
    pub async fn is_kept(&self, running: &Running) -> anyhow::Result<bool> {
        let Some(last) = &self.last else { return Ok(true) };
        let mut connection = Connection::open(running.address).await?;
        let headers = format!("authorization: Bearer {}\r\n", last.token);
        let path = format!("/api/v1/cases/{}", last.reference);
        let answer = connection.send(&request("GET", &path, &headers, b"")).await?;
        Ok(answer.status == 200 && number(answer.text(), "\"version\":")? >= last.version)
    }
}

impl Acknowledged {
    /// The token of who handed it in.
    pub fn token(&self) -> &str {
        &self.token
    }
}

impl Applicant {
    /// Hands one application in.
    pub async fn submit(&mut self, times: &mut Times) -> anyhow::Result<Acknowledged> {
        let token = self.citizens[self.turn % self.citizens.len()].clone();
        self.turn += 1;
        self.hand_in(times, &token).await
    }
}

impl Client for Applicant {
    async fn work(&mut self, times: &mut Times) -> anyhow::Result<()> {
        let case = self.submit(times).await?;
        self.decide(times, case).await
    }
}

/// Asks the program for a figure of its own; `None` where it keeps none of that name.
pub async fn figure(running: &Running, name: &str) -> anyhow::Result<Option<f64>> {
    let mut connection = Connection::open(running.address).await?;
    let answer = connection.send(&request("GET", "/metrics", "", b"")).await?;
    let line = answer.text().lines().find_map(|it| it.strip_prefix(name)?.strip_prefix(' '));
    Ok(line.and_then(|it| it.trim().parse().ok()))
}

/// Waits until no event waits for a consumer, or patience ends; answers how many still wait.
pub async fn settle(running: &Running, patience: Duration) -> anyhow::Result<u64> {
    let began = Instant::now();
    let mut connection = Connection::open(running.address).await?;
    let get = request("GET", "/health/ready", "", b"");
    loop {
        let waiting = number(connection.send(&get).await?.text(), "\"waiting\":")?;
        if waiting == 0 || began.elapsed() > patience {
            return Ok(waiting);
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_are_uuids_and_differ() {
        let mut keys = Keys::new(3);
        let (one, two) = (keys.next(), keys.next());
        assert_ne!(one, two);
        assert_eq!(one.len(), 36);
    }
}
