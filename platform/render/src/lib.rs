//! Documents as PDF: receipts, notices, decisions and licences, set by Typst inside the process.
//!
//! This crate knows no subject. A module brings a [`Template`] and its data; two general
//! templates, [`LETTER`] and [`LICENCE`], serve most needs with typed data ([`LetterData`],
//! [`LicenceData`]) and are the pattern for others. The result is tagged, archivable (PDF/A-2a)
//! and accessible (PDF/UA-1), and a second render of the same [`Document`] by the same program with
//! the same fonts has the same bytes. A new version may set a line differently: what was issued
//! is kept, not made again.
//!
//! ```
//! use render::{Document, DocumentIdentity, FontSource, Renderer, Template};
//!
//! static SLIP: Template = Template {
//!     name: "slip",
//!     source: r#"
//!         #import "base.typ": *
//!         #let data = json("data.json")
//!         #show: sheet.with(title: data.title)
//!         #heading-line(data.title)
//!         #facts-table(data.facts)
//!     "#,
//! };
//! let slip = Document {
//!     template: &SLIP,
//!     data: serde_json::json!({
//!         "title": "取号单",
//!         "facts": [{ "label": "排队号", "value": "A036" }],
//!     }),
//!     lang: kernel::Lang::ZhHans,
//!     fixed: DocumentIdentity { id: "slip-36".into(), at: jiff::Timestamp::UNIX_EPOCH },
//! };
//! let pdf = Renderer::new(FontSource::Shipped).pdf(&slip)?;
//! assert!(pdf.starts_with(b"%PDF"));
//! # Ok::<(), render::RenderError>(())
//! ```
//!
//! # What a template sees
//!
//! | file | content |
//! |---|---|
//! | `data.json` | [`Document::data`] |
//! | `document.json` | `lang`, `region`, `id` of the document |
//! | `qr.svg` | QR code of `data.verify.address`, if the data has one |
//! | `base.typ` | shared parts: `sheet`, `letterhead`, `heading-line`, `facts-table`, `numbered`, `day-table`, `paragraphs`, `section`, `signature`, `seal`, `verification`, `civil-date`, `colon` |
//!
//! Nothing else can be read: there is no file system, network or package registry behind it. Data
//! is set as text, never evaluated, so that no mark in a name changes the page. Words belong into
//! the data, in the language of the document. Images need `alt`, and each template needs a title,
//! or the export refuses.
//!
//! # Characters
//!
//! A character that no font has is [`RenderError::MissingGlyph`], never a box. The shipped fonts
//! cover GB 2312, Big5 level 1 and the name characters of the Table of General Standard Chinese
//! Characters (`fonts/README.md`); for rarer names an installation sets
//! [`FontSource::Directory`]. Marks that turn the order of text around are refused in the same
//! way, as they can make a document read otherwise than its data.

mod data;
mod error;
mod font;
mod inspect;
mod qr;
mod renderer;
#[cfg(test)]
mod tests;
mod turns;
mod world;

/// The locks; the models of the tests have others.
mod sync {
    pub(crate) use std::sync::{Condvar, Mutex, PoisonError};
}

pub use data::{
    Derivation, Fact, LETTER, LICENCE, LetterData, LetterItem, LetterItems, LetterSection,
    LicenceData, Seal, Signature, Verify,
};
pub use error::RenderError;
pub use font::FontSource;
pub use qr::qr_svg;
pub use renderer::{Document, DocumentIdentity, MAX_DATA_BYTES, MAX_PAGES, Renderer, Template};
