//! Measures the program beside what the same machine can do at most, in one run and in turns:
//! `cargo xtask bench`. What each figure means stands in `docs/performance.md`.
#![expect(
    clippy::disallowed_methods,
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "a command talks to a terminal and measures how long things take"
)]

mod bare;
mod case;
mod city;
mod disk;
mod figures;
mod goals;
mod http;
mod load;
mod pages;
mod process;
mod product;
mod record;
mod report;
mod serve;
mod start;
mod storm;

use std::{
    net::SocketAddr,
    path::{Path, PathBuf},
    process::ExitCode,
    time::Duration,
};

use clap::{Args, Parser, Subcommand};
use figures::Figures;
use process::Running;
use product::{Database, House};

/// Measures the program
#[derive(Parser)]
#[command(name = "bench", version)]
struct Cli {
    #[command(subcommand)]
    what: What,
}

#[derive(Subcommand)]
enum What {
    /// Complete cases on SQLite and PostgreSQL beside bare SQL and a bare server
    Case(Wishes),
    /// Pages: bytes, requests a second, answer times
    Pages(Wishes),
    /// Start, memory at rest, a crash under load
    Start(Wishes),
    /// Processor time of a state change with ten times the cases
    Growth(Wishes),
    /// The verifiable record: its cost on cases, entries a second, time to a witnessed receipt
    Record(Wishes),
    /// Applications with retries, duplicates, wrong turns and kills: each is one case in the end
    Storm {
        #[command(flatten)]
        wishes: Wishes,
        /// Applications
        #[arg(long, default_value_t = 10_000)]
        applications: u64,
        /// How often the program is killed
        #[arg(long, default_value_t = 5)]
        kills: u64,
    },
    /// All of it but the storm
    All(Wishes),
    /// One of the servers to compare with
    #[command(hide = true)]
    Serve { server: String, listen: SocketAddr, data: Option<PathBuf> },
}

#[derive(Args)]
struct Wishes {
    /// How long each load lasts
    #[arg(long, default_value_t = 5)]
    seconds: u64,
    /// How often everything is measured
    #[arg(long, default_value_t = 5)]
    turns: u32,
    /// Cases stored when growth begins
    #[arg(long, default_value_t = 500)]
    cases: u64,
    /// Prints JSON
    #[arg(long)]
    json: bool,
    /// Says nothing while measuring
    #[arg(long)]
    quiet: bool,
    /// Writes the tables into docs/performance.md
    #[arg(long)]
    write: bool,
    /// Adds the hottest functions under 64 clients, where perf is installed
    #[arg(long)]
    profile: bool,
    /// A PostgreSQL server on which databases may be made; without it only SQLite is measured
    #[arg(long, value_name = "URL")]
    postgres: Option<String>,
    /// The program
    #[arg(long, value_name = "FILE", default_value = "target/release/onewindow")]
    program: PathBuf,
}

/// What a run needs.
struct Plan {
    folder: PathBuf,
    program: PathBuf,
    postgres: Option<String>,
    length: Duration,
    turns: u32,
    cases: u64,
    is_profiled: bool,
}

impl Plan {
    fn new(wishes: &Wishes) -> anyhow::Result<Self> {
        let folder = std::env::temp_dir().join(format!("onewindow-bench-{}", std::process::id()));
        city::build(Path::new("services"), &folder.join("city"))?;
        Ok(Self {
            program: std::path::absolute(&wishes.program)?,
            folder,
            postgres: wishes.postgres.clone(),
            length: Duration::from_secs(wishes.seconds),
            turns: wishes.turns,
            cases: wishes.cases,
            is_profiled: wishes.profile,
        })
    }

    /// A data folder of its own for the program.
    fn house(&self, name: &str, database: Database) -> House {
        House {
            program: self.program.clone(),
            data: self.folder.join(name),
            city: self.folder.join("city"),
            database,
            is_recorded: true,
        }
    }

    /// One of our own servers, in a process of its own.
    fn serve(&self, server: &str, data: Option<&Path>) -> anyhow::Result<Running> {
        let (mut command, address) = case::serve_command(server, data)?;
        Running::start(&mut command, address)
    }
}

impl Drop for Plan {
    fn drop(&mut self) {
        // What is left is in the temporary folder.
        let _ = std::fs::remove_dir_all(&self.folder);
    }
}

fn main() -> ExitCode {
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build();
    let outcome = match runtime {
        Ok(runtime) => runtime.block_on(run(Cli::parse().what)),
        Err(error) => Err(error.into()),
    };
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("bench: {error:#}");
            ExitCode::FAILURE
        }
    }
}

async fn run(what: What) -> anyhow::Result<()> {
    let parts: (Wishes, [bool; 5]) = match what {
        What::Serve { server, listen, data } => {
            return match (server.as_str(), data) {
                ("reference", Some(data)) => serve::reference(listen, &data).await,
                _ => serve::hello(listen).await,
            };
        }
        What::Storm { wishes, applications, kills } => {
            let mut figures = Figures::new(wishes.quiet);
            let plan = Plan::new(&wishes)?;
            introduce(&mut figures, &wishes).await?;
            storm::run(&mut figures, &plan, applications, kills).await?;
            return tell(&figures, &wishes);
        }
        What::Case(wishes) => (wishes, [true, false, false, false, false]),
        What::Pages(wishes) => (wishes, [false, true, false, false, false]),
        What::Start(wishes) => (wishes, [false, false, true, false, false]),
        What::Growth(wishes) => (wishes, [false, false, false, true, false]),
        What::Record(wishes) => (wishes, [false, false, false, false, true]),
        What::All(wishes) => (wishes, [true; 5]),
    };
    let (wishes, [cases, pages, start, growth, record]) = parts;
    let mut figures = Figures::new(wishes.quiet);
    let plan = Plan::new(&wishes)?;
    introduce(&mut figures, &wishes).await?;
    if cases {
        case::run(&mut figures, &plan).await?;
    }
    if pages {
        pages::run(&mut figures, &plan).await?;
    }
    if start {
        start::run(&mut figures, &plan).await?;
    }
    if growth {
        start::growth(&mut figures, &plan).await?;
    }
    if record {
        record::run(&mut figures, &plan).await?;
    }
    tell(&figures, &wishes)
}

async fn introduce(figures: &mut Figures, wishes: &Wishes) -> anyhow::Result<()> {
    let busy = process::busy_share().await? * 100.0;
    let word = if busy < 25.0 { "quiet" } else { "busy" };
    let cores = std::thread::available_parallelism()?;
    figures.remark(format!(
        "{} s a load, turns: {}; {cores} cores; other programs used {busy:.0} % of them before \
         the run ({word}).",
        wishes.seconds, wishes.turns
    ));
    Ok(())
}

fn tell(figures: &Figures, wishes: &Wishes) -> anyhow::Result<()> {
    if wishes.json {
        println!("{}", report::json(figures));
    } else {
        println!("{}", report::plain(figures));
        for (name, profile) in &figures.profiles {
            println!("Hottest functions, {name}\n\n{profile}\n");
        }
    }
    if wishes.write {
        report::write(figures, Path::new("docs/performance.md"))?;
    }
    Ok(())
}
