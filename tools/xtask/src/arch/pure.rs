//! Rule 2: the domains and the kernel are pure. Their own dependencies stand on a short list, and
//! nothing that reads, writes, waits or draws pages is reached through others either. What runs
//! at compile time only (build scripts, procedural macros) does not count.

use std::collections::{BTreeMap, BTreeSet};

use cargo_metadata::{DependencyKind, Metadata, Node, Package, PackageId, TargetKind};

use super::{
    Failure,
    tree::{Floor, Tree},
};

const RULE: u8 = 2;
const ALLOWED: [&str; 10] = [
    "async-trait",
    "cel",
    "jiff",
    "jsonschema",
    "saphyr",
    "schemars",
    "serde",
    "serde_json",
    "thiserror",
    "uuid",
];
/// What reads, writes, waits or draws pages.
const FORBIDDEN: [&str; 31] = [
    "askama",
    "async-std",
    "axum",
    "deadpool-postgres",
    "diesel",
    "fluent-bundle",
    "hyper",
    "hyper-util",
    "lettre",
    "libsqlite3-sys",
    "metrics",
    "minijinja",
    "mio",
    "object_store",
    "postgres",
    "reqwest",
    "rusqlite",
    "rustls",
    "smol",
    "socket2",
    "sqlx",
    "sqlx-core",
    "tantivy",
    "tokio",
    "tokio-postgres",
    "tower",
    "tower-http",
    "tracing-subscriber",
    "typst",
    "ureq",
    "utoipa",
];

/// Checks the rule.
pub fn check(tree: &Tree, graph: &Metadata, failures: &mut Vec<Failure>) {
    let packages: BTreeMap<_, _> = graph.packages.iter().map(|it| (&it.id, it)).collect();
    let resolved = graph.resolve.iter().flat_map(|it| &it.nodes);
    let nodes: BTreeMap<_, _> = resolved.map(|it| (&it.id, it)).collect();
    for package in graph.workspace_packages() {
        let is_it = |floor| matches!(floor, Floor::Kernel | Floor::Domain(_));
        let own = tree.crates.iter().find(|it| package.name.as_str() == it.name);
        let Some(own) = own.filter(|it| is_it(it.floor)) else { continue };
        let mut note = |name: &str, what: String, way_out| {
            let failure = Failure::at(RULE, own.path("Cargo.toml"), what, way_out);
            failures.push(failure.listed_as(format!("{} -> {name}", own.name)));
        };
        for it in &package.dependencies {
            let is_outer = it.path.is_none() && it.kind == DependencyKind::Normal;
            if is_outer && !ALLOWED.contains(&it.name.as_str()) {
                let what = format!("{} is not on the list of what a domain may use", it.name);
                note(&it.name, what, "take it in as an argument, or move the code to the module");
            }
        }
        for (name, way) in reached(&package.id, &packages, &nodes) {
            let what = format!("reaches {name}: {way}");
            note(&name, what, "turn off the feature that brings it, or do without the library");
        }
    }
}

/// The forbidden packages that can be reached, each with the way to it.
fn reached(
    start: &PackageId,
    packages: &BTreeMap<&PackageId, &Package>,
    nodes: &BTreeMap<&PackageId, &Node>,
) -> Vec<(String, String)> {
    let name = |id: &PackageId| packages.get(id).map_or("?", |it| it.name.as_str());
    let mut seen = BTreeSet::from([start]);
    let mut waiting = vec![(start, name(start).to_owned())];
    let mut found = Vec::new();
    while let Some((id, way)) = waiting.pop() {
        let deps = nodes.get(id).map(|it| it.deps.as_slice()).unwrap_or_default();
        for dep in deps {
            let is_normal = dep.dep_kinds.iter().any(|it| it.kind == DependencyKind::Normal);
            let is_macro = packages.get(&dep.pkg).is_some_and(|it| is_macro(it));
            if !is_normal || is_macro || !seen.insert(&dep.pkg) {
                continue;
            }
            let next = name(&dep.pkg);
            let way = format!("{way} > {next}");
            if FORBIDDEN.contains(&next) {
                found.push((next.to_owned(), way));
            } else {
                waiting.push((&dep.pkg, way));
            }
        }
    }
    found
}

fn is_macro(package: &Package) -> bool {
    package.targets.iter().any(|it| it.kind.contains(&TargetKind::ProcMacro))
}
