//! Whatever is done to a log, it is found, at the right place; and nothing is found where nothing
//! was done.

use std::{collections::BTreeMap, sync::LazyLock};

use audit::{
    Head, Log,
    tree::{Fault, Finding, tiles, verify},
};
use proptest::prelude::*;

use crate::bench::{Memory, OneHead, entry, entry_of, log_of};

const SIZE: u64 = 1000;
const BATCH: u64 = 125;

type Files = BTreeMap<String, Vec<u8>>;

static LOG: LazyLock<(Files, Vec<Head>)> = LazyLock::new(|| {
    let (log, heads) = log_of(SIZE, BATCH);
    (log.storage().copy(), heads)
});

fn bundle_path(index: u64) -> String {
    if index < 3 { format!("tile/entries/00{index}") } else { "tile/entries/003.p/232".to_owned() }
}

fn tile_path(index: u64) -> String {
    bundle_path(index).replace("entries", "0")
}

fn pack(entries: &[Vec<u8>]) -> Vec<u8> {
    let length = |it: &Vec<u8>| u16::try_from(it.len()).unwrap().to_be_bytes().to_vec();
    entries.iter().flat_map(|it| [length(it), it.clone()].concat()).collect()
}

fn find(files: Files) -> Option<Finding> {
    let (_, heads) = &*LOG;
    verify(&Memory::of(files), &heads[8], heads, &mut |_, _| {}).unwrap().finding
}

/// The log in which the entry `index` was another from the beginning.
fn rewritten(index: u64) -> Files {
    let mut log = Log::open(Memory::default(), OneHead::at(Head::empty())).unwrap();
    for from in (0..SIZE).step_by(125) {
        let word = |it| if it == index { "case.forged" } else { "case.submitted" };
        let entries: Vec<_> = (from..from + BATCH).map(|it| entry_of(it, word(it))).collect();
        log.append(&entries).unwrap();
    }
    log.storage().copy()
}

#[derive(Debug, Clone)]
enum Tampering {
    Bundle { bundle: u64, at: usize, bit: u8 },
    Tile { bundle: u64, at: usize, bit: u8 },
    Above { at: usize, bit: u8 },
    Drop { index: u64 },
    Insert { index: u64 },
    Exchange { bundle: u64, one: usize, two: usize },
    SwapTiles { one: u64, two: u64 },
    SwapBundles { one: u64, two: u64 },
    Lengthen { bundle: u64, is_tile: bool },
    Shorten { bundle: u64, is_tile: bool, by: usize },
    Remove { bundle: u64, is_tile: bool },
    Leftover { name: u64, at: usize, bit: u8 },
    Rewrite { index: u64 },
    Truncate { batches: usize },
}

fn tampering() -> impl Strategy<Value = Tampering> {
    use Tampering::*;
    let (bundle, at, bit) = (0u64..4, any::<usize>(), 0u8..8);
    prop_oneof![
        4 => (bundle.clone(), at, bit.clone()).prop_map(|(bundle, at, bit)| Bundle { bundle, at, bit }),
        3 => (bundle.clone(), at, bit.clone()).prop_map(|(bundle, at, bit)| Tile { bundle, at, bit }),
        2 => (at, bit.clone()).prop_map(|(at, bit)| Above { at, bit }),
        2 => (0..SIZE).prop_map(|index| Drop { index }),
        2 => (0..SIZE).prop_map(|index| Insert { index }),
        2 => (bundle.clone(), 0..231usize, 1..231usize)
            .prop_map(|(bundle, one, by)| Exchange { bundle, one, two: (one + by) % 232 }),
        1 => (0u64..3, 1u64..3).prop_map(|(one, by)| SwapTiles { one, two: (one + by) % 3 }),
        1 => (0u64..3, 1u64..3).prop_map(|(one, by)| SwapBundles { one, two: (one + by) % 3 }),
        1 => (bundle.clone(), any::<bool>()).prop_map(|(bundle, is_tile)| Lengthen { bundle, is_tile }),
        1 => (bundle.clone(), any::<bool>(), 1..2000usize)
            .prop_map(|(bundle, is_tile, by)| Shorten { bundle, is_tile, by }),
        1 => (bundle, any::<bool>()).prop_map(|(bundle, is_tile)| Remove { bundle, is_tile }),
        1 => (0u64..3, at, bit).prop_map(|(name, at, bit)| Leftover { name, at, bit }),
        1 => (0..SIZE).prop_map(|index| Rewrite { index }),
        1 => (0usize..8).prop_map(|batches| Truncate { batches }),
    ]
}

fn bundle_entries(files: &Files, bundle: u64) -> Vec<Vec<u8>> {
    let bytes = &files[&bundle_path(bundle)];
    tiles::entries(bytes).unwrap().into_iter().map(<[u8]>::to_vec).collect()
}

fn flip(files: &mut Files, path: &str, at: usize, bit: u8) -> usize {
    let bytes = files.get_mut(path).unwrap();
    let at = at % bytes.len();
    bytes[at] ^= 1 << bit;
    at
}

/// In which entry of a bundle a byte lies.
fn place(entries: &[Vec<u8>], at: usize) -> u64 {
    let mut end = 0;
    let is_before = |it: &&Vec<u8>| {
        end += it.len() + 2;
        end <= at
    };
    entries.iter().take_while(is_before).count() as u64
}

/// Does it to the files. The range in which the first bad entry must be named.
fn tamper(files: &mut Files, what: &Tampering) -> std::ops::Range<u64> {
    let exactly = |it: u64| it..it + 1;
    match *what {
        Tampering::Bundle { bundle, at, bit } => {
            let entries = bundle_entries(files, bundle);
            let at = flip(files, &bundle_path(bundle), at, bit);
            exactly(bundle * 256 + place(&entries, at))
        }
        Tampering::Tile { bundle, at, bit } => {
            exactly(bundle * 256 + flip(files, &tile_path(bundle), at, bit) as u64 / 32)
        }
        Tampering::Above { at, bit } => {
            let at = flip(files, "tile/1/000.p/3", at, bit) as u64 / 32;
            at * 256..(at + 1) * 256
        }
        Tampering::Drop { index } | Tampering::Insert { index } => {
            let mut entries = bundle_entries(files, index / 256);
            let at = usize::try_from(index % 256).unwrap();
            if matches!(what, Tampering::Drop { .. }) {
                entries.remove(at);
            } else {
                entries.insert(at, entry(SIZE + 5).to_bytes().unwrap());
            }
            files.insert(bundle_path(index / 256), pack(&entries));
            exactly(index)
        }
        Tampering::Exchange { bundle, one, two } => {
            let mut entries = bundle_entries(files, bundle);
            entries.swap(one, two);
            files.insert(bundle_path(bundle), pack(&entries));
            exactly(bundle * 256 + one.min(two) as u64)
        }
        Tampering::SwapTiles { one, two } => {
            swap(files, &tile_path(one), &tile_path(two));
            exactly(one.min(two) * 256)
        }
        Tampering::SwapBundles { one, two } => {
            swap(files, &bundle_path(one), &bundle_path(two));
            exactly(one.min(two) * 256)
        }
        Tampering::Lengthen { bundle, is_tile } => {
            let path = if is_tile { tile_path(bundle) } else { bundle_path(bundle) };
            files.get_mut(&path).unwrap().extend([0, 0]);
            exactly(((bundle + 1) * 256).min(SIZE))
        }
        Tampering::Shorten { bundle, is_tile, by } => {
            let entries = bundle_entries(files, bundle);
            let path = if is_tile { tile_path(bundle) } else { bundle_path(bundle) };
            let bytes = files.get_mut(&path).unwrap();
            bytes.truncate(bytes.len() - by);
            let length = bytes.len();
            let at = if is_tile { length as u64 / 32 } else { place(&entries, length) };
            exactly(bundle * 256 + at)
        }
        Tampering::Remove { bundle, is_tile } => {
            files.remove(&if is_tile { tile_path(bundle) } else { bundle_path(bundle) });
            exactly(bundle * 256)
        }
        Tampering::Leftover { name, at, bit } => {
            // Of the tile above, narrower ones are left over from earlier checkpoints.
            let path = format!("tile/1/000.p/{}", name % 2 + 1);
            let at = flip(files, &path, at, bit) as u64 / 32;
            at * 256..(at + 1) * 256
        }
        Tampering::Rewrite { index } => {
            *files = rewritten(index);
            let first = index / BATCH * BATCH;
            first..first + BATCH
        }
        Tampering::Truncate { batches } => {
            unreachable!("told by the head, not by files: {batches}")
        }
    }
}

fn swap(files: &mut Files, one: &str, two: &str) {
    let (a, b) = (files[one].clone(), files[two].clone());
    files.extend([(one.to_owned(), b), (two.to_owned(), a)]);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(500))]

    #[test]
    fn every_tampering_is_found_where_it_is(what in tampering()) {
        let (files, heads) = &*LOG;
        let mut files = files.clone();
        if let Tampering::Truncate { batches } = what {
            // An older copy is whole in itself; only who remembers more can tell.
            let older = Memory::of(log_of(BATCH * batches as u64, BATCH).0.storage().copy());
            let report = verify(&older, &heads[batches], heads, &mut |_, _| {}).unwrap();
            let first_bad_index = heads[batches].size;
            let cut = Finding { first_bad_index, until: SIZE, fault: Fault::Rollback };
            prop_assert_eq!(report.finding, Some(cut));
            return Ok(());
        }
        let truth = tamper(&mut files, &what);
        let finding = find(files);
        prop_assert!(finding.is_some(), "not found");
        let finding = finding.unwrap();
        prop_assert!(truth.contains(&finding.first_bad_index), "{:?} for {:?}", finding, truth);
        prop_assert!(finding.until <= truth.end.max(finding.first_bad_index + 1));
    }
}

#[test]
fn a_good_log_is_found_good() {
    let (files, heads) = &*LOG;
    assert_eq!(find(files.clone()), None);
    let mut seen = Vec::new();
    let storage = Memory::of(files.clone());
    let report = verify(&storage, &heads[8], heads, &mut |done, all| seen.push((done, all)));
    assert_eq!(report.unwrap().checked, SIZE);
    assert_eq!(seen, [(256, 1000), (512, 1000), (768, 1000), (1000, 1000)]);
    for head in heads {
        let known: Vec<_> = heads.iter().filter(|it| it.size <= head.size).copied().collect();
        // Read as the tree that it was then, too.
        let report = verify(&storage, head, &known, &mut |_, _| {}).unwrap();
        assert_eq!(report.finding, None, "{head:?}");
    }
    for batch in [1, 7, 100, 255, 256, 257, 513] {
        let (log, heads) = log_of(600, batch);
        assert_eq!(log.verify(&heads, &mut |_, _| {}).unwrap().finding, None, "{batch}");
    }
}
