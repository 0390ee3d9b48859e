//! Where glyphs come from: the shipped subset, or a folder first and the subset after it.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::{Arc, OnceLock};

use typst::foundations::Bytes;
use typst::text::{Font, FontBook, FontInfo};
use typst::utils::LazyHash;

use crate::RenderError;

/// Noto Serif CJK SC in two weights; `fonts/README.md` says which characters.
const SHIPPED: [&[u8]; 2] = [
    include_bytes!("../fonts/NotoSerifCJKsc-Regular.subset.otf"),
    include_bytes!("../fonts/NotoSerifCJKsc-Bold.subset.otf"),
];

/// A font folder is a few files; more means that the setting points at the wrong place.
const MAX_FILES: usize = 64;

/// Which fonts documents are set in.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum FontSource {
    /// The shipped subset only.
    #[default]
    Shipped,
    /// The fonts directly in this folder first, then the shipped subset. The templates ask for
    /// `FZXiaoBiaoSong-B05S` (headings) and `FangSong_GB2312` (text), the faces of GB/T 9704,
    /// and take `Noto Serif CJK SC` where those are absent.
    Directory(PathBuf),
}

/// All faces of a [`FontSource`]: the book says what there is, a face is loaded when first used.
pub(crate) struct FontShelf {
    pub(crate) book: LazyHash<FontBook>,
    faces: Vec<Face>,
}

struct Face {
    file: Arc<FontFile>,
    index: u32,
    font: OnceLock<Option<Font>>,
}

enum FontFile {
    Shipped(&'static [u8]),
    OnDisk { path: PathBuf, data: OnceLock<Option<Bytes>> },
}

impl FontFile {
    fn bytes(&self) -> Option<Bytes> {
        match self {
            FontFile::Shipped(data) => Some(Bytes::new(*data)),
            FontFile::OnDisk { path, data } => {
                data.get_or_init(|| fs::read(path).ok().map(Bytes::new)).clone()
            }
        }
    }
}

impl FontShelf {
    /// Reads the names and coverage of all faces. The files of a folder are let go again; a face
    /// that a document uses keeps its file from then on.
    pub(crate) fn load(source: &FontSource) -> Result<Self, RenderError> {
        let mut book = FontBook::new();
        let mut faces = Vec::new();
        if let FontSource::Directory(folder) = source {
            for path in font_files(folder)? {
                let data = fs::read(&path).map_err(|e| unreadable(&path, &e.to_string()))?;
                let file = Arc::new(FontFile::OnDisk { path, data: OnceLock::new() });
                put(&mut book, &mut faces, &file, &data);
            }
            if faces.is_empty() {
                return Err(unreadable(folder, "no .otf, .ttf or .ttc in it"));
            }
        }
        for data in SHIPPED {
            put(&mut book, &mut faces, &Arc::new(FontFile::Shipped(data)), data);
        }
        Ok(Self { book: LazyHash::new(book), faces })
    }

    /// The face at a place of the book.
    pub(crate) fn font(&self, place: usize) -> Option<Font> {
        let face = self.faces.get(place)?;
        face.font.get_or_init(|| Font::new(face.file.bytes()?, face.index)).clone()
    }
}

fn put(book: &mut FontBook, faces: &mut Vec<Face>, file: &Arc<FontFile>, data: &[u8]) {
    for (index, info) in (0..).zip(FontInfo::iter(data)) {
        book.push(info);
        faces.push(Face { file: Arc::clone(file), index, font: OnceLock::new() });
    }
}

/// The font files of a folder in the order of their names, so that renders agree everywhere.
fn font_files(folder: &Path) -> Result<Vec<PathBuf>, RenderError> {
    let entries = fs::read_dir(folder).map_err(|e| unreadable(folder, &e.to_string()))?;
    let mut files: Vec<PathBuf> =
        entries.flatten().map(|entry| entry.path()).filter(|path| is_font(path)).collect();
    files.sort();
    if files.len() > MAX_FILES {
        return Err(unreadable(folder, "more font files than a document needs"));
    }
    Ok(files)
}

fn is_font(path: &Path) -> bool {
    let kind = path.extension().and_then(|e| e.to_str()).unwrap_or_default();
    ["otf", "ttf", "ttc", "otc"].iter().any(|known| kind.eq_ignore_ascii_case(known))
}

fn unreadable(path: &Path, reason: &str) -> RenderError {
    RenderError::Fonts(format!("{}: {reason}", path.display()))
}
