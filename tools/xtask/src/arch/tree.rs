//! The tree as the rules see it: crates with their sources, migrations, words and templates.

use std::{
    fs,
    path::{Path, PathBuf},
};

use anyhow::Context as _;

use super::facts::{self, Facts};

/// On which floor a crate stands. The rank is the place in `modules/ORDER`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Floor {
    /// Floor 0.
    Kernel,
    /// Floor 1: the pure part of the module with this rank.
    Domain(usize),
    /// Floor 2.
    Platform,
    /// Floor 3: the module with this rank.
    Module(usize),
    /// Floor 4.
    App,
    /// Beside the house.
    Tool,
}

/// A file that is read as text.
#[derive(Debug)]
pub struct Text {
    /// Path from the root.
    pub path: String,
    /// Its content.
    pub text: String,
}

/// A Rust file.
#[derive(Debug)]
pub struct Source {
    /// Path from the root.
    pub path: String,
    /// How many lines it has.
    pub lines: usize,
    /// Whether all of it is test code.
    pub is_test: bool,
    /// Whether it begins with a `//!` paragraph.
    pub has_paragraph: bool,
    /// What the rules want to know.
    pub facts: Facts,
}

/// A crate of the workspace.
#[derive(Debug)]
pub struct Crate {
    /// Its name.
    pub name: String,
    /// Its folder, from the root.
    pub folder: String,
    /// Its floor.
    pub floor: Floor,
    /// `Cargo.toml`.
    pub manifest: Text,
    /// All Rust files.
    pub sources: Vec<Source>,
    /// `migrations/*.sql`, by name.
    pub migrations: Vec<Text>,
    /// `locales/*.ftl`, by name.
    pub locales: Vec<Text>,
    /// `templates/**`.
    pub templates: Vec<Text>,
}

/// The whole tree.
#[derive(Debug)]
pub struct Tree {
    /// The folder of the workspace.
    pub root: PathBuf,
    /// The names of `modules/ORDER`.
    pub order: Vec<String>,
    /// All crates.
    pub crates: Vec<Crate>,
}

impl Tree {
    /// Reads the tree below `root`.
    pub fn read(root: &Path) -> anyhow::Result<Self> {
        let order = fs::read_to_string(root.join("modules/ORDER")).context("modules/ORDER")?;
        let names = order.lines().map(str::trim);
        let order: Vec<String> =
            names.filter(|it| !it.is_empty() && !it.starts_with('#')).map(str::to_owned).collect();
        let mut places = vec![("kernel".to_owned(), Floor::Kernel), ("app".to_owned(), Floor::App)];
        for name in folders(&root.join("platform"))? {
            places.push((format!("platform/{name}"), Floor::Platform));
        }
        for name in folders(&root.join("tools"))? {
            places.push((format!("tools/{name}"), Floor::Tool));
        }
        for name in folders(&root.join("modules"))? {
            let rank = order.iter().position(|it| *it == name).unwrap_or(order.len());
            places.push((format!("modules/{name}"), Floor::Module(rank)));
            places.push((format!("modules/{name}/domain"), Floor::Domain(rank)));
        }
        places.retain(|(folder, _)| root.join(folder).join("Cargo.toml").is_file());
        let read = |(folder, floor)| Crate::read(root, folder, floor);
        let crates = places.into_iter().map(read).collect::<anyhow::Result<_>>()?;
        Ok(Self { root: root.to_owned(), order, crates })
    }

    /// Reads a file below the root, if it is there.
    pub fn text(&self, path: &str) -> Option<String> {
        fs::read_to_string(self.root.join(path)).ok()
    }
}

impl Crate {
    fn read(root: &Path, folder: String, floor: Floor) -> anyhow::Result<Self> {
        let last = folder.rsplit('/').next().unwrap_or(&folder);
        let name = match floor {
            Floor::Domain(_) => format!("{}-domain", folder.rsplit('/').nth(1).unwrap_or_default()),
            _ => last.to_owned(),
        };
        let texts = |below: &str, endings: &[&str]| {
            let paths = files(root, &format!("{folder}/{below}"), endings)?;
            paths.into_iter().map(|path| Text::read(root, path)).collect::<anyhow::Result<_>>()
        };
        let mut sources = Vec::new();
        for below in ["src", "tests", "benches", "examples"] {
            for path in files(root, &format!("{folder}/{below}"), &["rs"])? {
                sources.push(Source::read(root, path)?);
            }
        }
        Ok(Self {
            migrations: texts("migrations", &["sql"])?,
            locales: texts("locales", &["ftl"])?,
            templates: texts("templates", &["html", "txt", "css", "js"])?,
            manifest: Text::read(root, format!("{folder}/Cargo.toml"))?,
            name,
            folder,
            floor,
            sources,
        })
    }

    /// Whether it is a module (not its domain).
    pub fn is_module(&self) -> bool {
        matches!(self.floor, Floor::Module(_))
    }

    /// The sources that are not test code.
    pub fn production(&self) -> impl Iterator<Item = &Source> {
        self.sources.iter().filter(|it| !it.is_test)
    }

    /// A path inside this crate's folder.
    pub fn path(&self, below: &str) -> String {
        format!("{}/{below}", self.folder)
    }
}

impl Source {
    fn read(root: &Path, path: String) -> anyhow::Result<Self> {
        let Text { path, text } = Text::read(root, path)?;
        let facts = facts::read(&text).with_context(|| path.clone())?;
        let in_test = |part: &str| matches!(part, "tests" | "benches" | "examples" | "tests.rs");
        Ok(Self {
            lines: text.lines().count(),
            is_test: path.split('/').any(in_test),
            has_paragraph: text.trim_start().starts_with("//!"),
            facts,
            path,
        })
    }
}

impl Text {
    fn read(root: &Path, path: String) -> anyhow::Result<Self> {
        let text = fs::read_to_string(root.join(&path)).with_context(|| path.clone())?;
        Ok(Self { path, text })
    }
}

fn folders(place: &Path) -> anyhow::Result<Vec<String>> {
    let mut names = Vec::new();
    for entry in fs::read_dir(place).with_context(|| place.display().to_string())? {
        let entry = entry?;
        if entry.file_type()?.is_dir() {
            names.push(entry.file_name().to_string_lossy().into_owned());
        }
    }
    names.sort();
    Ok(names)
}

/// The files below a folder with one of these endings, as sorted paths from the root; none when
/// the folder does not exist.
pub fn files(root: &Path, folder: &str, endings: &[&str]) -> anyhow::Result<Vec<String>> {
    let mut found = Vec::new();
    let mut waiting = vec![folder.to_owned()];
    while let Some(folder) = waiting.pop() {
        let place = root.join(&folder);
        if !place.is_dir() {
            continue;
        }
        for entry in fs::read_dir(place).with_context(|| folder.clone())? {
            let entry = entry?;
            let path = format!("{folder}/{}", entry.file_name().to_string_lossy());
            if entry.file_type()?.is_dir() {
                waiting.push(path);
            } else if path.rsplit_once('.').is_some_and(|(_, it)| endings.contains(&it)) {
                found.push(path);
            }
        }
    }
    found.sort();
    Ok(found)
}
