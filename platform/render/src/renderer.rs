//! From template and data to the bytes of a PDF.

use std::sync::{Arc, OnceLock};

use jiff::Timestamp;
use jiff::tz::TimeZone;
use kernel::Lang;
use serde::Serialize;
use serde_json::{Value, json};
use typst::diag::SourceDiagnostic;
use typst::foundations::{Bytes, Datetime, Smart};
use typst::syntax::Source;
use typst::utils::LazyHash;
use typst::{Library, LibraryExt, World, WorldExt};
use typst_layout::PagedDocument;
use typst_pdf::{PdfOptions, PdfStandard, PdfStandards};

use crate::font::{FontShelf, FontSource};
use crate::world::{BASE, Desk, MAIN, file_id};
use crate::{RenderError, inspect, qr_svg, turns::Turns};

/// Most bytes of data, as JSON, that one document takes.
pub const MAX_DATA_BYTES: usize = 128 * 1024;

/// Most pages of one document.
pub const MAX_PAGES: usize = 100;

/// So many documents wait to be set at most; at some tens of milliseconds each.
const MOST_WAITING: usize = 64;

/// What a line break in the data weighs: it takes a line however short that is.
const LINE_BREAK_BYTES: usize = 80;

/// How many renders a memoised result outlives without being used. The shared parts are used by
/// every render and stay; what belongs to one document goes with the next.
const KEPT_RENDERS: usize = 1;

const BASE_SOURCE: &str = include_str!("../templates/base.typ");

/// A Typst source. Modules bring their own with `include_str!`; see the crate documentation for
/// what it can import.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Template {
    /// Name for error messages, such as `licence`.
    pub name: &'static str,
    /// The source text.
    pub source: &'static str,
}

/// What makes a second render equal to the first.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DocumentIdentity {
    /// Unique and stable id of the document; its hash becomes the PDF's own identifier.
    pub id: String,
    /// When the document was made: the instant of the act, not of the render.
    pub at: Timestamp,
}

/// One document to be rendered.
#[derive(Debug, Clone)]
pub struct Document<'a> {
    /// How it looks.
    pub template: &'a Template,
    /// What it says; the template reads it as `data.json`.
    pub data: Value,
    /// Language of all its texts, for hyphenation, glyph shapes, dates and screen readers.
    pub lang: Lang,
    /// Fixed identity.
    pub fixed: DocumentIdentity,
}

impl<'a> Document<'a> {
    /// A document of typed data, such as [`crate::LetterData`].
    ///
    /// # Errors
    /// [`RenderError::Data`] if the data cannot be written as JSON.
    pub fn new(
        template: &'a Template,
        data: &impl Serialize,
        lang: Lang,
        fixed: DocumentIdentity,
    ) -> Result<Self, RenderError> {
        let data = serde_json::to_value(data).map_err(|e| RenderError::Data(e.to_string()))?;
        Ok(Self { template, data, lang, fixed })
    }
}

/// Makes PDF documents. Cheap to clone; all clones share one font book, which is read at the
/// first render. A render takes a processor for some tens of milliseconds, so asynchronous
/// callers move it to a blocking thread.
#[derive(Clone)]
pub struct Renderer(Arc<Shared>);

struct Shared {
    fonts: FontSource,
    turns: Turns,
    press: OnceLock<Result<Box<dyn Press>, RenderError>>,
}

/// What makes the bytes. The types of Typst are many and lead back to themselves, and a subject
/// holds its renderer in every future: behind this trait the compiler need not look through all of
/// them for each function of each subject.
trait Press: Send + Sync {
    fn pdf(&self, document: &Document) -> Result<Vec<u8>, RenderError>;
}

/// What all documents share.
struct Kit {
    library: LazyHash<Library>,
    shelf: FontShelf,
    base: Source,
    main: typst::syntax::FileId,
    standards: PdfStandards,
}

impl Renderer {
    /// A renderer with these fonts. Reads nothing yet.
    pub fn new(fonts: FontSource) -> Self {
        // As many at once as there are processors: more would take memory and be no sooner.
        let processors = std::thread::available_parallelism().map_or(1, usize::from);
        let turns = Turns::new(processors, MOST_WAITING);
        Self(Arc::new(Shared { fonts, turns, press: OnceLock::new() }))
    }

    /// Reads the fonts now instead of at the first render, to try the setting at the start.
    ///
    /// # Errors
    /// [`RenderError::Fonts`] if the folder is missing or holds no font.
    pub fn check(&self) -> Result<(), RenderError> {
        self.press().map(|_| ())
    }

    /// The document as an archivable and accessible PDF (PDF/A-2a and PDF/UA-1, both tagged).
    /// The same document gives the same bytes.
    ///
    /// # Errors
    /// All of [`RenderError`]; with typed data and the templates of this crate only
    /// [`RenderError::MissingGlyph`], the limits, the fonts and [`RenderError::Busy`].
    pub fn pdf(&self, document: &Document) -> Result<Vec<u8>, RenderError> {
        let _turn = self.0.turns.take().ok_or(RenderError::Busy)?;
        let result = self.press().and_then(|press| press.pdf(document));
        comemo::evict(KEPT_RENDERS);
        result
    }

    fn press(&self) -> Result<&dyn Press, RenderError> {
        let load = || Kit::load(&self.0.fonts).map(|kit| Box::new(kit) as Box<dyn Press>);
        match self.0.press.get_or_init(load) {
            Ok(press) => Ok(press.as_ref()),
            Err(error) => Err(error.clone()),
        }
    }
}

impl Kit {
    fn load(fonts: &FontSource) -> Result<Self, RenderError> {
        let broken = |message: String| RenderError::Template { name: "base", message };
        let id = |name| file_id(name).ok_or_else(|| broken(format!("no file name: {name}")));
        let standards = PdfStandards::new(&[PdfStandard::A_2a, PdfStandard::Ua_1])
            .map_err(|e| broken(e.message().to_string()))?;
        Ok(Self {
            library: LazyHash::new(Library::default()),
            shelf: FontShelf::load(fonts)?,
            base: Source::new(id(BASE)?, BASE_SOURCE.to_owned()),
            main: id(MAIN)?,
            standards,
        })
    }

    fn desk(&self, document: &Document) -> Result<Desk<'_>, RenderError> {
        let data = document.data.to_string();
        weigh(&data)?;
        let address = document.data.pointer("/verify/address").and_then(Value::as_str);
        let code = address.map(qr_svg).transpose()?;
        Ok(Desk {
            library: &self.library,
            shelf: &self.shelf,
            base: &self.base,
            main: Source::new(self.main, document.template.source.to_owned()),
            data: Bytes::from_string(data),
            document: Bytes::from_string(facts(document).to_string()),
            qr: code.map(Bytes::from_string),
            today: moment(document.fixed.at),
        })
    }

    fn options(&self, fixed: &DocumentIdentity) -> PdfOptions {
        PdfOptions {
            ident: Smart::Custom(fixed.id.clone()),
            creator: Smart::Custom(Some("Onewindow".to_owned())),
            timestamp: moment(fixed.at).map(typst_pdf::Timestamp::new_utc),
            standards: self.standards.clone(),
            ..PdfOptions::default()
        }
    }
}

impl Press for Kit {
    fn pdf(&self, document: &Document) -> Result<Vec<u8>, RenderError> {
        let name = document.template.name;
        let desk = self.desk(document)?;
        let laid_out = typst::compile::<PagedDocument>(&desk)
            .output
            .map_err(|errors| RenderError::Template { name, message: told(&desk, &errors) })?;
        let pages = laid_out.pages().len();
        if pages > MAX_PAGES {
            return Err(RenderError::TooManyPages { pages, limit: MAX_PAGES });
        }
        if let Some(missing) = inspect::first_missing(&laid_out) {
            return Err(RenderError::MissingGlyph(missing));
        }
        if let Some(page) = inspect::first_overfull(&laid_out) {
            return Err(RenderError::OffPage { name, page });
        }
        typst_pdf::pdf(&laid_out, &self.options(&document.fixed))
            .map_err(|errors| RenderError::Pdf { name, message: told(&desk, &errors) })
    }
}

/// Refuses data that would take long to lay out, before anything is laid out.
fn weigh(data: &str) -> Result<(), RenderError> {
    let weight = data.len() + data.matches("\\n").count() * LINE_BREAK_BYTES;
    if weight > MAX_DATA_BYTES {
        return Err(RenderError::TooLarge { weight, limit: MAX_DATA_BYTES });
    }
    Ok(())
}

/// What `base.typ` must know of a document beside its data. The region selects glyph shapes and
/// the place of punctuation.
fn facts(document: &Document) -> Value {
    let (lang, region) = match document.lang {
        Lang::ZhHans => ("zh", "CN"),
        Lang::ZhHant => ("zh", "HK"),
        Lang::En => ("en", "GB"),
    };
    json!({ "lang": lang, "region": region, "id": document.fixed.id })
}

/// An instant as Typst's date and time, in UTC.
fn moment(at: Timestamp) -> Option<Datetime> {
    let utc = TimeZone::UTC.to_datetime(at);
    Datetime::from_ymd_hms(
        utc.year().into(),
        utc.month().unsigned_abs(),
        utc.day().unsigned_abs(),
        utc.hour().unsigned_abs(),
        utc.minute().unsigned_abs(),
        utc.second().unsigned_abs(),
    )
}

/// The first diagnostics with file and line, for whoever writes the template.
fn told(desk: &Desk, errors: &[SourceDiagnostic]) -> String {
    let lines: Vec<String> = errors.iter().take(5).map(|error| place(desk, error)).collect();
    lines.join("; ")
}

fn place(desk: &Desk, error: &SourceDiagnostic) -> String {
    let found = error.span.id().and_then(|id| {
        let source = desk.source(id).ok()?;
        let line = source.lines().byte_to_line(desk.range(error.span)?.start)?;
        Some(format!("{}:{}: ", id.get().vpath().get_without_slash(), line + 1))
    });
    format!("{}{}", found.unwrap_or_default(), error.message)
}
