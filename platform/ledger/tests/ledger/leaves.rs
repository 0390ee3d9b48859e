//! Rows on their way into the verifiable record: each once, under one head, by one writer.

use kernel::{Actor, id::SubjectId};
use ledger::{INSTALLATION, Ledger, Origin, Read, RecordHead, correlated, correlation};
use testkit::{Database, on_both};
use uuid::Uuid;

use crate::tally::{add, anyone, plan};

const EMPTY: &str = "empty";

async fn furnished(db: &Database) -> Ledger {
    let ledger = testkit::ledger(db, plan).await;
    for number in 1..=3 {
        add(&ledger, number, "a", 5).await.unwrap();
    }
    let subject = SubjectId::from_uuid(Uuid::from_u128(9));
    let by: Actor = anyone();
    let read = Read { subject, by: &by, action: "cases.read", matter: "case/1", reason: "" };
    correlated(Uuid::from_u128(77), ledger.note_read(read)).await.unwrap();
    ledger
}

async fn head(ledger: &Ledger) -> RecordHead {
    ledger.record_head().await.unwrap().unwrap()
}

#[tokio::test]
async fn every_event_and_every_read_is_logged_once() {
    on_both(|db| async move {
        let ledger = furnished(&db).await;
        assert_eq!(ledger.record_head().await.unwrap(), None);
        ledger.take_record("one", EMPTY).await.unwrap();
        let rows = ledger.unlogged(100).await.unwrap();
        assert_eq!(rows.len(), 4);
        assert!(matches!(&rows[3].origin, Origin::Read { matter, .. } if matter == "case/1"));
        let belongs: Vec<_> = rows.iter().map(|it| it.correlation.is_some()).collect();
        assert_eq!(belongs, [false, false, false, true]);
        assert!(ledger.unlogged_since().await.unwrap().is_some());

        let begin = head(&ledger).await;
        assert!(ledger.move_record(&begin, "first", &rows[..3]).await.unwrap());
        assert_eq!(ledger.unlogged(100).await.unwrap(), rows[3..]);
        let logged = ledger.logged(1, 3).await.unwrap();
        assert_eq!(logged.iter().map(|it| it.index.unwrap()).collect::<Vec<_>>(), [1, 2]);
        let Origin::Event { stream, seq, .. } = &rows[2].origin else { panic!("an event") };
        let leaf = ledger.event_leaf(stream, *seq).await.unwrap().unwrap();
        assert_eq!(leaf.index, Some(2));

        // From the old head, or with a row that is a leaf already, nothing moves.
        assert!(!ledger.move_record(&begin, "other", &rows[3..]).await.unwrap());
        let now = head(&ledger).await;
        assert!(!ledger.move_record(&now, "twice", &rows[2..]).await.unwrap());
        assert_eq!((now.size, now.root.as_str()), (3, "first"));
        assert_eq!(head(&ledger).await, now);
        assert_eq!(ledger.unlogged(100).await.unwrap(), rows[3..]);
    })
    .await;
}

#[tokio::test]
async fn whoever_takes_the_head_over_stops_the_writer_before() {
    on_both(|db| async move {
        let ledger = furnished(&db).await;
        ledger.take_record("one", EMPTY).await.unwrap();
        let mine = head(&ledger).await;
        ledger.take_record("two", EMPTY).await.unwrap();
        let rows = ledger.unlogged(1).await.unwrap();
        assert!(!ledger.move_record(&mine, "first", &rows).await.unwrap());
        assert!(ledger.move_record(&head(&ledger).await, "first", &rows).await.unwrap());
    })
    .await;
}

#[tokio::test]
async fn a_salt_is_gone_with_the_key_of_any_of_its_people() {
    on_both(|db| async move {
        let ledger = furnished(&db).await;
        let vault = ledger.vault();
        let [one, two] = [1, 2].map(|it| (SubjectId::from_uuid(Uuid::from_u128(it)), None));
        let case = (one.0, Some("case".to_owned()));
        let all = [one.clone(), case.clone(), two.clone()];
        let whole = vault.salt(&all, "a").await.unwrap().unwrap();
        let own = vault.salt(&[], "a").await.unwrap().unwrap();
        assert_eq!(vault.salt(&all, "a").await.unwrap(), Some(whole));
        assert_eq!(vault.salt(&[(INSTALLATION, None)], "a").await.unwrap(), Some(own));
        assert_ne!(vault.salt(&all[..2], "a").await.unwrap(), Some(whole));
        assert_ne!(vault.salt(&all, "b").await.unwrap(), Some(whole));
        vault.erase_record(one.0, "case").await.unwrap();
        assert_eq!(vault.salt(&all, "a").await.unwrap(), None);
        assert!(vault.salt(&[one.clone(), two.clone()], "a").await.unwrap().is_some());
        vault.erase(two.0).await.unwrap();
        assert_eq!(vault.salt(&[one.clone(), two], "a").await.unwrap(), None);
        assert!(vault.salt(&[one], "a").await.unwrap().is_some());
        assert_eq!(vault.salt(&[], "a").await.unwrap(), Some(own));
    })
    .await;
}

#[tokio::test]
async fn what_belongs_together_says_so_and_nothing_leaks_out() {
    let id = Uuid::from_u128(5);
    correlated(id, async { assert_eq!(correlation(), Some(id)) }).await;
    assert_eq!(correlation(), None);
}
