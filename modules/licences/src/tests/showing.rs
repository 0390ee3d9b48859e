//! A licence is shown to one verifier, once, for five minutes, and only what its holder agreed to.

use jiff::{SignedDuration, Timestamp};
use licences_domain::{Licences as _, ShowingRefusal};

use super::*;
use crate::service::{Agreed, NotShown, ShownToOne};

const FORM: &str = "/en/verify/shown";

/// The agent of firm 0x30.
fn agent() -> Actor {
    Actor::citizen(id(0x11))
}

async fn sees(
    world: &World,
    number: u8,
    actor: &Actor,
    code: &str,
) -> Result<ShownToOne, NotShown> {
    world.service().see(key(number), actor, code, "榕荫宾馆，办理入住").await
}

/// The digits of a code that the citizen makes.
async fn code(world: &World, number: u8, licence: &Issued, agreed: Agreed<'_>) -> String {
    let service = world.service();
    let showing = service.offer(key(number), &citizen(), licence.id, agreed).await.unwrap();
    let (_, seen) = service.own_showing(&citizen(), licence.id, &showing).await.unwrap();
    seen.code.unwrap()
}

fn refusal(seen: Result<ShownToOne, NotShown>) -> ShowingRefusal {
    match seen {
        Err(NotShown::Refused(refusal)) => refusal,
        other => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn a_verifier_sees_once_what_the_holder_agreed_to_and_the_holder_sees_that_they_looked() {
    testkit::on_both(|database| async move {
        let world = World::on(database).await;
        let service = world.service();
        let issued = service.issue(key(1), order(1), &Actor::SYSTEM).await.unwrap();
        let agreed = || Agreed {
            fields: vec!["holder".to_owned(), "7".to_owned()],
            purpose: "办理入住",
            ..Agreed::default()
        };
        let first = code(&world, 0x40, &issued, agreed()).await;
        assert_eq!(code(&world, 0x40, &issued, agreed()).await, first, "the same form again");
        assert_eq!(first.len(), 10);
        let typed = format!("{} {}", &first[..5], &first[5..]);
        let seen = sees(&world, 0x41, &Actor::ANONYMOUS, &typed).await.unwrap();
        assert_eq!(seen.shown.holder.as_deref(), Some("陈雨禾"));
        assert_eq!(seen.lines[0].1, "***", "the place was not agreed to");

        // The same form again is the same use; any other is a second one.
        assert!(sees(&world, 0x41, &Actor::ANONYMOUS, &first).await.is_ok());
        let second = sees(&world, 0x42, &Actor::ANONYMOUS, &first).await;
        assert_eq!(refusal(second).code(), "showing.used");
        let none = sees(&world, 0x43, &Actor::ANONYMOUS, "0000000001").await;
        assert_eq!(refusal(none).code(), "showing.unknown");

        // Who looked stands where the holder looks, with what was said.
        let before = (Timestamp::MAX, None);
        let reads = world.house.ledger.accesses(id(0x10), Timestamp::MIN, before, 10).await;
        let reads = reads.unwrap();
        assert!(!reads.is_empty());
        assert_eq!(reads[0].action, "licences.verify");
        let reason = reads[0].reason.clone().unwrap();
        assert!(reason.contains("榕荫宾馆") && reason.contains("办理入住"), "{reason}");

        // Masked is the rule: nothing was agreed to, nothing is shown.
        let silent = code(&world, 0x44, &issued, Agreed::default()).await;
        let seen = sees(&world, 0x45, &Actor::ANONYMOUS, &silent).await.unwrap();
        assert_eq!(seen.shown.holder.as_deref(), Some("陈**"));

        // Five minutes and no longer, also for the same form.
        let late = code(&world, 0x46, &issued, Agreed::default()).await;
        world.clock.advance(SignedDuration::from_mins(5));
        let over = sees(&world, 0x47, &Actor::ANONYMOUS, &late).await;
        assert_eq!(refusal(over).code(), "showing.expired");
        let again = sees(&world, 0x41, &Actor::ANONYMOUS, &first).await;
        assert_eq!(refusal(again).code(), "showing.expired");
        world.replay_agrees().await;
    })
    .await;
}

#[tokio::test]
async fn a_code_for_one_verifier_is_replayed_to_no_other() {
    testkit::on_both(|database| async move {
        let world = World::on(database).await;
        let service = world.service();
        let issued = service.issue(key(1), order(1), &Actor::SYSTEM).await.unwrap();
        let named = Agreed { verifier: FIRM_CODE, ..Agreed::default() };
        let code = code(&world, 0x40, &issued, named).await;
        let stranger = Actor::citizen(id(0x12));
        let office = Actor::staff(Role::Examiner, id(0x22), "health");
        for (number, other) in [(0x41, Actor::ANONYMOUS), (0x42, stranger), (0x43, office)] {
            let refused = sees(&world, number, &other, &code).await;
            assert_eq!(refusal(refused).code(), "showing.other_verifier", "{other:?}");
        }
        // Whom it is for still finds it unused.
        assert!(sees(&world, 0x44, &agent(), &code).await.is_ok());
        let again = sees(&world, 0x45, &agent(), &code).await;
        assert_eq!(refusal(again).code(), "showing.used");

        let nobody = Agreed { verifier: "91980102MA98RY0199", ..Agreed::default() };
        let refused = service.offer(key(0x46), &citizen(), issued.id, nobody).await;
        assert!(matches!(refused, Err(NotShown::NoVerifier)), "{refused:?}");
        let theirs = service.offer(key(0x47), &agent(), issued.id, Agreed::default()).await;
        assert!(matches!(theirs, Err(NotShown::Failure(web::Failure::NotFound))), "{theirs:?}");
    })
    .await;
}

#[tokio::test]
async fn the_pages_lead_from_the_holders_choice_to_the_verifiers_look() {
    let world = World::new().await;
    let issued = world.service().issue(key(1), order(1), &Actor::SYSTEM).await.unwrap();
    let token = world.token(citizen()).await;
    let token = Some(token.as_str());
    let form = format!("/en/my/licences/{}/show", issued.id);
    let (status, page) = world.get(&form, token).await;
    assert!(status == 200 && page.contains("经营场所"), "{page}");
    let (status, page, _) = world.post(&form, &form, token, "verifier=123").await;
    assert!(status == 422 && page.contains("Nobody here has this credit code"), "{page}");
    let fields = "fields=holder&fields=0&verifier=&purpose=lease";
    let (status, page, location) = world.post(&form, &form, token, fields).await;
    assert_eq!(status, 303, "{page}");
    let (_, page) = world.get(&location, token).await;
    assert!(page.contains("<svg") && page.contains("It counts once"), "{page}");
    let code = between(&page, "<p class=\"code\">", "</p>").replace(' ', "");
    let stranger = world.token(Actor::citizen(id(0x12))).await;
    assert_eq!(world.get(&location, Some(&stranger)).await.0, 404);

    // The picture leads to a question; looking at it uses nothing up.
    let picture = format!("{FORM}/{code}");
    for _ in 0..2 {
        let (status, page) = world.get(&picture, None).await;
        assert!(status == 200 && page.contains(&code) && !page.contains("陈雨禾"), "{page}");
    }
    let (status, ..) = world.post(FORM, FORM, None, &format!("code={code}&verifier=")).await;
    assert_eq!(status, 422, "who looks says so");
    let fields = format!("code={code}&verifier=Hotel");
    let (status, page, _) = world.post(FORM, FORM, None, &fields).await;
    assert!(status == 200 && page.contains("陈雨禾") && page.contains("古井路20号"), "{page}");
    let (status, page, _) = world.post(FORM, FORM, None, &fields).await;
    assert!(status == 422 && page.contains("data-code=\"showing.used\""), "{page}");
    let (_, page) = world.get(&location, token).await;
    assert!(page.contains("by: Hotel"), "{page}");
}
