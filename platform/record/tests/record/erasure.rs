//! Who is erased is gone; the record stays and still proves.

use record::{Enclosed, Receipt};
use testkit::on_both;

use crate::{notes, town::Town};

#[tokio::test]
async fn erasing_somebody_changes_nothing_in_the_record_and_its_proofs_go_on_verifying() {
    on_both(|database| async move {
        let town = Town::settled(database).await;
        let Receipt::Proven(before) = town.receipt(3).await else { panic!("it is proven") };
        let (shown, enclosed) = Enclosed::check(&before.text, &town.policy()).unwrap();
        assert_eq!(shown.entry.word, "note.opened");
        assert!(enclosed.payload.unwrap().contains("\"opened\""));

        town.ledger.vault().erase(notes::person(3)).await.unwrap();
        let report = town.check().await;
        assert_eq!(report.findings, []);
        // What was sealed in the note, and who has read it.
        assert_eq!(report.erased, 2);
        let Receipt::Proven(after) = town.receipt(3).await else { panic!("it is still proven") };
        let (shown_now, enclosed) = Enclosed::check(&after.text, &town.policy()).unwrap();
        assert_eq!(shown_now.entry, shown.entry);
        assert_eq!((enclosed.payload, enclosed.salt), (None, None));
        // What the person took home before is as good as it was.
        assert!(Enclosed::check(&before.text, &town.policy()).is_ok());

        // Somebody who is erased before the first second is over is logged all the same.
        notes::write(&town.ledger, 50, 1).await;
        town.ledger.vault().erase(notes::person(50)).await.unwrap();
        town.record.round().await.unwrap();
        assert!(matches!(town.receipt(50).await, Receipt::Proven(_)));
        assert_eq!(town.check().await.findings, []);
    })
    .await;
}

#[tokio::test]
async fn no_entry_tells_who_or_what() {
    let town = Town::settled(testkit::Database::sqlite()).await;
    let mut all = Vec::new();
    let mut waiting = vec![town.folder()];
    while let Some(place) = waiting.pop() {
        for it in std::fs::read_dir(place).unwrap() {
            let path = it.unwrap().path();
            match path.is_dir() {
                true => waiting.push(path),
                false => all.extend(std::fs::read(path).unwrap()),
            }
        }
    }
    let all = String::from_utf8_lossy(&all);
    assert!(all.contains("note.opened") && all.contains("clerk@office"));
    let person = notes::person(5).to_string();
    for secret in [
        "line 1",
        "他自己说的",
        "asked by phone",
        person.as_str(),
        "00000000-0000-0000-0000-000000000001",
    ] {
        assert!(!all.contains(secret), "{secret}");
    }
}

#[tokio::test]
async fn two_hundred_effects_are_reconstructed_from_the_record_alone() {
    let town = Town::on(testkit::Database::sqlite()).await;
    for number in 1..=200 {
        notes::write(&town.ledger, number, 1).await;
    }
    town.record.start().await.unwrap();
    for number in 1..=200 {
        let Receipt::Proven(proof) = town.receipt(number).await else { panic!("it is proven") };
        assert!(proof.text.len() <= audit::proof::MOST_BYTES, "{}", proof.text.len());
        let (shown, enclosed) = Enclosed::check(&proof.text, &town.policy()).unwrap();
        let entry = shown.entry;
        assert!(entry.actor.is_some() && entry.authority == "clerk@office");
        assert_eq!(entry.acting_for.is_some(), number % 5 == 0);
        assert_eq!(entry.correlation, Some(uuid::Uuid::from_u128(7000 + number)));
        assert_eq!((entry.stream.as_str(), entry.seq), (format!("note/n{number}").as_str(), 1));
        assert!(entry.software.starts_with("onewindow "));
        let payload: serde_json::Value = serde_json::from_str(&enclosed.payload.unwrap()).unwrap();
        assert_eq!(payload["body"]["type"], "opened");
    }
}
