//! Rule 10 in documents: a document that names a file or a folder names one that exists.

use std::path::Path;

use super::{
    Failure,
    tree::{Tree, files},
};

const RULE: u8 = 10;
const WAY_OUT: &str = "correct the path, or what it describes";

/// What a path from the root begins with.
const TOP: [&str; 8] =
    ["kernel/", "platform/", "modules/", "app/", "tools/", "services/", "docs/", ".ci/"];
/// What a path inside a crate begins with; only the crate's own README can mean it.
const INSIDE: [&str; 7] =
    ["src/", "domain/", "migrations/", "templates/", "locales/", "tests/", "assets/"];

/// Checks the rule.
pub fn check(tree: &Tree, failures: &mut Vec<Failure>) -> anyhow::Result<()> {
    let mut documents = files(&tree.root, "docs", &["md"])?;
    for entry in std::fs::read_dir(&tree.root)? {
        let name = entry?.file_name().to_string_lossy().into_owned();
        if name.ends_with(".md") {
            documents.push(name);
        }
    }
    documents.extend(tree.crates.iter().map(|it| it.path("README.md")));
    for path in documents {
        let Some(text) = tree.text(&path) else { continue };
        let folder = path.rsplit_once('/').map_or("", |(folder, _)| folder);
        let is_in_crate = tree.crates.iter().any(|it| it.folder == folder);
        for (line, name) in named(&text) {
            let is_general = !is_in_crate
                && INSIDE.iter().any(|it| it.starts_with(&name) || name.starts_with(it));
            if !is_general && !exists(&tree.root, folder, &name) {
                let what = format!("names {name}, which does not exist");
                failures.push(Failure::line(RULE, &path, line, what, WAY_OUT));
            }
        }
    }
    Ok(())
}

fn exists(root: &Path, folder: &str, name: &str) -> bool {
    root.join(name).exists() || root.join(folder).join(name).exists()
}

/// The paths that a document names, in backticks or as links, with their lines. Patterns such as
/// `modules/<name>/` or `*.ftl` name no path, and blocks of code are left out.
fn named(text: &str) -> Vec<(usize, String)> {
    let mut found = Vec::new();
    let mut in_block = false;
    for (index, line) in text.lines().enumerate() {
        if line.trim_start().starts_with("```") {
            in_block = !in_block;
            continue;
        }
        if in_block {
            continue;
        }
        let quoted = line.split('`').skip(1).step_by(2).filter(|it| is_path(it));
        let links = line.split("](").skip(1).filter_map(|it| it.split([')', '#', ' ']).next());
        let local = |it: &&str| !it.is_empty() && !it.contains(':') && !it.starts_with('/');
        found.extend(quoted.chain(links.filter(local)).map(|it| (index + 1, plain(it))));
    }
    found
}

fn is_path(text: &str) -> bool {
    let begins = TOP.iter().chain(&INSIDE).any(|it| text.starts_with(it));
    begins && !text.contains(|c: char| "<>*{}…$, \u{201c}".contains(c))
}

/// Without a line number or a name inside the file behind it.
fn plain(text: &str) -> String {
    text.split(':').next().unwrap_or(text).trim_end_matches('/').to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_are_told_from_patterns_and_addresses() {
        let text = "See `modules/ORDER` and `src/lib.rs:12`, not `modules/<name>/x` or `cargo run`.\n\
            ```\n`docs/nothing.md`\n```\n[a](docs/x.md#part) [b](https://x.y/z) [c](#here)\n";
        let found: Vec<_> =
            named(text).into_iter().map(|(line, it)| format!("{line} {it}")).collect();
        assert_eq!(found, ["1 modules/ORDER", "1 src/lib.rs", "5 docs/x.md"]);
    }
}
