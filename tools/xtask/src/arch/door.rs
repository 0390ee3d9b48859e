//! Rule 4: the folders of the modules, `modules/ORDER` and the registrations in the program are
//! three equal sets; each module is furnished alike and exports its descriptor only.

use std::collections::BTreeSet;

use super::{
    Failure,
    tree::{Crate, Floor, Tree},
};

const RULE: u8 = 4;
const LANGUAGES: [&str; 3] = ["zh-Hans", "zh-Hant", "en"];

/// Checks the rule.
pub fn check(tree: &Tree, failures: &mut Vec<Failure>) {
    sets(tree, failures);
    for it in tree.crates.iter().filter(|it| it.is_module()) {
        furniture(tree, it, failures);
        exports(it, failures);
    }
}

fn sets(tree: &Tree, failures: &mut Vec<Failure>) {
    let modules = tree.crates.iter().filter(|it| it.is_module());
    let folders: BTreeSet<_> = modules.map(|it| it.name.as_str()).collect();
    let ordered: BTreeSet<_> = tree.order.iter().map(String::as_str).collect();
    let program = tree.crates.iter().filter(|it| it.floor == Floor::App);
    let sources = program.flat_map(|it| it.production());
    let paths: Vec<_> = sources.flat_map(|source| &source.facts.paths).collect();
    let is_registered = |name: &str| {
        paths.iter().any(|path| path.strip_suffix("::MODULE").is_some_and(|it| it == name))
    };
    for name in folders.union(&ordered) {
        let key = format!("modules/{name}");
        let mut missing = |what: &str, way_out| {
            failures.push(Failure::at(RULE, &key, format!("{name} {what}"), way_out));
        };
        if !folders.contains(name) {
            missing(
                "is in modules/ORDER and has no folder with a Cargo.toml",
                "make it or strike it",
            );
        }
        if !ordered.contains(name) {
            missing("has a folder and is not in modules/ORDER", "write it at its rank");
        }
        if !is_registered(name) {
            missing("is not registered in app/src", "name its MODULE in the program's list");
        }
    }
    if ordered.len() != tree.order.len() {
        failures.push(Failure::at(RULE, "modules/ORDER", "a name stands twice", "strike one"));
    }
}

fn furniture(tree: &Tree, it: &Crate, failures: &mut Vec<Failure>) {
    let mut demand = |is_there: bool, below: &str, way_out| {
        if !is_there {
            failures.push(Failure::at(RULE, it.path(below), "is missing or empty", way_out));
        }
    };
    let readme = tree.text(&it.path("README.md")).unwrap_or_default();
    demand(
        !readme.trim().is_empty(),
        "README.md",
        "what it is, its words, its invariants, how to add",
    );
    demand(!it.migrations.is_empty(), "migrations", "write 0001_….sql, or list the folder");
    demand(has_tests(tree, it), "tests", "write tests here, in the domain or beside the code");
    for language in LANGUAGES {
        let path = it.path(&format!("locales/{language}.ftl"));
        let is_there = it.locales.iter().any(|file| file.path == path);
        demand(is_there, &format!("locales/{language}.ftl"), "write the words in all languages");
    }
}

fn has_tests(tree: &Tree, module: &Crate) -> bool {
    let is_its = |it: &&Crate| it.folder.split('/').nth(1) == Some(&module.name);
    let own = tree.crates.iter().filter(|it| it.folder.starts_with("modules/")).filter(is_its);
    own.flat_map(|it| &it.sources).any(|source| source.is_test || source.facts.has_tests)
}

fn exports(it: &Crate, failures: &mut Vec<Failure>) {
    let path = it.path("src/lib.rs");
    let Some(library) = it.sources.iter().find(|source| source.path == path) else {
        failures.push(Failure::at(RULE, path, "is missing", "export MODULE from it"));
        return;
    };
    let exports = &library.facts.exports;
    for export in exports.iter().filter(|it| it.name != "MODULE") {
        let what = format!("exports `{}`: a module exports its MODULE only", export.name);
        let way_out = "make it private, or a port of the domain";
        failures.push(Failure::line(RULE, &path, export.line, what, way_out));
    }
    if !exports.iter().any(|it| it.name == "MODULE") {
        failures.push(Failure::at(RULE, path, "exports no MODULE", "write `pub static MODULE`"));
    }
}
