//! What the disk and the databases can do at most, without any server before them.

use std::{
    fs::OpenOptions,
    io::{Seek as _, SeekFrom, Write as _},
    path::Path,
    time::{Duration, Instant},
};

use anyhow::{Context as _, ensure};
use rusqlite::Connection;
use tokio_postgres::NoTls;

use crate::{
    bare::{ACTIONS, Bare, FORM, STEPS, TABLES, check},
    figures::{Figures, count},
    load::{self, Client, Times},
};

/// Measures the disk and SQLite, each for `length`.
pub fn sqlite(figures: &mut Figures, folder: &Path, length: Duration) -> anyhow::Result<()> {
    flushes(figures, folder, length)?;
    for rows in [1, 100] {
        let rate = commits(&folder.join(format!("commits-{rows}.db")), rows, length)?;
        let name = if rows == 1 { "1 row a commit" } else { "100 rows a commit" };
        figures.note("SQLite, bare", name, "rows/s", rate);
    }
    for steps in [1, 100] {
        let (rate, cpu) = scenario(&folder.join(format!("bare-{steps}.db")), steps, length)?;
        let name = if steps == 1 { "a commit a step" } else { "100 steps a commit" };
        figures.note("SQLite, bare", &format!("{name}: cases"), "cases/s", rate);
        figures.note("SQLite, bare", &format!("{name}: CPU"), "ms/case", cpu);
    }
    Ok(())
}

fn flushes(figures: &mut Figures, folder: &Path, length: Duration) -> anyhow::Result<()> {
    let path = folder.join("flushes");
    let mut file = OpenOptions::new().create(true).write(true).truncate(true).open(&path)?;
    let block = [7u8; 4096];
    for _ in 0..1024 {
        file.write_all(&block)?;
    }
    file.sync_all()?;
    let (began, mut times) = (Instant::now(), Vec::new());
    while began.elapsed() < length {
        let asked = Instant::now();
        file.seek(SeekFrom::Start(4096 * (times.len() as u64 % 1024)))?;
        file.write_all(&block)?;
        file.sync_data()?;
        times.push(asked.elapsed().as_secs_f64() * 1000.0);
    }
    let rate = count(times.len()) / began.elapsed().as_secs_f64();
    times.sort_by(f64::total_cmp);
    let at = |share: usize| times.get(times.len() * share / 100).copied().unwrap_or(0.0);
    figures.note("disk", "fdatasync of 4 kB", "/s", rate);
    figures.note("disk", "fdatasync p50", "ms", at(50));
    figures.note("disk", "fdatasync p99", "ms", at(99));
    std::fs::remove_file(path)?;
    Ok(())
}

fn commits(path: &Path, rows: u32, length: Duration) -> anyhow::Result<f64> {
    remove(path);
    let connection = Connection::open(path)?;
    connection.execute_batch("PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;")?;
    connection.execute_batch("CREATE TABLE bench_row (row_id BIGINT PRIMARY KEY, text TEXT)")?;
    let (began, mut written) = (Instant::now(), 0u32);
    while began.elapsed() < length {
        connection.prepare_cached("BEGIN IMMEDIATE")?.execute([])?;
        for _ in 0..rows {
            written += 1;
            let mut insert = connection.prepare_cached("INSERT INTO bench_row VALUES (?1, ?2)")?;
            insert.execute(rusqlite::params![written, "eighty bytes of text, or nearly so"])?;
        }
        connection.prepare_cached("COMMIT")?.execute([])?;
    }
    let rate = f64::from(written) / began.elapsed().as_secs_f64();
    drop(connection);
    remove(path);
    Ok(rate)
}

/// Cases per second and processor time of a case in milliseconds. As many cases are under way
/// side by side as steps share a commit.
fn scenario(path: &Path, group: u32, length: Duration) -> anyhow::Result<(f64, f64)> {
    remove(path);
    let mut bare = Bare::create(path)?;
    let (began, cpu) = (Instant::now(), own_cpu_ms()?);
    let (mut cases, mut open) = (0i64, 0u32);
    while began.elapsed() < length {
        for step in 0..STEPS {
            for case in 0..i64::from(group) {
                if open == 0 {
                    bare.connection.prepare_cached("BEGIN IMMEDIATE")?.execute([])?;
                }
                bare.step(cases + case, step, FORM)?;
                open += 1;
                if open == group {
                    bare.connection.prepare_cached("COMMIT")?.execute([])?;
                    open = 0;
                }
            }
        }
        cases += i64::from(group);
    }
    let (took, cpu) = (began.elapsed().as_secs_f64(), own_cpu_ms()? - cpu);
    let done = bare.complete()?;
    ensure!(done == cases.unsigned_abs(), "{done} of {cases} bare cases are complete");
    drop(bare);
    remove(path);
    let done = f64::from(u32::try_from(done)?);
    Ok((done / took, cpu / done))
}

/// Processor time of this thread so far, in milliseconds.
fn own_cpu_ms() -> anyhow::Result<f64> {
    let text = std::fs::read_to_string("/proc/thread-self/schedstat")?;
    let nanos: f64 = text.split_whitespace().next().context("schedstat")?.parse()?;
    Ok(nanos / 1e6)
}

/// Removes a SQLite database, where there is one.
pub fn remove(path: &Path) {
    for ending in ["", "-wal", "-shm"] {
        let _ = std::fs::remove_file(format!("{}{ending}", path.display()));
    }
}

/// Measures the eight steps as plain SQL on PostgreSQL, a transaction for each step.
pub async fn postgres(
    figures: &mut Figures,
    url: &str,
    clients: usize,
    length: Duration,
) -> anyhow::Result<()> {
    let mut scripts = Vec::new();
    for index in 0..clients {
        scripts.push(Script::connect(url, index).await?);
    }
    let (load, _) = load::run(scripts, length).await?;
    let group = format!("PostgreSQL, bare, {clients} clients");
    let rate = count(usize::try_from(load.done)?) / load.took.as_secs_f64();
    figures.note(&group, "a transaction a step: cases", "cases/s", rate);
    figures.note(&group, "a step p99", "ms", load.times.share(0.99));
    Ok(())
}

/// Makes the tables of the bare scenario anew.
pub async fn postgres_tables(url: &str) -> anyhow::Result<()> {
    let client = connect(url).await?;
    client.batch_execute(TABLES).await?;
    let own_ids = "DROP INDEX bench_audit_case; DROP TABLE bench_audit;
        CREATE TABLE bench_audit (entry_id BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
        case_id BIGINT NOT NULL, action TEXT NOT NULL, actor TEXT NOT NULL, at BIGINT NOT NULL,
        hash BYTEA NOT NULL); CREATE INDEX bench_audit_case ON bench_audit (case_id);
        CREATE SEQUENCE bench_case_id";
    Ok(client.batch_execute(own_ids).await?)
}

/// A connection to PostgreSQL.
pub async fn connect(url: &str) -> anyhow::Result<tokio_postgres::Client> {
    let (client, connection) = tokio_postgres::connect(url, NoTls).await?;
    tokio::spawn(connection);
    Ok(client)
}

/// One client of the script.
struct Script {
    client: tokio_postgres::Client,
    hash: Vec<u8>,
    statements: Vec<tokio_postgres::Statement>,
}

const SCRIPT: [&str; 7] = [
    "SELECT nextval('bench_case_id')",
    "INSERT INTO bench_case VALUES ($1, $2, 0, 0, $1)",
    "INSERT INTO bench_attachment VALUES ($1, $2)",
    "INSERT INTO bench_task VALUES ($1, $2, 0)",
    "UPDATE bench_task SET is_done = 1 WHERE case_id = $1 AND unit = $2 AND is_done = 0",
    "UPDATE bench_case SET stage = $2::bigint WHERE case_id = $1 AND stage = $2::bigint - 1",
    "INSERT INTO bench_audit (case_id, action, actor, at, hash) VALUES ($1, $2, 'officer', $1, $3)",
];

impl Script {
    async fn connect(url: &str, index: usize) -> anyhow::Result<Self> {
        let client = connect(url).await?;
        let mut statements = Vec::new();
        for sql in SCRIPT {
            statements.push(client.prepare(sql).await?);
        }
        Ok(Self { client, hash: index.to_le_bytes().to_vec(), statements })
    }

    async fn step(&mut self, case: i64, step: u8) -> anyhow::Result<()> {
        let (client, sql, stage) = (&self.client, &self.statements, i64::from(step));
        client.batch_execute("BEGIN").await?;
        match step {
            0 => {
                let hash = check(FORM)?;
                client.execute(&sql[1], &[&case, &FORM]).await?;
                client.execute(&sql[2], &[&case, &hash]).await?;
            }
            2 | 3 => drop(client.execute(&sql[3], &[&case, &stage]).await?),
            4 | 5 => drop(client.execute(&sql[4], &[&case, &(stage - 2)]).await?),
            _ => {}
        }
        if step > 0 {
            let changed = client.execute(&sql[5], &[&case, &stage]).await?;
            ensure!(changed == 1, "step {step} of case {case}");
        }
        let action = ACTIONS[usize::from(step)];
        client.execute(&sql[6], &[&case, &action, &self.hash]).await?;
        Ok(client.batch_execute("COMMIT").await?)
    }
}

impl Client for Script {
    async fn work(&mut self, times: &mut Times) -> anyhow::Result<()> {
        let case: i64 = self.client.query_one(&self.statements[0], &[]).await?.get(0);
        for step in 0..STEPS {
            let asked = Instant::now();
            self.step(case, step).await?;
            times.note(asked);
        }
        Ok(())
    }
}
