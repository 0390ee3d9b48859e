//! Witnesses cosign one history; a quorum of them bears one that fails, forgets or lies.

use std::{
    collections::BTreeMap,
    sync::{Arc, Mutex},
    time::Duration,
};

use async_trait::async_trait;
use audit::{
    Head, Log, Note, Policy,
    http::{Answer, Http, Transport, Unreached},
    keys::NoteSigner as _,
    quorum::{Patience, QuorumWatch, Standing},
    tree::Folder,
    witness::{AddCheckpoint, Collector, Reply, Witness, WitnessError, WitnessFault, router},
};
use kernel::Clock as _;
use proptest::prelude::*;

use crate::bench::{
    Hands, Memory, OneHead, cosigner, entry_of, folder, log_key, log_of, policy, signed,
};

fn open(place: &Folder, number: u8) -> Result<Witness, WitnessError> {
    let logs = vec![log_key().verifier().clone()];
    Witness::open(place.clone(), cosigner(number), logs, Hands::new())
}

fn fresh(number: u8) -> Witness {
    let place = folder("witness");
    Witness::found(&place).unwrap();
    open(&place, number).unwrap()
}

fn ask(log: &Log<Memory>, old: u64, head: &Head) -> String {
    let path = log.prove_consistency(old.min(head.size), head.size).unwrap();
    AddCheckpoint { old, path, note: signed(head) }.to_text()
}

/// Another history with the same first entries.
fn fork(common: u64, size: u64) -> Log<Memory> {
    let mut log = Log::open(Memory::default(), OneHead::at(Head::empty())).unwrap();
    let word = |it| if it < common { "case.submitted" } else { "case.forged" };
    let entries: Vec<_> = (0..size).map(|it| entry_of(it, word(it))).collect();
    log.append(&entries).unwrap();
    log
}

#[test]
fn it_answers_as_the_specification_says() {
    let witness = fresh(1);
    let (log, heads) = log_of(50, 10);
    assert_eq!(witness.add_checkpoint("old 0\n"), Reply::Malformed);
    assert_eq!(witness.add_checkpoint(&ask(&log, 11, &heads[1])), Reply::Malformed);
    assert_eq!(witness.add_checkpoint(&ask(&log, 5, &heads[1])), Reply::Conflict(0));
    let Reply::Cosigned(line) = witness.add_checkpoint(&ask(&log, 0, &heads[1])) else { panic!() };
    let note = Note::parse(&format!("{}{line}", signed(&heads[1]).to_text())).unwrap();
    assert!(note.signed_by(&[witness.verifier()]).unwrap()[0].at.is_some());
    assert_eq!(witness.add_checkpoint(&ask(&log, 0, &heads[2])), Reply::Conflict(10));
    let mut bad = AddCheckpoint::parse(&ask(&log, 10, &heads[2])).unwrap();
    bad.path[0].0[0] ^= 1;
    assert_eq!(witness.add_checkpoint(&bad.to_text()), Reply::Inconsistent);
    // The same again gets a new cosignature.
    assert!(matches!(witness.add_checkpoint(&ask(&log, 10, &heads[1])), Reply::Cosigned(_)));
    let unsigned = ask(&log, 10, &heads[2]).replace("— city", "— town");
    assert_eq!(witness.add_checkpoint(&unsigned), Reply::Forbidden);
    let unknown = ask(&log, 10, &heads[2]).replace("city.example", "town.example");
    assert_eq!(witness.add_checkpoint(&unknown), Reply::Unknown);
    let other = fork(3, 10);
    assert_eq!(witness.add_checkpoint(&ask(&other, 10, &other.head())), Reply::Conflict(10));
}

#[test]
fn it_survives_a_restart_and_notices_lost_memory() {
    let place = folder("restart");
    assert!(matches!(open(&place, 1), Err(WitnessError::Amnesia)));
    Witness::found(&place).unwrap();
    assert!(matches!(Witness::found(&place), Err(WitnessError::NotNew)));
    let (log, heads) = log_of(50, 10);
    for pair in heads.windows(2) {
        let witness = open(&place, 1).unwrap();
        let reply = witness.add_checkpoint(&ask(&log, pair[0].size, &pair[1]));
        assert!(matches!(reply, Reply::Cosigned(_)));
    }
    let witness = open(&place, 1).unwrap();
    assert_eq!(witness.known(crate::bench::ORIGIN), heads[5]);
    let text = std::fs::read_to_string(place.root().join("witness")).unwrap();
    assert_eq!(text, format!("50 {} {}\n", heads[5].root, crate::bench::ORIGIN));
    std::fs::write(place.root().join("witness"), "50 x y\n").unwrap();
    assert!(matches!(open(&place, 1), Err(WitnessError::Damaged)));
}

#[test]
fn it_does_not_sign_what_it_cannot_remember() {
    let place = folder("broken");
    Witness::found(&place).unwrap();
    let witness = open(&place, 1).unwrap();
    std::fs::remove_dir_all(place.root()).unwrap();
    std::fs::write(place.root(), "no folder").unwrap();
    let (log, heads) = log_of(10, 10);
    assert_eq!(witness.add_checkpoint(&ask(&log, 0, &heads[1])), Reply::Failed);
    assert_eq!(witness.known(crate::bench::ORIGIN), Head::empty());
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn it_refuses_every_fork(common in 0u64..40, size in 1u64..60, seen in 1u64..40) {
        let (common, seen) = (common.min(seen - 1), seen);
        let witness = fresh(1);
        let (log, _) = log_of(seen, seen);
        let cosigned = matches!(witness.add_checkpoint(&ask(&log, 0, &log.head())), Reply::Cosigned(_));
        prop_assert!(cosigned);
        let other = fork(common, size.max(common + 1));
        for old in [0, seen, seen.min(other.head().size), other.head().size] {
            let reply = witness.add_checkpoint(&ask(&other, old, &other.head()));
            prop_assert!(!matches!(reply, Reply::Cosigned(_)), "{:?}", reply);
        }
        prop_assert_eq!(witness.known(crate::bench::ORIGIN), log.head());
    }
}

/// How a witness behaves that stands behind an address.
enum Behaviour {
    Honest(Arc<Witness>),
    Down,
    /// Says yes with a signature of something else.
    Lying,
}

/// Witnesses in memory, `http://w1` and so on.
#[derive(Default)]
struct Town(Mutex<BTreeMap<String, Behaviour>>);

impl Town {
    fn with(self: &Arc<Self>, number: u8, behaviour: Behaviour) {
        self.0.lock().unwrap().insert(format!("http://w{number}/add-checkpoint"), behaviour);
    }
}

#[async_trait]
impl Transport for Town {
    async fn get(&self, url: &str) -> Result<Answer, Unreached> {
        Err(Unreached(url.to_owned()))
    }

    async fn post(&self, url: &str, body: String) -> Result<Answer, Unreached> {
        let town = self.0.lock().unwrap();
        let answer = |status, body: String| Ok(Answer { status, body: body.into_bytes() });
        match &town[url] {
            Behaviour::Down => Err(Unreached("down".to_owned())),
            Behaviour::Lying => answer(200, cosigner(3).cosign("something\n", 5).to_text()),
            Behaviour::Honest(it) => match it.add_checkpoint(&body) {
                Reply::Cosigned(line) => answer(200, line),
                Reply::Conflict(size) => answer(409, format!("{size}\n")),
                Reply::Inconsistent => answer(422, String::new()),
                _ => answer(400, String::new()),
            },
        }
    }
}

fn town() -> (Arc<Town>, Arc<dyn Transport>) {
    let town = Arc::new(Town::default());
    for number in 1..=3 {
        town.with(number, Behaviour::Honest(Arc::new(fresh(number))));
    }
    (town.clone(), town)
}

#[tokio::test]
async fn two_of_three_witnesses_suffice() {
    let (log, heads) = log_of(40, 10);
    let (town, transport) = town();
    let mut collector = Collector::new(policy(), &transport, None);
    let prove = |size| move |old| log_of(40, 10).0.prove_consistency(old, size);
    let first = collector.collect(&signed(&heads[1]), &heads[1], &prove(10)).await;
    assert!(first.is_quorum && first.faults.is_empty());
    assert_eq!(policy().accept(&first.note).unwrap().witnessed.len(), 3);

    // One is down.
    town.with(1, Behaviour::Down);
    let second = collector.collect(&signed(&heads[2]), &heads[2], &prove(20)).await;
    assert!(second.is_quorum && policy().accept(&second.note).is_ok());
    assert!(matches!(second.faults[..], [(ref name, WitnessFault::Unreached(_))] if name == "w1"));

    // It comes back without its memory: it does not count, though it would sign.
    town.with(1, Behaviour::Honest(Arc::new(fresh(1))));
    let third = collector.collect(&signed(&heads[3]), &heads[3], &prove(30)).await;
    assert!(third.is_quorum);
    let amnesia = WitnessFault::Amnesia { cosigned: 10, told: 0 };
    assert_eq!(third.faults[0].1.to_string(), amnesia.to_string());

    // Another one lies: its line is left out, and one good one is no quorum.
    town.with(3, Behaviour::Lying);
    let fourth = collector.collect(&signed(&heads[4]), &heads[4], &prove(40)).await;
    assert!(!fourth.is_quorum && policy().accept(&fourth.note).is_err());
    assert_eq!(fourth.note.signatures.len(), 2);
    assert_eq!(log.head(), heads[4]);
}

#[tokio::test]
async fn a_restarted_log_knows_from_its_checkpoint_what_witnesses_have_seen() {
    let (log, heads) = log_of(40, 10);
    let (town, transport) = town();
    let prove = |old| log.prove_consistency(old, 30);
    let mut collector = Collector::new(policy(), &transport, None);
    let published = collector.collect(&signed(&heads[3]), &heads[3], &prove).await.note;
    town.with(2, Behaviour::Honest(Arc::new(fresh(2))));
    let prove = |old| log.prove_consistency(old, 40);
    let mut collector = Collector::new(policy(), &transport, Some(&published));
    let next = collector.collect(&signed(&heads[4]), &heads[4], &prove).await;
    assert!(next.is_quorum);
    assert!(matches!(next.faults[..], [(_, WitnessFault::Amnesia { cosigned: 30, told: 0 })]));
    // A log restored from an older copy is told that it is behind.
    let prove = |old| log.prove_consistency(old, 20);
    let mut collector = Collector::new(policy(), &transport, None);
    let back = collector.collect(&signed(&heads[2]), &heads[2], &prove).await;
    assert!(!back.is_quorum);
    assert!(matches!(back.faults[0].1, WitnessFault::Ahead { told: 40, ours: 20 }));
}

#[tokio::test]
async fn it_can_be_asked_over_http() {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    tokio::spawn(async move { axum::serve(listener, router(Arc::new(fresh(1)))).await });
    let log_line = log_key().verifier().to_text();
    let key = cosigner(1).verifier().to_text();
    let text = format!("log {log_line}\nwitness w {key} http://{address}/\nquorum w\n");
    let transport: Arc<dyn Transport> = Arc::new(Http::new(Duration::from_secs(20)));
    let (log, heads) = log_of(40, 10);
    let mut collector = Collector::new(Policy::parse(&text).unwrap(), &transport, None);
    for head in &heads[1..] {
        let prove = |old| log.prove_consistency(old, head.size);
        let collected = collector.collect(&signed(head), head, &prove).await;
        assert!(collected.is_quorum, "{:?}", collected.faults);
    }
    // Who does not know how much it has seen is told, with the type that the specification wants.
    let body = ask(&log, 0, &heads[4]);
    let answer = transport.post(&format!("http://{address}/add-checkpoint"), body).await.unwrap();
    assert_eq!((answer.status, answer.body.as_slice()), (409, b"40\n".as_slice()));
}

#[test]
fn missing_witnesses_alarm_after_a_minute_and_stop_licences_after_a_quarter_of_an_hour() {
    let hands = Hands::new();
    let mut watch = QuorumWatch::new(hands.clone(), Patience::default());
    assert_eq!(watch.standing(), Standing::Witnessed);
    let since = hands.now();
    watch.unwitnessed(since);
    hands.pass(60);
    assert_eq!(watch.standing(), Standing::Waiting { since });
    hands.pass(1);
    watch.unwitnessed(hands.now());
    assert_eq!(watch.standing(), Standing::Pending { since });
    assert!(watch.standing().is_alarm() && watch.standing().may_issue_licences());
    hands.pass(15 * 60 - 61);
    assert!(watch.standing().may_issue_licences());
    hands.pass(1);
    assert_eq!(watch.standing(), Standing::Stopped { since });
    assert!(!watch.standing().may_issue_licences());
    watch.witnessed();
    assert!(watch.standing().may_issue_licences() && !watch.standing().is_alarm());
}
