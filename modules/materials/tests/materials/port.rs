//! What later subjects rely on.

use kernel::{Actor, Role, id::CommandId};
use materials_domain::{FolderRefusal, How, MaterialError, Open, Trust, Verdict};

use crate::{
    given::{application, person},
    house::Test,
};

fn key(number: u8) -> CommandId {
    format!("01900000-0000-7000-8000-0000000000{number:02}").parse().expect("an id")
}

#[tokio::test]
async fn fetching_twice_supplies_once() {
    let test = Test::new().await;
    let (port, citizen) = (test.port(), Actor::citizen(person(1)));
    let supplied = port.fetch(application(1), &citizen).await;
    assert_eq!(supplied, Ok(vec!["business-licence".to_owned()]));
    assert_eq!(port.fetch(application(1), &citizen).await, Ok(vec![]));
    assert_eq!(port.fetch(application(3), &citizen).await, Ok(vec![]), "the store is down");
    let unknown = port.fetch(application(77), &citizen).await;
    assert_eq!(unknown, Err(MaterialError::Unknown));
}

#[tokio::test]
async fn a_licence_taken_back_by_hand_stays_away() {
    let test = Test::new().await;
    let cookie = test.citizen(1).await;
    let (port, citizen) = (test.port(), Actor::citizen(person(1)));
    port.fetch(application(1), &citizen).await.expect("fetched");
    let folder = port.folder(application(1)).await.expect("a folder");
    let licence = folder.of("business-licence")[0].id;
    test.remove(&cookie, 1, &licence.to_string()).await;
    assert_eq!(port.fetch(application(1), &citizen).await, Ok(vec![]));
    assert!(!port.folder(application(1)).await.expect("a folder").has("business-licence"));
    let foreseen = port.foreseen(application(1), &citizen).await.expect("a folder");
    assert!(!foreseen.has("business-licence"), "nor is it shown again");
}

#[tokio::test]
async fn what_was_only_shown_can_be_taken_back_and_stays_away() {
    let test = Test::new().await;
    let cookie = test.citizen(1).await;
    let (port, citizen) = (test.port(), Actor::citizen(person(1)));
    let foreseen = port.foreseen(application(1), &citizen).await.expect("a folder");
    let licence = foreseen.of("business-licence")[0].id;
    test.remove(&cookie, 1, &licence.to_string()).await;
    let foreseen = port.foreseen(application(1), &citizen).await.expect("a folder");
    assert!(!foreseen.has("business-licence"), "{foreseen:?}");
    test.replay_agrees().await;
}

#[tokio::test]
async fn what_a_clerk_saw_is_trusted_more_than_what_was_uploaded() {
    let test = Test::new().await;
    let port = test.port();
    let clerk = Actor::staff(Role::Clerk, person(9), "government-services");
    port.close(application(2), &clerk).await.expect("closed");
    port.close(application(2), &clerk).await.expect("asked twice");
    for _ in 0..2 {
        port.seen(key(1), application(2), "layout-plan", &clerk).await.expect("seen");
    }
    let folder = port.folder(application(2)).await.expect("a folder");
    let [seen] = folder.of("layout-plan")[..] else { panic!("{folder:?}") };
    assert_eq!((seen.trust, &seen.how), (Trust::B, &How::Paper));
    assert_eq!(folder.open, Open::None);
    let citizen = Actor::citizen(person(2));
    let late = port.seen(key(2), application(2), "layout-plan", &citizen).await;
    assert_eq!(late, Err(MaterialError::Refused(FolderRefusal::Fixed)));
    let unknown = port.seen(key(3), application(2), "no-such-thing", &clerk).await;
    assert_eq!(unknown, Err(MaterialError::Unknown));
}

#[tokio::test]
async fn verdicts_stand_until_something_new_is_asked_for() {
    let test = Test::new().await;
    let port = test.port();
    let examiner = Actor::staff(Role::Examiner, person(8), "market-regulation");
    let wrong = Verdict::Wrong { reason: "面积没有标明".into() };
    let id = application(1);
    port.judge(key(1), id, "layout-plan", wrong.clone(), &examiner).await.expect("judged");
    assert_eq!(port.folder(id).await.expect("a folder").verdicts["layout-plan"], wrong);
    port.reopen(key(2), id, vec!["layout-plan".into()], &examiner).await.expect("returned");
    assert!(port.folder(id).await.expect("a folder").verdicts.is_empty());
    test.replay_agrees().await;
}
