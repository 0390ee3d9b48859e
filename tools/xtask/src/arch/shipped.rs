//! Rule 10 in what ships: each library that the program is built from has a licence that
//! `deny.toml` allows, comes from crates.io, and is none of those that `deny.toml` bans. Libraries
//! for other systems count as well; what only tests use does not.

use std::collections::{BTreeMap, BTreeSet};

use anyhow::Context as _;
use cargo_metadata::{DependencyKind, Metadata, Package, PackageId};

use super::{
    Failure, licence,
    tree::{Floor, Tree},
};

const RULE: u8 = 10;
const LIST: &str = "deny.toml";
const WAY_OUT: &str = "do without the library, turn off the feature that brings it, or change \
                       deny.toml and say why in docs/decisions/dependencies.md";

/// What `deny.toml` says.
#[derive(Debug, Default, PartialEq, Eq)]
struct Deny {
    licences: BTreeSet<String>,
    /// The reason for each ban.
    banned: BTreeMap<String, String>,
}

/// What is asked about a library.
struct Library<'a> {
    name: &'a str,
    licence: Option<&'a str>,
    /// From crates.io or from this workspace.
    is_known_source: bool,
}

/// Checks the rule.
pub fn check(tree: &Tree, graph: &Metadata, failures: &mut Vec<Failure>) -> anyhow::Result<()> {
    let deny = Deny::read(&tree.text(LIST).context(LIST)?).context(LIST)?;
    let own: BTreeSet<_> = graph.workspace_members.iter().collect();
    for (package, way) in shipped(tree, graph) {
        let is_own = own.contains(&package.id);
        let is_known_source = is_own || package.source.as_ref().is_some_and(|it| it.is_crates_io());
        let library =
            Library { name: &package.name, licence: package.license.as_deref(), is_known_source };
        for what in deny.objections(&library) {
            let failure = Failure::at(RULE, LIST, format!("{what}: {way}"), WAY_OUT);
            failures.push(failure.listed_as(format!("{LIST} {}", package.name)));
        }
    }
    Ok(())
}

/// The libraries that the program is built from.
pub fn libraries<'a>(tree: &Tree, graph: &'a Metadata) -> Vec<&'a Package> {
    let all = shipped(tree, graph).into_iter().map(|(it, _)| it);
    let mut found: Vec<_> = all.filter(|it| it.source.is_some()).collect();
    found.sort_by(|a, b| (&a.name, &a.version).cmp(&(&b.name, &b.version)));
    found
}

/// The packages that the program is built from, each with the way to it.
fn shipped<'a>(tree: &Tree, graph: &'a Metadata) -> Vec<(&'a Package, String)> {
    let packages: BTreeMap<_, _> = graph.packages.iter().map(|it| (&it.id, it)).collect();
    let resolved = graph.resolve.iter().flat_map(|it| &it.nodes);
    let nodes: BTreeMap<_, _> = resolved.map(|it| (&it.id, it)).collect();
    let manifests: BTreeSet<_> = tree
        .crates
        .iter()
        .filter(|it| it.floor == Floor::App)
        .map(|it| tree.root.join(it.path("Cargo.toml")))
        .collect();
    let is_program = |it: &&Package| manifests.contains(it.manifest_path.as_std_path());
    let programs = graph.packages.iter().filter(is_program);
    let mut waiting: Vec<(&PackageId, String)> =
        programs.map(|it| (&it.id, it.name.to_string())).collect();
    let mut seen: BTreeSet<&PackageId> = waiting.iter().map(|(id, _)| *id).collect();
    let mut found = Vec::new();
    while let Some((id, way)) = waiting.pop() {
        for dep in nodes.get(id).map(|it| it.deps.as_slice()).unwrap_or_default() {
            let is_shipped = |kind| matches!(kind, DependencyKind::Normal | DependencyKind::Build);
            if dep.dep_kinds.iter().any(|it| is_shipped(it.kind)) && seen.insert(&dep.pkg) {
                let name = packages.get(&dep.pkg).map_or("?", |it| it.name.as_str());
                waiting.push((&dep.pkg, format!("{way} > {name}")));
            }
        }
        found.extend(packages.get(id).map(|it| (*it, way)));
    }
    found
}

impl Deny {
    fn read(text: &str) -> anyhow::Result<Self> {
        let whole: toml::Table = text.parse()?;
        let list = |table: &str, key: &str| {
            let found = whole.get(table).and_then(|it| it.get(key)).and_then(toml::Value::as_array);
            found.with_context(|| format!("{table}.{key} is missing"))
        };
        let licences = list("licenses", "allow")?.iter().filter_map(toml::Value::as_str);
        let ban = |it: &toml::Value| {
            let word = |key| it.get(key).and_then(toml::Value::as_str).map(str::to_owned);
            Some((word("crate")?, word("reason").unwrap_or_default()))
        };
        let deny = list("bans", "deny")?;
        let banned: BTreeMap<_, _> = deny.iter().filter_map(ban).collect();
        anyhow::ensure!(banned.len() == deny.len(), "bans.deny: write {{ crate, reason }} once");
        Ok(Self { licences: licences.map(str::to_owned).collect(), banned })
    }

    fn objections(&self, library: &Library<'_>) -> Vec<String> {
        let Library { name, licence, is_known_source } = library;
        let mut found = Vec::new();
        if let Some(reason) = self.banned.get(*name) {
            found.push(format!("{name} is banned ({reason})"));
        }
        if !is_known_source {
            found.push(format!("{name} comes neither from crates.io nor from this workspace"));
        }
        match licence.map(|it| licence::is_met(it, &self.licences)) {
            Some(Some(true)) => {}
            Some(Some(false)) => {
                let licence = licence.unwrap_or_default();
                found.push(format!("{name} has a licence that is not allowed, {licence}"));
            }
            Some(None) => found.push(format!("{name} has a licence that cannot be read")),
            None => found.push(format!("{name} names no licence")),
        }
        found
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const LIST: &str = r#"
        [licenses]
        allow = ["MIT", "Apache-2.0"]
        [bans]
        deny = [{ crate = "openssl", reason = "one TLS stack" }]
    "#;

    fn objections(name: &str, licence: Option<&str>, is_known_source: bool) -> usize {
        let deny = Deny::read(LIST).unwrap();
        deny.objections(&Library { name, licence, is_known_source }).len()
    }

    #[test]
    fn what_ships_is_allowed_known_and_not_banned() {
        assert_eq!(objections("serde", Some("MIT OR GPL-3.0"), true), 0);
        assert_eq!(objections("readline", Some("GPL-3.0"), true), 1);
        assert_eq!(objections("nameless", None, true), 1);
        assert_eq!(objections("broken", Some("MIT OR"), true), 1);
        assert_eq!(objections("forked", Some("MIT"), false), 1);
        assert_eq!(objections("openssl", Some("GPL-3.0"), false), 3);
    }

    #[test]
    fn a_list_that_lacks_a_part_is_refused() {
        assert!(Deny::read("[licenses]\nallow = []").is_err());
        assert!(Deny::read(&LIST.replace("crate", "name")).is_err());
    }
}
