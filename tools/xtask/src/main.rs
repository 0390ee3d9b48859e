//! The project's own commands: `cargo xtask arch`, `gen`, `test`, `supply`, `pentest`, `shapes` and
//! `bench`.
//! What each does, and the ten rules, stand in `tools/xtask/README.md`.
#![expect(
    clippy::disallowed_methods,
    clippy::print_stdout,
    reason = "a command talks to a terminal, reads its surroundings and measures how long it took"
)]

mod arch;
mod bench;
mod generated;
mod pentest;
mod shapes;
mod supply;
mod testing;

use std::{path::PathBuf, process::ExitCode};

use clap::{Parser, Subcommand};

/// The project's own commands.
#[derive(Parser)]
#[command(name = "cargo xtask")]
struct Arguments {
    #[command(subcommand)]
    command: Task,
}

#[derive(Subcommand)]
enum Task {
    /// Proves the ten rules of the house.
    Arch,
    /// Writes what is generated from the program: matrix, routes, API description, schema.
    Gen {
        /// Writes nothing and fails where a file is not fresh.
        #[arg(long)]
        check: bool,
    },
    /// Installs what is missing, starts what is needed, checks the tree and runs the four rings.
    Test(testing::Options),
    /// Looks at what the program is made of: lock file, versions, bill of materials, advisories.
    Supply(supply::Options),
    /// Sets programs that are not ours on the demonstration: schemathesis, wapiti, sqlmap, sslyze.
    Pentest(pentest::Options),
    /// Holds what other systems are told against SHACL shapes, with pyshacl.
    Shapes(shapes::Options),
    /// Measures the program beside what the same machine can do at most.
    Bench(bench::Options),
}

fn main() -> ExitCode {
    match run(Arguments::parse().command) {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(error) => {
            println!("error: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn run(task: Task) -> anyhow::Result<bool> {
    let root = root();
    match task {
        Task::Arch => arch::run(&root),
        Task::Gen { check } => generated::run(&root, check, None),
        Task::Test(options) => testing::run(&root, &options),
        Task::Supply(options) => supply::run(&root, &options),
        Task::Pentest(options) => pentest::run(&root, &options),
        Task::Shapes(options) => shapes::run(&root, &options),
        Task::Bench(options) => bench::run(&root, &options),
    }
}

/// The folder of the workspace: two above this crate's.
fn root() -> PathBuf {
    let here = PathBuf::from(env!("CARGO_MANIFEST_DIR"));
    let runtime = std::env::var_os("CARGO_MANIFEST_DIR").map_or(here, PathBuf::from);
    runtime.ancestors().nth(2).map_or(PathBuf::from("."), PathBuf::from)
}
