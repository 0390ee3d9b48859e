//! `cargo xtask arch`: ten rules that a program can check. Each failure prints the rule, the place
//! and the way out.

mod direction;
mod documents;
mod door;
mod exceptions;
mod facts;
mod failure;
mod fluent;
mod licence;
mod manifests;
mod modules;
mod pure;
mod shipped;
mod size;
mod sql;
mod suppressions;
mod tables;
mod templates;
mod tree;
mod words;

pub use exceptions::Exceptions;
pub use failure::{Failure, print};

use std::{path::Path, time::Instant};

use anyhow::Context as _;
use tree::Tree;

/// The libraries that the program is built from, by name and version.
pub fn shipped_packages<'a>(
    root: &Path,
    graph: &'a cargo_metadata::Metadata,
) -> anyhow::Result<Vec<&'a cargo_metadata::Package>> {
    Ok(shipped::libraries(&Tree::read(root)?, graph))
}

/// Checks all rules; answers whether they hold.
pub fn run(root: &Path) -> anyhow::Result<bool> {
    let started = Instant::now();
    let graph = {
        let root = root.to_owned();
        std::thread::spawn(move || {
            cargo_metadata::MetadataCommand::new().manifest_path(root.join("Cargo.toml")).exec()
        })
    };
    let tree = Tree::read(root)?;
    let mut exceptions = Exceptions::read(root)?;
    let mut failures = Vec::new();
    door::check(&tree, &mut failures);
    suppressions::check(&tree, &mut exceptions, &mut failures);
    tables::check(&tree, &mut failures);
    sql::check(&tree, &mut failures);
    modules::check(&tree, &mut failures);
    words::check(&tree, &mut failures);
    templates::check(&tree, &mut failures);
    size::check(&tree, &mut failures);
    manifests::check(&tree, &mut failures);
    documents::check(&tree, &mut failures)?;
    let graph = graph.join().map_err(|_| anyhow::anyhow!("reading the graph panicked"))?;
    let graph = graph.context("cargo metadata")?;
    direction::check(&tree, &graph, &mut failures);
    pure::check(&tree, &graph, &mut failures);
    shipped::check(&tree, &graph, &mut failures)?;
    let failures = exceptions.apply(failures, |rule| rule != failure::GENERATED);
    print(&failures);
    let seconds = started.elapsed().as_secs_f64();
    match failures.len() {
        0 => {
            println!("arch: the rules hold, with {} exceptions ({seconds:.1} s)", exceptions.len())
        }
        count => println!("arch: {count} failures ({seconds:.1} s)"),
    }
    Ok(failures.is_empty())
}
