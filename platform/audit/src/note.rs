//! C2SP signed notes: a text and signature lines, of which the known ones must be right and the
//! unknown ones are passed over.

use std::fmt::Write as _;

use data_encoding::BASE64;

use crate::keys::Verifier;

/// More signature lines than this are not read.
const MOST_SIGNATURES: usize = 64;
/// A longer note is not read, in bytes.
const MOST_BYTES: usize = 64 * 1024;

/// Why a note is not taken.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum NoteError {
    /// Not of the form.
    #[error("no signed note")]
    Form,
    /// A known key's line is wrong.
    #[error("the signature of {0} is wrong")]
    Wrong(String),
    /// No known key has signed.
    #[error("not signed by a known key")]
    Unsigned,
}

/// A signature line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SignatureLine {
    /// Name of the key.
    pub name: String,
    /// Id of the key.
    pub id: u32,
    /// The signature, of the form that belongs to the key.
    pub bytes: Vec<u8>,
}

impl SignatureLine {
    /// `— name base64` with its line end.
    pub fn to_text(&self) -> String {
        let mut bytes = self.id.to_be_bytes().to_vec();
        bytes.extend_from_slice(&self.bytes);
        format!("— {} {}\n", self.name, BASE64.encode(&bytes))
    }

    /// Reads a line without its end.
    pub fn parse(line: &str) -> Option<Self> {
        let (name, bytes) = line.strip_prefix("— ")?.split_once(' ')?;
        let bytes = BASE64.decode(bytes.as_bytes()).ok()?;
        let (id, bytes) = bytes.split_first_chunk::<4>()?;
        let is_name = is_key_name(name) && !bytes.is_empty();
        let line =
            Self { name: name.to_owned(), id: u32::from_be_bytes(*id), bytes: bytes.to_vec() };
        is_name.then_some(line)
    }
}

/// Whether a key may have this name: not empty, no blank, no plus.
pub fn is_key_name(name: &str) -> bool {
    !name.is_empty()
        && !name.contains(|it: char| it.is_whitespace() || it == '+' || it.is_control())
}

/// What a right signature says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Signed {
    /// Which of the verifiers asked.
    pub verifier: usize,
    /// When, in seconds since 1970, if the signature says so.
    pub at: Option<u64>,
}

/// A text with its signatures.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Note {
    /// The text, with the end of its last line.
    pub text: String,
    /// The lines below.
    pub signatures: Vec<SignatureLine>,
}

impl Note {
    /// Reads a note.
    pub fn parse(note: &str) -> Result<Self, NoteError> {
        let is_clean = !note.bytes().any(|it| it < b' ' && it != b'\n');
        if !is_clean || note.len() > MOST_BYTES {
            return Err(NoteError::Form);
        }
        let middle = note.rfind("\n\n").ok_or(NoteError::Form)?;
        let (text, lines) = (&note[..=middle], &note[middle + 2..]);
        let lines = lines.strip_suffix('\n').ok_or(NoteError::Form)?;
        let signatures: Option<Vec<_>> = lines.split('\n').map(SignatureLine::parse).collect();
        let signatures = signatures.ok_or(NoteError::Form)?;
        if text.is_empty() || text == "\n" || signatures.len() > MOST_SIGNATURES {
            return Err(NoteError::Form);
        }
        Ok(Self { text: text.to_owned(), signatures })
    }

    /// The note as text.
    pub fn to_text(&self) -> String {
        let mut text = format!("{}\n", self.text);
        for line in &self.signatures {
            let _ = text.write_str(&line.to_text());
        }
        text
    }

    /// Who of these has signed. A line with a wrong signature of one of them spoils the note.
    pub fn signed_by(&self, verifiers: &[&Verifier]) -> Result<Vec<Signed>, NoteError> {
        let mut found: Vec<Signed> = Vec::new();
        for line in &self.signatures {
            let known = verifiers.iter().position(|it| it.name == line.name && it.id == line.id);
            let Some(index) = known else { continue };
            let signed = verifiers[index].check(&self.text, &line.bytes);
            let signed = signed.ok_or_else(|| NoteError::Wrong(line.name.clone()))?;
            if !found.iter().any(|it| it.verifier == index) {
                found.push(Signed { verifier: index, at: signed.at });
            }
        }
        if found.is_empty() { Err(NoteError::Unsigned) } else { Ok(found) }
    }
}
