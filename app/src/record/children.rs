//! The demonstration's signer and witnesses: processes of this same program, each with a folder and
//! a key of its own. They end when the demonstration does, however it ends: the pipe that they read
//! is closed then.

use std::{
    io::{BufRead as _, BufReader},
    path::{Path, PathBuf},
    process::{Child, ChildStdout, Command, Stdio},
    time::Duration,
};

use anyhow::Context as _;
use audit::signer::Client;
use ops::{RecordSettings, SystemChance};
use record::{Record, Signing, process};

/// So many witnesses, of whom two have to sign.
const WITNESSES: [&str; 3] = ["supervision", "archive", "region"];
/// What the record of the demonstration is called.
const ORIGIN: &str = "demo.onewindow.example/record";
/// The longest path that a socket may have.
const MOST_PATH: usize = 100;
/// How often it is seen to that the signer believes its clock.
const PAUSE: Duration = Duration::from_secs(20);

/// The processes that run.
pub struct Children {
    operator: PathBuf,
    /// What they sign, and what is demanded of it.
    pub signing: Signing,
    _processes: Vec<Process>,
}

/// A process that ends with this value.
struct Process {
    child: Child,
    // Kept, so that what it says later is not refused.
    output: BufReader<ChildStdout>,
}

impl Children {
    /// Sets them up where they were not yet, and starts them.
    ///
    /// # Errors
    /// When one does not start.
    pub fn start(data: &Path, settings: &RecordSettings) -> anyhow::Result<Self> {
        let home = data.join("signer");
        if process::signer_keys(&home).is_err() {
            process::init_signer(&home, ORIGIN, &SystemChance)?;
        }
        let keys = process::signer_keys(&home)?;
        let (log, operator) = (socket(&home, "log"), socket(&home, "operator"));
        let mut command = child(&["signer", "run", "--folder"]);
        command.arg(&home).arg("--socket").arg(&log).arg("--operator-socket").arg(&operator);
        let mut processes = vec![Process::spawn(command)?];
        let mut named = Vec::new();
        for name in WITNESSES {
            let home = data.join(format!("witness-{name}"));
            if process::witness_key(&home).is_err() {
                process::init_witness(&home, &format!("{name}.onewindow.example"), &SystemChance)?;
            }
            let mut command = child(&["witness", "run", "--listen", "127.0.0.1:0", "--folder"]);
            command.arg(&home);
            for key in &keys {
                command.args(["--log-key", key]);
            }
            processes.push(Process::spawn(command)?);
            named.push((name, process::witness_key(&home)?));
        }
        let mut policy: String = keys.iter().map(|key| format!("log {key}\n")).collect();
        for (process, place) in processes.iter_mut().zip(0usize..) {
            let ready = process.ready()?;
            if let Some((name, key)) = place.checked_sub(1).and_then(|it| named.get(it)) {
                policy.push_str(&format!("witness {name} {key} http://{ready}\n"));
            }
        }
        policy.push_str(&format!("group two 2 {}\nquorum two\n", WITNESSES.join(" ")));
        let signing = super::signing(&log, &policy)?;
        std::fs::create_dir_all(&settings.folder)?;
        std::fs::write(settings.folder.join(super::POLICY_FILE), &signing.policy_text)?;
        Ok(Self { operator, signing, _processes: processes })
    }

    /// A demonstration may sleep for days, as a real signer may not without an operator's word.
    ///
    /// # Errors
    /// When the signer does not answer.
    pub async fn believe(&self, why: &str) -> anyhow::Result<()> {
        let mut client = Client::connect(&self.operator).await?;
        Ok(client.believe_clock(why).await?)
    }

    /// Lets the signer believe its clock again after the machine has slept.
    pub async fn watch(&self, record: &Record) {
        let mut pause = tokio::time::interval(PAUSE);
        loop {
            pause.tick().await;
            let trouble = record.state().trouble.unwrap_or_default();
            if trouble.contains("the time is not believed")
                && let Err(error) = self.believe("the machine of the demonstration slept").await
            {
                tracing::warn!(%error, "the signer of the demonstration does not answer");
            }
        }
    }
}

/// A socket in a folder, or in the temporary folder where the path would be too long.
fn socket(folder: &Path, name: &str) -> PathBuf {
    let path = folder.join(format!("{name}.sock"));
    if path.as_os_str().len() <= MOST_PATH {
        return path;
    }
    std::env::temp_dir().join(format!("onewindow-{}-{name}.sock", std::process::id()))
}

fn child(words: &[&str]) -> Command {
    let program = std::env::current_exe().unwrap_or_else(|_| PathBuf::from("onewindow"));
    let mut command = Command::new(program);
    command.args(words);
    command
}

impl Process {
    fn spawn(mut command: Command) -> anyhow::Result<Self> {
        command.arg("--until-input-ends").stdin(Stdio::piped()).stdout(Stdio::piped());
        let mut child = command.spawn().context("a process of the record")?;
        let output = child.stdout.take().context("its output is piped")?;
        Ok(Self { child, output: BufReader::new(output) })
    }

    /// Waits until it says where it is ready.
    fn ready(&mut self) -> anyhow::Result<String> {
        let mut line = String::new();
        self.output.read_line(&mut line)?;
        let ready = line.trim().strip_prefix("ready: ").map(str::to_owned);
        ready.context("a process of the record did not start; its words are above")
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        // It ends by itself when its input is closed.
        drop(self.child.stdin.take());
        if let Err(error) = self.child.wait() {
            tracing::warn!(%error, "a process of the record is not seen to end");
        }
    }
}
