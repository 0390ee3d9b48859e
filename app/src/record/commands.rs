//! `onewindow signer`, `onewindow witness`, `onewindow verify`.

use std::{
    io::Read as _,
    net::SocketAddr,
    path::{Path, PathBuf},
    process::ExitCode,
    sync::Arc,
    time::Duration,
};

use anyhow::Context as _;
use audit::{
    Head, Policy,
    keys::Verifier,
    signer::{Client, Elapsed},
};
use clap::{Args, Subcommand};
use ops::{Arguments, LogFormat, Settings, Shutdown, Stopwatch, SystemChance, SystemClock};
use record::{
    check::{CheckReport, Progress, Stage, check},
    process::{self, Sockets},
};

use crate::commands::say;

/// The signer: a process of its own that signs the checkpoints of the record
#[derive(Debug, Subcommand)]
pub enum SignerCommand {
    /// Make its keys and its memory, once, and print its public keys
    Init {
        /// Its folder, which nobody else may read
        #[arg(long)]
        folder: PathBuf,
        /// What the record is called for ever, such as one.example.cn/record
        #[arg(long)]
        origin: String,
    },
    /// Print its public keys
    Keys {
        /// Its folder
        #[arg(long)]
        folder: PathBuf,
    },
    /// Sign
    Run {
        /// Its folder
        #[arg(long)]
        folder: PathBuf,
        /// Socket for the program that serves
        #[arg(long)]
        socket: PathBuf,
        /// Socket for operators
        #[arg(long)]
        operator_socket: Option<PathBuf>,
        /// End when the standard input does
        #[arg(long, hide = true)]
        until_input_ends: bool,
    },
    /// Believe the clock as it is from now on, after it was set or after a long rest
    BelieveClock {
        /// Its socket for operators
        #[arg(long)]
        socket: PathBuf,
        /// Why; it is logged
        #[arg(long)]
        why: String,
    },
}

/// A witness: a process in other custody that cosigns what goes on from what it has seen
#[derive(Debug, Subcommand)]
pub enum WitnessCommand {
    /// Make its key and its memory, once, and print its public key
    Init {
        /// Its folder, which nobody else may read
        #[arg(long)]
        folder: PathBuf,
        /// Its name for ever, such as archive.example.cn
        #[arg(long)]
        name: String,
    },
    /// Print its public key
    Key {
        /// Its folder
        #[arg(long)]
        folder: PathBuf,
    },
    /// Witness
    Run {
        /// Its folder
        #[arg(long)]
        folder: PathBuf,
        /// Where it is asked
        #[arg(long, value_name = "ADDRESS:PORT")]
        listen: SocketAddr,
        /// A public key of the log; several may be given
        #[arg(long, value_name = "KEY", required = true)]
        log_key: Vec<String>,
        /// End when the standard input does
        #[arg(long, hide = true)]
        until_input_ends: bool,
    },
}

/// What to verify.
#[derive(Debug, Args)]
pub struct Verify {
    #[command(flatten)]
    settings: Arguments,
    /// Whose signatures are demanded (default: the policy of the settings)
    #[arg(long, value_name = "FILE")]
    policy: Option<PathBuf>,
    /// Print the report as JSON
    #[arg(long)]
    json: bool,
    /// Show no progress
    #[arg(long)]
    quiet: bool,
}

/// The counter of the machine.
struct Counter(Stopwatch);

impl Elapsed for Counter {
    fn elapsed(&self) -> Duration {
        self.0.elapsed()
    }
}

/// Carries a command of the signer out.
///
/// # Errors
/// When it cannot be.
pub async fn signer(command: SignerCommand) -> anyhow::Result<ExitCode> {
    match command {
        SignerCommand::Init { folder, origin } => {
            say(&process::init_signer(&folder, &origin, &SystemChance)?.join("\n"));
        }
        SignerCommand::Keys { folder } => say(&process::signer_keys(&folder)?.join("\n")),
        SignerCommand::BelieveClock { socket, why } => {
            let mut client = Client::connect(&socket).await?;
            client.believe_clock(&why).await?;
        }
        SignerCommand::Run { folder, socket, operator_socket, until_input_ends } => {
            ops::init_logs(LogFormat::default(), "warn")?;
            let sockets = Sockets { log: socket.clone(), operator: operator_socket };
            let clock = Arc::new(SystemClock::default());
            let counter = Arc::new(Counter(Stopwatch::start()));
            let started = move || say(&format!("ready: {}", socket.display()));
            let running = process::run_signer(&folder, &sockets, clock, counter, started);
            tokio::select! {
                ended = running => ended?,
                stopped = stopped(until_input_ends) => stopped?,
            }
        }
    }
    Ok(ExitCode::SUCCESS)
}

/// Carries a command of a witness out.
///
/// # Errors
/// When it cannot be.
pub async fn witness(command: WitnessCommand) -> anyhow::Result<ExitCode> {
    match command {
        WitnessCommand::Init { folder, name } => {
            say(&process::init_witness(&folder, &name, &SystemChance)?);
        }
        WitnessCommand::Key { folder } => say(&process::witness_key(&folder)?),
        WitnessCommand::Run { folder, listen, log_key, until_input_ends } => {
            ops::init_logs(LogFormat::default(), "warn")?;
            let logs: Result<Vec<_>, _> = log_key.iter().map(|it| Verifier::parse(it)).collect();
            let logs = logs.context("--log-key")?;
            let started = |address| say(&format!("ready: {address}"));
            let clock = Arc::new(SystemClock::default());
            let running = process::run_witness(&folder, listen, logs, clock, started);
            tokio::select! {
                ended = running => ended?,
                stopped = stopped(until_input_ends) => stopped?,
            }
        }
    }
    Ok(ExitCode::SUCCESS)
}

/// The sign to stop, or the end of whoever has started this process.
pub(crate) async fn stopped(until_input_ends: bool) -> std::io::Result<()> {
    // From here on the sign does not end the process by itself. An interrupt at the keyboard
    // reaches the children of a demonstration too; they outlast the requests under way.
    let shutdown = Shutdown::listen()?;
    if !until_input_ends {
        shutdown.received().await;
        return Ok(());
    }
    let (tell, told) = tokio::sync::oneshot::channel();
    std::thread::spawn(move || {
        let mut input = [0; 64];
        while std::io::stdin().read(&mut input).is_ok_and(|it| it > 0) {}
        // Nobody listens only when the process ends already.
        let _ = tell.send(());
    });
    // A failure means the same: the input has ended.
    let _ = told.await;
    Ok(())
}

/// Compares everything with everything.
///
/// # Errors
/// When something cannot be read at all.
pub async fn verify(wish: Verify) -> anyhow::Result<ExitCode> {
    let settings = Settings::load(&wish.settings)?;
    let ledger = crate::commands::ledger_of(&settings).await?;
    let bar = bar(&wish);
    let policy = policy(&settings, wish.policy.as_deref())?;
    let known = known(&settings).await;
    let folder = &settings.record.folder;
    let report = check(&ledger, folder, policy.as_ref(), known, progress(&bar)).await?;
    bar.set_message("streams folded again");
    let replay = crate::commands::replayed(&settings, &ledger, &bar).await?;
    bar.finish_and_clear();
    let is_good = report.is_good() && replay.differences.is_empty();
    if wish.json {
        let all = serde_json::json!({ "is_good": is_good, "record": report, "replay": replay });
        say(&serde_json::to_string_pretty(&all)?);
    } else {
        tell(&report, policy.is_some());
        crate::commands::tell_replay(&replay);
    }
    Ok(if is_good { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

fn bar(wish: &Verify) -> indicatif::ProgressBar {
    if wish.quiet || wish.json {
        return indicatif::ProgressBar::hidden();
    }
    indicatif::ProgressBar::new_spinner()
}

fn progress(bar: &indicatif::ProgressBar) -> Progress {
    let bar = bar.clone();
    Arc::new(move |stage, done, total| {
        let what = match stage {
            Stage::Tree => "entries of the tree read",
            Stage::Rows => "rows compared with their entries",
        };
        bar.set_message(format!("{what}: {done} of {total}"));
    })
}

/// The policy that was named, of the settings, or, in a demonstration, of the record's own folder.
fn policy(settings: &Settings, named: Option<&Path>) -> anyhow::Result<Option<Policy>> {
    let own = settings.record.folder.join(super::POLICY_FILE);
    let path = match (named, &settings.record.signing) {
        (Some(path), _) => path,
        (None, Some((_, path))) => path.as_path(),
        (None, None) if own.exists() => own.as_path(),
        (None, None) => return Ok(None),
    };
    let text = std::fs::read_to_string(path).with_context(|| path.display().to_string())?;
    Ok(Some(Policy::parse(&text).with_context(|| path.display().to_string())?))
}

/// What the signer remembers, where it can be asked.
async fn known(settings: &Settings) -> Vec<(String, Head)> {
    let Some((socket, _)) = &settings.record.signing else { return Vec::new() };
    let Ok(mut client) = Client::connect(socket).await else { return Vec::new() };
    let head = client.head().await.ok();
    head.map(|head| ("the signer".to_owned(), head)).into_iter().collect()
}

fn tell(report: &CheckReport, is_signed: bool) {
    let seen = match (is_signed, report.witnesses.is_empty()) {
        (false, _) => "no policy is set, so signatures were not looked at".to_owned(),
        (true, true) => "no witness has signed".to_owned(),
        (true, false) => {
            format!("{} of them signed by {}", report.witnessed, report.witnesses.join(", "))
        }
    };
    say(&format!("{} entries, {seen}", report.entries));
    say(&format!(
        "{} rows compared with their entries, {} of erased people, {} not logged yet: {} findings",
        report.rows,
        report.erased,
        report.waiting,
        report.findings.len()
    ));
    for finding in &report.findings {
        let index = finding.index.map_or_else(|| "–".to_owned(), |it| it.to_string());
        say(&format!("entry {index}: {}: {}", finding.place, finding.what));
    }
}
