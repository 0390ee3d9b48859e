//! The one writer of a tree. Bytes first, then the root from the bytes read back, then the head:
//! so the head is never ahead of what is durable, and what lies beyond it is written over.

use super::{
    Heads, Report, Storage, TreeError, merkle,
    tiles::{self, TileId, Tiles, WIDTH},
    verify,
};
use crate::{
    checkpoint::Checkpoint,
    entry::Entry,
    hash::{Head, TreeHash},
};

/// The right edge of the tree: what the next entries are added to.
#[derive(Debug, Clone, Default)]
struct Edge {
    /// The partial bundle.
    bundle: Vec<u8>,
    /// The partial tile of each level.
    tiles: Vec<Vec<TreeHash>>,
    /// Log time of the last entry, in microseconds.
    logged_at: i64,
}

/// Entries that are on the disk and not yet under the head.
#[derive(Debug)]
#[must_use = "the head has to be moved, then the log told"]
pub struct Staged {
    old: Head,
    next: Head,
    edge: Edge,
    full: Vec<TileId>,
}

impl Staged {
    /// The head that they stand on.
    pub fn old(&self) -> Head {
        self.old
    }

    /// The head that they lead to.
    pub fn next(&self) -> Head {
        self.next
    }
}

/// A log that is written to. There is one per tree at a time; [`Heads`] sees to that.
pub struct Log<S> {
    storage: S,
    heads: Box<dyn Heads>,
    head: Head,
    edge: Edge,
}

impl<S: Storage> Log<S> {
    /// Opens the log where [`Heads`] says that it ends. Refuses when the disk holds less, holds
    /// something else, or when a checkpoint is published that the head does not lead on from.
    pub fn open(storage: S, heads: Box<dyn Heads>) -> Result<Self, TreeError> {
        let head = heads.load().map_err(TreeError::Heads)?;
        let edge = read_edge(&storage, &head)?;
        let log = Self { storage, heads, head, edge };
        if let Some(published) = log.published()? {
            log.contains(&published.head())?;
        }
        Ok(log)
    }

    /// The present head.
    pub fn head(&self) -> Head {
        self.head
    }

    /// Where the tiles lie.
    pub fn storage(&self) -> &S {
        &self.storage
    }

    /// Appends entries: [`Log::stage`], [`Heads::swap`], [`Log::commit`].
    pub fn append(&mut self, entries: &[Entry]) -> Result<Head, TreeError> {
        let staged = self.stage(entries)?;
        let events: Vec<_> = entries.iter().map(|it| it.event).collect();
        let swapped = self.heads.swap(&staged.old, &staged.next, &events);
        if !swapped.map_err(TreeError::Heads)? {
            return Err(TreeError::Overtaken);
        }
        self.commit(staged)
    }

    /// Writes entries behind the head without moving it, and recomputes the new root from what
    /// the disk gives back. Doing it again with others writes over them.
    pub fn stage(&self, entries: &[Entry]) -> Result<Staged, TreeError> {
        let mut edge = self.edge.clone();
        let mut writing = Writing { size: self.head.size, files: Vec::new(), full: Vec::new() };
        for entry in entries {
            let logged_at = entry.logged_at.as_microsecond();
            if logged_at < edge.logged_at {
                return Err(TreeError::TimeGoesBack);
            }
            edge.logged_at = logged_at;
            writing.push(&mut edge, &entry.to_bytes()?);
        }
        writing.finish(&edge, self.head.size);
        self.storage.put(&writing.files)?;
        let root = edge_root(&edge);
        read_back(&self.storage, &writing, root)?;
        let next = Head { size: writing.size, root };
        Ok(Staged { old: self.head, next, edge, full: writing.full })
    }

    /// Goes on from staged entries once the head has been moved, and drops the partial tiles that
    /// full ones have taken the place of.
    pub fn commit(&mut self, staged: Staged) -> Result<Head, TreeError> {
        if staged.old != self.head {
            return Err(TreeError::Overtaken);
        }
        self.head = staged.next;
        self.edge = staged.edge;
        for id in staged.full {
            // The entries are in the log; what could not be tidied up does no harm.
            if let Err(error) = self.storage.remove(&id.partials()) {
                tracing::warn!(%error, folder = id.partials(), "partial tiles are left over");
            }
        }
        Ok(self.head)
    }

    /// Publishes a signed checkpoint of this tree, as a note.
    pub fn publish(&self, note: &str) -> Result<(), TreeError> {
        let damaged = || TreeError::Damaged("checkpoint".to_owned());
        let next = Checkpoint::of_note(note).ok_or_else(damaged)?;
        self.contains(&next.head())?;
        if let Some(before) = self.published()?.filter(|it| it.size > next.size) {
            return Err(TreeError::Rollback { published: before.size, head: next.head() });
        }
        Ok(self.storage.put(&[("checkpoint".to_owned(), note.as_bytes().to_vec())])?)
    }

    /// What the published checkpoint says; its signatures are not looked at.
    pub fn published(&self) -> Result<Option<Checkpoint>, TreeError> {
        let Some(bytes) = self.storage.read("checkpoint")? else { return Ok(None) };
        let note = String::from_utf8(bytes).ok();
        let found = note.and_then(|it| Checkpoint::of_note(&it));
        found.map(Some).ok_or_else(|| TreeError::Damaged("checkpoint".to_owned()))
    }

    /// The inclusion path of an entry in the tree of `size` entries.
    pub fn prove_inclusion(&self, index: u64, size: u64) -> Result<Vec<TreeHash>, TreeError> {
        if index >= size || size > self.head.size {
            return Err(TreeError::Outside { size: size.min(self.head.size) });
        }
        merkle::inclusion(&self.tiles(), index, size)
    }

    /// The consistency proof from the first `old` to the first `new` entries.
    pub fn prove_consistency(&self, old: u64, new: u64) -> Result<Vec<TreeHash>, TreeError> {
        if old > new || new > self.head.size {
            return Err(TreeError::Outside { size: self.head.size });
        }
        merkle::consistency(&self.tiles(), old, new)
    }

    /// The bytes of an entry.
    pub fn entry(&self, index: u64) -> Result<Vec<u8>, TreeError> {
        let outside = TreeError::Outside { size: self.head.size };
        if index >= self.head.size {
            return Err(outside);
        }
        let id = TileId::Entries(index / WIDTH);
        let bundle = tiles::read(&self.storage, id, self.head.size)?;
        let damaged = || TreeError::Damaged(id.path());
        let entries = tiles::entries(&bundle).map_err(|_| damaged())?;
        let place = usize::try_from(index % WIDTH).map_err(|_| outside)?;
        entries.get(place).map(|it| it.to_vec()).ok_or_else(damaged)
    }

    /// Reads the whole tree; see [`verify`].
    pub fn verify(
        &self,
        known: &[Head],
        progress: &mut dyn FnMut(u64, u64),
    ) -> Result<Report, TreeError> {
        verify(&self.storage, &self.head, known, progress)
    }

    fn tiles(&self) -> Tiles<'_> {
        Tiles::new(&self.storage, self.head.size)
    }

    /// Whether the tree begins with the tree of this head.
    fn contains(&self, part: &Head) -> Result<(), TreeError> {
        let is_part =
            part.size <= self.head.size && merkle::root(&self.tiles(), part.size)? == part.root;
        let rollback = TreeError::Rollback { published: part.size, head: self.head };
        if is_part { Ok(()) } else { Err(rollback) }
    }
}

/// What an append writes.
struct Writing {
    size: u64,
    files: Vec<(String, Vec<u8>)>,
    full: Vec<TileId>,
}

impl Writing {
    fn push(&mut self, edge: &mut Edge, entry: &[u8]) {
        let length = u16::try_from(entry.len()).unwrap_or(u16::MAX);
        edge.bundle.extend_from_slice(&length.to_be_bytes());
        edge.bundle.extend_from_slice(entry);
        let bundle = TileId::Entries(self.size / WIDTH);
        self.size += 1;
        if self.size.is_multiple_of(WIDTH) {
            self.emit(bundle, WIDTH, std::mem::take(&mut edge.bundle));
        }
        let mut hash = TreeHash::of_leaf(entry);
        let mut count = self.size;
        for level in 0u8.. {
            if edge.tiles.len() <= usize::from(level) {
                edge.tiles.push(Vec::new());
            }
            let tile = &mut edge.tiles[usize::from(level)];
            tile.push(hash);
            if !count.is_multiple_of(WIDTH) {
                break;
            }
            let full = std::mem::take(tile);
            count /= WIDTH;
            self.emit(TileId::Hashes(level, count - 1), WIDTH, bytes_of(&full));
            hash = TreeHash::of_perfect(&full);
        }
    }

    /// Writes the partial bundle and tiles that have changed since `before`.
    fn finish(&mut self, edge: &Edge, before: u64) {
        if self.size == before {
            return;
        }
        if !edge.bundle.is_empty() {
            let id = TileId::Entries(self.size / WIDTH);
            self.emit(id, self.size % WIDTH, edge.bundle.clone());
        }
        let (mut now, mut then) = (self.size, before);
        for (level, tile) in (0u8..).zip(&edge.tiles) {
            if now == then {
                break;
            }
            if !tile.is_empty() {
                let id = TileId::Hashes(level, now / WIDTH);
                self.emit(id, now % WIDTH, bytes_of(tile));
            }
            now /= WIDTH;
            then /= WIDTH;
        }
    }

    fn emit(&mut self, id: TileId, width: u64, bytes: Vec<u8>) {
        if width == WIDTH {
            self.full.push(id);
        }
        self.files.push((id.path_of_width(width), bytes));
    }
}

fn bytes_of(tile: &[TreeHash]) -> Vec<u8> {
    tile.iter().flat_map(|it| it.0).collect()
}

/// The root that the right edge amounts to: what stands in its tiles, from the right.
fn edge_root(edge: &Edge) -> TreeHash {
    let mut root = None;
    for tile in &edge.tiles {
        // Perfect subtrees from the smallest, that is from the right.
        let mut rest = tile.len();
        while rest > 0 {
            let part = 1usize << rest.trailing_zeros();
            let hash = TreeHash::of_perfect(&tile[rest - part..rest]);
            root = Some(root.map_or(hash, |right| TreeHash::of_node(hash, right)));
            rest -= part;
        }
    }
    root.unwrap_or_else(TreeHash::of_nothing)
}

/// Reads back what was written: entries give their tile, full tiles their parent, all the root.
fn read_back(storage: &dyn Storage, writing: &Writing, root: TreeHash) -> Result<(), TreeError> {
    let tiles = Tiles::new(storage, writing.size);
    for (path, bytes) in &writing.files {
        if storage.read(path)?.as_ref() != Some(bytes) {
            return Err(TreeError::Damaged(path.clone()));
        }
        let Some(bundle) = path.strip_prefix("tile/entries/") else { continue };
        let damaged = || TreeError::Damaged(path.clone());
        let index = bundle_index(bundle).ok_or_else(damaged)?;
        let entries = tiles::entries(bytes).map_err(|_| damaged())?;
        if !entries.into_iter().map(TreeHash::of_leaf).eq(tiles.tile(0, index)?) {
            return Err(damaged());
        }
    }
    for id in &writing.full {
        let &TileId::Hashes(level, index) = id else { continue };
        let parent = tiles.tile(level + 1, index / WIDTH)?;
        let place = usize::try_from(index % WIDTH).unwrap_or(usize::MAX);
        if parent.get(place) != Some(&TreeHash::of_perfect(&tiles.tile(level, index)?)) {
            return Err(TreeError::Damaged(id.path()));
        }
    }
    let found = merkle::root(&tiles, writing.size)?;
    if found == root { Ok(()) } else { Err(TreeError::WrongRoot { expected: root, found }) }
}

/// The number in `x001/234` or `x001/234.p/17`.
fn bundle_index(path: &str) -> Option<u64> {
    let path = path.split(".p/").next()?;
    path.split('/').try_fold(0u64, |sum, part| {
        let part: u64 = part.trim_start_matches('x').parse().ok()?;
        sum.checked_mul(1000)?.checked_add(part)
    })
}

/// Reads the right edge from the disk and compares its root with the head.
fn read_edge(storage: &dyn Storage, head: &Head) -> Result<Edge, TreeError> {
    let mut edge = Edge::default();
    let mut count = head.size;
    for level in 0u8.. {
        if count == 0 {
            break;
        }
        let is_partial = !count.is_multiple_of(WIDTH);
        let tile = if is_partial {
            tiles::hashes(storage, level, count / WIDTH, head.size)?
        } else {
            Vec::new()
        };
        edge.tiles.push(tile);
        count /= WIDTH;
    }
    let found = edge_root(&edge);
    if found != head.root {
        return Err(TreeError::WrongRoot { expected: head.root, found });
    }
    if head.size > 0 {
        let id = TileId::Entries((head.size - 1) / WIDTH);
        let bundle = tiles::read(storage, id, head.size)?;
        let damaged = || TreeError::Damaged(id.path());
        let entries = tiles::entries(&bundle).map_err(|_| damaged())?;
        let hashes = tiles::hashes(storage, 0, (head.size - 1) / WIDTH, head.size)?;
        if !entries.iter().map(|it| TreeHash::of_leaf(it)).eq(hashes) {
            return Err(damaged());
        }
        let last = entries.last().ok_or_else(damaged)?;
        edge.logged_at = Entry::parse(last)?.logged_at.as_microsecond();
        if !head.size.is_multiple_of(WIDTH) {
            edge.bundle = bundle;
        }
    }
    Ok(edge)
}
