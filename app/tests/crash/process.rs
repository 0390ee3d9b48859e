//! The program as a process: started, killed, started again, and asked whether its data is whole.

use std::{
    io::{BufRead as _, BufReader},
    os::unix::process::ExitStatusExt as _,
    path::{Path, PathBuf},
    process::{Child, ChildStdout, Command, Stdio},
    sync::Mutex,
};

use ledger::DatabaseUrl;
use serde_json::Value;
use testkit::Database;

const PROGRAM: &str = env!("CARGO_BIN_EXE_onewindow");
const SIGKILL: i32 = 9;

/// Where an installation keeps everything, and what is set for it.
#[derive(Clone)]
pub struct Place {
    data: PathBuf,
    database: String,
    listen: String,
    settings: Vec<(&'static str, String)>,
    trace: Option<PathBuf>,
}

impl Place {
    /// The data folder and the database of a test.
    pub fn of(database: &Database) -> Self {
        let url = match database.url() {
            DatabaseUrl::Sqlite(path) => format!("sqlite:{}", path.display()),
            DatabaseUrl::Postgres(url) => url.clone(),
        };
        let (data, listen) = (database.folder().to_owned(), "127.0.0.1:0".to_owned());
        Self { data, database: url, listen, settings: Vec::new(), trace: None }
    }

    /// With a setting of its environment.
    #[must_use]
    pub fn set(mut self, name: &'static str, value: impl Into<String>) -> Self {
        self.settings.push((name, value.into()));
        self
    }

    /// With people answered at this address.
    #[must_use]
    pub fn at(mut self, address: impl Into<String>) -> Self {
        self.listen = address.into();
        self
    }

    /// With the database at another address.
    #[must_use]
    pub fn with_database_at(mut self, url: String) -> Self {
        self.database = url;
        self
    }

    /// With every address noted in a file that the program, or a process that it starts, turns to.
    #[must_use]
    pub fn traced(mut self, to: PathBuf) -> Self {
        self.trace = Some(to);
        self
    }

    /// The folder of its data.
    pub fn data(&self) -> &Path {
        &self.data
    }

    fn command(&self, name: &str) -> Command {
        let mut command = match &self.trace {
            None => Command::new(PROGRAM),
            Some(file) => {
                let mut strace = Command::new("strace");
                // The program is our child and not its tracer's: it can be killed as ever.
                strace.args(["-D", "-f", "-qq", "--seccomp-bpf", "-s", "0", "-e", "signal=none"]);
                strace.args(["-e", "trace=connect,sendto,sendmsg,sendmmsg", "-o"]).arg(file);
                strace.arg(PROGRAM);
                strace
            }
        };
        command.envs(self.settings.iter().map(|(name, value)| (name, value)));
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
        let server = self.start_unasked().await;
        assert_eq!(server.health().await["is_ready"], true, "it is ready when it says so");
        server
    }

    /// Starts the demonstration city and waits until it says that it is ready.
    pub async fn start_unasked(&self) -> Server {
        let mut command = self.command("demo");
        command.args(["--listen", &self.listen]).stdout(Stdio::piped());
        let mut child = command.spawn().expect("the program starts");
        let output = child.stdout.take().expect("its output is piped");
        // From here on it is killed, whatever happens.
        let process = Process(Mutex::new(child));
        let told = tokio::task::spawn_blocking(move || address(output));
        let (base, output) = told.await.unwrap();
        Server { process, base, _output: output }
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
    /// Megabytes that it holds now.
    pub fn memory(&self) -> u64 {
        self.megabytes("VmRSS:")
    }

    /// The most megabytes that it has held since [`Server::forgets_its_peak`].
    pub fn peak(&self) -> u64 {
        self.megabytes("VmHWM:")
    }

    /// From now on the most counts anew (`proc(5)`, clear_refs).
    pub fn forgets_its_peak(&self) {
        std::fs::write(format!("/proc/{}/clear_refs", self.id()), "5").unwrap();
    }

    fn id(&self) -> u32 {
        self.process.0.lock().unwrap().id()
    }

    fn megabytes(&self, line: &str) -> u64 {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.id())).unwrap();
        let found = status.lines().find_map(|it| it.strip_prefix(line)).expect("the kernel counts");
        let kilobytes = found.trim().trim_end_matches(" kB").parse::<u64>().unwrap();
        kilobytes / 1024
    }

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
