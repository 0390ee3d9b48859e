//! The processes that are measured: started, asked what they cost, and ended with us.

use std::{
    fs,
    net::{SocketAddr, TcpListener},
    path::Path,
    process::{Child, Command, Stdio},
    time::{Duration, Instant},
};

use anyhow::{Context as _, bail};

use crate::http::{Connection, request};

/// Linux counts the time of processes in hundredths of a second.
const TICK_MS: f64 = 10.0;

/// A running server.
pub struct Running {
    child: Child,
    /// Where it is reached.
    pub address: SocketAddr,
}

/// A port of the loopback address that is free now.
pub fn free_address() -> anyhow::Result<SocketAddr> {
    Ok(TcpListener::bind(("127.0.0.1", 0))?.local_addr()?)
}

impl Running {
    /// Starts a server that will listen on `address`.
    pub fn start(command: &mut Command, address: SocketAddr) -> anyhow::Result<Self> {
        let child = command
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .spawn()
            .with_context(|| format!("{command:?}"))?;
        Ok(Self { child, address })
    }

    /// Waits until a path is answered well; answers how long that took.
    pub async fn answers(&mut self, path: &str, patience: Duration) -> anyhow::Result<Duration> {
        let began = Instant::now();
        let get = request("GET", path, "", b"");
        loop {
            if let Ok(mut connection) = Connection::open(self.address).await
                && connection.send(&get).await.is_ok_and(|it| it.status == 200)
            {
                return Ok(began.elapsed());
            }
            if let Some(status) = self.child.try_wait()? {
                bail!("the server ended: {status}");
            }
            if began.elapsed() > patience {
                bail!("the server does not answer {path}");
            }
            tokio::time::sleep(Duration::from_millis(1)).await;
        }
    }

    /// Its number.
    pub fn id(&self) -> u32 {
        self.child.id()
    }

    /// Processor time so far, in milliseconds.
    pub fn cpu_ms(&self) -> anyhow::Result<f64> {
        let text = fs::read_to_string(format!("/proc/{}/stat", self.id()))?;
        // The name of the program stands in parentheses and may hold anything.
        let after = text.rsplit_once(')').context("a process's name")?.1;
        let field = |index: usize| -> f64 {
            after.split_whitespace().nth(index).and_then(|it| it.parse().ok()).unwrap_or(0.0)
        };
        Ok((field(11) + field(12)) * TICK_MS)
    }

    /// Memory of its own and its share of what it shares, in megabytes.
    pub fn pss_mb(&self) -> anyhow::Result<f64> {
        let text = fs::read_to_string(format!("/proc/{}/smaps_rollup", self.id()))?;
        let line = text.lines().find_map(|it| it.strip_prefix("Pss:")).context("Pss")?;
        let kb: f64 = line.trim().trim_end_matches(" kB").parse()?;
        Ok(kb / 1024.0)
    }

    /// Tells it to stop and waits until it has.
    pub fn stop(mut self) -> anyhow::Result<()> {
        let id = self.id().to_string();
        Command::new("kill").args(["-TERM", &id]).status()?;
        self.child.wait()?;
        Ok(())
    }

    /// Ends it as a failure of power would.
    pub fn kill(mut self) -> anyhow::Result<()> {
        self.child.kill()?;
        self.child.wait()?;
        Ok(())
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        // It may have ended already.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// The share of the cores that all programs together use during one second.
pub async fn busy_share() -> anyhow::Result<f64> {
    let before = processor_times()?;
    tokio::time::sleep(Duration::from_secs(1)).await;
    let after = processor_times()?;
    let (all, idle) = (after.0 - before.0, after.1 - before.1);
    Ok(if all > 0.0 { 1.0 - idle / all } else { 0.0 })
}

/// All time and idle time of all cores.
fn processor_times() -> anyhow::Result<(f64, f64)> {
    let text = fs::read_to_string("/proc/stat")?;
    let line = text.lines().next().unwrap_or_default();
    let times: Vec<f64> =
        line.split_whitespace().skip(1).take(8).filter_map(|it| it.parse().ok()).collect();
    let idle = times.iter().skip(3).take(2).sum();
    Ok((times.iter().sum(), idle))
}

/// The hottest functions of a process while it works, as `perf` sees them; `None` where it is not
/// installed.
pub async fn profile(id: u32, folder: &Path, length: Duration) -> Option<String> {
    let data = folder.join("perf.data");
    let mut record = Command::new("perf");
    record
        .args(["record", "--quiet", "--freq", "499", "--pid", &id.to_string(), "--output"])
        .arg(&data)
        .args(["sleep", &length.as_secs().max(1).to_string()])
        .stdout(Stdio::null())
        .stderr(Stdio::null());
    let recorded = tokio::task::spawn_blocking(move || record.status()).await.ok()?.ok()?;
    if !recorded.success() {
        return None;
    }
    let shown = Command::new("perf")
        .args(["report", "--stdio", "--sort", "symbol", "--percent-limit", "0.5", "--input"])
        .arg(&data)
        .stderr(Stdio::null())
        .output()
        .ok()?;
    let text = String::from_utf8_lossy(&shown.stdout).into_owned();
    let lines = text.lines().filter(|it| !it.starts_with('#') && !it.trim().is_empty()).take(30);
    // Behind the names stand columns that are empty here.
    let short = |line: &str| line.trim_end_matches([' ', '-']).chars().take(120).collect();
    Some(lines.map(short).collect::<Vec<String>>().join("\n"))
}
