//! The keys of people follow the deployment key, and a destroyed one is gone on every node.

use crypto::{International, Suite as _};
use data_encoding::BASE64_NOPAD;
use jiff::SignedDuration;
use kernel::{Actor, Sealed, id::SubjectId};
use ledger::{
    DeploymentKey, KeyCount, KeyRing, Ledger, Read, SuiteId, VaultError, Write, statements,
};
use testkit::{Database, TestChance, TestClock, on_both};
use uuid::Uuid;

statements! {
    OLD_KEY = "INSERT INTO ledger_subject_key (subject, wrapped, created_at) VALUES ($1, $2, 0)";
}

const PERSON: SubjectId = SubjectId::from_uuid(Uuid::from_u128(1));

fn ring(keys: &[u8]) -> KeyRing {
    let mut keys = keys.iter().map(|it| DeploymentKey::new([*it; 32]));
    KeyRing::new(keys.next().unwrap(), keys.collect())
}

/// A node with these deployment keys, the current one first.
async fn node(db: &Database, suite: SuiteId, keys: &[u8]) -> Ledger {
    testkit::ledger(db, |blueprint| {
        blueprint.ring = ring(keys);
        blueprint.suite = suite;
    })
    .await
}

async fn rewrap_all(ledger: &Ledger) -> u64 {
    let (mut after, mut changed) = (String::new(), 0);
    loop {
        let step = ledger.vault().rewrap(&after).await.unwrap();
        changed += step.changed;
        match step.next {
            Some(next) => after = next,
            None => return changed,
        }
    }
}

#[tokio::test]
async fn after_a_rotation_and_a_change_of_suite_everything_opens_without_the_old_key() {
    on_both(|db| async move {
        let before = node(&db, SuiteId::International, &[7]).await;
        let mut sealed = Vec::new();
        for number in 0..450_u128 {
            let person = SubjectId::from_uuid(Uuid::from_u128(number));
            sealed.push(before.vault().seal(person, &number.to_string()).await.unwrap());
        }
        before.vault().erase(PERSON).await.unwrap();
        let hash = before.vault().subject_hash(sealed[0].subject, "leaf", b"x").await.unwrap();

        let during = node(&db, SuiteId::National, &[9, 7]).await;
        assert_eq!(during.vault().open::<String>(&sealed[0]).await.unwrap(), "0");
        let expected = KeyCount { former: 449, destroyed: 1, ..KeyCount::default() };
        assert_eq!(during.vault().count_keys().await.unwrap(), expected);
        // Two nodes at the same time, one of which was stopped half way.
        let other = node(&db, SuiteId::National, &[9, 7]).await;
        other.vault().rewrap("").await.unwrap();
        let (one, two) = tokio::join!(rewrap_all(&during), rewrap_all(&other));
        // The first page held 199 keys and the place of the destroyed one.
        assert_eq!(one + two, 250, "each of the others is wrapped anew once: {one} and {two}");
        assert_eq!(rewrap_all(&during).await, 0, "a second pass finds nothing to do");

        let after = node(&db, SuiteId::National, &[9]).await;
        for (number, it) in sealed.iter().enumerate().filter(|(number, _)| *number != 1) {
            assert_eq!(after.vault().open::<String>(it).await.unwrap(), number.to_string());
        }
        assert_eq!(after.vault().open::<String>(&sealed[1]).await, Err(VaultError::Erased));
        let again = after.vault().subject_hash(sealed[0].subject, "leaf", b"x").await.unwrap();
        assert_eq!(hash, again, "a hash under the subject's key outlives the rotation");
        let expected = KeyCount { current: 449, destroyed: 1, ..KeyCount::default() };
        assert_eq!(after.vault().count_keys().await.unwrap(), expected);
        let without = node(&db, SuiteId::National, &[7]).await;
        let missing = without.vault().open::<String>(&sealed[0]).await;
        assert!(matches!(missing, Err(VaultError::Keys(_))), "a missing key is not a forgery");
    })
    .await;
}

#[tokio::test]
async fn what_was_sealed_before_suites_had_names_opens_and_its_key_is_moved_over() {
    on_both(|db| async move {
        let bound = PERSON.to_string();
        let old = |key: &[u8; 32], nonce: [u8; 12], plain: &[u8]| {
            let text = International.encrypt(key, &nonce, bound.as_bytes(), plain).unwrap();
            [nonce.as_slice(), &text].concat()
        };
        let wrapping_key = International.derive(&[7; 32], &[], b"wrap:subject-keys");
        let subject_key = [5; 32];
        let wrapped = old(&wrapping_key, [1; 12], &subject_key);
        // A nonce may begin with the number of a suite.
        let text = old(&subject_key, [1; 12], "\"柳青\"".as_bytes());
        let sealed = Sealed::of(PERSON, BASE64_NOPAD.encode(&text));

        let ledger = node(&db, SuiteId::International, &[9, 7]).await;
        let args = vec![bound.clone().into(), wrapped.into()];
        ledger.housekeep(vec![Write::new(&OLD_KEY, args)]).await.unwrap();
        assert_eq!(ledger.vault().open::<String>(&sealed).await.unwrap(), "柳青");
        assert_eq!(ledger.vault().count_keys().await.unwrap().unnamed, 1);
        assert_eq!(rewrap_all(&ledger).await, 1);
        assert_eq!(ledger.vault().count_keys().await.unwrap().current, 1);

        let after = node(&db, SuiteId::National, &[9]).await;
        assert_eq!(after.vault().open::<String>(&sealed).await.unwrap(), "柳青");
        let anew = after.vault().seal(PERSON, &"柳青".to_owned()).await.unwrap();
        assert_eq!(ledger.vault().open::<String>(&anew).await.unwrap(), "柳青");
    })
    .await;
}

#[tokio::test]
async fn a_destroyed_key_is_used_by_no_node_for_longer_than_a_second() {
    on_both(|db| async move {
        let clock = TestClock::at(TestClock::MORNING);
        let open = |seed| {
            let (db, clock) = (&db, clock.clone());
            async move {
                testkit::ledger_at(db, &clock, |blueprint| {
                    blueprint.chance = TestChance::seeded(seed);
                })
                .await
            }
        };
        let (here, there) = (open(1).await, open(2).await);
        let sealed = here.vault().seal(PERSON, &"柳青".to_owned()).await.unwrap();
        assert!(there.vault().open::<String>(&sealed).await.is_ok(), "the node keeps the key now");

        here.vault().erase(PERSON).await.unwrap();
        assert_eq!(here.vault().open::<String>(&sealed).await, Err(VaultError::Erased));
        clock.advance(SignedDuration::from_secs(1));
        assert_eq!(there.vault().open::<String>(&sealed).await, Err(VaultError::Erased));
        let hash = there.vault().subject_hash(PERSON, "leaf", b"x").await;
        assert_eq!(hash, Err(VaultError::Erased));
        assert!(there.vault().is_erased(PERSON).await.unwrap());
    })
    .await;
}

#[tokio::test]
async fn one_record_goes_and_the_others_stay_until_the_person_goes() {
    on_both(|db| async move {
        let ledger = testkit::ledger(&db, |_| {}).await;
        let vault = ledger.vault();
        let one = vault.seal_in(PERSON, "application/1", &"one".to_owned()).await.unwrap();
        let two = vault.seal_in(PERSON, "application/2", &"two".to_owned()).await.unwrap();
        let file = vault.seal_bytes(PERSON, Some("application/1"), b"%PDF").await.unwrap();
        let bare = vault.seal(PERSON, &"柳青".to_owned()).await.unwrap();
        let moved = Sealed { record: two.record.clone(), ..one.clone() };
        assert_eq!(vault.open::<String>(&moved).await, Err(VaultError::Broken));

        vault.erase_record(PERSON, "application/1").await.unwrap();
        let restarted =
            testkit::ledger(&db, |blueprint| blueprint.chance = TestChance::seeded(2)).await;
        for vault in [vault.clone(), restarted.vault()] {
            assert_eq!(vault.open::<String>(&one).await, Err(VaultError::Erased));
            let bytes = vault.open_bytes(PERSON, Some("application/1"), &file).await;
            assert_eq!(bytes, Err(VaultError::Erased));
            assert_eq!(vault.open::<String>(&two).await.unwrap(), "two");
            assert_eq!(vault.open::<String>(&bare).await.unwrap(), "柳青");
        }
        vault.erase(PERSON).await.unwrap();
        assert_eq!(vault.open::<String>(&two).await, Err(VaultError::Erased));
    })
    .await;
}

#[tokio::test]
async fn why_somebody_read_is_told_to_the_person_and_stands_nowhere_in_clear() {
    on_both(|db| async move {
        let ledger = testkit::ledger(&db, |_| {}).await;
        let by = Actor::SYSTEM;
        let read = |reason| Read {
            subject: PERSON,
            by: &by,
            action: "cases.unmask",
            matter: "AAAA-BBBB",
            reason,
        };
        let id = ledger.note_fields(read("电话柳青"), &["mobile"]).await.unwrap();
        ledger.note_read(read("")).await.unwrap();
        let start = jiff::Timestamp::UNIX_EPOCH;
        let all = ledger.accesses(PERSON, start, (jiff::Timestamp::MAX, None), 10).await.unwrap();
        assert_eq!(all.len(), 2);
        let found = ledger.access(PERSON, id).await.unwrap().unwrap();
        assert_eq!(found.reason.as_deref(), Some("电话柳青"));
        assert_eq!(found.fields, ["mobile"]);
        let before = (all[0].at, Some(all[0].id));
        let rest = ledger.accesses(PERSON, start, before, 10).await.unwrap();
        assert_eq!(rest, all[1..]);
        ledger.vault().erase(PERSON).await.unwrap();
        let found = ledger.access(PERSON, id).await.unwrap().unwrap();
        assert_eq!(found.reason, None, "what was said about an erased person is gone");
        ledger.note_read(read("again")).await.unwrap();
    })
    .await;
}

#[tokio::test]
async fn a_search_by_fingerprint_asks_for_all_keys_and_suites() {
    on_both(|db| async move {
        let number = "710000199001010015";
        let before = node(&db, SuiteId::International, &[7]).await;
        let stored = before.vault().blind("id_number", number);
        let after = node(&db, SuiteId::National, &[9, 7]).await;
        let prints = after.vault().blinds("id_number", number);
        assert_eq!(prints.len(), 4);
        assert_eq!(prints[0], after.vault().blind("id_number", number));
        assert!(prints[0] != stored && prints.contains(&stored));
        let mut distinct = prints.clone();
        distinct.sort();
        distinct.dedup();
        assert_eq!(distinct.len(), 4);
    })
    .await;
}
