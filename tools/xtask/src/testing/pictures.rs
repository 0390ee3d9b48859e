//! The pictures in the documents: the browser ring takes them, `--screenshots` copies the chosen
//! ones to where they are shown.

use std::{fs, path::Path};

use anyhow::Context as _;

/// A picture that the ring takes, and its name in `docs/screenshots`.
const CHOSEN: [(&str, &str); 8] = [
    ("home-1280", "home"),
    ("guide-1280", "guide"),
    ("question-390", "question-phone"),
    ("track-paused-390", "track-phone"),
    ("verify-390", "verify-phone"),
    ("review-1280", "case"),
    ("correction-letter-1280", "letter"),
    ("counter-intake-1280", "counter"),
];

/// Copies the chosen pictures.
pub fn copy(root: &Path) -> anyhow::Result<()> {
    let (from, to) = (root.join("target/screenshots"), root.join("docs/screenshots"));
    fs::create_dir_all(&to)?;
    for (taken, name) in CHOSEN {
        let picture = from.join(format!("{taken}.png"));
        fs::copy(&picture, to.join(format!("{name}.png")))
            .with_context(|| format!("the browser ring took no {}", picture.display()))?;
    }
    println!("{} pictures copied to docs/screenshots", CHOSEN.len());
    Ok(())
}
