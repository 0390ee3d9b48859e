//! `cargo xtask bench`: builds the program and the measuring tool as they are shipped, starts a
//! PostgreSQL of its own where cases are measured, and measures.

use std::{path::Path, process::Command};

use crate::testing::{self, Server};

/// What to measure: the words and options of the measuring tool (`cargo xtask bench --help`).
#[derive(Debug, clap::Args)]
#[command(disable_help_flag = true)]
pub struct Options {
    /// `case`, `pages`, `start`, `growth`, `record`, `storm` or `all`, and its options.
    #[arg(trailing_var_arg = true, allow_hyphen_values = true)]
    words: Vec<String>,
}

/// Builds and measures; answers whether that went well. A goal that is missed is no failure.
pub fn run(root: &Path, options: &Options) -> anyhow::Result<bool> {
    let mut words = options.words.clone();
    let has_part = words.first().is_some_and(|it| !it.starts_with('-'));
    let asks_help = words.iter().any(|it| matches!(it.as_str(), "--help" | "-h"));
    if !has_part && !asks_help {
        words.insert(0, "all".to_owned());
    }
    let build = ["build", "--release", "--package", "onewindow", "--package", "bench"];
    if !Command::new(testing::cargo()).args(build).current_dir(root).status()?.success() {
        return Ok(false);
    }
    let is_named = words.iter().any(|it| it.starts_with("--postgres"));
    let parts = ["case", "record", "storm", "all"];
    let has_cases = words.first().is_some_and(|it| parts.contains(&it.as_str()));
    let server = if has_cases && !is_named && !asks_help { start(root) } else { None };
    let mut command = Command::new(root.join("target/release/bench"));
    command.args(&words).current_dir(root);
    if let Some(server) = &server {
        command.args(["--postgres", server.url()]);
    }
    Ok(command.status()?.success())
}

/// A server of our own; without PostgreSQL on the machine the rest is measured all the same.
fn start(root: &Path) -> Option<Server> {
    match Server::start(root) {
        Ok(server) => Some(server),
        Err(error) => {
            println!("PostgreSQL is not measured: {error:#}");
            None
        }
    }
}
