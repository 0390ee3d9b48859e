//! Signer and witnesses: what happens when they are missing, moved, or shown something else.

use audit::quorum::Standing;
use jiff::SignedDuration;
use record::{PublicRecord as _, Receipt, RecordError};
use testkit::{Database, on_both};

use crate::{notes, town::Town};

#[tokio::test]
async fn one_witness_may_be_missing_two_may_not_and_all_goes_on_by_itself() {
    on_both(|database| async move {
        let town = Town::settled(database).await;
        town.notary.stop_witness(0).await;
        notes::write(&town.ledger, 30, 1).await;
        assert_eq!(town.receipt(30).await, Receipt::Pending);
        town.record.round().await.unwrap();
        assert!(matches!(town.receipt(30).await, Receipt::Proven(_)));
        let state = town.record.state();
        assert_eq!((state.faults.len(), state.is_alarm()), (1, false));

        town.notary.stop_witness(1).await;
        notes::write(&town.ledger, 31, 1).await;
        town.record.round().await.unwrap();
        assert_eq!(town.receipt(31).await, Receipt::Pending);
        assert!(matches!(town.receipt(30).await, Receipt::Proven(_)), "older proofs stay good");
        assert!(!town.record.state().is_alarm() && town.record.may_issue());
        town.pass(61);
        town.record.round().await.unwrap();
        assert!(matches!(town.record.state().standing, Standing::Pending { .. }));
        assert!(town.record.state().is_alarm() && town.record.may_issue());
        town.pass(15 * 60);
        // A restart is no way out.
        assert!(!town.record.may_issue());
        town.notary.start_witness(1).await;
        town.record.round().await.unwrap();
        assert!(town.record.may_issue() && !town.record.state().is_alarm());
        assert!(matches!(town.receipt(31).await, Receipt::Proven(_)));
        assert_eq!(town.check().await.findings, []);
    })
    .await;
}

#[tokio::test]
async fn a_clock_that_was_moved_stops_the_signatures() {
    for seconds in [-3600, 3600] {
        let town = Town::settled(Database::sqlite()).await;
        town.clock.advance(SignedDuration::from_secs(seconds));
        notes::write(&town.ledger, 30, 1).await;
        let refused = town.record.round().await;
        assert!(matches!(refused, Err(RecordError::Signer(_))), "{seconds}: {refused:?}");
        assert_eq!(town.receipt(30).await, Receipt::Pending);
        assert!(town.record.state().trouble.unwrap().contains("the time is not believed"));
        // Set right again, it goes on.
        town.clock.advance(SignedDuration::from_secs(-seconds));
        town.pass(1);
        town.record.round().await.unwrap();
        assert!(matches!(town.receipt(30).await, Receipt::Proven(_)));
    }
}

#[tokio::test]
async fn a_signer_that_is_away_is_an_alarm_and_no_end() {
    let town = Town::settled(Database::sqlite()).await;
    town.notary.stop_signer().await;
    notes::write(&town.ledger, 30, 1).await;
    let again = town.again();
    drop(town.record);
    assert!(again.round().await.is_err());
    again.start().await.unwrap();
    assert!(!again.state().is_rollback);
    town.notary.start_signer().await;
    again.round().await.unwrap();
    assert_eq!(again.state().trouble, None);
    assert_eq!(again.state().witnessed, again.state().size);
}

#[tokio::test]
async fn an_older_copy_of_everything_is_refused_at_the_start() {
    let town = Town::settled(Database::sqlite()).await;
    let (data, copy) = (town.database.folder(), Database::sqlite());
    // The backup: the database as it is now, and the tiles.
    let backup = format!("VACUUM INTO '{}'", copy.folder().join("onewindow.db").display());
    let connection = rusqlite::Connection::open(data.join("onewindow.db")).unwrap();
    connection.execute_batch(&backup).unwrap();
    copy_folder(&town.folder(), &copy.folder().join("record"));
    notes::write(&town.ledger, 30, 3).await;
    town.record.round().await.unwrap();
    let size = town.record.state().size;

    let ledger = testkit::ledger_at(&copy, &town.clock, notes::plan).await;
    let plan = town.notary.plan(&copy.folder().join("record"));
    let restored = record::Record::of(&ledger, plan).unwrap();
    let refused = restored.start().await.unwrap_err();
    assert!(
        matches!(&refused, RecordError::Rollback { remembered, .. } if *remembered == size),
        "{refused}"
    );
    assert!(refused.to_string().contains("rollback"), "{refused}");
    assert!(restored.state().is_rollback && !restored.may_issue());

    // The database alone is older: the tiles show it.
    let plan = town.notary.plan(&town.folder());
    drop(town.record);
    let restored = record::Record::of(&ledger, plan).unwrap();
    assert!(restored.start().await.unwrap_err().is_rollback());
}

#[tokio::test]
async fn two_views_are_never_both_witnessed() {
    let town = Town::settled(Database::sqlite()).await;
    // Somebody with the signer's key and everything else makes another history.
    let other = Database::sqlite();
    let ledger = testkit::ledger_at(&other, &town.clock, notes::plan).await;
    for number in 1..=25 {
        notes::write(&ledger, number, 4).await;
    }
    // A signer without memory, which is what the keys amount to in the wrong hands.
    let stolen = town.notary.signer_folder();
    std::fs::remove_file(stolen.join("signer")).unwrap();
    audit::signer::Signer::found(&audit::tree::Folder::open(&stolen).unwrap()).unwrap();
    town.notary.stop_signer().await;
    town.notary.start_signer().await;
    let plan = town.notary.plan(&other.folder().join("record"));
    let forged = record::Record::of(&ledger, plan).unwrap();
    let refused = forged.start().await;
    assert!(forged.checkpoint().is_none(), "{refused:?}");
    assert_eq!(forged.state().witnessed, 0);
}

fn copy_folder(from: &std::path::Path, to: &std::path::Path) {
    std::fs::create_dir_all(to).unwrap();
    for entry in std::fs::read_dir(from).unwrap() {
        let (path, name) = entry.map(|it| (it.path(), it.file_name())).unwrap();
        if path.is_dir() {
            copy_folder(&path, &to.join(name));
        } else {
            std::fs::copy(&path, to.join(name)).unwrap();
        }
    }
}
