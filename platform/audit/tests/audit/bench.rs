//! What the tests share: entries, a storage in memory, clocks, keys, folders.

use std::{
    collections::BTreeMap,
    fs, io,
    path::PathBuf,
    sync::{Arc, Mutex},
    time::Duration,
};

use audit::{
    Checkpoint, Commitment, Entry, Head, Kind, Log, Note, Policy, Pseudonym,
    keys::{Cosigner, Ed25519Signer, NoteSigner},
    signer::Elapsed,
    tree::{Folder, Heads, HeadsError, Storage},
};
use jiff::{SignedDuration, Timestamp, tz::TimeZone};
use kernel::Clock;
use uuid::Uuid;

pub const ORIGIN: &str = "city.example/record";

pub fn start() -> Timestamp {
    Timestamp::from_second(1_780_000_000).unwrap()
}

/// The entry number `index`.
pub fn entry(index: u64) -> Entry {
    entry_of(index, "case.submitted")
}

pub fn entry_of(index: u64, word: &str) -> Entry {
    let at = start() + SignedDuration::from_micros(i64::try_from(index).unwrap());
    let salt = [u8::try_from(index % 251).unwrap(); 32];
    Entry {
        acting_for: None,
        actor: Some(Pseudonym::of(&[7; 32], &Uuid::from_u128(u128::from(index % 10)))),
        at,
        authority: "applicant".to_owned(),
        commitment: Commitment::to(&salt, &index.to_be_bytes()),
        correlation: Some(Uuid::from_u128(u128::from(index) + 5)),
        event: Uuid::from_u128(u128::from(index) + 1),
        kind: Kind::Event,
        logged_at: at,
        reason: None,
        schema: audit::entry::SCHEMA,
        seq: index,
        software: "0.1.0".to_owned(),
        stream: format!("case/{index}"),
        word: word.to_owned(),
    }
}

pub fn entries(range: std::ops::Range<u64>) -> Vec<Entry> {
    range.map(entry).collect()
}

/// A path and what is written there.
pub type Written = (String, Vec<u8>);

/// Files in memory. What each `put` wrote is kept; a fuse makes one fail in the middle.
#[derive(Default)]
pub struct Memory {
    pub files: Mutex<BTreeMap<String, Vec<u8>>>,
    pub puts: Mutex<Vec<Vec<Written>>>,
    pub fuse: Mutex<Option<usize>>,
}

impl Memory {
    pub fn of(files: BTreeMap<String, Vec<u8>>) -> Self {
        Self { files: Mutex::new(files), ..Self::default() }
    }

    pub fn copy(&self) -> BTreeMap<String, Vec<u8>> {
        self.files.lock().unwrap().clone()
    }
}

impl Storage for Memory {
    fn read(&self, path: &str) -> io::Result<Option<Vec<u8>>> {
        Ok(self.files.lock().unwrap().get(path).cloned())
    }

    fn put(&self, files: &[(String, Vec<u8>)]) -> io::Result<()> {
        let fuse = self.fuse.lock().unwrap().take();
        let written = fuse.unwrap_or(files.len()).min(files.len());
        self.puts.lock().unwrap().push(files.to_vec());
        self.files.lock().unwrap().extend(files[..written].iter().cloned());
        if fuse.is_some() { Err(io::Error::other("the fuse blew")) } else { Ok(()) }
    }

    fn list(&self, folder: &str) -> io::Result<Vec<String>> {
        let folder = format!("{folder}/");
        let files = self.files.lock().unwrap();
        let names = files.keys().filter_map(|it| it.strip_prefix(&folder));
        Ok(names.filter(|it| !it.contains('/')).map(str::to_owned).collect())
    }

    fn remove(&self, folder: &str) -> io::Result<()> {
        let folder = format!("{folder}/");
        self.files.lock().unwrap().retain(|path, _| !path.starts_with(&folder));
        Ok(())
    }
}

/// A head in memory.
pub struct OneHead(pub Mutex<Head>);

impl OneHead {
    pub fn at(head: Head) -> Box<Self> {
        Box::new(Self(Mutex::new(head)))
    }
}

impl Heads for OneHead {
    fn load(&self) -> Result<Head, HeadsError> {
        Ok(*self.0.lock().unwrap())
    }

    fn swap(&self, expected: &Head, next: &Head, _: &[Uuid]) -> Result<bool, HeadsError> {
        let mut head = self.0.lock().unwrap();
        let is_same = *head == *expected;
        if is_same {
            *head = *next;
        }
        Ok(is_same)
    }
}

/// A log in memory with `size` entries, appended in batches. Also the head after each batch.
pub fn log_of(size: u64, batch: u64) -> (Log<Memory>, Vec<Head>) {
    let mut log = Log::open(Memory::default(), OneHead::at(Head::empty())).unwrap();
    let mut heads = vec![Head::empty()];
    while log.head().size < size {
        let from = log.head().size;
        heads.push(log.append(&entries(from..size.min(from + batch))).unwrap());
    }
    (log, heads)
}

/// A clock that is moved by hand; it is its own counter until it is set.
pub struct Hands {
    pub now: Mutex<Timestamp>,
    pub counter: Mutex<Duration>,
}

impl Hands {
    pub fn new() -> Arc<Self> {
        Arc::new(Self { now: Mutex::new(start()), counter: Mutex::new(Duration::ZERO) })
    }

    /// Time passes.
    pub fn pass(&self, seconds: u32) {
        *self.now.lock().unwrap() += SignedDuration::from_secs(i64::from(seconds));
        *self.counter.lock().unwrap() += Duration::from_secs(u64::from(seconds));
    }

    /// Somebody sets the clock.
    pub fn set_by(&self, seconds: i64) {
        *self.now.lock().unwrap() += SignedDuration::from_secs(seconds);
    }
}

impl Clock for Hands {
    fn now(&self) -> Timestamp {
        *self.now.lock().unwrap()
    }

    fn zone(&self) -> TimeZone {
        TimeZone::UTC
    }
}

impl Elapsed for Hands {
    fn elapsed(&self) -> Duration {
        *self.counter.lock().unwrap()
    }
}

/// A fresh folder.
pub fn folder(name: &'static str) -> Folder {
    static COUNTS: Mutex<BTreeMap<&str, usize>> = Mutex::new(BTreeMap::new());
    let count = {
        let mut counts = COUNTS.lock().unwrap();
        let count = counts.entry(name).or_default();
        *count += 1;
        *count
    };
    let root = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(format!("audit-{name}-{count}"));
    let _ = fs::remove_dir_all(&root);
    let _ = fs::remove_file(&root);
    Folder::open(&root).unwrap()
}

pub fn log_key() -> Ed25519Signer {
    Ed25519Signer::from_seed(ORIGIN, &[1; 32]).unwrap()
}

pub fn log_keys() -> Vec<Box<dyn NoteSigner>> {
    vec![Box::new(log_key())]
}

pub fn cosigner(number: u8) -> Cosigner {
    Cosigner::from_seed(&format!("witness{number}.example"), &[10 + number; 32]).unwrap()
}

/// Two of three witnesses.
pub fn policy() -> Policy {
    let mut text = format!("log {}\n", log_key().verifier().to_text());
    for number in 1..=3 {
        let key = cosigner(number).verifier().to_text();
        text.push_str(&format!("witness w{number} {key} http://w{number}\n"));
    }
    text.push_str("group two 2 w1 w2 w3\nquorum two\n");
    Policy::parse(&text).unwrap()
}

/// The log alone.
pub fn lone_policy() -> Policy {
    Policy::parse(&format!("log {}\nquorum none\n", log_key().verifier().to_text())).unwrap()
}

pub fn signed(head: &Head) -> Note {
    Checkpoint::new(ORIGIN, head).sign(&log_keys()).unwrap()
}

/// Signed by the log and cosigned by these witnesses.
pub fn cosigned(head: &Head, witnesses: &[u8]) -> Note {
    let mut note = signed(head);
    for &number in witnesses {
        let at = u64::try_from(start().as_second()).unwrap();
        note.signatures.push(cosigner(number).cosign(&note.text, at));
    }
    note
}
