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
//! * What finds something as it was typed is not read otherwise. Else it is read as pinyin (拼音) or
//!   the initials of it, then with one character of a word of three or more put right, then with a
//!   letter or two of a word of letters changed.
//! * None of that stands in the index: the names in it are read once, up to 50,000 of them, 150
//!   bytes each, when the first such question comes. Characters with several sounds have their
//!   usual one.
//!
//! The crate reads no files but the index's own folder.

mod document;
mod fold;
mod index;
mod near;
mod plan;
mod query;
mod synonyms;
mod words;

pub use document::{Document, Hit, Query};
pub use fold::fold;
pub use index::{Index, SearchError};
pub use synonyms::Synonyms;
pub use words::rest;
