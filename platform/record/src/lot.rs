//! Lots that nobody can foresee and everybody can draw again: from the root of a checkpoint that was
//! signed and witnessed after what the lot is about could no longer be changed.

use audit::Head;
use sha2::{Digest as _, Sha256};

/// The lot of something under a checkpoint: SHA-256 of the 32 bytes of its root and then `of`.
pub fn lot(head: &Head, of: &[u8]) -> [u8; 32] {
    Sha256::new().chain_update(head.root.0).chain_update(of).finalize().into()
}

#[cfg(test)]
mod tests {
    use audit::TreeHash;

    use super::*;

    #[test]
    fn a_lot_is_the_bare_hash_of_root_and_thing() {
        let head = Head { size: 3, root: TreeHash([7; 32]) };
        let mut bytes = vec![7; 32];
        bytes.extend(b"thing");
        let expected: [u8; 32] = Sha256::digest(&bytes).into();
        assert_eq!(lot(&head, b"thing"), expected);
        let other = Head { size: 3, root: TreeHash([8; 32]) };
        assert_ne!(lot(&other, b"thing"), expected);
    }
}
