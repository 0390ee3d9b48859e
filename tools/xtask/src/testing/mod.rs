//! `cargo xtask test`: installs what is missing, checks the tree, starts a PostgreSQL of its own
//! and runs the four rings.

mod axe;
mod claims;
mod packages;
mod pictures;
mod postgres;
mod rings;

pub use claims::{Claims, TABLE as CLAIMS_TABLE};
pub use postgres::Server;
pub use rings::{Results, Ring};

use std::{
    ffi::OsString,
    io::{BufRead, BufReader},
    path::Path,
    process::{Command, Stdio},
    time::Instant,
};

use anyhow::Context as _;
use rings::{Built, Score};

/// What to run.
#[derive(Debug, clap::Args)]
pub struct Options {
    /// Runs one ring only.
    #[arg(long, value_enum)]
    ring: Option<Ring>,
    /// Installs nothing; says what is missing.
    #[arg(long)]
    no_install: bool,
    /// Leaves out formatting, lints, the ten rules and the generated files.
    #[arg(long)]
    only_tests: bool,
    /// Copies the pictures that the browser ring took to the documents.
    #[arg(long)]
    screenshots: bool,
    /// Runs only tests whose name contains this.
    filter: Option<String>,
}

/// Runs what was asked for; answers whether all of it is well.
pub fn run(root: &Path, options: &Options) -> anyhow::Result<bool> {
    let rings: Vec<_> =
        Ring::ALL.into_iter().filter(|it| options.ring.is_none_or(|ring| ring == *it)).collect();
    packages::ensure(&rings, !options.no_install)?;
    // Where everything is built anew, lints are looked for while the tests are built; a tree that
    // is worked on keeps what is built, and asks for lints apart.
    let lints_apart = std::env::var_os("CI").is_none();
    if !options.only_tests && !checks(root, lints_apart)? {
        println!("The tree is not in order; no test was run.");
        return Ok(false);
    }
    let Some(built) = rings::build(root, &rings, !options.only_tests && !lints_apart)? else {
        println!("The tests do not build; no test was run.");
        return Ok(false);
    };
    let is_fresh = options.only_tests || crate::generated::run(root, true, built.program.clone())?;
    let mut results = Results::new();
    let score = run_rings(root, options, &rings, &built, &mut results)?;
    // Claims are shown by all rings together.
    let is_whole = options.ring.is_none() && options.filter.is_none();
    let is_shown = !is_whole || Claims::read(root)?.report(&results);
    println!("{} passed, {} failed", score.passed, score.failed);
    if options.screenshots {
        pictures::copy(root)?;
    }
    Ok(is_fresh && is_shown && score.is_good())
}

fn run_rings(
    root: &Path,
    options: &Options,
    rings: &[Ring],
    built: &Built,
    results: &mut Results,
) -> anyhow::Result<Score> {
    let server = match rings {
        [Ring::Domain] => None,
        _ => Some(postgres::Server::start(root)?),
    };
    let mut surroundings: Vec<(&str, OsString)> = Vec::new();
    surroundings.extend(server.as_ref().map(|it| ("ONEWINDOW_TEST_POSTGRES", it.url().into())));
    if rings.contains(&Ring::Browser) {
        surroundings.push(("ONEWINDOW_TEST_AXE", axe::ensure(root, !options.no_install)?.into()));
    }
    let mut total = Score::default();
    let mut report = Vec::new();
    for ring in rings {
        println!("\n== {} ring", ring.name());
        let started = Instant::now();
        let filter = options.filter.as_deref();
        let score = rings::run(root, *ring, built, &surroundings, filter, results)?;
        let seconds = started.elapsed().as_secs_f64();
        let name = ring.name();
        report.push(format!(
            "{name:>8} ring: {:>5} passed, {} failed, {seconds:.1} s",
            score.passed, score.failed
        ));
        total.add(score);
    }
    println!("\n{}", report.join("\n"));
    Ok(total)
}

/// Formatting, the ten rules, what ships, and lints if they are looked for here, the quickest first.
fn checks(root: &Path, with_lints: bool) -> anyhow::Result<bool> {
    let format = succeeds(root, &["fmt", "--all", "--check"])?;
    let rules = crate::arch::run(root)?;
    let supply = crate::supply::check(root, Path::new("target/onewindow.cdx.json"))?;
    let lints = ["clippy", "--workspace", "--all-targets", "--quiet", "--", "-D", "warnings"];
    let is_linted = !with_lints || succeeds(root, &lints)?;
    Ok(format && rules && supply && is_linted)
}

fn succeeds(root: &Path, arguments: &[&str]) -> anyhow::Result<bool> {
    let started = Instant::now();
    let status = Command::new(cargo()).args(arguments).current_dir(root).status()?;
    let outcome = if status.success() { "well" } else { "FAILED" };
    println!("cargo {}: {outcome} ({:.1} s)", arguments[0], started.elapsed().as_secs_f64());
    Ok(status.success())
}

/// The cargo that runs this command.
pub fn cargo() -> OsString {
    std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into())
}

/// Runs a command whose output is shown line by line, and gives each line to `read` as well;
/// answers whether it succeeded.
fn show(command: &mut Command, mut read: impl FnMut(&str)) -> anyhow::Result<bool> {
    let mut child = command.stdin(Stdio::null()).stdout(Stdio::piped()).spawn()?;
    let output = child.stdout.take().context("the output is piped")?;
    for line in BufReader::new(output).split(b'\n') {
        let line = String::from_utf8_lossy(&line?).into_owned();
        println!("{line}");
        read(&line);
    }
    Ok(child.wait()?.success())
}
