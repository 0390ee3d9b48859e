//! Complete cases: the disk and bare SQL, the bare reference server, the program, in turns.

use std::{
    path::Path,
    process::Command,
    sync::{
        Arc,
        atomic::{AtomicI64, Ordering},
    },
    time::{Duration, Instant},
};

use anyhow::ensure;

use crate::{
    Plan,
    bare::{FORM, STEPS, complete},
    disk,
    figures::{Figures, count, rate},
    http::{Connection, request},
    load::{self, Client, Load, Times},
    process::{self, Running, free_address},
    product::{self, Database, House, Tokens},
};

/// How many clients work side by side.
pub const CLIENTS: [usize; 3] = [1, 8, 64];
/// Citizens who sign in.
const CITIZENS: u32 = 512;
/// How long the reactions to a load may take, in lengths of the load.
const PATIENCE: u32 = 20;

/// The program on one database.
struct Rival {
    name: &'static str,
    house: House,
    running: Running,
    tokens: Tokens,
    handed_in: u64,
}

/// Measures all of it.
pub async fn run(figures: &mut Figures, plan: &Plan) -> anyhow::Result<()> {
    let mut hello = plan.serve("hello", None)?;
    hello.answers("/", Duration::from_secs(10)).await?;
    let data = plan.folder.join("reference.db");
    let mut reference = plan.serve("reference", Some(&data))?;
    reference.answers("/", Duration::from_secs(10)).await?;
    let mut rivals = vec![Rival::open(plan, "SQLite", Database::Sqlite).await?];
    let mut script = None;
    if let Some(url) = &plan.postgres {
        let own = new_database(url, "script").await?;
        disk::postgres_tables(&own).await?;
        script = Some(own);
        let database = Database::Postgres(new_database(url, "onewindow").await?);
        rivals.push(Rival::open(plan, "PostgreSQL", database).await?);
    }
    let numbers = Arc::new(AtomicI64::new(0));
    for turn in 1..=plan.turns {
        figures.say(&format!("cases, turn {turn} of {}", plan.turns));
        disk::sqlite(figures, &plan.folder, plan.length.min(Duration::from_secs(2)))?;
        crate::pages::hello(figures, &hello, plan.length.min(Duration::from_secs(2))).await?;
        for clients in CLIENTS {
            bare_load(figures, &reference, clients, &numbers, plan.length).await?;
            if let Some(url) = &script {
                disk::postgres(figures, url, clients, plan.length).await?;
            }
            for rival in &mut rivals {
                rival.load(figures, clients, plan.length).await?;
            }
        }
    }
    reference.stop()?;
    let done = complete(&rusqlite::Connection::open(&data)?)?;
    let wanted = numbers.load(Ordering::Relaxed).unsigned_abs();
    ensure!(done == wanted, "{done} of {wanted} cases of the reference are complete");
    for rival in rivals {
        rival.end(figures, plan).await?;
    }
    Ok(())
}

/// A new database on a server; answers its address.
pub async fn new_database(url: &str, word: &str) -> anyhow::Result<String> {
    let name = format!("bench_{}_{word}", std::process::id());
    let client = disk::connect(url).await?;
    client.batch_execute(&format!("DROP DATABASE IF EXISTS {name}")).await?;
    client.batch_execute(&format!("CREATE DATABASE {name}")).await?;
    let (server, _) = url.rsplit_once('/').unwrap_or((url, ""));
    Ok(format!("{server}/{name}"))
}

/// One client of the bare reference server.
struct Bare {
    connection: Connection,
    numbers: Arc<AtomicI64>,
}

impl Client for Bare {
    async fn work(&mut self, times: &mut Times) -> anyhow::Result<()> {
        let case = self.numbers.fetch_add(1, Ordering::Relaxed);
        for step in 0..STEPS {
            let path = format!("/cases/{case}/{step}");
            let body = if step == 0 { FORM.as_bytes() } else { b"" };
            let whole = request("POST", &path, "content-type: application/json\r\n", body);
            let asked = Instant::now();
            let answer = self.connection.send(&whole).await?;
            ensure!(answer.status == 200, "{path}: {}", answer.status);
            times.note(asked);
        }
        Ok(())
    }
}

/// Loads the reference server.
async fn bare_load(
    figures: &mut Figures,
    running: &Running,
    clients: usize,
    numbers: &Arc<AtomicI64>,
    length: Duration,
) -> anyhow::Result<()> {
    let mut loads = Vec::new();
    for _ in 0..clients {
        let connection = Connection::open(running.address).await?;
        loads.push(Bare { connection, numbers: numbers.clone() });
    }
    let before = running.cpu_ms()?;
    let (load, _) = load::run(loads, length).await?;
    let group = format!("reference server, {clients} clients");
    figures.note(&group, "issued", "cases/s", rate(load.done, load.took));
    note_times(figures, &group, &load);
    let cpu = (running.cpu_ms()? - before) / count(usize::try_from(load.done.max(1))?);
    figures.note(&group, "server CPU", "ms/case", cpu);
    figures.note(&group, "memory", "MB", running.pss_mb()?);
    Ok(())
}

fn note_times(figures: &mut Figures, group: &str, load: &Load) {
    let changes = rate(load.times.len() as u64, load.took);
    figures.note(group, "state changes", "/s", changes);
    for (name, share) in [("p50", 0.5), ("p99", 0.99), ("max", 1.0)] {
        figures.note(group, name, "ms", load.times.share(share));
    }
}

impl Rival {
    async fn open(plan: &Plan, name: &'static str, database: Database) -> anyhow::Result<Self> {
        let house = plan.house(&name.to_lowercase(), database);
        let running = house.open().await?;
        let tokens = Tokens::sign_in(&running, CITIZENS).await?;
        Ok(Self { name, house, running, tokens, handed_in: 0 })
    }

    /// One load, until the last reaction to it is done.
    async fn load(
        &mut self,
        figures: &mut Figures,
        clients: usize,
        length: Duration,
    ) -> anyhow::Result<()> {
        let group = format!("{}, {clients} clients", self.name);
        let people = self.tokens.clients(&self.running, clients).await?;
        let issued = self.house.events("case.issued").await?;
        let (cpu, before) = (self.running.cpu_ms()?, Own::read(&self.running).await?);
        let began = Instant::now();
        let (load, _) = load::run(people, length).await?;
        let at_end = Own::read(&self.running).await?;
        let now = self.house.events("case.issued").await? - issued;
        let waiting = product::settle(&self.running, length * PATIENCE).await?;
        let took = began.elapsed();
        let issued = self.house.events("case.issued").await? - issued;
        figures.note(&group, "decided", "cases/s", rate(load.done, load.took));
        figures.note(&group, "issued", "cases/s", rate(issued, took));
        let share = rate(now, Duration::from_secs(1)) / count(usize::try_from(issued.max(1))?);
        figures.note(&group, "issued when the load ends", "of all", share);
        note_times(figures, &group, &load);
        let cpu = (self.running.cpu_ms()? - cpu) / count(usize::try_from(issued.max(1))?);
        figures.note(&group, "server CPU", "ms/case", cpu);
        figures.note(&group, "memory", "MB", self.running.pss_mb()?);
        if let (Some(before), Some(after)) = (before, at_end) {
            let seconds = load.took.as_secs_f64();
            figures.note(
                &group,
                "transactions",
                "/s",
                (after.transactions - before.transactions) / seconds,
            );
            figures.note(&group, "commits", "/s", (after.commits - before.commits) / seconds);
        }
        if load.times.held_back > 0 {
            let times = rate(load.times.held_back, Duration::from_secs(1));
            figures.note(&group, "held back by the limit of drafts", "times", times);
        }
        if waiting > 0 {
            figures.remark(format!("{group}: {waiting} events still waited when patience ended."));
        }
        self.handed_in += load.done;
        Ok(())
    }

    /// Counts, compares and replays; a case counts only with all its entries.
    async fn end(self, figures: &mut Figures, plan: &Plan) -> anyhow::Result<()> {
        if plan.is_profiled {
            self.profile(figures, plan).await?;
        }
        let waiting = product::settle(&self.running, Duration::from_secs(120)).await?;
        let mut found = Vec::new();
        let words = [
            ("application.started", 1),
            ("case.submitted", 1),
            ("case.accepted", 1),
            ("case.reviewed", 2),
            ("case.decided", 1),
            ("case.issued", 1),
        ];
        for (word, times) in words {
            found.push((word, self.house.events(word).await? / times));
        }
        let least = found.iter().map(|(_, it)| *it).min().unwrap_or(0);
        self.running.stop()?;
        let (is_well, said) = self.house.replay()?;
        let name = self.name;
        figures.remark(format!("{name}: {least} cases have all their entries; replay: {said}."));
        ensure!(is_well, "{name}: the replay finds differences");
        let wanted = self.handed_in;
        if waiting == 0 {
            ensure!(least >= wanted, "{name}: {least} of {wanted} cases are complete: {found:?}");
        }
        Ok(())
    }

    async fn profile(&self, figures: &mut Figures, plan: &Plan) -> anyhow::Result<()> {
        let people = self.tokens.clients(&self.running, 64).await?;
        let work = tokio::spawn(load::run(people, plan.length + Duration::from_secs(2)));
        let seen = process::profile(self.running.id(), &plan.folder, plan.length).await;
        work.await??;
        let text = seen.unwrap_or_else(|| "perf is not installed or not allowed".to_owned());
        figures.profiles.push((format!("{}, 64 clients", self.name), text));
        Ok(())
    }
}

/// What the program counts itself, since its start.
struct Own {
    commits: f64,
    transactions: f64,
}

impl Own {
    async fn read(running: &Running) -> anyhow::Result<Option<Self>> {
        let commits = product::figure(running, "onewindow_ledger_commits_total").await?;
        let transactions = product::figure(running, "onewindow_ledger_transactions_total").await?;
        Ok(commits.zip(transactions).map(|(commits, transactions)| Self { commits, transactions }))
    }
}

/// The command that starts one of our own servers.
pub fn serve_command(
    server: &str,
    data: Option<&Path>,
) -> anyhow::Result<(Command, std::net::SocketAddr)> {
    let address = free_address()?;
    let mut command = Command::new(std::env::current_exe()?);
    command.args(["serve", server, &address.to_string()]).args(data);
    Ok((command, address))
}
