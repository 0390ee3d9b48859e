//! What can go wrong when a document is made.

use thiserror::Error;

/// Why there is no document. [`RenderError::code`] is stable and has a message in every language.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum RenderError {
    /// The configured fonts cannot be read.
    #[error("fonts: {0}")]
    Fonts(String),
    /// The data is larger than a document may be; a line break weighs as much as a short line.
    #[error("the data weighs {weight} bytes, {limit} are allowed")]
    TooLarge {
        /// Bytes of the data as JSON, with a surcharge for line breaks.
        weight: usize,
        /// See [`crate::MAX_DATA_BYTES`].
        limit: usize,
    },
    /// The document would have more pages than allowed.
    #[error("the document has {pages} pages, {limit} are allowed")]
    TooManyPages {
        /// Pages laid out.
        pages: usize,
        /// See [`crate::MAX_PAGES`].
        limit: usize,
    },
    /// No font has this character, or it is an invisible mark that would change how others are
    /// shown. A box in its place would falsify a name, so nothing is made.
    #[error("the character U+{:04X} cannot be set", u32::from(*.0))]
    MissingGlyph(char),
    /// Text would run off the paper and be lost.
    #[error("template {name}: text runs off page {page}")]
    OffPage {
        /// Name of the template.
        name: &'static str,
        /// The first such page, counted from one.
        page: usize,
    },
    /// The template does not compile, or does not fit the data.
    #[error("template {name}: {message}")]
    Template {
        /// Name of the template.
        name: &'static str,
        /// The compiler's words, with file and line.
        message: String,
    },
    /// The laid-out document cannot be written as an archivable, accessible PDF.
    #[error("template {name} as PDF: {message}")]
    Pdf {
        /// Name of the template.
        name: &'static str,
        /// The exporter's words.
        message: String,
    },
    /// The data cannot be written as JSON.
    #[error("data: {0}")]
    Data(String),
    /// Too many documents wait to be set: it may be tried again in a moment.
    #[error("too many documents wait")]
    Busy,
    /// The text does not fit into a QR code.
    #[error("a text of {bytes} bytes does not fit into a QR code")]
    QrTooLong {
        /// Bytes of the text.
        bytes: usize,
    },
}

impl RenderError {
    /// The error's word in problem documents and in the locale files.
    pub const fn code(&self) -> &'static str {
        match self {
            RenderError::Fonts(_) => "render.fonts",
            RenderError::TooLarge { .. } => "render.too_large",
            RenderError::TooManyPages { .. } => "render.too_many_pages",
            RenderError::MissingGlyph(_) => "render.missing_glyph",
            RenderError::OffPage { .. } => "render.off_page",
            RenderError::Template { .. } => "render.template",
            RenderError::Pdf { .. } => "render.pdf",
            RenderError::Data(_) => "render.data",
            RenderError::Busy => "render.busy",
            RenderError::QrTooLong { .. } => "render.qr_too_long",
        }
    }
}
