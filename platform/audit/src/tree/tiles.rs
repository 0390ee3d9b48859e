//! Tiles and bundles: where they lie (C2SP tlog-tiles), how they are cut, and reading subtree
//! hashes from them.

use std::{cell::RefCell, collections::BTreeMap};

use super::{Storage, TreeError, merkle::Subtrees};
use crate::hash::{TreeHash, decimal};

/// Hashes in a full tile, entries in a full bundle.
pub const WIDTH: u64 = 256;
/// Levels of the tree within a tile.
const HEIGHT: u32 = 8;

/// A tile or a bundle, without its width.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum TileId {
    /// Entries, by number.
    Entries(u64),
    /// Hashes, by level and number.
    Hashes(u8, u64),
}

impl TileId {
    /// Path of the full one.
    pub fn path(self) -> String {
        match self {
            Self::Entries(index) => format!("tile/entries/{}", digits(index)),
            Self::Hashes(level, index) => format!("tile/{level}/{}", digits(index)),
        }
    }

    /// Folder of the partial ones.
    pub fn partials(self) -> String {
        format!("{}.p", self.path())
    }

    /// Path of the one with `width` hashes or entries.
    pub fn path_of_width(self, width: u64) -> String {
        if width == WIDTH { self.path() } else { format!("{}/{width}", self.partials()) }
    }

    /// Reads [`TileId::path_of_width`], as it is written and no other way.
    pub fn parse(path: &str) -> Option<(Self, u64)> {
        let (whole, width) = match path.split_once(".p/") {
            Some((whole, width)) => (whole, decimal(width)?),
            None => (path, WIDTH),
        };
        let (kind, digits) = whole.strip_prefix("tile/")?.split_once('/')?;
        let mut index = 0u64;
        for part in digits.split('/') {
            let part: u64 = part.trim_start_matches('x').parse().ok()?;
            index = index.checked_mul(1000)?.checked_add(part)?;
        }
        let id = match kind {
            "entries" => Self::Entries(index),
            level => Self::Hashes(level.parse().ok().filter(|it| *it < 8)?, index),
        };
        let is_small = index < 1 << 40 && (1..=WIDTH).contains(&width);
        (is_small && id.path_of_width(width) == path).then_some((id, width))
    }

    /// How wide it is in a tree of `size` entries; 0 when it is not there.
    pub fn width(self, size: u64) -> u64 {
        let (level, index) = match self {
            Self::Entries(index) => (0, index),
            Self::Hashes(level, index) => (level, index),
        };
        let count = size.checked_shr(u32::from(level) * HEIGHT).unwrap_or(0);
        count.saturating_sub(index.saturating_mul(WIDTH)).min(WIDTH)
    }
}

/// `x001/x234/067` for 1234067.
fn digits(index: u64) -> String {
    let last = format!("{:03}", index % 1000);
    let mut rest = index / 1000;
    let mut path = last;
    while rest > 0 {
        path = format!("x{:03}/{path}", rest % 1000);
        rest /= 1000;
    }
    path
}

/// Cuts a bundle into its entries. An error tells how many could be read before it broke off.
pub fn entries(bundle: &[u8]) -> Result<Vec<&[u8]>, usize> {
    let mut rest = bundle;
    let mut found = Vec::new();
    while let Some((length, behind)) = rest.split_at_checked(2) {
        let length = usize::from(u16::from_be_bytes([length[0], length[1]]));
        let Some((entry, behind)) = behind.split_at_checked(length) else {
            return Err(found.len());
        };
        found.push(entry);
        rest = behind;
    }
    if rest.is_empty() { Ok(found) } else { Err(found.len()) }
}

/// The length in bytes of the first `width` entries of a bundle, if it has as many.
fn length_of(bundle: &[u8], width: u64) -> Option<usize> {
    let mut at = 0usize;
    for _ in 0..width {
        let length = bundle.get(at..at + 2)?;
        at += 2 + usize::from(u16::from_be_bytes([length[0], length[1]]));
    }
    (at <= bundle.len()).then_some(at)
}

/// Reads a tile or bundle as it is in a tree of `size` entries; when only a wider one is left, its
/// beginning.
pub fn read(storage: &dyn Storage, id: TileId, size: u64) -> Result<Vec<u8>, TreeError> {
    let width = id.width(size);
    let path = id.path_of_width(width);
    if let Some(bytes) = storage.read(&path)? {
        return Ok(bytes);
    }
    let missing = || TreeError::Missing(path.clone());
    if width == WIDTH {
        return Err(missing());
    }
    let mut bytes = storage.read(&id.path())?.ok_or_else(missing)?;
    let end = match id {
        TileId::Entries(_) => length_of(&bytes, width).unwrap_or(bytes.len()),
        TileId::Hashes(..) => bytes.len().min(byte_length(width)),
    };
    bytes.truncate(end);
    Ok(bytes)
}

fn byte_length(width: u64) -> usize {
    usize::try_from(width * 32).unwrap_or(usize::MAX)
}

/// The hashes of a tile as it is in a tree of `size` entries.
pub fn hashes(
    storage: &dyn Storage,
    level: u8,
    index: u64,
    size: u64,
) -> Result<Vec<TreeHash>, TreeError> {
    let id = TileId::Hashes(level, index);
    let bytes = read(storage, id, size)?;
    if bytes.len() != byte_length(id.width(size)) {
        return Err(TreeError::Damaged(id.path()));
    }
    Ok(bytes.as_chunks::<32>().0.iter().map(|it| TreeHash(*it)).collect())
}

/// The subtree hashes of a tree of a certain size, read from its tiles.
pub struct Tiles<'a> {
    storage: &'a dyn Storage,
    size: u64,
    seen: RefCell<BTreeMap<(u8, u64), Vec<TreeHash>>>,
}

impl<'a> Tiles<'a> {
    /// The tiles of the tree of `size` entries.
    pub fn new(storage: &'a dyn Storage, size: u64) -> Self {
        Self { storage, size, seen: RefCell::default() }
    }

    /// A tile, read once.
    pub fn tile(&self, level: u8, index: u64) -> Result<Vec<TreeHash>, TreeError> {
        if let Some(tile) = self.seen.borrow().get(&(level, index)) {
            return Ok(tile.clone());
        }
        let tile = hashes(self.storage, level, index, self.size)?;
        self.seen.borrow_mut().insert((level, index), tile.clone());
        Ok(tile)
    }
}

impl Subtrees for Tiles<'_> {
    type Error = TreeError;

    fn subtree(&self, level: u32, index: u64) -> Result<TreeHash, TreeError> {
        let outside = || TreeError::Outside { size: self.size };
        let tile_level = u8::try_from(level / HEIGHT).map_err(|_| outside())?;
        let first = index << (level % HEIGHT);
        let tile = self.tile(tile_level, first / WIDTH)?;
        let from = usize::try_from(first % WIDTH).map_err(|_| outside())?;
        let wanted = tile.get(from..from + (1 << (level % HEIGHT))).ok_or_else(outside)?;
        Ok(TreeHash::of_perfect(wanted))
    }
}
