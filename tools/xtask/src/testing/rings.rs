//! The four rings: which test belongs to which, and running them.
//!
//! All tests are built at once, so that every crate has the features that the workspace gives it;
//! then each ring runs its own, in the folder of the package, as `cargo test` would.

use std::{
    collections::BTreeMap,
    ffi::OsString,
    path::{Path, PathBuf},
    process::{Command, Stdio},
};

use anyhow::Context as _;
use cargo_metadata::{Artifact, Message, Metadata, MetadataCommand, TargetKind};

/// The target of the tests inside a library.
const UNIT: &str = "unit tests";

/// A ring of tests, from the inside.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, clap::ValueEnum)]
pub enum Ring {
    /// Pure: the kernel and the domains.
    Domain,
    /// Services and stores on both engines, and the tools.
    Service,
    /// Requests of actors to the whole program.
    Request,
    /// A real browser.
    Browser,
}

impl Ring {
    /// All rings, from the inside.
    pub const ALL: [Ring; 4] = [Ring::Domain, Ring::Service, Ring::Request, Ring::Browser];

    /// The ring's word.
    pub fn name(self) -> &'static str {
        match self {
            Ring::Domain => "domain",
            Ring::Service => "service",
            Ring::Request => "request",
            Ring::Browser => "browser",
        }
    }

    /// The ring of a test target. `folder` is the package's, from the root. Elsewhere than in
    /// the program, a file of tests chooses the outer rings by its name.
    fn of(folder: &str, target: &str) -> Ring {
        let is_pure = folder == "kernel" || folder.ends_with("/domain");
        match target {
            _ if target.starts_with("browser") => Ring::Browser,
            _ if target.starts_with("request") || folder == "app" => Ring::Request,
            _ if is_pure => Ring::Domain,
            _ => Ring::Service,
        }
    }
}

/// How tests ended.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Score {
    /// How many are well.
    pub passed: u64,
    /// How many are not.
    pub failed: u64,
    /// How many programs of tests ended badly without telling a failed test.
    broken: u64,
}

impl Score {
    /// Adds another.
    pub fn add(&mut self, other: Score) {
        self.passed += other.passed;
        self.failed += other.failed;
        self.broken += other.broken;
    }

    /// Whether nothing failed and something passed.
    pub fn is_good(self) -> bool {
        self.failed == 0 && self.broken == 0 && self.passed > 0
    }

    /// Reads `test result: ok. 4 passed; 0 failed; …`.
    fn read(&mut self, line: &str) {
        let Some(counts) = line.strip_prefix("test result: ") else { return };
        let count = |word: &str| {
            let before = counts.split(word).next().filter(|it| it.len() < counts.len());
            before.and_then(|it| it.split_whitespace().last()?.parse().ok()).unwrap_or(0u64)
        };
        self.passed += count(" passed");
        self.failed += count(" failed");
    }
}

/// How each test ended, by `package/target/path::of::test`: whether it is well.
pub type Results = BTreeMap<String, bool>;

/// Reads `test path::of::test ... ok`.
fn read_result(line: &str) -> Option<(&str, bool)> {
    let (name, outcome) = line.strip_prefix("test ")?.split_once(" ... ")?;
    let name = name.trim_end_matches(" - should panic");
    match outcome {
        "ok" => Some((name, true)),
        _ if outcome.starts_with("FAILED") => Some((name, false)),
        _ => None,
    }
}

/// A program of tests.
struct Tests {
    ring: Ring,
    package: String,
    target: String,
    folder: PathBuf,
    program: PathBuf,
}

/// All that was built.
pub struct Built {
    tests: Vec<Tests>,
    /// The program itself.
    pub program: Option<PathBuf>,
    /// What the compiler was told, so that what follows finds what was built.
    compiler: Vec<(&'static str, OsString)>,
}

/// The lints that are refused, in the form in which cargo hands them to the linter.
const LINTS: &str = "-D__CLIPPY_HACKERY__warnings__CLIPPY_HACKERY__";

/// Builds the tests of these rings; none when they do not build. With `lints` the linter is the
/// compiler, so that a tree that was never built is gone through once and not twice.
pub fn build(root: &Path, rings: &[Ring], lints: bool) -> anyhow::Result<Option<Built>> {
    let graph = MetadataCommand::new().manifest_path(root.join("Cargo.toml")).no_deps().exec()?;
    let folders = folders(&graph);
    let mut command = Command::new(super::cargo());
    command.args(["test", "--no-run", "--message-format=json-render-diagnostics"]);
    command.current_dir(root).stdin(Stdio::null()).stderr(Stdio::inherit());
    let compiler = if lints { as_linter()? } else { Vec::new() };
    command.envs(compiler.iter().cloned());
    if rings == [Ring::Domain] {
        let pure = folders.values().filter(|it| Ring::of(&it.folder, "") == Ring::Domain);
        command.args(pure.flat_map(|it| ["--package", &it.name]));
    } else {
        command.arg("--workspace");
    }
    let output = command.output().context("cargo test --no-run")?;
    if !output.status.success() {
        return Ok(None);
    }
    let mut built = Built { tests: Vec::new(), program: None, compiler };
    for message in Message::parse_stream(output.stdout.as_slice()) {
        if let Message::CompilerArtifact(it) = message? {
            built.take(&it, &folders);
        }
    }
    built.tests.sort_by(|a, b| (a.ring, &a.folder, &a.target).cmp(&(b.ring, &b.folder, &b.target)));
    Ok(Some(built))
}

/// What puts clippy in the place of the compiler.
fn as_linter() -> anyhow::Result<Vec<(&'static str, OsString)>> {
    let output = Command::new("rustc").args(["--print", "sysroot"]).output().context("rustc")?;
    let sysroot = String::from_utf8(output.stdout)?;
    let linter = Path::new(sysroot.trim()).join("bin/clippy-driver");
    Ok(vec![("RUSTC_WORKSPACE_WRAPPER", linter.into()), ("CLIPPY_ARGS", LINTS.into())])
}

struct Place {
    name: String,
    folder: String,
    path: PathBuf,
}

/// Names and folders of the packages, by manifest.
fn folders(graph: &Metadata) -> BTreeMap<PathBuf, Place> {
    let place = |it: &&cargo_metadata::Package| {
        let path = it.manifest_path.parent().map(|it| it.as_std_path().to_owned());
        let path = path.unwrap_or_default();
        let below = path.strip_prefix(graph.workspace_root.as_std_path()).unwrap_or(&path);
        let folder = below.to_string_lossy().into_owned();
        (
            it.manifest_path.as_std_path().to_owned(),
            Place { name: it.name.to_string(), folder, path },
        )
    };
    graph.workspace_packages().iter().map(place).collect()
}

impl Built {
    fn take(&mut self, it: &Artifact, folders: &BTreeMap<PathBuf, Place>) {
        let Some(program) = it.executable.as_ref().map(|it| it.as_std_path().to_owned()) else {
            return;
        };
        let Some(place) = folders.get(it.manifest_path.as_std_path()) else { return };
        if !it.profile.test {
            if place.folder == "app" && it.target.kind.contains(&TargetKind::Bin) {
                self.program = Some(program);
            }
            return;
        }
        let is_file = it.target.kind.contains(&TargetKind::Test);
        let target = if is_file { it.target.name.as_str() } else { "" };
        self.tests.push(Tests {
            ring: Ring::of(&place.folder, target),
            package: place.name.clone(),
            target: if is_file { target.to_owned() } else { UNIT.to_owned() },
            folder: place.path.clone(),
            program,
        });
    }
}

/// Runs a ring.
pub fn run(
    root: &Path,
    ring: Ring,
    built: &Built,
    surroundings: &[(&str, OsString)],
    filter: Option<&str>,
    results: &mut Results,
) -> anyhow::Result<Score> {
    let mut score = Score::default();
    for tests in built.tests.iter().filter(|it| it.ring == ring) {
        println!("     Running {} {}", tests.package, tests.target);
        let mut command = Command::new(&tests.program);
        command.args(filter).current_dir(&tests.folder);
        command.env("CARGO_MANIFEST_DIR", &tests.folder).env("CARGO", super::cargo());
        command.envs(surroundings.iter().map(|(name, value)| (name, value)));
        let target = if tests.target == UNIT { "unit" } else { &tests.target };
        let place = format!("{}/{target}", tests.package);
        score.add(one(&mut command, |name, is_well| {
            results.insert(format!("{place}/{name}"), is_well);
        })?);
    }
    // The examples in documentation belong to no program; they are looked at with the services.
    if ring == Ring::Service && filter.is_none() {
        let mut command = Command::new(super::cargo());
        command.args(["test", "--quiet", "--workspace", "--doc"]).current_dir(root);
        command.envs(built.compiler.iter().cloned());
        command.envs(surroundings.iter().map(|(name, value)| (name, value)));
        score.add(one(&mut command, |_, _| {})?);
    }
    Ok(score)
}

fn one(command: &mut Command, mut note: impl FnMut(&str, bool)) -> anyhow::Result<Score> {
    let mut score = Score::default();
    let is_well = super::show(command, |line| {
        score.read(line);
        if let Some((name, is_well)) = read_result(line) {
            note(name, is_well);
        }
    })?;
    if !is_well && score.failed == 0 {
        score.broken += 1;
        println!("The tests ended without telling which of them failed.");
    }
    Ok(score)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_target_has_its_ring() {
        for (folder, target, ring) in [
            ("kernel", "", Ring::Domain),
            ("modules/cases/domain", "stories", Ring::Domain),
            ("modules/cases", "store", Ring::Service),
            ("platform/ledger", "ledger", Ring::Service),
            ("tools/testkit", "", Ring::Service),
            ("app", "", Ring::Request),
            ("app", "stories", Ring::Request),
            ("app", "browser", Ring::Browser),
            ("modules/cases", "request_pages", Ring::Request),
        ] {
            assert_eq!(Ring::of(folder, target), ring, "{folder} {target}");
        }
    }

    #[test]
    fn closing_lines_are_counted() {
        let mut score = Score::default();
        score.read("test result: ok. 12 passed; 0 failed; 1 ignored; 0 measured; 0 filtered out; finished in 0.1s");
        score
            .read("test result: FAILED. 2 passed; 3 failed; 0 ignored; 0 measured; 0 filtered out");
        score.read("test passed: 99 passed");
        assert_eq!((score.passed, score.failed), (14, 3));
        assert!(!score.is_good());
    }

    #[test]
    fn the_result_of_each_test_is_read() {
        assert_eq!(read_result("test a::b ... ok"), Some(("a::b", true)));
        assert_eq!(read_result("test a::b ... FAILED"), Some(("a::b", false)));
        assert_eq!(read_result("test a::b - should panic ... ok"), Some(("a::b", true)));
        assert_eq!(read_result("test a::b ... ignored"), None);
        assert_eq!(read_result("test result: ok. 1 passed; 0 failed"), None);
    }

    #[test]
    fn nothing_run_and_a_crash_are_not_good() {
        assert!(!Score::default().is_good());
        assert!(!Score { passed: 5, failed: 0, broken: 1 }.is_good());
        assert!(Score { passed: 1, ..Score::default() }.is_good());
    }
}
