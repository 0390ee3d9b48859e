//! The program as a process: started, killed, started again, and asked whether its data is whole.

use std::{
    io::{BufRead as _, BufReader},
    os::unix::process::ExitStatusExt as _,
    path::PathBuf,
    process::{Child, ChildStdout, Command, Stdio},
    sync::Mutex,
};

use ledger::DatabaseUrl;
use serde_json::Value;
use testkit::Database;

const PROGRAM: &str = env!("CARGO_BIN_EXE_onewindow");
const SIGKILL: i32 = 9;

/// Where an installation keeps everything.
#[derive(Clone)]
pub struct Place {
    data: PathBuf,
    database: String,
}

impl Place {
    /// The data folder and the database of a test.
    pub fn of(database: &Database) -> Self {
        let url = match database.url() {
            DatabaseUrl::Sqlite(path) => format!("sqlite:{}", path.display()),
            DatabaseUrl::Postgres(url) => url.clone(),
        };
        Self { data: database.folder().to_owned(), database: url }
    }

    fn command(&self, name: &str) -> Command {
        let mut command = Command::new(PROGRAM);
        command.arg(name).arg("--data").arg(&self.data).arg("--database-url").arg(&self.database);
        // A folder without a settings file; everybody comes from one address here.
        command.current_dir(&self.data).env("ONEWINDOW_RATE_LIMITS", "false");
        // Its stories end when a decision has left; they do not wait.
        command.env("ONEWINDOW_NOTICE_MINUTES", "0");
        command.args(["--log-level", "error"]).stdin(Stdio::null());
        command
    }

    /// Starts the demonstration city and waits until it answers.
    pub async fn start(&self) -> Server {
        let mut command = self.command("demo");
        command.args(["--listen", "127.0.0.1:0"]).stdout(Stdio::piped());
        let mut child = command.spawn().expect("the program starts");
        let output = child.stdout.take().expect("its output is piped");
        // From here on it is killed, whatever happens.
        let process = Process(Mutex::new(child));
        let told = tokio::task::spawn_blocking(move || address(output));
        let (base, output) = told.await.unwrap();
        let server = Server { process, base, _output: output };
        assert_eq!(server.health().await["is_ready"], true, "it is ready when it says so");
        server
    }

    /// Folds every stream again; panics when anything differs.
    pub async fn replays_without_difference(&self) {
        let mut command = self.command("replay");
        command.args(["--check", "--json"]);
        let output = tokio::task::spawn_blocking(move || command.output()).await.unwrap().unwrap();
        let said = String::from_utf8_lossy(&output.stdout);
        let trouble = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success(), "replay --check: {said} {trouble}");
        let report: Value = serde_json::from_str(&said).unwrap();
        assert!(report["events"].as_u64() > Some(200), "{report}");
        assert_eq!(report["differences"], Value::Array(Vec::new()));
    }
}

/// Reads the output up to the address that the program says it is ready at. The reader is kept,
/// so that what the program says later is not refused.
fn address(output: ChildStdout) -> (String, BufReader<ChildStdout>) {
    let mut reader = BufReader::new(output);
    let mut line = String::new();
    while reader.read_line(&mut line).unwrap() > 0 {
        if let Some(base) = line.trim().strip_prefix("Onewindow is ready: ") {
            return (base.trim_end_matches('/').to_owned(), reader);
        }
        line.clear();
    }
    panic!("the program ended before it was ready")
}

/// A running program.
pub struct Server {
    process: Process,
    /// Scheme, host and port.
    pub base: String,
    _output: BufReader<ChildStdout>,
}

impl Server {
    /// `kill -9`: it has no time to finish anything.
    pub fn kill(&self) {
        self.process.0.lock().unwrap().kill().expect("the process can be killed");
    }

    /// Waits for the end, which must have come by the kill and not by itself.
    pub async fn waits_for_its_end(self) {
        let wait = tokio::task::spawn_blocking(move || self.process.0.lock().unwrap().wait());
        let status = wait.await.unwrap().unwrap();
        assert_eq!(status.signal(), Some(SIGKILL), "it ended by itself: {status}");
    }

    /// What `/health/ready` answers.
    pub async fn health(&self) -> Value {
        reqwest::get(format!("{}/health/ready", self.base)).await.unwrap().json().await.unwrap()
    }

    /// Waits until everything that follows by itself has happened.
    pub async fn settles(&self) {
        loop {
            let health = self.health().await;
            assert_eq!(health["parked"], 0, "{health}");
            if health["waiting"] == 0 {
                return;
            }
            tokio::time::sleep(std::time::Duration::from_millis(20)).await;
        }
    }
}

/// A process that does not outlive this value.
struct Process(Mutex<Child>);

impl Drop for Process {
    fn drop(&mut self) {
        if let Ok(mut child) = self.0.lock() {
            // It may be gone already.
            let _ = child.kill();
            let _ = child.wait();
        }
    }
}
