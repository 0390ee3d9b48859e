//! Personal data is sealed under the key of the person it is about, and gone with that key.

use kernel::{Sealed, id::SubjectId};
use ledger::VaultError;
use testkit::{TestChance, on_both};
use uuid::Uuid;

fn person(number: u128) -> SubjectId {
    SubjectId::from_uuid(Uuid::from_u128(number))
}

#[tokio::test]
async fn what_is_sealed_opens_on_every_node_and_shows_nothing() {
    on_both(|db| async move {
        let ledger = testkit::ledger(&db, |_| {}).await;
        let name = "柳青".to_owned();
        let sealed = ledger.vault().seal(person(1), &name).await.unwrap();
        let twice = ledger.vault().seal(person(1), &name).await.unwrap();
        assert_eq!(sealed.subject, person(1));
        assert_ne!(sealed.data, twice.data, "equal values cannot be told from their seals");

        let other_node =
            testkit::ledger(&db, |blueprint| blueprint.chance = TestChance::seeded(2)).await;
        for vault in [ledger.vault(), other_node.vault()] {
            assert_eq!(vault.open::<String>(&sealed).await, Ok(name.clone()));
        }
    })
    .await;
}

#[tokio::test]
async fn a_changed_or_borrowed_seal_does_not_open() {
    on_both(|db| async move {
        let ledger = testkit::ledger(&db, |_| {}).await;
        let vault = ledger.vault();
        let sealed = vault.seal(person(1), &"柳青".to_owned()).await.unwrap();
        vault.seal(person(2), &"other".to_owned()).await.unwrap();
        let mut changed = sealed.clone();
        let flipped = if changed.data.starts_with('A') { "B" } else { "A" };
        changed.data.replace_range(0..1, flipped);
        let borrowed = Sealed { subject: person(2), ..sealed };
        let short = Sealed::of(person(1), "AAAA".to_owned());
        for wrong in [changed, borrowed, short] {
            assert_eq!(vault.open::<String>(&wrong).await, Err(VaultError::Broken), "{wrong:?}");
        }
    })
    .await;
}

#[tokio::test]
async fn who_is_erased_is_gone_for_good_and_nobody_else_is() {
    on_both(|db| async move {
        let ledger = testkit::ledger(&db, |_| {}).await;
        let vault = ledger.vault();
        let gone = vault.seal(person(1), &"柳青".to_owned()).await.unwrap();
        let stays = vault.seal(person(2), &"other".to_owned()).await.unwrap();
        vault.erase(person(1)).await.unwrap();

        let restarted = testkit::ledger(&db, |_| {}).await;
        for vault in [vault, restarted.vault()] {
            assert_eq!(vault.open::<String>(&gone).await, Err(VaultError::Erased));
            let again = vault.seal(person(1), &"again".to_owned()).await;
            assert_eq!(again.unwrap_err(), VaultError::Erased, "no new key for an erased person");
            assert_eq!(vault.open::<String>(&stays).await, Ok("other".to_owned()));
        }
    })
    .await;
}

#[tokio::test]
async fn a_blind_index_finds_the_same_value_and_tells_purposes_apart() {
    on_both(|db| async move {
        let ledger = testkit::ledger(&db, |_| {}).await;
        let restarted =
            testkit::ledger(&db, |blueprint| blueprint.chance = TestChance::seeded(2)).await;
        let number = "710000199001010015";
        let blind = ledger.vault().blind("id_number", number);
        assert_eq!(blind, restarted.vault().blind("id_number", number));
        assert_ne!(blind, ledger.vault().blind("mobile", number));
        assert_ne!(blind, ledger.vault().blind("id_number", "710000199001010023"));
        assert_eq!(blind.len(), 32);
        let other_key = testkit::ledger(&db, |blueprint| {
            blueprint.ring = ledger::DeploymentKey::new([8; 32]).into();
        })
        .await;
        assert_ne!(blind, other_key.vault().blind("id_number", number));
    })
    .await;
}
