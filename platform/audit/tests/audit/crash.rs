//! Power cuts, blown fuses, second writers, restored copies.

use std::collections::BTreeMap;

use audit::{
    Head, Log, TreeHash,
    tree::{FileHeads, Storage, TreeError},
};

use crate::bench::{Memory, OneHead, entries, entry, entry_of, folder, log_of, signed};

/// What a power cut can leave of a write: any beginning, any one missing, any one alone, and
/// temporary files cut off in the middle.
fn remains(files: &[(String, Vec<u8>)]) -> Vec<Vec<(String, Vec<u8>)>> {
    let mut all = Vec::new();
    for at in 0..=files.len() {
        all.push(files[..at].to_vec());
    }
    for (at, (path, bytes)) in files.iter().enumerate() {
        all.push(files.iter().enumerate().filter(|it| it.0 != at).map(|it| it.1.clone()).collect());
        all.push(vec![files[at].clone()]);
        all.push(vec![(format!("{path}.tmp"), bytes[..bytes.len() / 2].to_vec())]);
    }
    all
}

fn is_whole(log: &Log<Memory>, known: &[Head]) -> bool {
    log.verify(known, &mut |_, _| {}).unwrap().finding.is_none()
}

/// Appends `more` entries to `size`, cuts the power at every point and goes on with other entries.
fn cut_everywhere(size: u64, more: u64) {
    let (mut log, heads) = log_of(size, 1 << 20);
    let old = log.head();
    let before = log.storage().copy();
    log.storage().puts.lock().unwrap().clear();
    let new = log.append(&entries(size..size + more)).unwrap();
    let written = log.storage().puts.lock().unwrap()[0].clone();
    for (number, remain) in remains(&written).into_iter().enumerate() {
        let mut files = before.clone();
        files.extend(remain);
        let mut log = Log::open(Memory::of(files.clone()), OneHead::at(old)).unwrap();
        assert_eq!(log.head(), old);
        assert!(is_whole(&log, &heads), "{size}+{more}, cut {number}");
        let other: Vec<_> = (size..size + more).map(|it| entry_of(it, "other")).collect();
        let then = log.append(&other[..other.len().min(3)]).unwrap();
        assert_ne!(then, new);
        assert!(is_whole(&log, &[old, then]), "{size}+{more}, after cut {number}");
        // The same entries again give the same head and the same bytes.
        let mut log = Log::open(Memory::of(files), OneHead::at(old)).unwrap();
        assert_eq!(log.append(&entries(size..size + more)).unwrap(), new);
        let read = |(path, bytes): &(String, Vec<u8>)| {
            assert_eq!(log.storage().read(path).unwrap().as_ref(), Some(bytes));
        };
        written.iter().for_each(read);
    }
    // A cut between the head and the tidying up.
    let files: BTreeMap<_, _> = before.into_iter().chain(written).collect();
    let log = Log::open(Memory::of(files), OneHead::at(new)).unwrap();
    assert!(is_whole(&log, &[old, new]));
}

#[test]
fn a_power_cut_anywhere_leaves_the_old_log_or_the_new() {
    for (size, more) in [(0, 1), (0, 5), (5, 251), (250, 6), (250, 300), (256, 256), (700, 600)] {
        cut_everywhere(size, more);
    }
}

#[test]
fn a_power_cut_where_a_new_level_begins() {
    cut_everywhere(65_400, 300);
}

#[test]
fn a_head_ahead_of_the_disk_is_refused() {
    let (log, _) = log_of(300, 100);
    let next = log.stage(&entries(300..310)).unwrap().next();
    let files = log_of(300, 100).0.storage().copy();
    assert!(Log::open(Memory::of(files), OneHead::at(next)).is_err());
}

#[test]
fn a_failing_disk_leaves_the_log_as_it_was() {
    let (mut log, heads) = log_of(250, 50);
    for fuse in 0..4 {
        *log.storage().fuse.lock().unwrap() = Some(fuse);
        assert!(matches!(log.append(&entries(250..260)), Err(TreeError::Io(_))));
        assert!(is_whole(&log, &heads));
    }
    log.append(&entries(250..260)).unwrap();
    assert!(is_whole(&log, &heads));
}

#[test]
fn of_two_writers_one_goes_on() {
    let (log, _) = log_of(10, 10);
    let files = log.storage().copy();
    let shared = std::sync::Arc::new(std::sync::Mutex::new(log.head()));
    struct Shared(std::sync::Arc<std::sync::Mutex<Head>>);
    impl audit::tree::Heads for Shared {
        fn load(&self) -> Result<Head, audit::tree::HeadsError> {
            Ok(*self.0.lock().unwrap())
        }
        fn swap(
            &self,
            expected: &Head,
            next: &Head,
            _: &[uuid::Uuid],
        ) -> Result<bool, audit::tree::HeadsError> {
            let mut head = self.0.lock().unwrap();
            let is_same = *head == *expected;
            if is_same {
                *head = *next;
            }
            Ok(is_same)
        }
    }
    let open = || Log::open(Memory::of(files.clone()), Box::new(Shared(shared.clone()))).unwrap();
    let (mut one, mut two) = (open(), open());
    one.append(&entries(10..12)).unwrap();
    assert!(matches!(two.append(&entries(10..11)), Err(TreeError::Overtaken)));
    assert_eq!(two.head().size, 10);

    let place = folder("two");
    let first = FileHeads::open(place.clone()).unwrap();
    assert!(first.is_some());
    assert!(FileHeads::open(place.clone()).unwrap().is_none());
    drop(first);
    assert!(FileHeads::open(place).unwrap().is_some());
}

#[test]
fn a_log_in_a_folder_survives_a_restart() {
    let place = folder("restart");
    let open = || {
        let heads = FileHeads::open(place.clone()).unwrap().unwrap();
        Log::open(place.clone(), Box::new(heads)).unwrap()
    };
    for from in (0..900).step_by(90) {
        let mut log = open();
        assert_eq!(log.head().size, from);
        let head = log.append(&entries(from..from + 90)).unwrap();
        log.publish(&signed(&head).to_text()).unwrap();
    }
    let log = open();
    assert_eq!(log.head(), log_of(900, 256).0.head());
    assert_eq!(log.verify(&[], &mut |_, _| {}).unwrap().finding, None);
    // Partial tiles of full ones are gone.
    assert!(place.list("tile/entries/000.p").unwrap().is_empty());
    assert!(!place.list("tile/entries/003.p").unwrap().is_empty());
}

#[test]
fn an_older_copy_behind_a_published_checkpoint_is_refused() {
    let (log, heads) = log_of(40, 10);
    log.publish(&signed(&heads[4]).to_text()).unwrap();
    assert!(log.publish(&signed(&heads[3]).to_text()).is_err());
    let files = log.storage().copy();
    let opened = Log::open(Memory::of(files.clone()), OneHead::at(heads[3]));
    assert!(matches!(opened, Err(TreeError::Rollback { published: 40, .. })));
    // A head that the disk does not lead to.
    let other = Head { root: TreeHash([1; 32]), ..heads[4] };
    assert!(matches!(
        Log::open(Memory::of(files), OneHead::at(other)),
        Err(TreeError::WrongRoot { .. })
    ));
}

#[test]
fn log_time_does_not_go_back() {
    let (mut log, _) = log_of(10, 10);
    assert!(matches!(log.append(&[entry(8)]), Err(TreeError::TimeGoesBack)));
    assert!(matches!(log.append(&[entry(11), entry(10)]), Err(TreeError::TimeGoesBack)));
    let files = log.storage().copy();
    let mut log = Log::open(Memory::of(files), OneHead::at(log.head())).unwrap();
    assert!(matches!(log.append(&[entry(8)]), Err(TreeError::TimeGoesBack)));
    log.append(&[entry(10), entry(10)]).unwrap();
}
