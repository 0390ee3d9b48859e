//! The signer cannot be made to sign two histories, nor one in the past.

use std::sync::{Arc, Mutex};

use audit::{
    Head, Log,
    keys::NoteSigner as _,
    signer::{
        Client, ClientError, Refusal, SignRequest, Signer, SignerError, TimeLimits, serve,
        serve_operator,
    },
    tree::Folder,
};
use jiff::SignedDuration;
use kernel::Clock as _;
use tokio::net::UnixListener;

use crate::bench::{Hands, Memory, ORIGIN, OneHead, entry_of, folder, log_key, log_keys, log_of};

fn open(place: &Folder, hands: &Arc<Hands>) -> Result<Signer, SignerError> {
    let limits = TimeLimits::default();
    Signer::open(place.clone(), ORIGIN, log_keys(), hands.clone(), hands.clone(), limits)
}

fn fresh() -> (Signer, Arc<Hands>, Folder) {
    let (place, hands) = (folder("signer"), Hands::new());
    Signer::found(&place).unwrap();
    (open(&place, &hands).unwrap(), hands, place)
}

fn request(log: &Log<Memory>, from: &Head, to: &Head, hands: &Hands) -> SignRequest {
    let path = log.prove_consistency(from.size, to.size).unwrap();
    SignRequest { head: *to, path, log_at: hands.now() }
}

#[test]
fn it_signs_what_goes_on_and_nothing_else() {
    let (mut signer, hands, place) = fresh();
    let (log, heads) = log_of(50, 10);
    for pair in heads.windows(2) {
        let note = signer.sign(&request(&log, &pair[0], &pair[1], &hands)).unwrap();
        assert!(note.signed_by(&[log_key().verifier()]).is_ok());
        hands.pass(1);
    }
    // The same once more is no harm; an older one is refused.
    signer.sign(&request(&log, &heads[5], &heads[5], &hands)).unwrap();
    let older = SignRequest { head: heads[4], path: Vec::new(), log_at: hands.now() };
    assert_eq!(signer.sign(&older), Err(Refusal::Fork { size: 50 }));
    // Another history of the same length, or a longer one, with a proof of its own.
    let mut other = Log::open(Memory::default(), OneHead::at(Head::empty())).unwrap();
    let forged: Vec<_> = (0..60).map(|it| entry_of(it, "forged")).collect();
    for (from, to) in [(0, 50), (50, 60)] {
        let head = other.append(&forged[from..to]).unwrap();
        let path = other.prove_consistency(50.min(head.size), head.size).unwrap();
        let fork = SignRequest { head, path, log_at: hands.now() };
        assert_eq!(signer.sign(&fork), Err(Refusal::Fork { size: 50 }));
    }
    // A restart changes nothing.
    let mut signer = open(&place, &hands).unwrap();
    assert_eq!(signer.head(), heads[5]);
    let fork = SignRequest { head: other.head(), path: Vec::new(), log_at: hands.now() };
    assert_eq!(signer.sign(&fork), Err(Refusal::Fork { size: 50 }));
}

#[test]
fn it_refuses_a_clock_that_was_moved_until_an_operator_says_otherwise() {
    let (log, heads) = log_of(50, 10);
    for by in [-3600, -10, 6, 3600] {
        let (mut signer, hands, _) = fresh();
        signer.sign(&request(&log, &heads[0], &heads[1], &hands)).unwrap();
        // A quiet hour is no jump.
        hands.pass(3600);
        signer.sign(&request(&log, &heads[1], &heads[2], &hands)).unwrap();
        hands.pass(2);
        hands.set_by(by);
        let next = request(&log, &heads[2], &heads[3], &hands);
        assert!(matches!(signer.sign(&next), Err(Refusal::Time { .. })), "{by}");
        assert_eq!(signer.head(), heads[2]);
        signer.believe_clock("the time server was wrong").unwrap();
        signer.sign(&next).unwrap();
    }
}

#[test]
fn it_refuses_a_log_with_another_time() {
    let (log, heads) = log_of(50, 10);
    let (mut signer, hands, _) = fresh();
    for seconds in [-6, 6] {
        let mut wrong = request(&log, &heads[0], &heads[1], &hands);
        wrong.log_at += SignedDuration::from_secs(seconds);
        assert!(matches!(signer.sign(&wrong), Err(Refusal::Time { .. })));
    }
    signer.sign(&request(&log, &heads[0], &heads[1], &hands)).unwrap();
    let mut back = request(&log, &heads[1], &heads[2], &hands);
    back.log_at -= SignedDuration::from_secs(1);
    assert!(matches!(signer.sign(&back), Err(Refusal::Time { .. })));
}

#[test]
fn it_remembers_the_time_over_a_restart() {
    let (log, heads) = log_of(50, 10);
    for (by, is_good) in [(-1, false), (60, true), (3600, false)] {
        let (mut signer, hands, place) = fresh();
        signer.sign(&request(&log, &heads[0], &heads[1], &hands)).unwrap();
        hands.set_by(by);
        let mut signer = open(&place, &hands).unwrap();
        let next = request(&log, &heads[1], &heads[2], &hands);
        assert_eq!(signer.sign(&next).is_ok(), is_good, "{by}");
    }
}

#[test]
fn it_does_not_begin_without_its_memory() {
    let (place, hands) = (folder("amnesia"), Hands::new());
    assert!(matches!(open(&place, &hands), Err(SignerError::Amnesia)));
    Signer::found(&place).unwrap();
    assert!(matches!(Signer::found(&place), Err(SignerError::NotNew)));
    std::fs::write(place.root().join("signer"), "{}").unwrap();
    assert!(matches!(open(&place, &hands), Err(SignerError::Damaged)));
}

#[test]
fn it_does_not_sign_what_it_cannot_remember() {
    let (mut signer, hands, place) = fresh();
    let (log, heads) = log_of(20, 10);
    std::fs::remove_dir_all(place.root()).unwrap();
    std::fs::write(place.root(), "no folder").unwrap();
    let signed = signer.sign(&request(&log, &heads[0], &heads[1], &hands));
    assert_eq!(signed, Err(Refusal::Failed));
    assert_eq!(signer.head(), Head::empty());
}

#[tokio::test]
async fn it_answers_over_sockets_and_operators_have_their_own() {
    let (signer, hands, place) = fresh();
    let (log, heads) = log_of(20, 10);
    let signer = Arc::new(Mutex::new(signer));
    let (own, operators) = (place.root().join("log.socket"), place.root().join("op.socket"));
    tokio::spawn(serve(UnixListener::bind(&own).unwrap(), signer.clone()));
    tokio::spawn(serve_operator(UnixListener::bind(&operators).unwrap(), signer));
    let mut client = Client::connect(&own).await.unwrap();
    assert_eq!(client.head().await.unwrap(), Head::empty());
    let note = client.sign(&request(&log, &heads[0], &heads[1], &hands)).await.unwrap();
    assert!(note.signed_by(&[log_key().verifier()]).is_ok());
    let again = client.sign(&request(&log, &heads[0], &heads[0], &hands)).await;
    assert!(matches!(again, Err(ClientError::Refused(Refusal::Fork { size: 10 }))));
    hands.set_by(-60);
    assert!(client.believe_clock("please").await.is_err());
    let mut operator = Client::connect(&operators).await.unwrap();
    operator.believe_clock("the time server was wrong").await.unwrap();
    client.sign(&request(&log, &heads[1], &heads[2], &hands)).await.unwrap();
    assert_eq!(client.head().await.unwrap(), heads[2]);
}
