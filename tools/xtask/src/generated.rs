//! `cargo xtask gen`: files that follow from the program are printed by it and committed, so that
//! a change of permissions, routes or the API is seen as a difference.

use std::{
    fs,
    path::{Path, PathBuf},
    process::Command,
};

use anyhow::{Context as _, bail};

use crate::arch::{Exceptions, Failure};

const RULE: u8 = 8;
const PROGRAM: &str = "onewindow";

/// What `onewindow print` prints, and where it is kept.
const PRINTED: [(&str, &str); 5] = [
    ("permissions", "docs/permissions.md"),
    ("permissions-json", "docs/permissions.json"),
    ("routes", "docs/routes.md"),
    ("openapi", "docs/openapi.json"),
    ("schema", "docs/service.schema.json"),
];

/// Writes or compares all generated files; answers whether they are fresh. Files listed in the
/// exceptions of the rule are left alone.
pub fn run(root: &Path, check: bool, program: Option<PathBuf>) -> anyhow::Result<bool> {
    let mut exceptions = Exceptions::read(root)?;
    let listed = exceptions.keys(RULE);
    let wanted = || PRINTED.iter().filter(|(_, path)| !listed.iter().any(|it| it == path));
    let mut failures: Vec<_> = listed
        .iter()
        .filter(|path| !root.join(path).exists())
        .map(|path| Failure::at(RULE, path, "is not generated yet", "let the program print it"))
        .collect();
    if wanted().next().is_some() {
        let program = match program {
            Some(program) => program,
            None => build(root)?,
        };
        for (subject, path) in wanted() {
            let fresh = print(&program, subject)?;
            keep(root, path, fresh, check, &mut failures)?;
        }
    }
    let claims = crate::testing::Claims::read(root)?.table();
    keep(root, crate::testing::CLAIMS_TABLE, claims, check, &mut failures)?;
    let failures = exceptions.apply(failures, |rule| rule == RULE);
    crate::arch::print(&failures);
    println!("gen: {} failures", failures.len());
    Ok(failures.is_empty())
}

/// Writes what is not fresh, or notes it as a failure.
fn keep(
    root: &Path,
    path: &str,
    fresh: String,
    check: bool,
    failures: &mut Vec<Failure>,
) -> anyhow::Result<()> {
    if fs::read_to_string(root.join(path)).is_ok_and(|it| it == fresh) {
        return Ok(());
    }
    if check {
        let what = "is not what follows from the code";
        failures.push(Failure::at(RULE, path, what, "run `cargo xtask gen` and commit"));
        return Ok(());
    }
    fs::write(root.join(path), fresh).with_context(|| path.to_owned())?;
    println!("gen: wrote {path}");
    Ok(())
}

fn print(program: &Path, subject: &str) -> anyhow::Result<String> {
    let output = Command::new(program).args(["print", subject]).output().context(PROGRAM)?;
    if !output.status.success() || output.stdout.is_empty() {
        let complaint = String::from_utf8_lossy(&output.stderr);
        bail!("`{PROGRAM} print {subject}` printed nothing ({}): {complaint}", output.status);
    }
    String::from_utf8(output.stdout).context("what was printed is not UTF-8")
}

/// Builds the program with the features that the whole workspace gives it, and answers its path.
pub fn build(root: &Path) -> anyhow::Result<PathBuf> {
    let output = Command::new(crate::testing::cargo())
        .args(["build", "--workspace", "--bin", PROGRAM])
        .arg("--message-format=json-render-diagnostics")
        .current_dir(root)
        .stderr(std::process::Stdio::inherit())
        .output()?;
    if !output.status.success() {
        bail!("{PROGRAM} does not build");
    }
    for message in cargo_metadata::Message::parse_stream(output.stdout.as_slice()) {
        if let cargo_metadata::Message::CompilerArtifact(it) = message?
            && it.target.name == PROGRAM
            && let Some(program) = it.executable
        {
            return Ok(program.into());
        }
    }
    bail!("cargo names no {PROGRAM}")
}
