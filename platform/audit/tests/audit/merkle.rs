//! The tree of RFC 6962.

use std::convert::Infallible;

use audit::{
    Head, TreeHash,
    tree::merkle::{self, Subtrees},
};
use data_encoding::HEXLOWER;

struct Leaves(Vec<TreeHash>);

impl Subtrees for Leaves {
    type Error = Infallible;

    fn subtree(&self, level: u32, index: u64) -> Result<TreeHash, Infallible> {
        let (from, count) = (usize::try_from(index << level).unwrap(), 1 << level);
        Ok(TreeHash::of_perfect(&self.0[from..from + count]))
    }
}

#[test]
fn roots_are_those_of_the_known_vectors() {
    let leaves = [
        "",
        "00",
        "10",
        "2021",
        "3031",
        "40414243",
        "5051525354555657",
        "606162636465666768696a6b6c6d6e6f",
    ];
    let roots = [
        "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
        "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
        "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
        "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
        "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
        "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
        "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
        "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
        "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
    ];
    let hash = |it: &&str| TreeHash::of_leaf(&HEXLOWER.decode(it.as_bytes()).unwrap());
    let leaves = Leaves(leaves.iter().map(hash).collect());
    for (size, expected) in (0..).zip(roots) {
        let Ok(root) = merkle::root(&leaves, size);
        assert_eq!(HEXLOWER.encode(&root.0), expected, "{size}");
    }
}

#[test]
fn every_proof_proves_its_own_and_nothing_else() {
    let leaves = Leaves((0u64..70).map(|it| TreeHash::of_leaf(&it.to_be_bytes())).collect());
    let head = |size| {
        let Ok(root) = merkle::root(&leaves, size);
        Head { size, root }
    };
    for new in 1..=70 {
        let after = head(new);
        for index in 0..new {
            let Ok(path) = merkle::inclusion(&leaves, index, new);
            let leaf = leaves.0[usize::try_from(index).unwrap()];
            assert!(merkle::is_included(leaf, index, &path, &after), "{index} in {new}");
            assert!(!merkle::is_included(leaf, index ^ 1, &path, &after) || new == 1);
            assert!(!merkle::is_included(after.root, index, &path, &after) || new == 1);
            let longer = [path.as_slice(), &[leaf]].concat();
            assert!(!merkle::is_included(leaf, index, &longer, &after));
        }
        for old in 0..=new {
            let before = head(old);
            let Ok(path) = merkle::consistency(&leaves, old, new);
            assert!(merkle::is_consistent(&before, &after, &path), "{old} to {new}");
            let other = Head { root: TreeHash([1; 32]), ..before };
            assert!(!merkle::is_consistent(&other, &after, &path), "{old} to {new}");
            let other = Head { root: TreeHash([1; 32]), ..after };
            assert!(old == 0 || !merkle::is_consistent(&before, &other, &path));
            let longer = [path.as_slice(), &[before.root]].concat();
            assert!(!merkle::is_consistent(&before, &after, &longer));
            for place in 0..path.len() {
                let mut wrong = path.clone();
                wrong[place].0[3] ^= 1;
                assert!(!merkle::is_consistent(&before, &after, &wrong));
                wrong.truncate(place);
                assert!(!merkle::is_consistent(&before, &after, &wrong));
            }
        }
    }
}

#[test]
fn tiles_give_the_same_proofs_as_leaves() {
    let (log, heads) = crate::bench::log_of(600, 75);
    let bytes = |it| log.entry(it).unwrap();
    let leaves = Leaves((0..600).map(|it| TreeHash::of_leaf(&bytes(it))).collect());
    for head in &heads {
        assert_eq!(merkle::root(&leaves, head.size), Ok(head.root));
        let Ok(path) = merkle::consistency(&leaves, head.size, 600);
        assert_eq!(log.prove_consistency(head.size, 600).unwrap(), path);
    }
    for index in (0..600).step_by(7) {
        let Ok(path) = merkle::inclusion(&leaves, index, 600);
        assert_eq!(log.prove_inclusion(index, 600).unwrap(), path);
    }
    assert!(log.prove_inclusion(600, 600).is_err());
    assert!(log.prove_consistency(1, 601).is_err());
    assert!(log.entry(600).is_err());
}
