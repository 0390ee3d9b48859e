//! C2SP checkpoints: which log, how many entries, which root.

use crate::{
    hash::{Head, TreeHash, decimal},
    keys::{KeyError, NoteSigner},
    note::Note,
};

/// What a log signs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Checkpoint {
    /// Which log.
    pub origin: String,
    /// Number of entries.
    pub size: u64,
    /// Root hash.
    pub root: TreeHash,
    /// Further lines. We write none.
    pub extensions: Vec<String>,
}

impl Checkpoint {
    /// The checkpoint of a head.
    pub fn new(origin: &str, head: &Head) -> Self {
        let extensions = Vec::new();
        Self { origin: origin.to_owned(), size: head.size, root: head.root, extensions }
    }

    /// Its head.
    pub fn head(&self) -> Head {
        Head { size: self.size, root: self.root }
    }

    /// The text that is signed.
    pub fn to_text(&self) -> String {
        let mut text = format!("{}\n{}\n{}\n", self.origin, self.size, self.root);
        for line in &self.extensions {
            text.push_str(line);
            text.push('\n');
        }
        text
    }

    /// Reads the text of a note.
    pub fn parse(text: &str) -> Option<Self> {
        let mut lines = text.strip_suffix('\n')?.split('\n');
        let origin = lines.next().filter(|it| !it.is_empty())?.to_owned();
        let size = decimal(lines.next().filter(|it| !it.is_empty())?)?;
        let root = TreeHash::from_base64(lines.next()?)?;
        let extensions: Vec<String> = lines.map(str::to_owned).collect();
        let is_whole = extensions.iter().all(|it| !it.is_empty());
        is_whole.then_some(Self { origin, size, root, extensions })
    }

    /// Reads a whole note without looking at its signatures.
    pub fn of_note(note: &str) -> Option<Self> {
        Self::parse(&Note::parse(note).ok()?.text)
    }

    /// Signs it.
    pub fn sign(&self, signers: &[Box<dyn NoteSigner>]) -> Result<Note, KeyError> {
        let text = self.to_text();
        let signatures: Result<Vec<_>, _> = signers.iter().map(|it| it.line(&text)).collect();
        Ok(Note { signatures: signatures?, text })
    }
}
