//! Reading a whole tree and naming the first entry that is not as it was signed.

use super::{
    Storage, TreeError, merkle,
    merkle::Subtrees,
    tiles::{self, TileId, WIDTH},
};
use crate::hash::{Head, TreeHash};

/// What is wrong.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fault {
    /// A bundle cannot be cut into as many entries as it should hold.
    Bundle,
    /// An entry does not hash to what its tile says.
    Entry,
    /// A tile or bundle is missing or has another length.
    Missing,
    /// A full tile does not hash to what the tile above says.
    Tile,
    /// A partial file that was left over says something else than the rest.
    Leftover,
    /// The entries do not lead to a root that is known.
    Root,
    /// A known head has more entries than the tree: an older copy, or its end was cut off.
    Rollback,
}

/// The first place that is not as it should be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Finding {
    /// Index of the first bad entry.
    pub first_bad_index: u64,
    /// Behind the entries among which the first bad one is, when the tree itself cannot tell it
    /// more closely; else `first_bad_index + 1`.
    pub until: u64,
    /// What is wrong there.
    pub fault: Fault,
}

/// What reading the tree has shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Report {
    /// How many entries were found good before the end or the finding.
    pub checked: u64,
    /// The first fault.
    pub finding: Option<Finding>,
}

/// Reads the tree up to `head` and compares it with every head that is `known`: signed
/// checkpoints, what witnesses and the signer remember. `progress` is told done and total entries.
/// The closer the known heads lie, the closer a rewritten tree is told.
pub fn verify(
    storage: &dyn Storage,
    head: &Head,
    known: &[Head],
    progress: &mut dyn FnMut(u64, u64),
) -> Result<Report, TreeError> {
    let (mut known, ahead): (Vec<Head>, Vec<Head>) =
        known.iter().partition(|it| it.size <= head.size);
    known.push(*head);
    known.sort_by_key(|it| it.size);
    let mut reading = Reading { storage, head, known, good: 0, levels: Vec::new() };
    let bundles = head.size.div_ceil(WIDTH);
    for index in 0..bundles {
        match reading.bundle(index) {
            Ok(()) => progress(reading.size().min(head.size), head.size),
            Err(Stop::Found(finding)) => {
                return Ok(Report { checked: reading.good, finding: Some(finding) });
            }
            Err(Stop::Failed(error)) => return Err(error),
        }
    }
    let cut = ahead.iter().map(|it| it.size).max().map(|until| Finding {
        first_bad_index: head.size,
        until,
        fault: Fault::Rollback,
    });
    Ok(Report { checked: reading.good, finding: reading.empty().or(cut) })
}

enum Stop {
    Found(Finding),
    Failed(TreeError),
}

impl From<TreeError> for Stop {
    fn from(error: TreeError) -> Self {
        Self::Failed(error)
    }
}

fn found(first_bad_index: u64, until: u64, fault: Fault) -> Stop {
    Stop::Found(Finding { first_bad_index, until, fault })
}

/// A tree being read from the left. `levels` holds the hashes since the last full tile of each
/// level, computed from the entries.
struct Reading<'a> {
    storage: &'a dyn Storage,
    head: &'a Head,
    known: Vec<Head>,
    good: u64,
    levels: Vec<Vec<TreeHash>>,
}

impl Reading<'_> {
    fn size(&self) -> u64 {
        let counts = self.levels.iter().zip(0u32..);
        counts.map(|(level, at)| (level.len() as u64) << (8 * at)).sum()
    }

    /// Heads of nothing must have the root of nothing.
    fn empty(&self) -> Option<Finding> {
        let is_wrong = |it: &&Head| it.size == 0 && it.root != TreeHash::of_nothing();
        let fault = Fault::Root;
        self.known.iter().find(is_wrong).map(|_| Finding { first_bad_index: 0, until: 1, fault })
    }

    /// Reads one bundle and its tile.
    fn bundle(&mut self, index: u64) -> Result<(), Stop> {
        let first = index * WIDTH;
        let width = TileId::Entries(index).width(self.head.size);
        let bundle = self.read(TileId::Entries(index), first)?;
        let (entries, is_broken) = match tiles::entries(&bundle) {
            Ok(entries) => (entries, false),
            Err(whole) => (first_entries(&bundle, whole), true),
        };
        let tile = self.read(TileId::Hashes(0, index), first)?;
        let (hashes, rest) = tile.as_chunks::<32>();
        for (place, hash) in (first..first + width).zip(hashes) {
            let at = usize::try_from(place - first).unwrap_or(usize::MAX);
            let leaf = entries.get(at).map(|it| TreeHash::of_leaf(it));
            match leaf {
                Some(leaf) if leaf.0 == *hash => self.push(leaf)?,
                Some(_) => return Err(found(place, place + 1, Fault::Entry)),
                None => return Err(found(place, place + 1, Fault::Bundle)),
            }
        }
        let end = first + width;
        if hashes.len() as u64 != width || !rest.is_empty() {
            let at = first + width.min(hashes.len() as u64);
            return Err(found(at, at + 1, Fault::Missing));
        }
        if is_broken || entries.len() as u64 != width {
            return Err(found(end, end + 1, Fault::Bundle));
        }
        self.leftovers(TileId::Entries(index), &bundle, first)?;
        self.leftovers(TileId::Hashes(0, index), &tile, first)
    }

    fn read(&self, id: TileId, first: u64) -> Result<Vec<u8>, Stop> {
        match tiles::read(self.storage, id, self.head.size) {
            Ok(bytes) => Ok(bytes),
            Err(TreeError::Missing(_)) => Err(found(first, first + 1, Fault::Missing)),
            Err(error) => Err(error.into()),
        }
    }

    /// Adds a leaf, compares full tiles with their parents and the tree with known heads.
    fn push(&mut self, leaf: TreeHash) -> Result<(), Stop> {
        let (mut hash, mut level) = (leaf, 0usize);
        loop {
            if self.levels.len() <= level {
                self.levels.push(Vec::new());
            }
            self.levels[level].push(hash);
            if (self.levels[level].len() as u64) < WIDTH {
                break;
            }
            hash = TreeHash::of_perfect(&std::mem::take(&mut self.levels[level]));
            level += 1;
            self.parent(level, hash)?;
        }
        let size = self.size();
        self.compare_known(size)
    }

    /// Compares the hash of a full tile, just completed, with the tile above.
    fn parent(&self, level: usize, hash: TreeHash) -> Result<(), Stop> {
        let at = u8::try_from(level).unwrap_or(u8::MAX);
        let span = WIDTH.checked_shl(8 * (u32::from(at) - 1)).unwrap_or(u64::MAX);
        // The leaves below the tiles that were full before this one.
        let above = self.levels.iter().zip(0u32..).skip(level);
        let first: u64 = above.map(|(it, at)| (it.len() as u64) << (8 * at)).sum();
        let number = first / span;
        let tile = self.read(TileId::Hashes(at, number / WIDTH), first)?;
        let place = usize::try_from(number % WIDTH).unwrap_or(usize::MAX);
        let (hashes, rest) = tile.as_chunks::<32>();
        let width = TileId::Hashes(at, number / WIDTH).width(self.head.size);
        if hashes.get(place) != Some(&hash.0) || !rest.is_empty() || hashes.len() as u64 != width {
            return Err(found(first.max(self.good), first + span, Fault::Tile));
        }
        let id = TileId::Hashes(at, number / WIDTH);
        let beginning = number / WIDTH * WIDTH * span;
        if place + 1 == hashes.len() { self.leftovers(id, &tile, beginning) } else { Ok(()) }
    }

    /// Compares the root so far with the known heads of this size.
    fn compare_known(&mut self, size: u64) -> Result<(), Stop> {
        let from = self.known.partition_point(|it| it.size < size);
        let here: Vec<Head> =
            self.known[from..].iter().take_while(|it| it.size == size).copied().collect();
        if here.is_empty() {
            return Ok(());
        }
        let root = merkle::root(self, size)?;
        if here.iter().any(|it| it.root != root) {
            return Err(found(self.good, size, Fault::Root));
        }
        self.good = size;
        Ok(())
    }

    /// Partial files of a tile must be beginnings of it.
    fn leftovers(&self, id: TileId, whole: &[u8], first: u64) -> Result<(), Stop> {
        for name in self.storage.list(&id.partials()).map_err(TreeError::from)? {
            let path = format!("{}/{name}", id.partials());
            let width = crate::hash::decimal(&name).filter(|it| *it <= id.width(self.head.size));
            // What lies beyond the head is nobody's.
            let Some(width) = width else { continue };
            let part = self.storage.read(&path).map_err(TreeError::from)?.unwrap_or_default();
            let is_whole = match id {
                TileId::Hashes(..) => part.len() as u64 == width * 32,
                TileId::Entries(_) => {
                    tiles::entries(&part).is_ok_and(|it| it.len() as u64 == width)
                }
            };
            if !is_whole || !whole.starts_with(&part) {
                let same = part.iter().zip(whole).take_while(|(a, b)| a == b).count();
                let (place, span) = match id {
                    TileId::Hashes(level, _) => ((same / 32) as u64, 1 << (8 * u32::from(level))),
                    TileId::Entries(_) => (count(&whole[..same]), 1),
                };
                let place = first + place * span;
                return Err(found(place, place + span, Fault::Leftover));
            }
        }
        Ok(())
    }
}

/// How many whole entries there are.
fn count(bundle: &[u8]) -> u64 {
    tiles::entries(bundle).map_or_else(|whole| whole, |it| it.len()) as u64
}

fn first_entries(bundle: &[u8], count: usize) -> Vec<&[u8]> {
    let mut found = Vec::new();
    let mut rest = bundle;
    while found.len() < count
        && let Some((length, behind)) = rest.split_at_checked(2)
        && let Some((entry, behind)) =
            behind.split_at_checked(usize::from(u16::from_be_bytes([length[0], length[1]])))
    {
        found.push(entry);
        rest = behind;
    }
    found
}

impl Subtrees for Reading<'_> {
    type Error = TreeError;

    fn subtree(&self, level: u32, index: u64) -> Result<TreeHash, TreeError> {
        let outside = || TreeError::Outside { size: self.head.size };
        // The hashes kept of a level begin behind its last full tile.
        let at = (level / 8) as usize;
        let row = self.levels.get(at).ok_or_else(outside)?;
        let from = usize::try_from((index << (level % 8)) % WIDTH).map_err(|_| outside())?;
        let part = row.get(from..from + (1 << (level % 8))).ok_or_else(outside)?;
        Ok(TreeHash::of_perfect(part))
    }
}
