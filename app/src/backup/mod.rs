//! `onewindow backup` and `onewindow restore`: everything of an installation but its keys, in a
//! form that needs neither engine, and back into an empty place.

pub mod manifest;
pub mod restore;
pub mod take;

use std::{path::PathBuf, process::ExitCode, sync::Arc};

use clap::Args;
use jiff::Timestamp;
use kernel::Clock as _;
use ledger::Keys;
use ops::{Arguments, Settings, SystemChance, SystemClock};

use crate::{
    commands::{self, say},
    keys, open,
};

/// The setting of the installation that says when its last backup was made.
pub const LAST: &str = "last_backup";

/// What a long piece of work is at: what, how many are done, and of how many.
pub type Progress = Arc<dyn Fn(&str, u64, u64) + Send + Sync>;

/// Copy everything but the keys into an empty folder; the installation may be running
#[derive(Debug, Args)]
pub struct Backup {
    #[command(flatten)]
    settings: Arguments,
    /// The folder, which must be empty or missing
    #[arg(long, value_name = "DIR")]
    to: PathBuf,
    /// Show no progress
    #[arg(long)]
    quiet: bool,
}

/// Unpack a backup into an empty installation, whose keys were put back before
#[derive(Debug, Args)]
pub struct Restore {
    #[command(flatten)]
    settings: Arguments,
    /// The folder of the backup
    #[arg(long, value_name = "DIR")]
    from: PathBuf,
    /// The host of `public_url`, typed out, so that it is the installation that is meant. Without
    /// it everything is checked and nothing changed
    #[arg(long, value_name = "HOST")]
    target: Option<String>,
    /// Restore although signer or witnesses remember more than the backup holds: the same host
    /// typed again. Those entries are lost, and the record cannot go on under its old name
    #[arg(long, value_name = "HOST")]
    accept_loss: Option<String>,
    /// Show no progress
    #[arg(long)]
    quiet: bool,
}

/// Makes a backup.
///
/// # Errors
/// When something cannot be read or written. What is damaged is left out and ends with a failure.
pub async fn backup(wish: Backup) -> anyhow::Result<ExitCode> {
    let settings = Settings::load(&wish.settings)?;
    let (bar, progress) = progress(wish.quiet);
    let source = take::Source {
        database: &settings.database,
        files: &open::files_folder(&settings.data),
        record: &settings.record.folder,
        host: keys::host(&settings),
        settings: &settings.without_secrets,
        keys: &own_keys(&settings)?,
        now: now(&settings),
    };
    let made = take::take(&source, &wish.to, &progress).await;
    bar.finish_and_clear();
    let made = made?;
    say(&format!("{}\n{}", made.lines().join("\n"), WHERE_KEYS));
    if let Err(error) = ledger::note(&settings.database, LAST, &made.made_at.to_string()).await {
        tracing::warn!(%error, "the time of this backup cannot be noted in the database");
    }
    for place in &made.damaged {
        say(&format!("damaged, and not in the backup: {place}"));
    }
    Ok(if made.damaged.is_empty() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// What is said after every backup.
const WHERE_KEYS: &str = "Keys are not in it: DATA/keys, the folders of signer and witnesses, and \
    the files of passwords are kept elsewhere, under another lock.";

/// Restores a backup.
///
/// # Errors
/// When the backup is not whole, the place not empty, or somebody remembers more than the backup.
pub async fn restore(wish: Restore) -> anyhow::Result<ExitCode> {
    let settings = Settings::load(&wish.settings)?;
    let key = settings.data.join("keys").join("deployment.key");
    anyhow::ensure!(
        key.exists(),
        "{} is missing. Put the keys of the installation back first: without them nothing in the \
         backup can be read",
        key.display()
    );
    let clock = Arc::new(SystemClock::new(settings.zone.clone()));
    let setup = commands::setup(&settings, clock, false)?;
    let place = restore::Place {
        database: settings.database.clone(),
        files: setup.files.clone(),
        record: settings.record.folder.clone(),
        signing: setup.record.signing.clone(),
        host: keys::host(&settings).to_owned(),
        keys: own_keys(&settings)?,
    };
    let (bar, progress) = progress(wish.quiet);
    let plan = restore::look(&wish.from, &place, open::blueprint(&setup), &progress).await;
    bar.finish_and_clear();
    let plan = plan?;
    say(&plan.lines().join("\n"));
    keys::check_target(&settings, wish.target.as_deref())?;
    plan.accept(wish.accept_loss.as_deref())?;
    let (bar, progress) = self::progress(wish.quiet);
    let done = plan.carry_out(&progress).await;
    bar.finish_and_clear();
    done?;
    say("Restored. Run `onewindow verify` before `onewindow serve`.");
    Ok(ExitCode::SUCCESS)
}

fn own_keys(settings: &Settings) -> anyhow::Result<Keys> {
    let ring = ops::key_ring(&settings.data)?;
    Ok(Keys::in_software(settings.suite, ring, Arc::new(SystemChance)))
}

fn now(settings: &Settings) -> Timestamp {
    SystemClock::new(settings.zone.clone()).now()
}

fn progress(is_quiet: bool) -> (indicatif::ProgressBar, Progress) {
    let bar = if is_quiet {
        indicatif::ProgressBar::hidden()
    } else {
        indicatif::ProgressBar::new_spinner()
    };
    let shown = bar.clone();
    let tell: Progress = Arc::new(move |what: &str, done: u64, total: u64| {
        shown.set_message(match total {
            0 => format!("{what}: {done}"),
            total => format!("{what}: {done} of {total}"),
        });
        shown.tick();
    });
    (bar, tell)
}
