//! Rule 10 in manifests: every crate inherits the lints, the fields of the package and the
//! versions of its dependencies from the workspace.

use super::{
    Failure,
    tree::{Crate, Tree},
};

const RULE: u8 = 10;
const FIELDS: [&str; 5] = ["version", "edition", "rust-version", "license", "publish"];
const INHERIT: &str = "write `….workspace = true`, as kernel/Cargo.toml does";

/// Checks the rule.
pub fn check(tree: &Tree, failures: &mut Vec<Failure>) {
    for it in &tree.crates {
        manifest(it, failures);
    }
}

fn manifest(it: &Crate, failures: &mut Vec<Failure>) {
    let path = &it.manifest.path;
    let Ok(manifest) = it.manifest.text.parse::<toml::Table>() else {
        failures.push(Failure::at(RULE, path, "is no TOML", "mend it"));
        return;
    };
    let inherits = |it: Option<&toml::Value>| {
        it.and_then(|it| it.get("workspace")).and_then(toml::Value::as_bool) == Some(true)
    };
    let package = manifest.get("package");
    for field in FIELDS.iter().filter(|it| !inherits(package.and_then(|package| package.get(**it))))
    {
        let what = format!("package.{field} is not inherited");
        failures.push(Failure::at(RULE, path, what, INHERIT));
    }
    if !inherits(manifest.get("lints")) {
        failures.push(Failure::at(RULE, path, "the lints are not inherited", INHERIT));
    }
    for section in ["dependencies", "dev-dependencies", "build-dependencies"] {
        let table = manifest.get(section).and_then(toml::Value::as_table);
        for (name, _) in table.into_iter().flatten().filter(|(_, it)| !inherits(Some(it))) {
            let what = format!("the version of {name} is not inherited");
            let failure = Failure::at(RULE, path, what, INHERIT);
            failures.push(failure.listed_as(format!("{path} {name}")));
        }
    }
}
