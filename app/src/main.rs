//! `onewindow`: one window for every public service.

use std::process::ExitCode;

use clap::Parser as _;
use onewindow::commands::{Cli, run};

fn main() -> ExitCode {
    run(Cli::parse())
}
