//! `cargo xtask supply`: what the program is made of. The lock file is respected and names one
//! source with checksums; nothing ships in two versions but what `deny.toml` lists; the bill of
//! materials is written; known faults are looked up in a local copy of the advisories.

use std::{
    collections::{BTreeMap, BTreeSet},
    path::{Path, PathBuf},
    process::Command,
};

use anyhow::{Context as _, ensure};
use cargo_metadata::{CargoOpt, MetadataCommand, Package};
use rustsec::{Database, Lockfile, Report, advisory::Informational};

use crate::arch;

/// What to look at.
#[derive(Debug, clap::Args)]
pub struct Options {
    /// A local copy of the advisory database of RustSec: a folder with `crates/` in it.
    #[arg(long, value_name = "FOLDER")]
    advisories: Option<PathBuf>,
    /// Where the bill of materials (CycloneDX 1.5, JSON) is written.
    #[arg(long, value_name = "FILE", default_value = "target/onewindow.cdx.json")]
    bill: PathBuf,
}

/// Looks at everything that was asked for; answers whether all of it is well.
pub fn run(root: &Path, options: &Options) -> anyhow::Result<bool> {
    let mut is_well = check(root, &options.bill)?;
    if let Some(folder) = &options.advisories {
        is_well &= advisories(&root.join("Cargo.lock"), folder)?;
    }
    Ok(is_well & deny(root)?)
}

/// The part that needs nothing but the tree: lock file, versions, bill of materials.
pub fn check(root: &Path, bill: &Path) -> anyhow::Result<bool> {
    let lock = Lockfile::load(root.join("Cargo.lock"))?;
    let mut failures = unlocked(&lock);
    // Fails when the lock file would have to change.
    let graph = MetadataCommand::new()
        .manifest_path(root.join("Cargo.toml"))
        .features(CargoOpt::SomeFeatures(Vec::new()))
        .other_options(["--locked".to_owned()])
        .exec()
        .context("Cargo.lock is not what the manifests ask for")?;
    let shipped: Vec<_> = arch::shipped_packages(root, &graph)?;
    failures.extend(doubled(&shipped, &listed_twice(root)?));
    let text = bill_of_materials(&shipped);
    ensure!(components(&text)? == locked(&lock, &shipped), "the bill is not what is locked");
    let bill = root.join(bill);
    std::fs::create_dir_all(bill.parent().unwrap_or(root))?;
    std::fs::write(&bill, text)?;
    for failure in &failures {
        println!("supply: {failure}");
    }
    println!("supply: {} libraries ship, {} failures", shipped.len(), failures.len());
    Ok(failures.is_empty())
}

/// Locked packages that are neither ours nor from crates.io with a checksum.
fn unlocked(lock: &Lockfile) -> Vec<String> {
    let bad = lock.packages.iter().filter(|it| {
        let Some(source) = &it.source else { return false };
        !source.is_default_registry() || it.checksum.is_none()
    });
    bad.map(|it| format!("{} {} is not from crates.io with a checksum", it.name, it.version))
        .collect()
}

/// `name@version` of the older versions that `deny.toml` knows of.
fn listed_twice(root: &Path) -> anyhow::Result<BTreeSet<String>> {
    let whole: toml::Table = std::fs::read_to_string(root.join("deny.toml"))?.parse()?;
    let skip = whole.get("bans").and_then(|it| it.get("skip")).and_then(toml::Value::as_array);
    let name = |it: &toml::Value| it.get("crate").and_then(toml::Value::as_str).map(str::to_owned);
    Ok(skip.into_iter().flatten().filter_map(name).collect())
}

/// Libraries that ship in several versions and are not listed, and listed ones that need not be.
fn doubled(shipped: &[&Package], listed: &BTreeSet<String>) -> Vec<String> {
    let mut versions: BTreeMap<&str, BTreeSet<_>> = BTreeMap::new();
    for it in shipped {
        versions.entry(it.name.as_str()).or_default().insert(&it.version);
    }
    let older: BTreeSet<String> = versions
        .iter()
        .flat_map(|(name, all)| all.iter().rev().skip(1).map(move |it| format!("{name}@{it}")))
        .collect();
    let new = older.difference(listed).map(|it| {
        format!("{it} ships beside a newer version: use one, or list it in deny.toml, bans.skip")
    });
    let gone = listed.difference(&older).map(|it| format!("deny.toml lists {it} needlessly"));
    new.chain(gone).collect()
}

fn bill_of_materials(shipped: &[&Package]) -> String {
    let component = |it: &&Package| {
        serde_json::json!({
            "type": "library",
            "name": it.name.as_str(),
            "version": it.version.to_string(),
            "purl": format!("pkg:cargo/{}@{}", it.name, it.version),
            "bom-ref": format!("pkg:cargo/{}@{}", it.name, it.version),
            "licenses": [{ "expression": it.license.as_deref().unwrap_or("NOASSERTION") }],
        })
    };
    let components: Vec<_> = shipped.iter().map(component).collect();
    let bill = serde_json::json!({
        "bomFormat": "CycloneDX",
        "specVersion": "1.5",
        "version": 1,
        "metadata": { "component": {
            "type": "application", "name": "onewindow", "bom-ref": "onewindow",
            "version": env!("CARGO_PKG_VERSION"),
        }},
        "components": components,
    });
    format!("{bill:#}\n")
}

fn components(bill: &str) -> anyhow::Result<BTreeSet<String>> {
    let bill: serde_json::Value = serde_json::from_str(bill)?;
    let all = bill["components"].as_array().context("a bill has components")?;
    Ok(all.iter().filter_map(|it| it["purl"].as_str().map(str::to_owned)).collect())
}

fn locked(lock: &Lockfile, shipped: &[&Package]) -> BTreeSet<String> {
    let ships: BTreeSet<_> =
        shipped.iter().map(|it| (it.name.to_string(), it.version.to_string())).collect();
    let of = |it: &rustsec::package::Package| (it.name.to_string(), it.version.to_string());
    let kept = lock.packages.iter().map(of).filter(|it| ships.contains(it));
    kept.map(|(name, version)| format!("pkg:cargo/{name}@{version}")).collect()
}

/// Looks the locked packages up; a fault is a failure, a warning is only told.
fn advisories(lock: &Path, folder: &Path) -> anyhow::Result<bool> {
    let database = Database::open(folder).with_context(|| folder.display().to_string())?;
    let newest = database.iter().map(|it| it.metadata.date.as_str()).max();
    let newest = newest.context("the folder holds no advisories")?.to_owned();
    let settings = rustsec::report::Settings {
        informational_warnings: vec![Informational::Unmaintained, Informational::Unsound],
        ..rustsec::report::Settings::default()
    };
    let report = Report::generate(&database, &Lockfile::load(lock)?, &settings);
    for it in &report.vulnerabilities.list {
        let (id, title) = (&it.advisory.id, &it.advisory.title);
        println!("supply: {id}: {} {}: {title}", it.package.name, it.package.version);
    }
    for it in report.warnings.values().flatten() {
        println!("supply: note: {} {}: {:?}", it.package.name, it.package.version, it.kind);
    }
    let count = report.vulnerabilities.list.len();
    println!(
        "supply: {count} known faults; the newest of {} advisories is of {newest}",
        database.iter().count()
    );
    Ok(count == 0)
}

/// `cargo deny` looks once more, where it is installed (`cargo install --locked cargo-deny`).
fn deny(root: &Path) -> anyhow::Result<bool> {
    let has_deny = Command::new("cargo-deny").arg("--version").output().is_ok();
    if !has_deny {
        println!("supply: cargo-deny is not installed; its second opinion was not asked");
        return Ok(true);
    }
    let mut command = Command::new("cargo-deny");
    command.args(["--offline", "--locked", "check", "licenses", "bans", "sources"]);
    Ok(command.current_dir(root).status()?.success())
}

#[cfg(test)]
mod tests {
    use super::*;

    const LOCK: &str = r#"
version = 4

[[package]]
name = "onewindow"
version = "0.1.0"

[[package]]
name = "leaky"
version = "1.2.3"
source = "registry+https://github.com/rust-lang/crates.io-index"
checksum = "c54f74f3f5e3d1b0f5f1f1f0f1f1f1f1f1f1f1f1f1f1f1f1f1f1f1f1f1f1f1f1"
"#;

    const ADVISORY: &str = r#"```toml
[advisory]
id = "RUSTSEC-2026-0001"
package = "leaky"
date = "2026-01-02"
url = "https://example.org/leaky"
categories = ["memory-exposure"]

[versions]
patched = [">= 1.3.0"]
```

# It leaks

What was read before can be read again.
"#;

    /// A copy of advisories with one advisory, and a lock file beside it.
    fn planted(name: &str, lock: &str) -> (PathBuf, PathBuf) {
        let folder = std::env::temp_dir().join(format!("supply-{}-{name}", std::process::id()));
        let advisories = folder.join("crates/leaky");
        std::fs::create_dir_all(&advisories).unwrap();
        std::fs::write(advisories.join("RUSTSEC-2026-0001.md"), ADVISORY).unwrap();
        std::fs::write(folder.join("Cargo.lock"), lock).unwrap();
        (folder.clone(), folder.join("Cargo.lock"))
    }

    #[test]
    fn a_known_fault_is_found_in_a_local_copy_of_the_advisories() {
        let (folder, lock) = planted("faulty", LOCK);
        assert!(!advisories(&lock, &folder).unwrap());
        let (mended, lock) = planted("mended", &LOCK.replace("1.2.3", "1.3.0"));
        assert!(advisories(&lock, &mended).unwrap());
        assert!(advisories(&lock, &mended.join("crates/leaky/none")).is_err());
        for folder in [folder, mended] {
            let _ = std::fs::remove_dir_all(folder);
        }
    }

    #[test]
    fn what_is_locked_comes_from_one_place_with_a_checksum() {
        let read = |text: &str| text.parse::<Lockfile>().unwrap();
        assert!(unlocked(&read(LOCK)).is_empty());
        let elsewhere = LOCK.replace(
            "registry+https://github.com/rust-lang/crates.io-index",
            "git+https://example.org/leaky#c54f74f3f5e3d1b0f5f1f1f0f1f1f1f1f1f1f1f1",
        );
        assert_eq!(unlocked(&read(&elsewhere)).len(), 1);
    }

    #[test]
    fn the_list_of_doubled_libraries_only_shrinks() {
        let listed = BTreeSet::from(["gone@1.0.0".to_owned()]);
        assert_eq!(doubled(&[], &listed).len(), 1);
        assert!(doubled(&[], &BTreeSet::new()).is_empty());
    }

    #[test]
    fn the_bill_holds_what_ships() {
        let graph = MetadataCommand::new()
            .manifest_path(PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../Cargo.toml"))
            .other_options(["--locked".to_owned(), "--offline".to_owned()])
            .exec()
            .unwrap();
        let all: Vec<_> = graph.packages.iter().filter(|it| it.source.is_some()).collect();
        let bill = bill_of_materials(&all);
        assert_eq!(components(&bill).unwrap().len(), all.len());
        assert!(bill.contains("pkg:cargo/axum@"));
    }
}
