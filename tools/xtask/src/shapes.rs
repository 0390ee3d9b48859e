//! `cargo xtask shapes`: what the program tells other systems about the demonstration city is
//! held against shapes (SHACL) by a program that is not ours, pyshacl. A broken file beside the
//! shapes must fail, so that a check that lets everything pass is noticed. Needs the network once,
//! to install; starts nothing else.

use std::{
    fs,
    path::{Path, PathBuf},
    process::{Command, Stdio},
};

use anyhow::{Context as _, bail};

const VERSION: &str = "0.40.1";
/// What `onewindow print` prints, by the names of the shapes and of the broken files.
const FORMS: [&str; 2] = ["cpsv-ap", "schema-org"];

/// How to look.
#[derive(Debug, clap::Args)]
pub struct Options {
    /// Installs nothing; says what is missing.
    #[arg(long)]
    no_install: bool,
}

/// Checks all forms; answers whether the good ones pass and the broken ones fail.
pub fn run(root: &Path, options: &Options) -> anyhow::Result<bool> {
    let pyshacl = ensure(root, !options.no_install)?;
    let program = crate::generated::build(root)?;
    let mut is_well = true;
    for form in FORMS {
        let shapes = root.join(format!("tools/xtask/shapes/{form}.ttl"));
        let broken = root.join(format!("tools/xtask/shapes/broken-{form}.jsonld"));
        let printed = root.join(format!("target/shapes/{form}.jsonld"));
        fs::write(&printed, print(&program, form)?)?;
        let (passes, report) = conforms(&pyshacl, &shapes, &printed)?;
        if !passes {
            println!("{report}");
        }
        println!("shapes: {form}: {}", if passes { "no violation" } else { "FAILED" });
        let (lets_pass, _) = conforms(&pyshacl, &shapes, &broken)?;
        if lets_pass {
            println!("shapes: {form}: FAILED: the broken file passes");
        }
        is_well &= passes && !lets_pass;
    }
    Ok(is_well)
}

fn print(program: &Path, form: &str) -> anyhow::Result<Vec<u8>> {
    let mut command = Command::new(program);
    let output =
        command.args(["print", form]).stdin(Stdio::null()).output().context("onewindow")?;
    if !output.status.success() {
        bail!("`onewindow print {form}`: {}", String::from_utf8_lossy(&output.stderr));
    }
    Ok(output.stdout)
}

/// Whether a file keeps the shapes, and what is wrong with it. pyshacl ends with 0 or 1 for its
/// verdict and with something else where it could not come to one.
fn conforms(pyshacl: &Path, shapes: &Path, data: &Path) -> anyhow::Result<(bool, String)> {
    let mut command = Command::new(pyshacl);
    command.arg("--shacl").arg(shapes).args(["--data-file-format", "json-ld"]).arg(data);
    let output = command.stdin(Stdio::null()).output().context("pyshacl")?;
    let report = String::from_utf8_lossy(&output.stdout).into_owned();
    match output.status.code() {
        Some(0) => Ok((true, report)),
        Some(1) => Ok((false, report)),
        _ => bail!("pyshacl: {report}{}", String::from_utf8_lossy(&output.stderr)),
    }
}

/// The program, installed by package name into a surrounding of its own.
fn ensure(root: &Path, may_install: bool) -> anyhow::Result<PathBuf> {
    let folder = root.join(format!("target/shapes/pyshacl-{VERSION}"));
    let program = folder.join("bin/pyshacl");
    let mut help = Command::new(&program);
    help.arg("--help").stdout(Stdio::null()).stderr(Stdio::null());
    if help.status().is_ok_and(|it| it.success()) {
        return Ok(program);
    }
    if !may_install {
        bail!("{} is missing: run once without --no-install", program.display());
    }
    println!("Installing pyshacl");
    fs::create_dir_all(root.join("target/shapes"))?;
    succeeds(Command::new("python3").args(["-m", "venv"]).arg(&folder))?;
    let package = format!("pyshacl=={VERSION}");
    succeeds(Command::new(folder.join("bin/pip")).args(["install", "--quiet", &package]))?;
    Ok(program)
}

fn succeeds(command: &mut Command) -> anyhow::Result<()> {
    let status = command.stdin(Stdio::null()).status().with_context(|| format!("{command:?}"))?;
    if status.success() { Ok(()) } else { bail!("{command:?} failed") }
}
