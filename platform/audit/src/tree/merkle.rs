//! Proofs over an RFC 6962 tree: making them from subtree hashes, checking them with the
//! algorithms of RFC 9162 sections 2.1.3.2 and 2.1.4.2. Pure.

use crate::hash::{Head, TreeHash};

/// Where the hashes of perfect subtrees come from.
pub trait Subtrees {
    /// Why a hash cannot be had.
    type Error;

    /// The hash over the `2^level` leaves from `index * 2^level` on.
    fn subtree(&self, level: u32, index: u64) -> Result<TreeHash, Self::Error>;
}

/// The largest power of two below `count`, which is at least 2.
fn split(count: u64) -> u64 {
    1 << (63 - (count - 1).leading_zeros())
}

/// The hash over the leaves from `low` up to, not including, `high`.
fn range<S: Subtrees>(of: &S, low: u64, high: u64) -> Result<TreeHash, S::Error> {
    let count = high - low;
    if count.is_power_of_two() && low.is_multiple_of(count) {
        return of.subtree(count.trailing_zeros(), low / count);
    }
    let middle = low + split(count);
    Ok(TreeHash::of_node(range(of, low, middle)?, range(of, middle, high)?))
}

/// The root of the first `size` leaves.
pub fn root<S: Subtrees>(of: &S, size: u64) -> Result<TreeHash, S::Error> {
    if size == 0 { Ok(TreeHash::of_nothing()) } else { range(of, 0, size) }
}

/// The inclusion path of the leaf `index` in the tree of `size` leaves, from the leaf's sibling
/// up. Empty when there is no such leaf.
pub fn inclusion<S: Subtrees>(of: &S, index: u64, size: u64) -> Result<Vec<TreeHash>, S::Error> {
    let mut path = Vec::new();
    if index >= size {
        return Ok(path);
    }
    let (mut low, mut high) = (0, size);
    while high - low > 1 {
        let middle = low + split(high - low);
        if index < middle {
            path.push(range(of, middle, high)?);
            high = middle;
        } else {
            path.push(range(of, low, middle)?);
            low = middle;
        }
    }
    path.reverse();
    Ok(path)
}

/// The consistency proof from the tree of `old` leaves to that of `new`. Empty when nothing has
/// to be proved.
pub fn consistency<S: Subtrees>(of: &S, old: u64, new: u64) -> Result<Vec<TreeHash>, S::Error> {
    let mut path = Vec::new();
    if old == 0 || old >= new {
        return Ok(path);
    }
    let (mut low, mut high) = (0, new);
    while high != old {
        let middle = low + split(high - low);
        if old <= middle {
            path.push(range(of, middle, high)?);
            high = middle;
        } else {
            path.push(range(of, low, middle)?);
            low = middle;
        }
    }
    // The old root itself is known to whoever checks.
    if low != 0 {
        path.push(range(of, low, high)?);
    }
    path.reverse();
    Ok(path)
}

/// Whether the path shows that `leaf` stands at `index` under this head.
pub fn is_included(leaf: TreeHash, index: u64, path: &[TreeHash], head: &Head) -> bool {
    if index >= head.size {
        return false;
    }
    let (mut at, mut last, mut hash) = (index, head.size - 1, leaf);
    for &step in path {
        if last == 0 {
            return false;
        }
        if at & 1 == 1 || at == last {
            hash = TreeHash::of_node(step, hash);
            while at & 1 == 0 && at != 0 {
                at >>= 1;
                last >>= 1;
            }
        } else {
            hash = TreeHash::of_node(hash, step);
        }
        at >>= 1;
        last >>= 1;
    }
    last == 0 && hash == head.root
}

/// Whether the path shows that the tree of `new` begins with the tree of `old`.
pub fn is_consistent(old: &Head, new: &Head, path: &[TreeHash]) -> bool {
    if old.size == 0 {
        return path.is_empty() && old.root == TreeHash::of_nothing();
    }
    if old.size >= new.size {
        return path.is_empty() && old == new;
    }
    let mut steps = path.iter().copied();
    let first = if old.size.is_power_of_two() { Some(old.root) } else { steps.next() };
    let Some(first) = first else { return false };
    let (mut at, mut last) = (old.size - 1, new.size - 1);
    while at & 1 == 1 {
        at >>= 1;
        last >>= 1;
    }
    let (mut before, mut after) = (first, first);
    for step in steps {
        if last == 0 {
            return false;
        }
        if at & 1 == 1 || at == last {
            before = TreeHash::of_node(step, before);
            after = TreeHash::of_node(step, after);
            while at & 1 == 0 && at != 0 {
                at >>= 1;
                last >>= 1;
            }
        } else {
            after = TreeHash::of_node(after, step);
        }
        at >>= 1;
        last >>= 1;
    }
    last == 0 && before == old.root && after == new.root
}
