//! The demonstration city, carried inside the binary, or a deployer's own folder.

use std::path::{Path, PathBuf};

use include_dir::{Dir, include_dir};
use module::CityData;

static SHIPPED: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/../services");

/// The demonstration city 榕城市.
pub struct Shipped;

impl CityData for Shipped {
    fn text(&self, path: &str) -> Option<String> {
        SHIPPED.get_file(path)?.contents_utf8().map(str::to_owned)
    }

    fn paths(&self) -> Vec<String> {
        let mut paths = Vec::new();
        collect(&SHIPPED, &mut paths);
        paths.sort();
        paths
    }
}

fn collect(folder: &Dir<'_>, paths: &mut Vec<String>) {
    paths.extend(folder.files().map(|file| file.path().display().to_string()));
    for inner in folder.dirs() {
        collect(inner, paths);
    }
}

/// A folder of the same form as `services/`.
pub struct Folder(pub PathBuf);

impl CityData for Folder {
    fn text(&self, path: &str) -> Option<String> {
        std::fs::read_to_string(self.0.join(path)).ok()
    }

    fn paths(&self) -> Vec<String> {
        let mut paths = Vec::new();
        walk(&self.0, &self.0, &mut paths);
        paths.sort();
        paths
    }
}

fn walk(root: &Path, folder: &Path, paths: &mut Vec<String>) {
    let Ok(entries) = std::fs::read_dir(folder) else { return };
    for entry in entries.flatten() {
        let path = entry.path();
        if path.is_dir() {
            walk(root, &path, paths);
        } else if let Ok(inner) = path.strip_prefix(root) {
            paths.push(inner.display().to_string());
        }
    }
}
