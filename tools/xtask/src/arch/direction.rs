//! Rule 1: every edge of the workspace points down: app, modules, platform or domains, kernel.

use std::collections::BTreeMap;

use cargo_metadata::{Dependency, DependencyKind, Metadata};

use super::{
    Failure,
    tree::{Crate, Floor, Tree},
};

const RULE: u8 = 1;
const WAY_OUT: &str =
    "ask through a port of an earlier domain, react to an event, or move the code down";

/// Checks the rule.
pub fn check(tree: &Tree, graph: &Metadata, failures: &mut Vec<Failure>) {
    let floors: BTreeMap<&str, &Crate> =
        tree.crates.iter().map(|it| (it.folder.as_str(), it)).collect();
    let folder = |path: &str| {
        let below = path.strip_prefix(graph.workspace_root.as_str()).unwrap_or(path);
        below.trim_matches('/').to_owned()
    };
    for package in graph.workspace_packages() {
        let own = folder(package.manifest_path.as_str());
        let Some(from) = floors.get(own.trim_end_matches("/Cargo.toml")) else { continue };
        for dependency in &package.dependencies {
            let to = dependency.path.as_ref().map(|path| folder(path.as_str()));
            let Some(to) = to.and_then(|it| floors.get(it.as_str()).copied()) else { continue };
            if !may(from.floor, to, dependency) {
                let kind = if is_dev(dependency) { " in tests" } else { "" };
                let what = format!("{} depends on {}{kind}", from.folder, to.folder);
                let key = format!("{} -> {}", package.name, dependency.name);
                let failure = Failure::at(RULE, from.path("Cargo.toml"), what, WAY_OUT);
                failures.push(failure.listed_as(key));
            }
        }
    }
}

fn is_dev(dependency: &Dependency) -> bool {
    dependency.kind == DependencyKind::Development
}

fn may(from: Floor, to: &Crate, dependency: &Dependency) -> bool {
    let uses_testkit = is_dev(dependency) && to.folder == "tools/testkit";
    match from {
        Floor::Platform | Floor::Module(_) | Floor::App if uses_testkit => true,
        _ => may_use(from, to.floor),
    }
}

/// Whether the code of one floor may use the code of another.
fn may_use(from: Floor, to: Floor) -> bool {
    match (from, to) {
        (_, Floor::App) | (Floor::Kernel, _) => false,
        (Floor::Tool, _) => true,
        (_, Floor::Tool) => false,
        (_, Floor::Kernel) | (Floor::App, _) | (Floor::Platform, Floor::Platform) => true,
        (Floor::Module(_), Floor::Platform) => true,
        (Floor::Module(own), Floor::Domain(other)) => other <= own,
        (Floor::Domain(own), Floor::Domain(other)) => other < own,
        (Floor::Platform, _) | (Floor::Domain(_), _) | (Floor::Module(_), _) => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn edges_point_down() {
        let allowed = [
            (Floor::App, Floor::Module(3)),
            (Floor::Module(3), Floor::Domain(3)),
            (Floor::Module(3), Floor::Domain(0)),
            (Floor::Module(3), Floor::Platform),
            (Floor::Domain(3), Floor::Domain(2)),
            (Floor::Domain(3), Floor::Kernel),
            (Floor::Platform, Floor::Platform),
            (Floor::Tool, Floor::Platform),
        ];
        let refused = [
            (Floor::Module(3), Floor::Module(2)),
            (Floor::Module(3), Floor::Domain(4)),
            (Floor::Domain(3), Floor::Domain(3)),
            (Floor::Domain(3), Floor::Platform),
            (Floor::Platform, Floor::Domain(0)),
            (Floor::Platform, Floor::Module(0)),
            (Floor::Kernel, Floor::Platform),
            (Floor::App, Floor::Tool),
            (Floor::Tool, Floor::App),
            (Floor::Module(0), Floor::App),
        ];
        assert!(allowed.into_iter().all(|(from, to)| may_use(from, to)));
        for (from, to) in refused {
            assert!(!may_use(from, to), "{from:?} {to:?}");
        }
    }
}
