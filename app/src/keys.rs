//! `onewindow keys`: how the keys of people and the fingerprints stand to the deployment key, and
//! the pass that lets them follow it after a rotation or a change of the suite.

use anyhow::Context as _;
use clap::Subcommand;
use ledger::{KeyCount, SuiteId};
use licences_domain::{IssuerKey, IssuingKeys};
use module::House;
use ops::Settings;
use serde::Serialize;

/// What is done with keys.
#[derive(Debug, Subcommand)]
pub enum KeysCommand {
    /// Count the keys of people by the deployment key and suite that wrap them
    Status {
        /// Print the counts as JSON
        #[arg(long)]
        json: bool,
    },
    /// Wrap the keys of people anew and renew fingerprints, after a new key was put into the first
    /// line of the key file or `crypto.suite` was changed. Can be stopped and started again at any
    /// time, on any node
    Rotate {
        /// The host of `public_url`, typed out, so that the pass does not run on another
        /// installation than the one that is meant
        #[arg(long, value_name = "HOST")]
        target: Option<String>,
        /// Show no progress
        #[arg(long)]
        quiet: bool,
    },
    /// List the issuing keys of licences
    Issuing,
    /// Issue licences under a new key from now on; the former ones still check what they signed
    RotateIssuing {
        /// The host of `public_url`, typed out
        #[arg(long, value_name = "HOST")]
        target: Option<String>,
    },
}

impl KeysCommand {
    /// What was typed for the target, of a command that asks for one.
    pub fn target(&self) -> Option<Option<&str>> {
        match self {
            Self::Rotate { target, .. } | Self::RotateIssuing { target } => Some(target.as_deref()),
            Self::Status { .. } | Self::Issuing => None,
        }
    }
}

/// Carries a command out; answers what is to be said.
///
/// # Errors
/// When the store fails, or a key is missing.
pub async fn run(
    house: &House,
    settings: &Settings,
    command: KeysCommand,
) -> anyhow::Result<String> {
    match command {
        KeysCommand::Status { json } => {
            let status = status(house, settings).await?;
            if json { Ok(serde_json::to_string_pretty(&status)?) } else { Ok(lines(&status)) }
        }
        KeysCommand::Rotate { quiet, .. } => {
            let bar = if quiet {
                indicatif::ProgressBar::hidden()
            } else {
                indicatif::ProgressBar::new_spinner().with_message("keys and fingerprints")
            };
            let progress = bar.clone();
            let done = rotate(house, &move |seen| progress.set_position(seen)).await;
            bar.finish_and_clear();
            Ok(done?.to_string())
        }
        KeysCommand::Issuing => {
            let keys = house.ask::<dyn IssuingKeys>()?.keys().await?;
            let lines: Vec<String> = keys.iter().map(issuing_line).collect();
            Ok(lines.join("\n"))
        }
        KeysCommand::RotateIssuing { .. } => {
            let key = house.ask::<dyn IssuingKeys>()?.rotate().await?;
            Ok(format!("licences are issued under another key now: {}", issuing_line(&key)))
        }
    }
}

/// An issuing key as a line.
fn issuing_line(key: &IssuerKey) -> String {
    let stolen = key.distrust.map(|it| format!(", declared stolen since {}", it.from));
    let IssuerKey { noted, since, .. } = key;
    format!("{} ({}) since {since}{}", noted.id, noted.suite, stolen.unwrap_or_default())
}

/// What `status` prints.
#[derive(Debug, Serialize)]
pub struct Status {
    /// The host that `rotate` asks for.
    pub target: String,
    /// The suite in which new things are made.
    pub suite: &'static str,
    /// The ids of the deployment keys in the key file, the current one first.
    pub deployment_keys: Vec<String>,
    /// The keys of people.
    pub subject_keys: KeyCount,
}

/// What `rotate` did.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Rotated {
    /// Keys of people that were looked at, and wrapped anew.
    pub keys: (u64, u64),
    /// By the name of their table: fingerprints that were looked at, renewed, and that wait until
    /// their owner types the value again.
    pub prints: Vec<(&'static str, u64, u64, u64)>,
}

/// The name by which operators mean this installation: the host of its public address.
pub fn host(settings: &Settings) -> &str {
    let url = settings.public_url.as_str();
    url.split_once("://").map_or(url, |(_, host)| host)
}

/// Refuses a pass that is not meant for this installation.
///
/// # Errors
/// When the target is missing or another.
pub fn check_target(settings: &Settings, target: Option<&str>) -> anyhow::Result<()> {
    let own = host(settings);
    match target {
        Some(it) if it == own => Ok(()),
        Some(it) => anyhow::bail!(
            "the target {it} is not this installation, which is {own}. Nothing was changed; check \
             on which machine and with which settings you are"
        ),
        None => anyhow::bail!(
            "say which installation is meant: this one is {own}. Nothing was changed; if that is \
             the right one, add --target {own}"
        ),
    }
}

/// How the keys stand.
///
/// # Errors
/// When the store fails.
pub async fn status(house: &House, settings: &Settings) -> anyhow::Result<Status> {
    let keys = house.ledger.keys();
    let ids = keys.ring().versions().map(|it| it.id(SuiteId::International).to_string());
    Ok(Status {
        target: host(settings).to_owned(),
        suite: keys.suite().name(),
        deployment_keys: ids.collect(),
        subject_keys: house.ledger.vault().count_keys().await?,
    })
}

/// Lets everything follow the current key and suite; `progress` is told how many things were
/// looked at.
///
/// # Errors
/// When the store fails, or a key is missing from the ring.
pub async fn rotate(house: &House, progress: &(dyn Fn(u64) + Sync)) -> anyhow::Result<Rotated> {
    let mut done = Rotated::default();
    let mut seen = 0;
    let mut after = String::new();
    loop {
        let step = house.ledger.vault().rewrap(&after).await.context("keys of people")?;
        done.keys = (done.keys.0 + step.seen, done.keys.1 + step.changed);
        seen += step.seen;
        progress(seen);
        let Some(next) = step.next else { break };
        after = next;
    }
    for prints in &house.prints {
        let mut sum = (prints.name(), 0, 0, 0);
        let mut after = String::new();
        loop {
            let step = prints.renew(&after).await.context(prints.name())?;
            sum = (sum.0, sum.1 + step.seen, sum.2 + step.renewed, sum.3 + step.waiting);
            seen += step.seen;
            progress(seen);
            let Some(next) = step.next else { break };
            after = next;
        }
        done.prints.push(sum);
    }
    Ok(done)
}

/// The counts as lines for people.
pub fn lines(status: &Status) -> String {
    let Status { target, suite, deployment_keys, subject_keys: count } = status;
    format!(
        "installation: {target}\nsuite: {suite}\ndeployment keys, the current one first: {}\n\
         keys of people: {} current, {} under a former key or suite, {} from before suites had \
         names, {} destroyed",
        deployment_keys.join(", "),
        count.current,
        count.former,
        count.unnamed,
        count.destroyed
    )
}

impl std::fmt::Display for Rotated {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "keys of people: {} looked at, {} wrapped anew", self.keys.0, self.keys.1)?;
        for (name, seen, renewed, waiting) in &self.prints {
            write!(
                f,
                "\n{name}: {seen} looked at, {renewed} renewed, {waiting} wait for a sign-in"
            )?;
        }
        Ok(())
    }
}
