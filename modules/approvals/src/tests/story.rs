//! From a proposal to its end, on both databases where the store matters.

use notify::Messages;

use super::*;

#[tokio::test]
async fn what_one_proposes_another_approves_and_it_happens_once() {
    testkit::on_both(|database| async move {
        let world = World::on(database, SignedDuration::ZERO).await;
        let proposal = world.propose(9, order(5)).await.unwrap();
        assert_eq!(world.propose(9, order(5)).await, Ok(proposal), "the same form sent twice");
        assert_eq!(world.pulled(), (0, 0), "nobody acts alone");
        world.approve_as(staff(2, Role::Administrator)).await;
        world.settle().await;
        world.settle().await;
        assert_eq!(world.pulled(), (1, 5));
        assert_eq!(world.state(proposal).await, "executed");
        world.replay_agrees().await;
    })
    .await;
}

#[tokio::test]
async fn an_approval_is_refused_when_the_world_has_changed_since() {
    let world = World::new().await;
    let proposal = world.propose(9, order(5)).await.unwrap();
    world.lever.stands_at.store(7, Ordering::SeqCst);
    let second = world.sign_in(staff(2, Role::Administrator)).await;
    let path = format!("/api/v1/approvals/{proposal}");
    let seen = world.get(&path, &second).await.json();
    assert_eq!(seen["has_changed"], true);
    let body = json!({ "digest": seen["digest"] }).to_string();
    let answer = world.post_json(&format!("{path}/approve"), &second, body).await;
    assert_eq!(
        (answer.status.as_u16(), answer.json()["code"].clone()),
        (409, "approval.world_changed".into())
    );
    assert_eq!(world.pulled(), (0, 7));
}

#[tokio::test]
async fn what_changes_between_approval_and_act_stops_the_act() {
    let world = World::on(Database::sqlite(), SignedDuration::from_hours(1)).await;
    let proposal = world.propose(9, order(5)).await.unwrap();
    world.approve_as(staff(2, Role::Administrator)).await;
    world.lever.stands_at.store(7, Ordering::SeqCst);
    world.clock.advance(SignedDuration::from_hours(1));
    world.settle().await;
    assert_eq!((world.pulled(), world.state(proposal).await), ((0, 7), "overtaken"));
}

#[tokio::test]
async fn a_kind_that_waits_is_carried_out_when_its_time_has_come_and_can_be_taken_back_before() {
    let world = World::on(Database::sqlite(), SignedDuration::from_hours(1)).await;
    let first = world.propose(9, order(5)).await.unwrap();
    world.approve_as(staff(2, Role::Administrator)).await;
    world.clock.advance(SignedDuration::from_mins(59));
    world.settle().await;
    assert_eq!((world.pulled(), world.state(first).await), ((0, 0), "approved"));
    world.clock.advance(SignedDuration::from_mins(1));
    world.settle().await;
    assert_eq!((world.pulled(), world.state(first).await), ((1, 5), "executed"));

    let second = world.propose(10, order(5)).await.unwrap();
    world.approve_as(staff(2, Role::Administrator)).await;
    let one = world.sign_in(staff(1, Role::Administrator)).await;
    let path = format!("/api/v1/approvals/{second}/withdraw");
    assert_eq!(world.post_json(&path, &one, "{}").await.status, 200);
    world.clock.advance(SignedDuration::from_hours(2));
    world.settle().await;
    assert_eq!((world.pulled(), world.state(second).await), ((1, 5), "withdrawn"));
}

#[tokio::test]
async fn a_proposal_is_over_after_a_day_and_nobody_can_approve_it_even_before_the_job_says_so() {
    let world = World::new().await;
    let proposal = world.propose(9, order(5)).await.unwrap();
    let found = world.port().find(proposal).await.unwrap().unwrap();
    world.clock.advance(SignedDuration::from_hours(24));
    let second = world.sign_in(staff(2, Role::Administrator)).await;
    let list = world.get("/api/v1/approvals", &second).await.json();
    assert_eq!(list["approvals"].as_array().map(Vec::len), Some(0), "{list}");
    let body = json!({ "digest": found.proposal.unwrap().digest }).to_string();
    let path = format!("/api/v1/approvals/{proposal}/approve");
    assert_eq!(world.post_json(&path, &second, body).await.json()["code"], "approval.expired");
    world.settle().await;
    assert_eq!((world.pulled(), world.state(proposal).await), ((0, 0), "expired"));
}

#[tokio::test]
async fn only_what_was_shown_can_be_proposed_and_only_once_at_a_time() {
    let world = World::new().await;
    let by = staff(1, Role::Administrator);
    let (_, digest) = world.port().plan(KIND, &order(5), &by).await.unwrap();
    let other = order(500);
    let asked = Asked {
        kind: KIND,
        authority: "government-services",
        matter: "lever/1",
        order: &other,
        digest: &digest,
        typed: "",
    };
    let refused = world.port().propose(id(9), &by, asked).await;
    assert!(matches!(refused, Err(ProposeError::Changed(effect)) if effect.touched == 500));
    let first = world.propose(9, order(5)).await.unwrap();
    assert_eq!(world.propose(10, order(5)).await, Err(ProposeError::Open(first)));
}

#[tokio::test]
async fn what_cannot_be_taken_back_is_proposed_only_when_its_name_was_typed() {
    let world = World::new().await;
    let order = json!({ "add": 1, "type": "JY2026000123" });
    let wrong = world.propose_typed(9, order.clone(), "JY2026000124").await;
    assert_eq!(wrong, Err(ProposeError::Typed("JY2026000123".to_owned())));
    assert!(world.propose_typed(9, order.clone(), "").await.is_err());
    assert!(world.propose_typed(9, order, " JY2026000123 ").await.is_ok());
}

#[tokio::test]
async fn who_had_a_hand_in_what_it_is_about_does_not_approve_it() {
    let world = World::new().await;
    let maker: AccountId = id(2);
    let order = json!({ "add": 1, "made_by": maker.to_string() });
    let proposal = world.propose(9, order).await.unwrap();
    let second = world.sign_in(staff(2, Role::Administrator)).await;
    let page = world.get(&format!("/staff/approvals/{proposal}"), &second).await;
    assert!(!page.text.contains("/approve\""), "{}", page.text);
    let path = format!("/api/v1/approvals/{proposal}");
    let digest = world.get(&path, &second).await.json()["digest"].clone();
    let body = json!({ "digest": digest }).to_string();
    let refused = world.post_json(&format!("{path}/approve"), &second, body).await;
    assert_eq!(
        (refused.status.as_u16(), refused.json()["code"].clone()),
        (422, "approval.hand".into())
    );
    assert_eq!(world.pulled(), (0, 0));
    world.approve_as(staff(3, Role::Administrator)).await;
    world.settle().await;
    assert_eq!(world.pulled(), (1, 1));
}

#[tokio::test]
async fn what_it_says_about_a_person_is_sealed_and_each_look_recorded() {
    let world = World::new().await;
    let person: SubjectId = id(0x40);
    let order = json!({ "add": 1, "about": person.to_string() });
    let proposal = world.propose(9, order).await.unwrap();
    let found = world.port().find(proposal).await.unwrap().unwrap();
    let stored = serde_json::to_string(&found).unwrap();
    assert!(!stored.contains("拉动"), "{stored}");
    let second = world.sign_in(staff(2, Role::Administrator)).await;
    let page = world.get(&format!("/staff/approvals/{proposal}"), &second).await;
    assert!(page.text.contains("拉动"), "{}", page.text);
    let read = ledger::Statement::new(
        "SELECT COUNT(*) FROM ledger_access WHERE action = 'approvals.read'",
    );
    let read: &'static ledger::Statement = Box::leak(Box::new(read));
    let rows = world.house.ledger.rows(read, &[]).await.unwrap();
    assert_eq!(rows[0].count(0).unwrap(), 1);
}

#[tokio::test]
async fn those_who_can_approve_are_told_and_then_the_one_who_wished_it() {
    let world = World::new().await;
    world.propose(9, order(5)).await.unwrap();
    world.settle().await;
    let messages = Messages::new(world.house.ledger.clone());
    let titles = async |number: u8| {
        let box_of = messages.list(id(number), None, 10).await.unwrap();
        box_of.into_iter().map(|it| it.title.en).collect::<Vec<_>>()
    };
    assert_eq!(titles(1).await, Vec::<String>::new());
    assert_eq!(titles(2).await, ["Waiting for your approval: 拉动手柄"]);
    assert_eq!(titles(3).await, ["Waiting for your approval: 拉动手柄"]);
    world.approve_as(staff(2, Role::Administrator)).await;
    world.settle().await;
    assert_eq!(titles(1).await, ["Carried out: 拉动手柄"]);
}
