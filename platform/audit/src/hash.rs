//! Hashes of the tree, as RFC 6962 section 2.1 computes them, and the head that they end in.

use std::fmt;

use data_encoding::BASE64;
use sha2::{Digest as _, Sha256};

/// A SHA-256 hash of a leaf, a node or a whole tree.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct TreeHash(pub [u8; 32]);

impl TreeHash {
    /// The hash of a tree without entries.
    pub fn of_nothing() -> Self {
        Self(Sha256::digest([]).into())
    }

    /// The hash of an entry.
    pub fn of_leaf(entry: &[u8]) -> Self {
        Self(Sha256::new().chain_update([0]).chain_update(entry).finalize().into())
    }

    /// The hash of two subtrees side by side.
    pub fn of_node(left: Self, right: Self) -> Self {
        let both = Sha256::new().chain_update([1]).chain_update(left.0).chain_update(right.0);
        Self(both.finalize().into())
    }

    /// Reads standard base64 of exactly 32 bytes.
    pub fn from_base64(text: &str) -> Option<Self> {
        BASE64.decode(text.as_bytes()).ok()?.try_into().ok().map(Self)
    }

    /// The root of a perfect subtree over these hashes; their count is a power of two.
    pub fn of_perfect(hashes: &[Self]) -> Self {
        let mut row = hashes.to_vec();
        while row.len() > 1 {
            row = row.chunks_exact(2).map(|it| Self::of_node(it[0], it[1])).collect();
        }
        row.first().copied().unwrap_or_else(Self::of_nothing)
    }
}

impl fmt::Display for TreeHash {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(&BASE64.encode(&self.0))
    }
}

impl fmt::Debug for TreeHash {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, out)
    }
}

/// How many entries a tree has, and its root.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Head {
    /// Number of entries.
    pub size: u64,
    /// Root hash.
    pub root: TreeHash,
}

impl Head {
    /// The head of a tree without entries.
    pub fn empty() -> Self {
        Self { size: 0, root: TreeHash::of_nothing() }
    }

    /// Two lines: size and root, as in a checkpoint.
    pub fn to_text(&self) -> String {
        format!("{}\n{}\n", self.size, self.root)
    }

    /// Reads [`Head::to_text`]; nothing else is accepted.
    pub fn parse(text: &str) -> Option<Self> {
        let (size, root) = text.strip_suffix('\n')?.split_once('\n')?;
        Some(Self { size: decimal(size)?, root: TreeHash::from_base64(root)? })
    }
}

/// A decimal number without leading zeroes, sign or anything else.
pub fn decimal(text: &str) -> Option<u64> {
    let is_plain = text.bytes().all(|it| it.is_ascii_digit());
    let is_short = text == "0" || !text.starts_with('0');
    (is_plain && is_short).then(|| text.parse().ok()).flatten()
}
