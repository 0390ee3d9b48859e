//! Rule 8: generated things are fresh. What the program prints is compared by `cargo xtask gen
//! --check`; here the list of modules in the workspace's manifest is compared with
//! `modules/ORDER`.

use super::{Failure, tree::Tree};

const RULE: u8 = super::failure::GENERATED;

/// Checks the rule.
pub fn check(tree: &Tree, failures: &mut Vec<Failure>) {
    let manifest = tree.text("Cargo.toml").unwrap_or_default();
    let manifest: toml::Table = manifest.parse().unwrap_or_default();
    let dependencies = manifest.get("workspace").and_then(|it| it.get("dependencies"));
    let path = |name: &str| dependencies?.get(name)?.get("path")?.as_str().map(str::to_owned);
    for name in &tree.order {
        let wanted = [
            (name.clone(), format!("modules/{name}")),
            (format!("{name}-domain"), format!("modules/{name}/domain")),
        ];
        for (name, folder) in wanted {
            if path(&name).as_deref() != Some(&folder) {
                let what = format!("workspace.dependencies has no {name} at {folder}");
                let way_out = "write the module into the manifest of the workspace";
                failures.push(Failure::at(RULE, "Cargo.toml", what, way_out));
            }
        }
    }
}
