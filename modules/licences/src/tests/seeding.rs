//! The demonstration city's licences.

use licences_domain::Licences;

use super::*;

async fn holder(id_number: &str) -> SubjectId {
    Neighbours.by_id_number(id_number).await.unwrap().unwrap().subject()
}

#[tokio::test]
async fn the_city_is_taken_over_once_and_without_identity_numbers_in_clear() {
    let world = World::new().await;
    world.seed().await;
    let service = world.service();
    let chen = holder("710000198804161226").await;
    let held = service.held(chen).await.unwrap();
    assert!(held.len() >= 4, "{held:?}");
    assert!(held.iter().all(|it| !it.number.contains("19880416")), "{held:?}");
    assert!(service.check("710000198804161226").await.unwrap().is_empty());
    let firm = service.check("JY29801020001234").await.unwrap();
    assert_eq!(firm[0].name.zh_hans, "食品经营许可证");
    assert_eq!(firm[0].valid_to, Some(date(2027, 3, 20)));
    world.seed().await;
    assert_eq!(service.held(chen).await.unwrap(), held);
    world.replay_agrees().await;
}

#[tokio::test]
async fn licences_of_the_city_can_be_printed() {
    let world = World::new().await;
    world.seed().await;
    let service = world.service();
    let chen = holder("710000198804161226").await;
    for held in service.held(chen).await.unwrap() {
        let pdf = service.pdf(held.id).await.unwrap().unwrap();
        assert!(pdf.starts_with(b"%PDF"), "{}", held.number);
        assert_eq!(pdf, service.pdf(held.id).await.unwrap().unwrap(), "{}", held.number);
    }
}
