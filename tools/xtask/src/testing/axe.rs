//! axe-core, which looks for barriers in pages. It is used by the tests only and never shipped.

use std::{
    fs,
    path::{Path, PathBuf},
    process::Command,
};

use anyhow::{Context as _, bail};

const VERSION: &str = "4.14.1";

/// The path of `axe.min.js`, fetched if it is not there yet.
pub fn ensure(root: &Path, may_install: bool) -> anyhow::Result<PathBuf> {
    let folder = root.join("target/axe");
    let script = folder.join(VERSION).join("package/axe.min.js");
    if script.is_file() {
        return Ok(script);
    }
    let name = format!("axe-core@{VERSION}");
    if !may_install {
        bail!("{} is missing: run once without --no-install", script.display());
    }
    fs::create_dir_all(folder.join(VERSION))?;
    let archive = format!("axe-core-{VERSION}.tgz");
    let mut fetch = Command::new("npm");
    fetch.args(["pack", "--silent", &name]).current_dir(&folder);
    let mut unpack = Command::new("tar");
    unpack.args(["--extract", "--gzip", "--directory", VERSION, "--file", &archive]);
    unpack.arg("package/axe.min.js").current_dir(&folder);
    for command in [&mut fetch, &mut unpack] {
        if !command.status().with_context(|| format!("{command:?}"))?.success() {
            bail!("could not fetch {name}: {command:?} failed");
        }
    }
    Ok(script)
}
