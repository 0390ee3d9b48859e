//! The command line. Failures go to standard error and exit with 1.

use std::{io::Write as _, path::PathBuf, process::ExitCode, sync::Arc};

use clap::{Args, Parser, Subcommand};
use jiff::SignedDuration;
use kernel::{Clock, Environment};
use module::Waits;
use ops::{Arguments, Metrics, MovableClock, Quotas, Settings, SystemChance, SystemClock};
use web::{Budgets, SessionLimits, Site};

use crate::{
    backup::{self, Backup, Restore},
    city::{Folder, Shipped},
    demo::{self, DemoClock},
    doors::Doors,
    identity,
    integrity::{self, monitor::Monitor},
    issuer::{self, IssuerCommand},
    keys::{self, KeysCommand},
    lint::{self, Lint},
    open::{self, Installation, Setup},
    pause::{self, ReadOnlyCommand},
    post,
    printing::{self, Print},
    record::{
        self as records,
        children::Children,
        commands::{SignerCommand, WitnessCommand},
    },
    rehearse::{self, Rehearse},
    serve, staff,
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
    /// Let keys and fingerprints follow the deployment key
    Keys {
        #[command(flatten)]
        settings: Arguments,
        #[command(subcommand)]
        command: KeysCommand,
    },
    #[command(subcommand)]
    Issuer(IssuerCommand),
    /// Verify the record: signatures, tree, every row against its entry, then as replay --check
    Verify(crate::record::commands::Verify),
    /// Compare from outside what a site shows with its public record, again and again
    Monitor(Monitor),
    Backup(Backup),
    Restore(Restore),
    /// Show everything and take no changes, for a while
    ReadOnly {
        #[command(flatten)]
        settings: Arguments,
        #[command(subcommand)]
        command: ReadOnlyCommand,
    },
    #[command(subcommand)]
    Signer(SignerCommand),
    #[command(subcommand)]
    Witness(WitnessCommand),
    /// Check service definitions: every folder with a service.yaml below DIR
    Lint(Lint),
    Rehearse(Rehearse),
    Print(Print),
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

/// Runs a command.
pub fn run(cli: Cli) -> ExitCode {
    let runtime = match &cli.command {
        // They do one thing after another.
        Command::Signer(_) | Command::Witness(_) | Command::Issuer(_) => {
            tokio::runtime::Builder::new_current_thread()
        }
        _ => tokio::runtime::Builder::new_multi_thread(),
    }
    .enable_all()
    .build();
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
        Command::Keys { settings, command } => run_keys(&settings, command).await,
        Command::Issuer(command) => issuer::issuer(command).await,
        Command::Verify(verify) => records::commands::verify(verify).await,
        Command::Monitor(monitor) => integrity::monitor::monitor(monitor).await,
        Command::Backup(wish) => backup::backup(wish).await,
        Command::Restore(wish) => backup::restore(wish).await,
        Command::ReadOnly { settings, command } => pause::command(&settings, command).await,
        Command::Signer(command) => records::commands::signer(command).await,
        Command::Witness(command) => records::commands::witness(command).await,
        Command::Lint(wish) => lint::run(&wish),
        Command::Rehearse(wish) => rehearse::run(&wish),
        Command::Print(wish) => printing::print(wish).await,
    }
}

pub(crate) fn say(text: &str) {
    let _ = writeln!(std::io::stdout(), "{text}");
}

pub(crate) fn setup(
    settings: &Settings,
    clock: Arc<dyn Clock>,
    is_demo: bool,
) -> anyhow::Result<Setup> {
    let ring = ops::key_ring(&settings.data)?;
    let record = records::plan(&settings.record, SystemClock::new(settings.zone.clone()))?;
    Ok(Setup {
        record,
        clock,
        chance: Arc::new(SystemChance),
        ring,
        suite: settings.suite,
        issuer: settings.issuer.as_deref().map(issuer::connect).transpose()?,
        database: settings.database.clone(),
        files: open::files_folder(&settings.data),
        quotas: module::Quotas {
            drafts: settings.quotas.drafts.unwrap_or(module::Quotas::default().drafts),
            files: settings.quotas.files.unwrap_or(module::Quotas::default().files),
        },
        decisions: decisions(&settings.decisions),
        duty: settings.duty.clone(),
        trained: settings.staff.training_required_of(environment(settings, is_demo)),
        secrecy_words: settings.secrecy_words.clone(),
        site: Site {
            public_url: settings.public_url.clone(),
            identity: settings.identity.clone(),
            filings: settings
                .filings
                .iter()
                .map(|it| web::Filing { href: it.href.clone(), text: it.text.clone() })
                .collect(),
            is_demo,
            environment: environment(settings, is_demo),
            has_limits: settings.rate_limits,
            own_level: settings.sign_in.own_level,
            upload_mb: settings.upload_mb,
            proxies: settings.trusted_proxies.clone(),
            budgets: budgets(&settings.quotas),
            nodes: settings.nodes,
            staff_factor: staff::factor(settings, environment(settings, is_demo)),
            requests_at_once: settings.requests_at_once.unwrap_or_default(),
            bodies_mb: settings.bodies_mb.unwrap_or_default(),
            read_only: settings.read_only,
            sessions: SessionLimits {
                staff_idle: SignedDuration::from_mins(settings.staff_idle_minutes.into()),
                step_up: SignedDuration::from_secs(settings.step_up_seconds.into()),
                ..SessionLimits::default()
            },
        },
        waits: waits(settings, is_demo),
        leaked_passwords: settings.leaked_passwords.clone(),
    })
}

fn environment(settings: &Settings, is_demo: bool) -> Environment {
    let usual = if is_demo { Environment::Demo } else { Environment::Live };
    settings.environment.unwrap_or(usual)
}

/// In the demonstration acts wait for a minute, so that one sees it and need not wait long.
fn waits(settings: &Settings, is_demo: bool) -> Waits {
    let minute = SignedDuration::from_mins(1);
    let usual = Waits::default();
    let usual = if is_demo { Waits { notice: minute, power: minute, ..usual } } else { usual };
    let minutes = |it: u32| SignedDuration::from_mins(i64::from(it));
    Waits {
        notice: settings.notice_minutes.map_or(usual.notice, minutes),
        power: settings.power_minutes.map_or(usual.power, minutes),
        restore: settings.restore_days.map_or(usual.restore, |it| minutes(it * 24 * 60)),
        recovery: settings.recovery_hours.map_or(usual.recovery, |it| minutes(it * 60)),
        showing: settings.showing_minutes.map_or(usual.showing, minutes),
    }
}

/// How decisions are watched, as far as the settings say; else as is usual.
fn decisions(set: &ops::Decisions) -> module::Decisions {
    let usual = module::Decisions::default();
    module::Decisions {
        second_look_per_mille: set.second_look_per_mille.unwrap_or(usual.second_look_per_mille),
        second_look_days: set.second_look_days.unwrap_or(usual.second_look_days),
        materials_opened: set.materials_opened.unwrap_or(usual.materials_opened),
        most_in_hour: set.most_in_hour.unwrap_or(usual.most_in_hour),
        least_seconds: set.least_seconds.unwrap_or(usual.least_seconds),
    }
}

/// What the settings say over what is usual.
fn budgets(quotas: &Quotas) -> Budgets {
    let usual = Budgets::default();
    Budgets {
        visitor: quotas.visitor.unwrap_or(usual.visitor),
        citizen: quotas.citizen.unwrap_or(usual.citizen),
        staff: quotas.staff.unwrap_or(usual.staff),
        service: quotas.service.unwrap_or(usual.service),
        visitors: quotas.visitors.unwrap_or(usual.visitors),
    }
}

fn offers(settings: &Settings) -> anyhow::Result<Vec<oidc::Offer>> {
    identity::offers(&settings.sign_in.provider, &settings.public_url)
}

async fn start_demo(start: Start) -> anyhow::Result<ExitCode> {
    let settings = Settings::load(&start.settings)?;
    ops::init_logs(settings.log, &settings.log_level)?;
    let metrics = Metrics::install()?;
    let clock = MovableClock::new(SystemClock::new(settings.zone.clone()));
    let doors = Doors::of(&settings, true)?;
    let mut setup = setup(&settings, Arc::new(clock.clone()), true)?;
    let children = match &setup.record.signing {
        Some(_) => None,
        None => Some(Children::start(&settings.data, &settings.record)?),
    };
    if let Some(children) = &children {
        children.believe("the demonstration was started").await?;
        setup.record.signing = Some(children.signing.clone());
    }
    let mut installation =
        open::open_with(setup, post::mailer(&settings)?, offers(&settings)?).await?;
    DemoClock::restore(&clock, &installation.house.ledger).await?;
    if !start.quiet {
        say(&format!("Data folder: {}", settings.data.display()));
    }
    seed(&installation, start.city).await?;
    let (ledger, jobs) = (installation.house.ledger.clone(), installation.house.jobs.clone());
    installation.house.routes.extend(demo::routes(DemoClock::new(clock, ledger, jobs)));
    let (banner, record) = (banner(&installation), installation.record.clone());
    let (public, port) = (settings.public_url.clone(), settings.listen.port());
    let scheme = scheme(&settings);
    let quiet = start.quiet;
    let serving = serve::serve(installation, &doors, Some(metrics), move |address| {
        if !quiet {
            // Who comes back from an identity provider comes to the site's own address.
            let own = format!("{scheme}://{address}");
            let site = if address.port() == port { &public } else { &own };
            say(&banner.replace("{site}", site));
        }
    });
    let watching = async {
        match &children {
            Some(children) => children.watch(&record).await,
            None => std::future::pending().await,
        }
    };
    tokio::select! {
        served = serving => served?,
        () = watching => {}
    }
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

/// How people speak to the program's own doors.
fn scheme(settings: &Settings) -> &'static str {
    if settings.tls.is_some() { "https" } else { "http" }
}

/// What the demonstration says when it is ready.
fn banner(installation: &Installation) -> String {
    let accounts = installation.house.ask::<dyn accounts_domain::DemoAccounts>();
    let accounts = accounts.map(|it| it.list()).unwrap_or_default();
    let mut text = String::from(
        "Onewindow is ready: {site}/\n\n\
         Every demonstration account has the password: onewindow\n\
         Staff are asked for a code after it; the page shows it at the top.\n\n",
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
         {site}/staff/sign-in\nThe clock is moved at {site}/zh-hans/demo/clock",
    );
    text
}

async fn start_serve(start: Start) -> anyhow::Result<ExitCode> {
    let settings = Settings::load(&start.settings)?;
    ops::init_logs(settings.log, &settings.log_level)?;
    let metrics = Metrics::install()?;
    let clock = Arc::new(SystemClock::new(settings.zone.clone()));
    let doors = Doors::of(&settings, false)?;
    let setup = setup(&settings, clock, false)?;
    let installation = open::open_with(setup, post::mailer(&settings)?, offers(&settings)?).await?;
    installation.catch_up().await?;
    if let Some(folder) = start.city {
        installation.seed(&Folder(folder)).await?;
    }
    let (quiet, scheme) = (start.quiet, scheme(&settings));
    serve::serve(installation, &doors, Some(metrics), move |address| {
        if !quiet {
            say(&format!("Onewindow is ready: {scheme}://{address}/"));
        }
    })
    .await?;
    Ok(ExitCode::SUCCESS)
}

/// The ledger of the settings, for commands that read it.
pub(crate) async fn ledger_of(settings: &Settings) -> anyhow::Result<ledger::Ledger> {
    let clock = Arc::new(SystemClock::new(settings.zone.clone()));
    open::ledger(&setup(settings, clock, false)?).await
}

/// Folds everything again beside the data; `bar` is told the number of streams.
pub(crate) async fn replayed(
    settings: &Settings,
    ledger: &ledger::Ledger,
    bar: &indicatif::ProgressBar,
) -> anyhow::Result<ledger::ReplayReport> {
    let scratch = settings.data.join("replay.db");
    remove_scratch(&scratch);
    let progress = bar.clone();
    let report = ledger.replay(&scratch, &move |done| progress.set_position(done)).await;
    remove_scratch(&scratch);
    Ok(report?)
}

/// Says what a replay has found.
pub(crate) fn tell_replay(report: &ledger::ReplayReport) {
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

async fn run_replay(replay: Replay) -> anyhow::Result<ExitCode> {
    let settings = Settings::load(&replay.settings)?;
    let ledger = ledger_of(&settings).await?;
    let bar = if replay.quiet || replay.json {
        indicatif::ProgressBar::hidden()
    } else {
        indicatif::ProgressBar::new_spinner().with_message("streams folded again")
    };
    let report = replayed(&settings, &ledger, &bar).await;
    bar.finish_and_clear();
    let report = report?;
    if replay.json {
        say(&serde_json::to_string_pretty(&report)?);
    } else {
        tell_replay(&report);
    }
    let differs = replay.check && !report.differences.is_empty();
    Ok(if differs { ExitCode::FAILURE } else { ExitCode::SUCCESS })
}

async fn run_keys(arguments: &Arguments, command: KeysCommand) -> anyhow::Result<ExitCode> {
    let settings = Settings::load(arguments)?;
    if let Some(target) = command.target() {
        keys::check_target(&settings, target)?;
    }
    let clock = Arc::new(SystemClock::new(settings.zone.clone()));
    let house = open::open(setup(&settings, clock, false)?).await?.house;
    say(&keys::run(&house, &settings, command).await?);
    Ok(ExitCode::SUCCESS)
}

fn remove_scratch(path: &std::path::Path) {
    for ending in ["", "-wal", "-shm"] {
        // It is there only after an interrupted run.
        let _ = std::fs::remove_file(format!("{}{ending}", path.display()));
    }
}
