//! The command line. Failures go to standard error and exit with 1.

use std::{io::Write as _, path::PathBuf, process::ExitCode, sync::Arc};

use anyhow::Context as _;
use catalogue_domain::{Definition, LintContext, Severity, lint};
use clap::{Args, Parser, Subcommand, ValueEnum};
use kernel::Clock;
use ops::{Arguments, Metrics, MovableClock, Settings, SystemChance, SystemClock};
use web::Site;

use crate::{
    city::{Folder, Shipped},
    demo::{self, DemoClock},
    open::{self, Installation, Setup},
    post, serve,
};

/// One window for every public service
#[derive(Debug, Parser)]
#[command(name = "onewindow", version, about)]
pub struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Start the demonstration city, with a clock that can be moved
    Demo(Start),
    /// Serve an installation
    Serve(Start),
    /// Rebuild every snapshot and projection from the events and compare
    Replay(Replay),
    /// Check service definitions: every folder with a service.yaml below DIR
    Lint(Lint),
    /// Print what is generated from the code
    Print {
        /// What to print
        what: Printed,
    },
}

#[derive(Debug, Args)]
struct Start {
    #[command(flatten)]
    settings: Arguments,
    /// A city of your own instead of the one inside: a folder of the same form as services/
    #[arg(long, value_name = "FOLDER")]
    city: Option<PathBuf>,
    /// Say nothing but errors
    #[arg(long)]
    quiet: bool,
}

#[derive(Debug, Args)]
struct Replay {
    #[command(flatten)]
    settings: Arguments,
    /// Exit with 1 if anything differs
    #[arg(long)]
    check: bool,
    /// Print the report as JSON
    #[arg(long)]
    json: bool,
    /// Show no progress
    #[arg(long)]
    quiet: bool,
}

#[derive(Debug, Args)]
struct Lint {
    /// Where the definitions are
    dir: PathBuf,
    /// Print the findings as JSON
    #[arg(long)]
    json: bool,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum Printed {
    /// The permission matrix, as Markdown
    Permissions,
    /// The routes with permission, audit and limit class, as Markdown
    Routes,
    /// The description of the API, as JSON
    Openapi,
    /// The JSON Schema of service definitions
    Schema,
}

/// Runs a command.
pub fn run(cli: Cli) -> ExitCode {
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build();
    let outcome = match runtime {
        Ok(runtime) => runtime.block_on(dispatch(cli.command)),
        Err(error) => Err(error.into()),
    };
    match outcome {
        Ok(code) => code,
        Err(error) => {
            let _ = writeln!(std::io::stderr(), "onewindow: {error:#}");
            ExitCode::FAILURE
        }
    }
}

async fn dispatch(command: Command) -> anyhow::Result<ExitCode> {
    match command {
        Command::Demo(start) => start_demo(start).await,
        Command::Serve(start) => start_serve(start).await,
        Command::Replay(replay) => run_replay(replay).await,
        Command::Lint(lint) => run_lint(&lint),
        Command::Print { what } => print(what).await,
    }
}

fn say(text: &str) {
    let _ = writeln!(std::io::stdout(), "{text}");
}

fn setup(settings: &Settings, clock: Arc<dyn Clock>, is_demo: bool) -> anyhow::Result<Setup> {
    let key = ops::deployment_key(&settings.data)?;
    Ok(Setup {
        clock,
        chance: Arc::new(SystemChance),
        key,
        database: settings.database.clone(),
        files: open::files_folder(&settings.data),
        site: Site {
            public_url: settings.public_url.clone(),
            identity: settings.identity.clone(),
            filings: settings
                .filings
                .iter()
                .map(|it| web::Filing { href: it.href.clone(), text: it.text.clone() })
                .collect(),
            is_demo,
            has_limits: settings.rate_limits,
            upload_mb: settings.upload_mb,
        },
    })
}

async fn start_demo(start: Start) -> anyhow::Result<ExitCode> {
    let settings = Settings::load(&start.settings)?;
    ops::init_logs(settings.log, &settings.log_level)?;
    let metrics = Metrics::install()?;
    let clock = MovableClock::new(SystemClock::new(settings.zone.clone()));
    let setup = setup(&settings, Arc::new(clock.clone()), true)?;
    let mut installation = open::open_with_mail(setup, post::mailer(&settings)?).await?;
    DemoClock::restore(&clock, &installation.house.ledger).await?;
    if !start.quiet {
        say(&format!("Data folder: {}", settings.data.display()));
    }
    seed(&installation, start.city).await?;
    let (ledger, jobs) = (installation.house.ledger.clone(), installation.house.jobs.clone());
    installation.house.routes.extend(demo::routes(DemoClock::new(clock, ledger, jobs)));
    let banner = banner(&installation);
    let quiet = start.quiet;
    serve::serve(installation, settings.listen, Some(metrics), move |address| {
        if !quiet {
            say(&banner.replace("{address}", &address.to_string()));
        }
    })
    .await?;
    Ok(ExitCode::SUCCESS)
}

async fn seed(installation: &Installation, city: Option<PathBuf>) -> anyhow::Result<()> {
    installation.catch_up().await?;
    match city {
        Some(folder) => installation.seed(&Folder(folder)).await?,
        None => installation.seed(&Shipped).await?,
    };
    Ok(())
}

/// What the demonstration says when it is ready.
fn banner(installation: &Installation) -> String {
    let accounts = installation.house.ask::<dyn accounts_domain::DemoAccounts>();
    let accounts = accounts.map(|it| it.list()).unwrap_or_default();
    let mut text = String::from(
        "Onewindow is ready: http://{address}/\n\n\
         Every demonstration account has the password: onewindow\n\n",
    );
    let shown = |role: kernel::Role| accounts.iter().filter(move |it| it.role == role).take(3);
    for role in kernel::Role::ALL {
        for account in shown(role) {
            let authority = account.authority.as_deref().unwrap_or_default();
            text.push_str(&format!(
                "  {:<14} {:<24} {} {}\n",
                role.word(),
                account.login,
                account.name,
                authority
            ));
        }
    }
    text.push_str(
        "\nTry: search for 开餐馆, apply as a citizen, then take the case in at \
         http://{address}/staff/sign-in\nThe clock is moved at http://{address}/zh-hans/demo/clock",
    );
    text
}

async fn start_serve(start: Start) -> anyhow::Result<ExitCode> {
    let settings = Settings::load(&start.settings)?;
    ops::init_logs(settings.log, &settings.log_level)?;
    let metrics = Metrics::install()?;
    let clock = Arc::new(SystemClock::new(settings.zone.clone()));
    let setup = setup(&settings, clock, false)?;
    let installation = open::open_with_mail(setup, post::mailer(&settings)?).await?;
    installation.catch_up().await?;
    if let Some(folder) = start.city {
        installation.seed(&Folder(folder)).await?;
    }
    let quiet = start.quiet;
    serve::serve(installation, settings.listen, Some(metrics), move |address| {
        if !quiet {
            say(&format!("Onewindow is ready: http://{address}/"));
        }
    })
    .await?;
    Ok(ExitCode::SUCCESS)
}

async fn run_replay(replay: Replay) -> anyhow::Result<ExitCode> {
    let settings = Settings::load(&replay.settings)?;
    let clock = Arc::new(SystemClock::new(settings.zone.clone()));
    let ledger = open::ledger(&setup(&settings, clock, false)?).await?;
    let scratch = settings.data.join("replay.db");
    remove_scratch(&scratch);
    let bar = if replay.quiet || replay.json {
        indicatif::ProgressBar::hidden()
    } else {
        indicatif::ProgressBar::new_spinner().with_message("streams folded again")
    };
    let progress = bar.clone();
    let report = ledger.replay(&scratch, &move |done| progress.set_position(done)).await;
    bar.finish_and_clear();
    remove_scratch(&scratch);
    let report = report?;
    if replay.json {
        say(&serde_json::to_string_pretty(&report)?);
    } else {
        say(&format!(
            "{} streams, {} events, {} tables: {} differences",
            report.streams,
            report.events,
            report.tables,
            report.differences.len()
        ));
        for difference in &report.differences {
            say(&format!("{}: {}", difference.place, difference.what));
        }
    }
    let differs = replay.check && !report.differences.is_empty();
    Ok(if differs { ExitCode::FAILURE } else { ExitCode::SUCCESS })
}

fn remove_scratch(path: &std::path::Path) {
    for ending in ["", "-wal", "-shm"] {
        // It is there only after an interrupted run.
        let _ = std::fs::remove_file(format!("{}{ending}", path.display()));
    }
}

fn run_lint(wish: &Lint) -> anyhow::Result<ExitCode> {
    let mut findings = Vec::new();
    let mut files = 0;
    for folder in std::fs::read_dir(&wish.dir)
        .with_context(|| format!("{} cannot be read", wish.dir.display()))?
    {
        let path = folder?.path().join("service.yaml");
        let Ok(text) = std::fs::read_to_string(&path) else { continue };
        files += 1;
        let read = Definition::read(&path.display().to_string(), &text);
        findings.extend(match read {
            Ok((definition, map)) => lint(&definition, &map, &LintContext::default()),
            Err(unreadable) => unreadable,
        });
    }
    anyhow::ensure!(files > 0, "no service.yaml below {}", wish.dir.display());
    if wish.json {
        say(&serde_json::to_string_pretty(&findings)?);
    } else {
        for finding in &findings {
            say(&finding.to_string());
        }
    }
    let refused = findings.iter().any(|it| it.severity == Severity::Error);
    Ok(if refused { ExitCode::FAILURE } else { ExitCode::SUCCESS })
}

async fn print(what: Printed) -> anyhow::Result<ExitCode> {
    match what {
        Printed::Permissions => say(open::policy().matrix().trim_end()),
        Printed::Schema => say(catalogue_domain::schema_text().trim_end()),
        Printed::Routes | Printed::Openapi => {
            let folder = std::env::temp_dir().join(format!("onewindow-{}", std::process::id()));
            let installation = empty(&folder).await?;
            match what {
                Printed::Routes => say(routes(&installation).trim_end()),
                _ => say(&serve::description(&installation)),
            }
            std::fs::remove_dir_all(&folder)?;
        }
    }
    Ok(ExitCode::SUCCESS)
}

/// An installation without data, for what follows from the code alone.
async fn empty(folder: &std::path::Path) -> anyhow::Result<Installation> {
    let zone = ops::zone("Asia/Shanghai").context("no zone")?;
    open::open(Setup {
        clock: Arc::new(SystemClock::new(zone)),
        chance: Arc::new(SystemChance),
        key: ledger::DeploymentKey::new([0; 32]),
        database: ledger::DatabaseUrl::Sqlite(folder.join("empty.db")),
        files: folder.join("files"),
        site: Site::default(),
    })
    .await
}

/// The routes as a Markdown table, in alphabetical order.
fn routes(installation: &Installation) -> String {
    let mut rows: Vec<String> = installation
        .house
        .routes
        .iter()
        .map(|it| {
            let needs = it.needs;
            format!(
                "| {} | {} | {:?} | {:?} | {} |",
                it.id(),
                needs.action,
                needs.audit,
                needs.limit,
                it.module
            )
        })
        .collect();
    rows.sort();
    let head = "| route | action | audit | limit | subject |\n|---|---|---|---|---|\n";
    format!("{head}{}", rows.join("\n"))
}
