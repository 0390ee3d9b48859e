//! Taking ratings, counting them and following up the bad ones.

use authz::Relation;
use ratings_domain::{Rater, Rating, RatingRefusal, Ratings, Tag, rating_key};

use super::*;
use crate::service::Problem;

#[tokio::test]
async fn all_five_grades_are_taken_on_every_channel_and_counted_at_once() {
    let world = World::new().await;
    let mut number = 0;
    for channel in Channel::ALL {
        for grade in Grade::ALL {
            world.rate(number, Opinion { channel, ..opinion(grade) }).await.unwrap();
            number += 1;
            let totals = world.service().totals("food-business-licence").await.unwrap();
            assert_eq!(totals.total(), u64::from(number), "{grade:?} on {channel:?}");
        }
    }
    let totals = world.service().totals("food-business-licence").await.unwrap();
    assert_eq!(Grade::ALL.map(|it| totals.of(it)), [10; 5]);
    let open = world.service().follow_ups(&supervisor(), ("", "")).await.unwrap();
    assert_eq!(open.len(), 20, "each grade 4 and 5 has its follow-up");
}

#[tokio::test]
async fn a_one_star_rating_opens_a_task_that_nobody_can_delete() {
    let world = World::new().await;
    world.rate(1, opinion(Grade::VeryDissatisfied)).await.unwrap();
    let open = world.service().follow_ups(&supervisor(), ("", "")).await.unwrap();
    assert_eq!((open.len(), open[0].due_on), (1, date(2026, 3, 23)));
    // No role may do anything that is not rating, reading or overseeing.
    let actions: Vec<_> =
        world.house.policy.actions().filter(|it| it.starts_with("ratings.")).collect();
    assert_eq!(actions, ["ratings.oversee", "ratings.rate", "ratings.read"]);
    for role in Role::ALL.into_iter().filter(|it| it.is_staff()) {
        assert!(!world.house.policy.may_ever(role, "ratings.rate"), "{role:?}");
    }
    // No statement takes a row away or hides it.
    for statement in MODULE.statements.iter().copied().flatten() {
        assert!(!statement.sql.contains("DELETE"), "{}", statement.sql);
    }
    // No command does anything to a rating that was given.
    let key = rating_key(id(1));
    let (rating, version) = world.house.ledger.load::<Rating>(&key).await.unwrap().unwrap();
    assert_eq!(version, 2, "one act, two events");
    assert!(rating.follow_up.is_some());
    world.clock.advance_days(400);
    let later = world.service().follow_ups(&supervisor(), ("", "")).await.unwrap();
    assert_eq!(later, open);
}

#[tokio::test]
async fn the_days_of_a_follow_up_are_a_parameter() {
    let world = World::new().await;
    world.house.ledger.set("ratings.follow_up_days", "5").await.unwrap();
    world.rate(1, opinion(Grade::Dissatisfied)).await.unwrap();
    let open = world.service().follow_ups(&supervisor(), ("", "")).await.unwrap();
    assert_eq!(open[0].due_on, date(2026, 3, 9));
}

#[tokio::test]
async fn a_case_is_rated_once_whoever_comes_how_often() {
    let world = World::new().await;
    world.rate(1, opinion(Grade::Dissatisfied)).await.unwrap();
    // The same form sent twice is one rating.
    world.rate(1, opinion(Grade::Dissatisfied)).await.unwrap();
    let service = world.service();
    let own = service.rateable(&citizen(), &reference(1), Proof::Code("")).await;
    let own = own.unwrap().unwrap();
    let again = service.rate(key(9), &citizen(), own, opinion(Grade::VerySatisfied)).await;
    assert!(matches!(again, Err(Problem::Refused(RatingRefusal::AlreadyRated))));
    let totals = service.totals("food-business-licence").await.unwrap();
    assert_eq!((totals.total(), totals.of(Grade::Dissatisfied)), (1, 1));
}

#[tokio::test]
async fn the_owner_and_the_holder_of_the_receipt_may_rate_and_nobody_else() {
    let world = World::new().await;
    let service = world.service();
    let rater = |actor: Actor, code: &'static str| {
        let service = service.clone();
        async move {
            let found = service.rateable(&actor, &reference(1), Proof::Code(code)).await.unwrap();
            found.map(|it| it.rater)
        }
    };
    let stranger = Actor::citizen(id(0x11));
    let clerk = Actor::staff(Role::Clerk, id(0x10), "market-regulation").within("980100000000");
    assert_eq!(rater(citizen(), "").await, Some(Rater::Owner));
    assert_eq!(rater(Actor::ANONYMOUS, CODE).await, Some(Rater::CodeHolder));
    assert_eq!(rater(stranger.clone(), CODE).await, Some(Rater::CodeHolder));
    assert_eq!(rater(stranger, "").await, None);
    assert_eq!(rater(Actor::ANONYMOUS, "999999").await, None);
    assert_eq!(rater(clerk, CODE).await, None, "staff cannot rate, not even their own case");
    assert_eq!(service.rateable(&citizen(), "nothing", Proof::Code("")).await.unwrap(), None);
    for (opened, is_open) in [(reference(1), true), (reference(2), false)] {
        let opened = [opened];
        let proof = Proof::Opened(&opened);
        let found = service.rateable(&Actor::ANONYMOUS, &reference(1), proof).await.unwrap();
        assert_eq!(found.is_some(), is_open, "what was opened is one case");
    }
    assert!(world.house.policy.require(&citizen(), "ratings.oversee", &[Relation::Own]).is_err());
}

#[tokio::test]
async fn a_comment_is_sealed_and_read_on_the_record() {
    let world = World::new().await;
    let words = Opinion {
        tags: vec![Tag::Slow],
        comment: " 我是陈雨禾，等了三周 ".to_owned(),
        ..opinion(Grade::VeryDissatisfied)
    };
    world.rate(1, words).await.unwrap();
    let events = world.house.ledger.history::<Rating>(rating_key(id(1))).await.unwrap();
    let stored = serde_json::to_string(&events).unwrap();
    assert!(!stored.contains("陈雨禾"), "{stored}");
    let (row, comment) = world.service().follow_up(&supervisor(), &reference(1)).await.unwrap();
    assert_eq!(comment.as_deref(), Some("我是陈雨禾，等了三周"));
    assert!(row.has_comment);
    world.house.ledger.vault().erase(id(0x10)).await.unwrap();
    let (_, gone) = world.service().follow_up(&supervisor(), &reference(1)).await.unwrap();
    assert_eq!(gone, None);
}

#[tokio::test]
async fn everything_follows_from_the_events() {
    let world = World::new().await;
    for (number, grade) in (0..).zip(Grade::ALL.into_iter().cycle().take(12)) {
        world.rate(number, opinion(grade)).await.unwrap();
    }
    let scratch = world.folder().join("replay.db");
    let report = world.house.ledger.replay(&scratch, &|_| {}).await.unwrap();
    assert_eq!(report.differences, []);
    assert_eq!(report.streams, 12);
}

#[tokio::test]
async fn every_statement_prepares() {
    let world = World::new().await;
    for statement in MODULE.statements.iter().copied().flatten() {
        world.house.ledger.prepare(statement).await.unwrap();
    }
}
