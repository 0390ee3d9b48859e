//! Full-text search: one index per node, in memory or in a folder, rebuilt at any time.
//!
//! Documents are indexed by their characters and pairs of neighbouring characters (Han script)
//! and by their words (other scripts), in the title, the everyday names and the body. What people
//! type is cut into words, widened by synonyms, and each word is asked for as its pairs: so words
//! of one or two characters are found, and no document depends on how it would have been cut.
//!
//! Invariants:
//! * Both sides are folded alike: traditional characters to simplified ones, full width to half
//!   width, capital letters to small ones, English plurals to the singular.
//! * A title or everyday name that equals the question comes first.
//! * Documents with every word of the question come before those with only some.
//! * Typing errors are forgiven in words of Latin letters only, and only where the word as typed
//!   occurs nowhere.
//!
//! The crate reads no files but the index's own folder.

mod document;
mod fold;
mod index;
mod plan;
mod query;
mod synonyms;
mod words;

pub use document::{Document, Hit, Query};
pub use fold::fold;
pub use index::{Index, SearchError};
pub use synonyms::Synonyms;
pub use words::rest;
