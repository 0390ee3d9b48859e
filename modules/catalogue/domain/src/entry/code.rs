//! The code of an entry: twelve digits, or what an older local system gave.

use std::fmt;

use kernel::code::BasicCode;

use super::EntryRefusal;

/// No code is longer, in characters.
const LONGEST: usize = 64;
/// List, kind, department and main item stand before the number of the sub-item.
const MAIN: usize = 9;

/// The code of an entry.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum EntryCode {
    /// The basic code (基本编码).
    Basic(BasicCode),
    /// A code of another scheme.
    Legacy(LegacyCode),
}

/// A code of another scheme, such as an older local one with letters or dashes. Nothing can be read
/// off it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LegacyCode(String);

impl fmt::Display for LegacyCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl EntryCode {
    /// Reads a code. What has digits alone is a basic code or a slip of the pen.
    ///
    /// # Errors
    /// [`EntryRefusal::Code`].
    pub fn parse(text: &str) -> Result<EntryCode, EntryRefusal> {
        if let Ok(code) = BasicCode::parse(text) {
            return Ok(EntryCode::Basic(code));
        }
        let is_written = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_');
        let has_letter = text.chars().any(|c| c.is_ascii_alphabetic());
        let is_fine = has_letter && text.len() <= LONGEST && text.chars().all(is_written);
        if is_fine {
            Ok(EntryCode::Legacy(LegacyCode(text.to_owned())))
        } else {
            Err(EntryRefusal::Code)
        }
    }

    /// Whether it is a main item (主项), and not one of the sub-items (子项) of another.
    pub fn is_main(&self) -> bool {
        match self {
            EntryCode::Basic(code) => code.sub_item().is_none(),
            EntryCode::Legacy(_) => true,
        }
    }

    /// Whether it is a sub-item of the main item to which `other` belongs. Codes of other schemes do
    /// not say it.
    pub fn is_sub_of(&self, other: &EntryCode) -> bool {
        match (self, other) {
            (EntryCode::Basic(sub), EntryCode::Basic(other)) => {
                let (sub_text, other_text) = (sub.to_string(), other.to_string());
                sub.sub_item().is_some() && sub_text.get(..MAIN) == other_text.get(..MAIN)
            }
            _ => true,
        }
    }
}
