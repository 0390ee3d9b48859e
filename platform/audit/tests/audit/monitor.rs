//! Watching from outside.

use std::sync::{Arc, Mutex};

use async_trait::async_trait;
use audit::{
    Head, Log,
    http::{Answer, Transport, Unreached},
    monitor::{MonitorError, Verdict, look, look_at},
    tree::Storage,
};

use crate::bench::{Memory, OneHead, entry_of, log_of, lone_policy, policy, signed};

fn published(size: u64) -> Log<Memory> {
    let (log, _) = log_of(size, 100);
    log.publish(&signed(&log.head()).to_text()).unwrap();
    log
}

fn forged(from: u64, size: u64) -> Log<Memory> {
    let mut log = Log::open(Memory::default(), OneHead::at(Head::empty())).unwrap();
    let word = |it| if it < from { "case.submitted" } else { "case.forged" };
    log.append(&(0..size).map(|it| entry_of(it, word(it))).collect::<Vec<_>>()).unwrap();
    log.publish(&signed(&log.head()).to_text()).unwrap();
    log
}

#[test]
fn what_goes_on_is_consistent_and_what_does_not_is_told_with_evidence() {
    let before = signed(&log_of(300, 100).0.head());
    let see = |log: &Log<Memory>| look(log.storage(), &lone_policy(), Some(&before)).unwrap();
    assert!(matches!(see(&published(300)), Verdict::Consistent { .. }));
    assert!(matches!(see(&published(700)), Verdict::Consistent { .. }));
    assert!(matches!(see(&published(200)), Verdict::Rollback(_)));
    for (from, size) in [(20, 300), (20, 700), (299, 700), (256, 400)] {
        let log = forged(from, size);
        let Verdict::Fork(evidence) = see(&log) else { panic!("{from} {size}") };
        assert_eq!(evidence.before, before);
        assert_eq!(evidence.now, signed(&log.head()));
    }
    // Tiles that do not give the signed root prove nothing, and are told apart.
    let log = published(700);
    log.storage().files.lock().unwrap().get_mut("tile/0/001").unwrap()[3] ^= 1;
    assert!(matches!(see(&log), Verdict::Unprovable(_)));
}

#[test]
fn the_policy_is_applied() {
    let log = published(30);
    let seen = look(log.storage(), &policy(), None);
    assert!(matches!(seen, Err(MonitorError::Unfulfilled(_))));
    assert!(look(log.storage(), &lone_policy(), None).is_ok());
    let none = look(&Memory::default(), &lone_policy(), None);
    assert!(matches!(none, Err(MonitorError::Nothing)));
}

/// A log's tiles behind an address, and what was asked for.
struct Site(Log<Memory>, Mutex<Vec<String>>);

#[async_trait]
impl Transport for Site {
    async fn get(&self, url: &str) -> Result<Answer, Unreached> {
        let path = url.strip_prefix("http://city/log/").unwrap();
        self.1.lock().unwrap().push(path.to_owned());
        Ok(match self.0.storage().read(path).unwrap() {
            Some(body) => Answer { status: 200, body },
            None => Answer { status: 404, body: Vec::new() },
        })
    }

    async fn post(&self, _: &str, _: String) -> Result<Answer, Unreached> {
        Err(Unreached("read only".to_owned()))
    }
}

#[tokio::test]
async fn a_log_far_away_is_watched_with_few_tiles() {
    let before = signed(&log_of(300, 100).0.head());
    let site = Arc::new(Site(published(3000), Mutex::default()));
    let verdict = look_at(&*site, "http://city/log/", &lone_policy(), Some(&before)).await;
    assert!(matches!(verdict, Ok(Verdict::Consistent { .. })));
    let asked = site.1.lock().unwrap().len();
    assert!(asked <= 8, "{asked}");
    let site = Site(forged(20, 3000), Mutex::default());
    let verdict = look_at(&site, "http://city/log", &lone_policy(), Some(&before)).await;
    assert!(matches!(verdict, Ok(Verdict::Fork(_))));
}
