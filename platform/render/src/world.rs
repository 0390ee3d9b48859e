//! What a template can see: five virtual files, the fonts, the date of the document. Nothing
//! else; there is no file system, no network and no package registry behind it.

use typst::diag::{FileError, FileResult};
use typst::foundations::{Bytes, Datetime, Duration};
use typst::syntax::{FileId, RootedPath, Source, VirtualPath, VirtualRoot};
use typst::text::{Font, FontBook};
use typst::utils::LazyHash;
use typst::{Library, World};

use crate::font::FontShelf;

/// The template itself.
pub(crate) const MAIN: &str = "main.typ";
/// The shared parts.
pub(crate) const BASE: &str = "base.typ";
/// The data of the document.
const DATA: &str = "data.json";
/// Language and id of the document.
const DOCUMENT: &str = "document.json";
/// The code of `data.verify.address`, if the data has one.
const QR: &str = "qr.svg";

/// The virtual file of that name. The names are few, as the compiler keeps them for ever.
pub(crate) fn file_id(name: &str) -> Option<FileId> {
    Some(RootedPath::new(VirtualRoot::Project, VirtualPath::new(name).ok()?).intern())
}

/// The world of one document.
pub(crate) struct Desk<'a> {
    pub(crate) library: &'a LazyHash<Library>,
    pub(crate) shelf: &'a FontShelf,
    pub(crate) base: &'a Source,
    pub(crate) main: Source,
    pub(crate) data: Bytes,
    pub(crate) document: Bytes,
    pub(crate) qr: Option<Bytes>,
    pub(crate) today: Option<Datetime>,
}

impl World for Desk<'_> {
    fn library(&self) -> &LazyHash<Library> {
        self.library
    }

    fn book(&self) -> &LazyHash<FontBook> {
        &self.shelf.book
    }

    fn main(&self) -> FileId {
        self.main.id()
    }

    fn source(&self, id: FileId) -> FileResult<Source> {
        match name(id) {
            MAIN => Ok(self.main.clone()),
            BASE => Ok(self.base.clone()),
            _ => Err(FileError::AccessDenied),
        }
    }

    fn file(&self, id: FileId) -> FileResult<Bytes> {
        match name(id) {
            DATA => Ok(self.data.clone()),
            DOCUMENT => Ok(self.document.clone()),
            QR => self.qr.clone().ok_or(FileError::NotFound(QR.into())),
            _ => Err(FileError::AccessDenied),
        }
    }

    fn font(&self, index: usize) -> Option<Font> {
        self.shelf.font(index)
    }

    fn today(&self, _offset: Option<Duration>) -> Option<Datetime> {
        self.today
    }
}

/// The name of a project file; empty for files of packages, which do not exist here.
fn name(id: FileId) -> &'static str {
    let path = id.get();
    match path.root() {
        VirtualRoot::Project => path.vpath().get_without_slash(),
        VirtualRoot::Package(_) => "",
    }
}
